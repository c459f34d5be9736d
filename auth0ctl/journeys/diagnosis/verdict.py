"""What a diagnosis comes to: nothing wrong, something wrong, or what was asked about could not be looked at."""

from auth0ctl.evidence.tenant import Wanted
from auth0ctl.findings import Report, Severity, Status
from auth0ctl.journeys.diagnosis.doctor import Examined, failing
from auth0ctl.results import Diagnosed

# What can be asked about by name, and how it is called in a sentence.
ASKED_ABOUT = {"client": "the client's settings", "organization": "the organization", "user": "the user"}


def diagnosed(report: Report, examined: Examined, worst: Severity) -> Diagnosed:
    """The report with its verdict: from ``worst`` on a finding is a failure.

    What was asked about and could not be read is no success either. Without a Management token nothing could have
    been read: then it is a look from outside, which says how far it got.
    """
    lacking = unread(report, examined.wanted)
    good = "nothing wrong was found"
    if lacking:
        good += f", but {' and '.join(ASKED_ABOUT[name] for name in lacking)} could not be looked at"
    failed = failing(report, worst)
    counted = () if failed or (examined.management is None and not examined.offline) else lacking
    return Diagnosed(report=report, passed=not failed and not counted, good=good, unread=counted)


def unread(report: Report, wanted: Wanted) -> tuple[str, ...]:
    """The ids of the checks that the question was about and that could not be made."""
    skipped = {check.id for check in report.checks if check.status is Status.SKIP}
    return tuple(name for name in ASKED_ABOUT if getattr(wanted, name) and name in skipped)
