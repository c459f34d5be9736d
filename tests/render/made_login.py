"""A login made by hand, with everything a page can show of one; every foreign text in it can be chosen."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from forge import AT, CLIENT, ISSUER, NOW, REFRESH_TOKEN, access_claims, id_claims, rsa_signer

from auth0ctl.findings import Check, Confidence, Finding, Report, Rule, Severity, Skipped, Status
from auth0ctl.model import Tenant
from auth0ctl.protocol import AuthorizeRequest, Event, Refusal, TokenSet
from auth0ctl.results import Login, Verified
from auth0ctl.tokens.decode import decode

KEY = rsa_signer()
ORIGIN = ISSUER.rstrip("/")
RULE = Rule(
    code="AZ402",
    name="audience-missing-opaque-token",
    severity=Severity.ERROR,
    title="The access token is opaque because no audience was asked for",
    why="Without an audience the token is for /userinfo alone.",
    fix="Ask for the API.",
    docs="https://auth0.com/docs/secure/tokens/access-tokens",
)


def events(foreign: str = "", *, count: int = 0) -> tuple[Event, ...]:
    """The story of a login through a browser; ``count`` more exchanges make it longer."""
    told: list[tuple[str, str, str, dict[str, Any]]] = [
        ("auth0ctl", "tenant", "GET /.well-known/openid-configuration", {"method": "GET", "url": f"{ORIGIN}/x"}),
        ("tenant", "auth0ctl", "200", {"milliseconds": 41, "status": 200, "body_bytes": 2041}),
        ("auth0ctl", "auth0ctl", f"listens on http://127.0.0.1:18484/callback {foreign}".strip(), {}),
        ("auth0ctl", "browser", f"opens {ORIGIN}/authorize {foreign}".strip(), {"audience": foreign or "x"}),
        ("person", "tenant", f"logs in and agrees {foreign}".strip(), {}),
        ("browser", "auth0ctl", "GET /callback by query", {"code": "(hidden, 43 characters)", "note": foreign}),
        ("auth0ctl", "tenant", "POST /oauth/token", {"form": {"grant_type": "authorization_code", foreign: foreign}}),
        ("tenant", "auth0ctl", f"403 invalid_grant {foreign}".strip(), {"milliseconds": 97, "status": 403}),
        *[("auth0ctl", "tenant", f"GET /api/v2/resource-servers/{n}", {"method": "GET"}) for n in range(count)],
        ("auth0ctl", "api", f"GET /items {foreign}".strip(), {"url": "https://api.example.com/items"}),
    ]
    return tuple(
        Event(at=AT + timedelta(milliseconds=130 * number), source=a, target=b, what=what, details=details)
        for number, (a, b, what, details) in enumerate(told)
    )


def made_login(foreign: str = "", *, count: int = 0, good: bool = False) -> Login:
    """A login that came back with both tokens; ``good``: and nothing to complain about."""
    id_token = KEY.sign(id_claims(**{foreign: foreign} if foreign else {}, **{"https://app/roles": ["admin", foreign]}))
    access_token = KEY.sign(access_claims(exp=NOW + 7200))
    checks = (
        Check(id="V12", title="issuer", status=Status.PASS, detail=f"{ISSUER} {foreign}"),
        Check(
            id="V14", title="audience", status=Status.PASS if good else Status.FAIL, detail=f"for {foreign or CLIENT}"
        ),
        Check(id="V20", title="nonce", status=Status.SKIP, detail="no nonce was sent"),
    )
    finding = Finding(
        rule=RULE,
        subject=foreign or "the login",
        detail=f"no audience was sent {foreign}",
        evidence=(f"aud is {foreign or 'absent'}", "the token has five parts"),
        fix=f"auth0ctl login --audience https://api.example.com {foreign}".strip(),
        confidence=Confidence.CERTAIN,
    )
    found = (
        () if good else (finding, replace(finding, severity=Severity.WARNING), replace(finding, severity=Severity.INFO))
    )
    report = Report(subject=foreign or "x", checks=checks, skipped=(Skipped(rule=RULE, reason=f"needs {foreign}"),))
    return Login(
        tenant=Tenant(name="prod", origin=ORIGIN),
        flow="pkce",
        request=AuthorizeRequest(
            url=f"{ORIGIN}/authorize?state=s",
            client_id=CLIENT,
            redirect_uri="http://127.0.0.1:18484/callback",
            response_type="code",
            response_mode="query",
            scope=("openid", "profile", foreign or "email"),
            audience=foreign or "https://api.example.com",
            state="s",
        ),
        at=AT,
        client_name=foreign or "Example SPA",
        tokens=TokenSet(
            received_at=AT,
            access_token=access_token,
            id_token=id_token,
            refresh_token=REFRESH_TOKEN,
            scope=f"openid {foreign}",
        ),
        delivered="query",
        verified=(
            Verified(token=decode(id_token), report=report, at=AT, label="ID token"),
            Verified(
                token=decode(access_token), report=replace(report, findings=found[:1]), at=AT, label="access token"
            ),
        ),
        checks=(Check(id="I12", title="userinfo", status=Status.PASS, detail=f"same sub {foreign}"),),
        userinfo={"sub": "auth0|u1", "name": foreign or "A Person"},
        browser_opened=True,
        findings=found,
        saved=f"Kept in the keyring {foreign}".strip(),
        trace=events(foreign, count=count),
    )


def refused_login(foreign: str = "") -> Login:
    """A login that the tenant refused before a browser opened."""
    refusal = Refusal(
        where="page", error="invalid_request", description=f"Callback URL mismatch. {foreign}", status=403
    )
    return replace(made_login(foreign), tokens=None, verified=(), refusal=refusal, browser_opened=False, checks=())


def token_texts(login: Login) -> list[str]:
    """What must never stand in a page: whole tokens and signatures."""
    got = login.tokens
    assert got is not None
    whole = [one for one in (got.id_token, got.access_token, got.refresh_token) if one]
    return whole + [one.rpartition(".")[2] for one in whole if one.startswith("eyJ")]
