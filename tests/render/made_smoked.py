"""A smoke run made by hand, with every way a check can end; every foreign text in it can be chosen."""

from dataclasses import replace

from forge import AT
from made_login import RULE, made_login, refused_login

from auth0ctl.findings import Finding, Rule, Severity
from auth0ctl.smoked import SmokeCheck, Smoked, SmokeOutcome

CALLBACK = Rule(
    code="AZ103",
    name="callback-url-not-registered",
    severity=Severity.ERROR,
    title="The redirect URI is not an Allowed Callback URL of the client",
    why="Auth0 matches the whole URL, port and path included.",
    fix="Add the URI to the client's Allowed Callback URLs.",
    docs="https://auth0.com/docs/get-started/applications/application-settings",
)
PASSED, FAILED, FLAKY = SmokeOutcome.PASSED, SmokeOutcome.FAILED, SmokeOutcome.FLAKY


def cause(foreign: str = "", rule: Rule = CALLBACK) -> Finding:
    """A finding whose words are foreign."""
    return Finding(
        rule=rule,
        subject=f"Example SPA {foreign}".strip(),
        detail=f"https://app.example.com/callback is missing {foreign}".strip(),
        evidence=(f"callbacks: http://localhost:3000 {foreign}".strip(),),
        fix=f"auth0ctl client update spa --add-callback https://app.example.com/callback {foreign}".strip(),
        consequences=(Finding(rule=RULE, subject="x", detail=f"no login {foreign}".strip()),),
    )


def made_smoked(foreign: str = "", *, file: str = "ci/auth0ctl.toml") -> Smoked:
    """Nine checks: green, red with a cause, red without, mild, flaky, unreached, skipped, and two flows."""
    last = f" {foreign}" if foreign else ""
    checks = (
        SmokeCheck(
            id=f"spa{last}", kind="client", title=f"the SPA is first-party{last}", outcome=PASSED, line=4, seconds=0.031
        ),
        SmokeCheck(
            id="callback",
            kind="client",
            title=f"the SPA has its callback{last}",
            outcome=FAILED,
            line=12,
            seconds=0.4,
            detail=f"callbacks lack https://app.example.com/callback{last}",
            expected=(f"callbacks contain https://app.example.com/callback{last}", "app_type spa"),
            seen=(f"http://localhost:3000{last}", "regular_web, and a/very/long/path/that/does/not/end/soon/at/all"),
            findings=(cause(foreign),),
        ),
        SmokeCheck(
            id="alg", kind="api", title="the API signs RS256", outcome=FAILED, line=20, detail=f"it signs HS256{last}"
        ),
        SmokeCheck(
            id="lifetime",
            kind="api",
            title="tokens live a day",
            outcome=FAILED,
            line=26,
            severity=Severity.WARNING,
            detail="token_lifetime is 86401",
            expected=("86400",),
            seen=("86401",),
        ),
        SmokeCheck(
            id="m2m", kind="flow", title="the batch job gets a token", outcome=FLAKY, line=30, seconds=2.25, tries=2
        ),
        SmokeCheck(
            id="call",
            kind="call",
            title="the API answers 200",
            outcome=SmokeOutcome.UNREACHED,
            line=41,
            seconds=30,
            tries=2,
            detail=f"https://api.example.com did not answer{last}",
        ),
        SmokeCheck(
            id="refresh",
            kind="flow",
            title="a refresh rotates",
            outcome=SmokeOutcome.SKIPPED,
            line=52,
            detail=f"it needs REFRESH_TOKEN{last}",
        ),
        SmokeCheck(
            id="login",
            kind="flow",
            title="a person logs in",
            outcome=PASSED,
            line=60,
            seconds=1.5,
            login=made_login(foreign, good=True),
        ),
        SmokeCheck(
            id="refused",
            kind="flow",
            title=f"another app logs in{last}",
            outcome=FAILED,
            line=66,
            seconds=0.75,
            detail=f"Callback URL mismatch{last}",
            findings=(cause(foreign),),
            login=refused_login(foreign),
        ),
    )
    return Smoked(file=file, tenant="prod.eu.auth0.com", at=AT, checks=checks, seconds=34.2)


def green_smoked() -> Smoked:
    """One check, and it is green."""
    whole = made_smoked()
    return replace(whole, checks=whole.checks[:1], seconds=0.031)
