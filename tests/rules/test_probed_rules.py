"""What the probes' rules say over answers that no embedded tenant gives: each fires once, and is silent once."""

from dataclasses import replace

import pytest

from auth0ctl.findings import Confidence, Severity, severity_of
from auth0ctl.model import Facts, Tenant
from auth0ctl.protocol import AuthorizeRequest, Refusal
from auth0ctl.rules import judge
from auth0ctl.rules.ranking import rank
from auth0ctl.situation import Probe, Wish

PAGE = "https://shop.example"


def facts(domain: str, audience: str, *probes: Probe, refusal: Refusal | None = None, flow: str = "spa-pkce") -> Facts:
    request = AuthorizeRequest(
        url=f"https://{domain}/authorize?client_id=spa1",
        client_id="spa1",
        redirect_uri=PAGE,
        response_type="code",
        response_mode="query",
        scope=("openid",),
        audience=audience or None,
        state="s",
    )
    tenant = Tenant(name=domain, origin=f"https://{domain}")
    return Facts(
        tenant=tenant, request=request, probes=(DISCOVERY, *probes), refusal=refusal, wish=Wish(flow=flow, origin=PAGE)
    )


DISCOVERY = Probe(name="discovery", outcome="answered")


def names(known: Facts) -> list[str]:
    families = ("AZ3", "AZ5") if known.refusal else ("AZ5",)
    return [one.rule.name for one in rank(judge(known, families)[0])]


@pytest.mark.parametrize(
    ("domain", "audience", "cause"),
    [
        ("login.shop.example", "https://login.shop.example/api/v2/", "custom-domain-system-audience"),
        ("login.shop.example", "https://login.shop.example/userinfo", "custom-domain-system-audience"),
        ("login.shop.example", "https://api.shop.example/api/v2/", "audience-not-registered"),
        ("shop.eu.auth0.com", "https://shop.eu.auth0.com/api/v9/", "audience-not-registered"),
    ],
)
def test_an_audience_of_auth0s_own_under_a_custom_domain(domain: str, audience: str, cause: str) -> None:
    refusal = Refusal(where="redirect", error="access_denied", description=f"Service not found: {audience}")
    assert names(facts(domain, audience, refusal=refusal)) == [cause]


def cors(outcome: str, *, readable: bool | None) -> Facts:
    return facts(
        "shop.eu.auth0.com",
        "",
        Probe(name="cors", outcome=outcome, facts={"path": "/oauth/token", "origin": PAGE}),
        Probe(name="token", outcome="grant on", facts={"grant_type": "authorization_code", "readable": readable}),
    )


def test_a_page_that_neither_preflight_nor_answer_names() -> None:
    [sure], _ = judge(cors("not allowed", readable=False), ("AZ5",))
    assert (sure.rule.name, sure.confidence) == ("cors-origin-missing", Confidence.CERTAIN)
    for half in (cors("not allowed", readable=True), cors("allowed", readable=False)):
        [likely], _ = judge(half, ("AZ5",))
        assert (likely.rule.name, likely.confidence) == ("cors-origin-missing", Confidence.LIKELY)
    assert judge(cors("allowed", readable=True), ("AZ5",))[0] == ()


WANTED = Refusal(where="token", error="access_denied", description="Unauthorized", status=401)
TOKEN = Probe(
    name="token",
    outcome="proof wanted",
    refusal=WANTED,
    facts={"grant_type": "authorization_code", "client_id": "spa1", "readable": None},
)
KNOWN = Probe(name="authorize", outcome="login page")


@pytest.mark.parametrize(
    ("flow", "login", "causes"),
    [
        ("spa-pkce", KNOWN, ["public-client-needs-auth-method-none"]),
        ("native-pkce", KNOWN, ["public-client-needs-auth-method-none"]),
        ("web-code", KNOWN, []),
        ("spa-pkce", replace(KNOWN, outcome="unclear"), []),  # there may be no such client
    ],
)
def test_a_secret_is_wanted_of_a_public_app(flow: str, login: Probe, causes: list[str]) -> None:
    assert names(facts("shop.eu.auth0.com", "", login, TOKEN, flow=flow)) == causes


def test_a_silent_answer_that_goes_nowhere_stops_a_silent_login_alone() -> None:
    probe = Probe(name="web message", outcome="not posted", facts={"origin": PAGE})
    for flow, severity in (("silent", Severity.ERROR), ("spa-pkce", Severity.WARNING)):
        [finding], _ = judge(facts("shop.eu.auth0.com", "", probe, flow=flow), ("AZ5",))
        assert (finding.rule.name, severity_of(finding)) == ("web-origin-missing", severity)


def test_nothing_probed_is_nothing_found() -> None:
    found, skipped = judge(Facts(), ("AZ5",))
    assert found == ()
    assert {one.reason for one in skipped} == {"probes not known"}
