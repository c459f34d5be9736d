"""``doctor --all-clients`` against the embedded tenant: how many requests, whose each finding is, and no write."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest

from auth0ctl.errors import AuthError, TenantError, UsageError
from auth0ctl.findings import Severity, Status, severity_of
from auth0ctl.journeys.diagnosis.doctor import Examined, failing
from auth0ctl.journeys.diagnosis.everyclient import every_client
from auth0ctl.localtenant import LocalTenant, open_tenant
from auth0ctl.model import Facts, Tenant
from auth0ctl.protocol import Exchange
from auth0ctl.results import Diagnosed, Group
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management

API, APP, PEOPLE = "https://api.shop.example", "https://shop.example", "people"
LISTS = 10  # clients, grants, APIs, settings, domains, connections, MFA, Actions and two flows' bindings
AUDIT = 7  # attack protection three times, factors, mail, log streams, Rules
SPA: dict[str, Any] = {
    "app_type": "spa",
    "oidc_conformant": True,
    "token_endpoint_auth_method": "none",
    "grant_types": ["authorization_code", "refresh_token"],
    "callbacks": [APP],
    "web_origins": [APP],
    "jwt_configuration": {"alg": "RS256"},
}
JOB: dict[str, Any] = {
    "app_type": "non_interactive",
    "token_endpoint_auth_method": "client_secret_post",
    "grant_types": ["client_credentials"],
}
WEB: dict[str, Any] = {**SPA, "app_type": "regular_web", "token_endpoint_auth_method": "client_secret_post"}


def client(client_id: str, kind: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"client_id": client_id, "name": client_id.title(), **kind, **changes}


FAULTY: dict[str, Any] = {
    "clients": [
        client("fine", SPA),
        client("web", WEB),
        client("native", SPA, app_type="native", callbacks=["http://127.0.0.1:3000", "com.shop://cb"]),
        client("lost", SPA, callbacks=[]),
        client("secret", SPA, token_endpoint_auth_method="client_secret_post"),
        client("old", SPA, jwt_configuration={"alg": "HS256"}),
        client("lonely", SPA),
        client("org", SPA, organization_usage="require"),
        client("job", JOB),
        client("idle", JOB),
        client("strange", JOB),
        client("third", SPA, is_first_party=False, third_party_security_mode="strict"),
    ],
    "resource_servers": [{"identifier": API, "name": "Orders", "scopes": [{"value": "read:orders"}]}],
    "client_grants": [{"client_id": "job", "audience": API, "scope": ["read:orders"]}],
    "connections": [
        {
            "name": PEOPLE,
            "strategy": "auth0",
            "enabled_clients": ["fine", "web", "native", "lost", "secret", "old", "org"],
        },
        {"name": "all", "strategy": "auth0", "is_domain_connection": False, "enabled_clients": []},
    ],
}
Survey = Callable[..., Diagnosed]


@pytest.fixture
def local(tmp_path: Path) -> Iterator[LocalTenant]:
    opened = open_tenant(tmp_path / "local")
    yield opened
    opened.close()


def silent_about_clients(app: Any) -> Any:
    """The tenant as it has been since 13 July 2026: its list of connections does not tell whom they serve."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        if environ["PATH_INFO"] != "/api/v2/connections":
            return app(environ, start_response)
        told: list[Any] = []
        body = json.loads(b"".join(app(environ, lambda status, headers, _info=None: told.extend((status, headers)))))
        for one in body.get("connections", []) if isinstance(body, dict) else body:
            if isinstance(one, dict):
                one.pop("enabled_clients", None)
        text = json.dumps(body).encode()
        headers = [pair for pair in told[1] if pair[0].lower() != "content-length"]
        start_response(told[0], [*headers, ("Content-Length", str(len(text)))])
        return [text]

    return answer


def dated(app: Any, now: Callable[[], float]) -> Any:
    """With the clock's own Date, as every server on the network sends one."""

    def answer(environ: dict[str, Any], start_response: Any) -> Any:
        date = ("Date", formatdate(now(), usegmt=True))
        return app(environ, lambda status, headers, info=None: start_response(status, [*headers, date], info))

    return answer


