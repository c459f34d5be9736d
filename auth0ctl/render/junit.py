"""JUnit XML: what CI servers read test results from. One ``testsuite``, one ``testcase`` for each check.

The format is the one that Jenkins' xUnit plugin documents as ``junit-10.xsd``. It knows no warnings: a check that is
not green and breaks nothing is ``skipped``, with its severity as the type, so that the exit code and the suite agree.
"""

from datetime import UTC
from typing import Any, TextIO
from xml.etree import ElementTree

from auth0ctl import __version__
from auth0ctl.errors import Auth0ctlError
from auth0ctl.render.quiet import render as render_bare
from auth0ctl.render.safe import safe
from auth0ctl.render.suite import Suite, headline, is_error, is_red, suite_of, told
from auth0ctl.results import Bare
from auth0ctl.smoked import SmokeCheck, SmokeOutcome

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'
ERRORS = (SmokeOutcome.UNREACHED,)


def render(result: Any, out: TextIO) -> None:
    """Write one document. Raises UsageError for what is no report. Bare text stays bare."""
    if isinstance(result, Bare):
        render_bare(result, out)
        return
    _write(_suite(suite_of(result)), out)


def render_error(failure: Auth0ctlError, out: TextIO) -> None:
    """The document of a command that came to no result: one test case, with the error."""
    suite = _named("testsuite", name="auth0ctl", tests=1, failures=0, errors=1, skipped=0)
    case = _under(suite, "testcase", name="auth0ctl", classname="auth0ctl.error")
    body = "\n".join(safe(line) for line in (failure.message, failure.hint) if line)
    _under(case, "error", type=failure.exit_code.name.lower(), message=failure.message).text = body
    _write(suite, out)


def _write(suite: ElementTree.Element, out: TextIO) -> None:
    """The suite in its frame, in ASCII: the stream may know nothing else, and XML has a number for every character."""
    counts = {name: suite.get(name, "0") for name in ("tests", "failures", "errors", "time") if suite.get(name)}
    frame = _named("testsuites", name="auth0ctl", **counts)
    frame.append(suite)
    ElementTree.indent(frame)
    out.write(DECLARATION + ElementTree.tostring(frame, encoding="us-ascii").decode() + "\n")


def _suite(suite: Suite) -> ElementTree.Element:
    broken = [check for check in suite.checks if is_error(check)]
    errors = sum(check.outcome in ERRORS for check in broken)
    skipped = sum(
        check.outcome is SmokeOutcome.SKIPPED or (is_red(check) and check not in broken) for check in suite.checks
    )
    element = _named(
        "testsuite",
        name=suite.name or suite.kind,
        tests=len(suite.checks),
        failures=len(broken) - errors,
        errors=errors,
        skipped=skipped,
        time=f"{suite.seconds or sum(check.seconds for check in suite.checks):.3f}",
    )
    if suite.at:
        element.set("timestamp", suite.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S"))
    if suite.file:
        element.set("file", safe(suite.file))
    properties = _under(element, "properties")
    about = (
        ("auth0ctl", __version__),
        ("exit code", str(int(suite.exit_code))),
        ("tenant", suite.tenant),
        *suite.about,
    )
    for name, value in about:
        if value:
            _under(properties, "property", name=name, value=value)
    for check in suite.checks:
        element.append(_case(suite, check))
    return element


def _case(suite: Suite, check: SmokeCheck) -> ElementTree.Element:
    name = check.id if check.title == check.id else f"{check.id}: {check.title}"
    case = _named("testcase", name=name, classname=f"{suite.kind}.{check.kind}", time=f"{check.seconds:.3f}")
    if check.outcome is SmokeOutcome.SKIPPED:
        _under(case, "skipped", message=headline(check))
        return case
    body = "\n".join(told(check))
    if is_red(check):
        cause = check.findings[0].rule.name if check.findings else check.kind
        named = {"type": cause, "message": headline(check)}
        if check.outcome is not SmokeOutcome.FAILED:
            named["type"] = check.outcome.value
        if not is_error(check):
            _under(case, "skipped", type=check.severity.value, message=headline(check)).text = body
        elif check.outcome in ERRORS:
            _under(case, "error", **named).text = body
        else:
            _under(case, "failure", **named).text = body
        if check.outcome is SmokeOutcome.FLAKY:
            _under(case, "flakyFailure", type="flaky", message=headline(check))
    place = [f"{suite.file}:{check.line}"] if suite.file and check.line else []
    tries = [f"tries: {check.tries}"] if check.tries > 1 else []
    green = body.split("\n") if check.findings and not is_red(check) else []
    if said := [safe(line) for line in (*place, *tries, *green)]:
        _under(case, "system-out").text = "\n".join(said)
    return case


def _named(element: str, /, **attributes: object) -> ElementTree.Element:
    return ElementTree.Element(element, {key: safe(str(value)) for key, value in attributes.items()})


def _under(parent: ElementTree.Element, element: str, /, **attributes: object) -> ElementTree.Element:
    child = _named(element, **attributes)
    parent.append(child)
    return child
