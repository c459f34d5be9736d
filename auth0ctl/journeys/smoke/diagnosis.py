"""A doctor run that must be clean."""

from typing import Any

from auth0ctl.errors import TenantError
from auth0ctl.findings import Severity, Status, severity_of
from auth0ctl.journeys.diagnosis.doctor import failing
from auth0ctl.journeys.smoke.declared import COMMON, Declared
from auth0ctl.journeys.smoke.ground import Try
from auth0ctl.journeys.smoke.matching import Difference
from auth0ctl.journeys.smoke.seen import Seen, ask_doctor
from auth0ctl.journeys.smoke.values import words
from auth0ctl.rules.ranking import SEVERITIES

NOT_ASKED = (*COMMON, "select", "ignore", "fail_on", "client_secret_env")
LISTS = ("expect_claim", "expect_scope", "require_scope", "require_permission")


def doctor(check: Declared, one: Try) -> Seen:
    """Raises NetworkError; UsageError where nothing could be examined; TenantError where the client cannot be read."""
    given = check.given
    asked: dict[str, Any] = {name: value for name, value in given.items() if name not in NOT_ASKED}
    asked |= {name: words(asked[name]) for name in LISTS if name in asked}
    if "scope" in asked:
        asked["scope"] = " ".join(words(asked["scope"]))
    if "client_secret_env" in given:
        asked["client_secret"] = one.ground.secret(given["client_secret_env"])
    report = ask_doctor(one, asked, select=words(given.get("select", ())), ignore=words(given.get("ignore", ())))
    worst = Severity(given.get("fail_on", Severity.WARNING))
    if failing(report, worst):
        bad = SEVERITIES[: SEVERITIES.index(worst) + 1]
        problems = tuple(each for each in report.findings if severity_of(each) in bad)
        differs = tuple(
            Difference(name="doctor", expected="nothing wrong", seen=f"{each.rule.code} {each.rule.name}")
            for each in problems
        )
        return Seen(differences=differs, findings=problems, detail="; ".join(each.detail for each in problems))
    unread = next((line for line in report.checks if line.id == "client" and line.status is Status.SKIP), None)
    if "client" in given and unread is not None and one.management is not None:
        raise TenantError(f"nothing wrong was found, but the client could not be looked at: {unread.detail}")
    looked = [line.title for line in report.checks if line.status is not Status.SKIP]
    return Seen(detail=f"looked at {', '.join(looked)}")