def survey(local: LocalTenant, scopes: str | None = None, *, management: bool = True, **how: Any) -> Diagnosed:
    """Every client of ``local``, read with a Management token of those scopes (None: all)."""
    pause = how.pop("pause", time.sleep)
    seen: list[Exchange] = how.pop("seen", [])
    app = silent_about_clients(local.app) if how.pop("silent", True) else local.app
    app = dated(app, how.pop("now", time.time))
    with Http(observe=seen.append) as http:
        origin = local.issuer.rstrip("/")
        http.answer_for(origin, app)
        tenant = Tenant(name="local", origin=origin)
        token = local.management_token(scopes)
        examined = Examined(
            facts=Facts(tenant=tenant),
            tenant=tenant,
            http=http,
            management=Management(http, tenant, lambda: token) if management else None,
            why_no_management="no Management token",
            pause=pause,
            step=lambda _: None,
        )
        return every_client(examined, **how)


def group_of(result: Diagnosed, client_id: str) -> Group:
    return next(one for one in result.groups or () if one.client == client_id)


def wrong(group: Group) -> list[str]:
    return [one.rule.name for one in group.findings if severity_of(one) is not Severity.INFO]


def test_each_client_has_its_own_causes_and_the_healthy_ones_none(local: LocalTenant) -> None:
    local.seed(FAULTY)
    result = survey(local)
    ours = {row["client_id"] for row in FAULTY["clients"]}
    told = {one.client: wrong(one) for one in result.groups or () if one.client in ours}
    assert told == {
        "fine": [],
        "web": [],
        "native": [],  # loopback and a scheme of its own are right for a native app (RFC 8252)
        "lost": ["client-has-no-callbacks"],
        "secret": ["public-client-needs-auth-method-none"],
        "old": ["client-id-token-hs256"],
        "lonely": ["connection-not-enabled"],
        "org": [],  # that the app sends an organization is the app's affair
        "job": [],
        "idle": [],
        "strange": [],
        "third": ["connection-not-enabled"],  # domain-level connections alone serve it
    }
    assert failing(result.report, Severity.WARNING)


def test_lists_are_read_and_no_client_on_its_own(local: LocalTenant) -> None:
    local.seed(FAULTY)
    seen: list[Exchange] = []
    survey(local, seen=seen)
    connections = len(local.state.all("connection"))
    assert len(seen) == LISTS + connections
    assert {one.method for one in seen} == {"GET"}


def test_where_the_list_tells_whom_a_connection_serves_nobody_is_asked(local: LocalTenant) -> None:
    local.seed(FAULTY)
    seen: list[Exchange] = []
    told = survey(local, seen=seen, silent=False)
    assert len(seen) == LISTS
    assert [wrong(one) for one in told.groups or ()] == [wrong(one) for one in survey(local).groups or ()]


def test_with_more_connections_than_clients_the_clients_are_asked(local: LocalTenant) -> None:
    spare = [{"name": f"idp{number}", "strategy": "oidc", "enabled_clients": []} for number in range(20)]
    local.seed({**FAULTY, "connections": [*FAULTY["connections"], *spare]})
    seen: list[Exchange] = []
    result = survey(local, seen=seen)
    assert len(seen) < LISTS + 20
    assert wrong(group_of(result, "lonely")) == ["connection-not-enabled"]
    assert wrong(group_of(result, "fine")) == []


def test_more_clients_make_no_more_requests_but_pages(local: LocalTenant) -> None:
    many = [client(f"app{number}", SPA) for number in range(130)]
    enabled = [one["client_id"] for one in many]
    local.seed({"clients": many, "connections": [{"name": PEOPLE, "strategy": "auth0", "enabled_clients": enabled}]})
    seen: list[Exchange] = []
    result = survey(local, seen=seen)
    read = [one for one in result.groups or () if one.client]
    assert len(read) == 130 + 1  # and the client that every local tenant has
    assert not [one.title for one in read if wrong(one)]
    connections = len(local.state.all("connection"))
    assert len(seen) == LISTS + connections + 2  # a second page of the clients, and of the connection's clients


