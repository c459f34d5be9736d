"""A smoke run as a page: the verdict, every check in a table, then each red one with its cause, then the logins."""

from auth0ctl.render.html.login import login
from auth0ctl.render.html.markup import findings, prose, section, table, tag, text
from auth0ctl.render.suite import sides
from auth0ctl.smoked import SmokeCheck, Smoked, SmokeOutcome
from auth0ctl.words import counted, duration

MARKS = {
    SmokeOutcome.PASSED: ("✓", "good"),
    SmokeOutcome.FAILED: ("✗", "bad"),
    SmokeOutcome.FLAKY: ("≈", "warn"),
    SmokeOutcome.UNREACHED: ("?", "bad"),
    SmokeOutcome.SKIPPED: ("–", "dim"),
}
HEAD = ("", "check", "kind", "line", "took", "what was seen")


def smoked(result: Smoked) -> str:
    """The page's body."""
    numbered = list(enumerate(result.checks, 1))
    red = [(number, check) for number, check in numbered if check.outcome is not SmokeOutcome.PASSED]
    rows = [_row(number, check) for number, check in numbered]
    flows = [_flow(number, check) for number, check in numbered if check.login]
    return "".join(
        (
            _verdict(result),
            section("Checks", table(rows, cls="smoke", head=HEAD)),
            *(_red(result, number, check) for number, check in red if _has_more(check)),
            section("Logins", *flows),
        )
    )


def summed_up(result: Smoked) -> str:
    """The verdict in a few words."""
    if not result.checks:
        return "nothing was checked"
    bad = sum(check.outcome is not SmokeOutcome.PASSED for check in result.checks)
    if not bad:
        return f"all {len(result.checks)} checks passed" if len(result.checks) > 1 else "the one check passed"
    said = f"{bad} of {counted(len(result.checks), 'check')} {'is' if bad == 1 else 'are'} not green"
    return f"{said}, none of them counts as an error" if result.passed else said


def _verdict(result: Smoked) -> str:
    cls = "good" if result.passed else "bad"
    head = tag("h1", f"{'✓' if result.passed else '✗'} {text(summed_up(result))}")
    when = f"{result.at.isoformat(sep=' ', timespec='seconds')}, in {_took(result.seconds)}"
    about = tag("code", text(result.file)) + text(f" at {result.tenant}, {when}")
    return tag("header", head, tag("p", about), _bar(result), cls=f"verdict {cls}")


def _bar(result: Smoked) -> str:
    """How many checks ended how."""
    parts = []
    for outcome, (mark, cls) in MARKS.items():
        if count := sum(check.outcome is outcome for check in result.checks):
            parts.append(tag("span", f"{mark} {count} {outcome.value}", cls=cls))
    return tag("p", " · ".join(parts), cls="counts")


def _row(number: int, check: SmokeCheck) -> tuple[str, ...]:
    title = text(check.title or check.id)
    if check.outcome is not SmokeOutcome.PASSED and _has_more(check):
        title = tag("a", title, href=f"#check-{number}")
    elif check.login:
        title = tag("a", title, href=f"#login-{number}")
    mild = "" if check.severity.value == "error" else " " + tag("span", check.severity.value, cls=_label(check))
    tries = f", {check.tries} tries" if check.tries > 1 else ""
    return (
        _mark(check),
        title + mild + (tag("div", text(check.id), cls="dim") if check.title not in ("", check.id) else ""),
        tag("span", text(check.kind), cls="dim"),
        tag("span", str(check.line or ""), cls="dim"),
        tag("span", f"{_took(check.seconds)}{tries}" if check.seconds else "", cls="dim"),
        prose(check.detail or check.outcome.value),
    )


def _mark(check: SmokeCheck) -> str:
    mark, cls = MARKS[check.outcome]
    return tag("span", mark, cls=cls, role="img", aria_label=check.outcome.value)


def _label(check: SmokeCheck) -> str:
    return f"label {check.severity.value}"


def _has_more(check: SmokeCheck) -> bool:
    return bool(check.findings or check.expected or check.seen)


def _red(result: Smoked, number: int, check: SmokeCheck) -> str:
    """A check that is not green: what was expected, what was seen, and why."""
    rows = [("where", text(f"{result.file}, line {check.line}"))] if check.line else []
    rows += [("what", prose(check.detail))] if check.detail else []
    rows += [(name, tag("code", text(one))) for name, one in sides(check)]
    if check.login:
        rows.append(("login", tag("a", "the way there and the tokens", href=f"#login-{number}")))
    facts = tag("dl", *(tag("dt", label) + tag("dd", value) for label, value in rows))
    words = tag("small", tag("span", text(check.outcome.value), cls=MARKS[check.outcome][1]))
    head = tag("h2", _mark(check), f" {text(check.title or check.id)} ", words)
    return tag("section", head, facts, findings(check.findings), cls="red", id=f"check-{number}")


def _flow(number: int, check: SmokeCheck) -> str:
    """What a flow brought: the way there, the lifetimes, the tokens. Closed until somebody wants it."""
    assert check.login is not None
    head = tag("summary", _mark(check), f" {text(check.title or check.id)}")
    return tag("details", head, tag("div", login(check.login), cls="login"), id=f"login-{number}")


def _took(seconds: float) -> str:
    return duration(seconds) if seconds >= 60 else f"{seconds:.2f} s"