def test_an_audit_adds_seven_requests_and_the_tenant_s_advice_once(local: LocalTenant) -> None:
    local.seed(FAULTY)
    few: list[Exchange] = []
    more: list[Exchange] = []
    before = survey(local, seen=few)
    result = survey(local, seen=more, audit=True)
    assert len(more) == len(few) + AUDIT
    tenant = next(one for one in result.groups or () if not one.client)
    names = [one.rule.name for one in tenant.findings]
    assert "log-stream-missing" in names
    assert len(names) == len(set(names))
    assert "log-stream-missing" not in {one.rule.name for one in before.report.findings}
    assert [wrong(one) for one in result.groups or ()] == [wrong(one) for one in before.groups or ()]
    idle = [one.rule.name for one in group_of(result, "idle").findings]
    assert "machine-client-without-grant" in idle


def test_an_api_is_judged_once_however_many_clients_may_ask_for_it(local: LocalTenant) -> None:
    local.seed({**FAULTY, "resource_servers": [{"identifier": API, "name": "Orders", "signing_alg": "HS256"}]})
    found = [one for one in survey(local).report.findings if one.rule.name == "api-signs-hs256"]
    assert [one.subject for one in found] == [API]


def test_every_finding_of_the_report_is_in_one_group(local: LocalTenant) -> None:
    local.seed(FAULTY)
    result = survey(local, audit=True)
    grouped = [one for group in result.groups or () for one in group.findings]
    assert sorted(map(id, grouped)) == sorted(map(id, result.report.findings))
    severities = [list(Severity).index(severity_of(one)) for one in result.report.findings]
    assert severities == sorted(severities)


def test_select_and_ignore_hold_for_all(local: LocalTenant) -> None:
    local.seed(FAULTY)
    assert {one.rule.code for one in survey(local, select=["AZ102"]).report.findings} == {"AZ102"}
    assert "AZ102" not in {one.rule.code for one in survey(local, ignore=["client-has-no"]).report.findings}
    with pytest.raises(UsageError, match="no rule"):
        survey(local, select=["no-such-rule"])


def test_what_may_not_be_read_is_said_and_never_passed(local: LocalTenant) -> None:
    local.seed(FAULTY)
    result = survey(local, "read:clients")
    unread = {one.id: one.detail for one in result.report.checks if one.status is Status.SKIP}
    assert unread["connections"] == "needs read:connections"
    assert "connection-not-enabled" in {one.rule.name for one in result.report.skipped}
    with pytest.raises(TenantError, match="Insufficient scope"):
        survey(local, "read:connections")
    with pytest.raises(AuthError, match="all-clients"):
        survey(local, management=False)


def test_it_keeps_to_the_free_plan_s_rate(tmp_path: Path) -> None:
    """Two requests a second: nothing is refused for good, and the waiting is told to the clock, not slept."""
    now, moved = time.time(), threading.Lock()
    waited = 0.0

    def pause(seconds: float) -> None:
        nonlocal waited
        with moved:
            waited += seconds

    local = open_tenant(tmp_path / "local", now=lambda: now + waited, rate_limit="free")
    try:
        local.seed({"clients": [client(f"app{number}", SPA) for number in range(60)]})
        seen: list[Exchange] = []
        result = survey(local, pause=pause, seen=seen, audit=True, now=lambda: now + waited)
        connections = len(local.state.all("connection"))
    finally:
        local.close()
    assert not [one for one in result.report.checks if one.status is Status.SKIP]
    assert len(seen) <= LISTS + connections + AUDIT + 4  # a few may be asked twice
    assert waited < LISTS + connections + AUDIT  # two a second is half of that


def test_progress_is_told_in_steps(local: LocalTenant) -> None:
    told: list[tuple[int, int, str]] = []
    survey(local, audit=True, told=lambda *step: told.append(step))
    assert [one[0] for one in told] == sorted(one[0] for one in told)
    assert told[-1][2].startswith("judging")
