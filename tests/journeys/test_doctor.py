"""A diagnosis of the embedded tenant: what is read, what is asked, what may be missing, and that nothing is written."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from auth0ctl.cli.diagnosis.asked import Asked, authorize_request, logout_request, token_request, wish_of
from auth0ctl.errors import AuthError, ExitCode, NetworkError, RateLimited, UsageError
from auth0ctl.evidence.tenant import Wanted
from auth0ctl.findings import Check, Confidence, Report, Severity, Status, severity_of
from auth0ctl.journeys.diagnosis.doctor import Examined, doctor, failing
from auth0ctl.journeys.diagnosis.verdict import diagnosed
from auth0ctl.localtenant import LocalTenant, open_tenant
from auth0ctl.model import Facts, Tenant
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management

API, APP = "https://api.shop.example", "https://shop.example"
SEED: dict[str, Any] = {
    "clients": [
        {
            "client_id": "spa1",
            "name": "Shop",
            "app_type": "spa",
            "oidc_conformant": True,
            "token_endpoint_auth_method": "none",
            "grant_types": ["authorization_code", "refresh_token"],
            "callbacks": [APP],
            "web_origins": [APP],
            "allowed_logout_urls": [APP],
            "jwt_configuration": {"alg": "RS256"},
        }
    ],
    "resource_servers": [{"identifier": API, "name": "Orders", "scopes": [{"value": "read:orders"}]}],
    "connections": [{"name": "people", "strategy": "auth0", "enabled_clients": ["spa1"]}],
    "organizations": [{"id": "org_a", "name": "acme", "enabled_connections": ["people"], "members": []}],
    "users": [{"user_id": "auth0|u1", "email": "u@shop.example", "permissions": []}],
}
LOGIN = Asked(client="spa1", flow="spa-pkce", redirect_uri=APP, audience=API, scope="openid read:orders")

Diagnose = Callable[..., Report]


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("doctor") / "local"
    local = open_tenant(folder)
    local.seed(SEED)
    local.close()
    return folder


@pytest.fixture
def local(tmp_path: Path, first_run: Path) -> Iterator[LocalTenant]:
    shutil.copytree(first_run, tmp_path / "local")
    opened = open_tenant(tmp_path / "local")
    yield opened
    opened.close()


@pytest.fixture
def diagnose(local: LocalTenant) -> Iterator[Diagnose]:
    """``diagnose(asked, scopes)``: with a Management token of those scopes; "" for none at all, None for all."""
    with Http() as http:
        origin = local.issuer.rstrip("/")
        http.answer_for(origin, local.app)
        tenant = Tenant(name="local", origin=origin)

        def run(asked: Asked, scopes: str | None = None, **more: Any) -> Report:
            management = Management(http, tenant, lambda: local.management_token(scopes))
            facts = Facts(
                tenant=tenant,
                wish=wish_of(asked),
                request=authorize_request(asked, tenant),
                token_request=token_request(asked),
                logout=logout_request(asked, tenant),
            )
            wanted = Wanted(client=asked.client, organization=asked.organization, user=asked.user)
            examined = Examined(
                facts=facts,
                tenant=tenant,
                http=http,
                management=None if scopes == "" else management,
                why_no_management="no Management token",
                wanted=wanted,
                step=lambda _: None,
            )
            return doctor(examined, **more)

        yield run


def names(report: Report) -> list[str]:
    return [one.rule.name for one in report.findings if severity_of(one) is not Severity.INFO]


def test_a_healthy_login_passes_with_everything_looked_at(diagnose: Diagnose, local: LocalTenant) -> None:
    report = diagnose(LOGIN)
    assert names(report) == []
    assert not failing(report, Severity.WARNING)
    assert report.skipped == ()
    read = {check.id: check.status for check in report.checks}
    assert read.pop("authorize") is Status.PASS
    assert set(read.values()) == {Status.PASS}
    assert {one.partition(" ")[0] for one in local.requests} == {"GET"}


def test_the_cause_is_named_once_with_the_evidence_of_both_sides(diagnose: Diagnose) -> None:
    report = diagnose(Asked(client="spa1", flow="spa-pkce", redirect_uri=f"{APP}/other", audience=API))
    assert names(report) == ["callback-url-not-registered"]
    told = " ".join(report.findings[0].evidence)
    assert "callbacks: " + APP in told
    assert "Auth0's error page" in told
    assert failing(report, Severity.ERROR)


def test_a_client_may_be_given_by_its_name(diagnose: Diagnose) -> None:
    report = diagnose(Asked(client="Shop", flow="spa-pkce", redirect_uri=APP, audience=API, scope="openid read:orders"))
    assert names(report) == []
    assert report.subject.startswith("Shop (spa1)")
    assert report.facts["client_id"] == "spa1"


def test_an_unknown_client_is_named_with_one_that_comes_close(diagnose: Diagnose) -> None:
    report = diagnose(Asked(client="spa11", redirect_uri=APP))
    assert names(report)[0] == "client-unknown"
    assert "spa1 comes close" in report.findings[0].detail


def test_a_missing_scope_is_the_reason_why_a_rule_was_skipped(diagnose: Diagnose) -> None:
    report = diagnose(LOGIN, "read:clients")
    skipped = {one.rule.name: one.reason for one in report.skipped}
    assert skipped["audience-slash-mismatch"] == "needs read:resource_servers"
    unread = {check.id: check.detail for check in report.checks if check.status is Status.SKIP}
    assert unread["connections"] == "needs read:connections"
    assert "token-expired" not in skipped  # nobody spoke of a token


def test_without_a_management_token_the_tenant_is_asked_from_outside(diagnose: Diagnose) -> None:
    report = diagnose(Asked(client="spa1", redirect_uri=f"{APP}/other"), "")
    assert names(report) == ["callback-url-not-registered"]
    asked = {check.id: check.status for check in diagnose(LOGIN, "").checks}
    assert asked["authorize"] is Status.PASS


def test_nothing_to_examine_is_an_error(diagnose: Diagnose) -> None:
    with pytest.raises(UsageError, match="nothing to examine"):
        diagnose(Asked(), "")


def test_a_tenant_that_does_not_answer_is_an_error() -> None:
    tenant = Tenant(name="gone", origin="http://127.0.0.1:9")
    asked = Asked(client="spa1", redirect_uri=APP)
    with Http(timeout=2) as http:
        examined = Examined(
            facts=Facts(tenant=tenant, wish=wish_of(asked), request=authorize_request(asked, tenant)),
            tenant=tenant,
            http=http,
            management=Management(http, tenant, lambda: "token"),
            wanted=Wanted(client="spa1"),
            step=lambda _: None,
        )
        with pytest.raises(NetworkError):
            doctor(examined)


def refusing(status: int, headers: tuple[tuple[str, str], ...] = ()) -> Examined:
    """A tenant that answers every request with this status."""

    def app(_environ: Any, start: Any) -> list[bytes]:
        start(f"{status} Whatever", [("Content-Type", "application/json"), *headers])
        return [b"{}"]

    tenant = Tenant(name="t", origin="http://127.0.0.1:9")
    http = Http(apps={tenant.origin: app})
    return Examined(
        facts=Facts(tenant=tenant),
        tenant=tenant,
        http=http,
        management=Management(http, tenant, lambda: "token"),
        wanted=Wanted(client="spa1"),
        step=lambda _: None,
        pause=lambda _: None,
    )


def test_a_tenant_whose_limit_is_used_up_is_no_network_error() -> None:
    examined = refusing(429, (("Retry-After", "3600"),))
    with examined.http, pytest.raises(RateLimited, match="answered 429"):
        doctor(examined)


def test_a_token_that_is_refused_is_no_network_error() -> None:
    examined = refusing(401)
    with examined.http, pytest.raises(AuthError, match="answered 401"):
        doctor(examined)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("client", Wanted(client="it")),
        ("organization", Wanted(organization="it")),
        ("user", Wanted(user="it")),
    ],
)
def test_what_was_asked_about_and_could_not_be_read_is_no_success(name: str, wanted: Wanted) -> None:
    examined = replace(refusing(500), wanted=wanted)
    skipped = Check(id=name, title="it", status=Status.SKIP, detail="needs read:it")
    report = Report(subject="it", checks=(skipped,), findings=())
    without = diagnosed(report, examined, Severity.WARNING)
    assert (without.passed, without.exit_code, without.unread) == (False, ExitCode.API, (name,))
    assert "could not be looked at" in without.good
    read = replace(report, checks=(replace(skipped, status=Status.PASS),))
    for other in (
        diagnosed(read, examined, Severity.WARNING),
        diagnosed(report, replace(examined, wanted=Wanted()), Severity.WARNING),
    ):
        assert (other.passed, other.exit_code, other.good) == (True, ExitCode.OK, "nothing wrong was found")
    outside = diagnosed(report, replace(examined, management=None), Severity.WARNING)
    assert outside.exit_code is ExitCode.OK  # nobody could have read it
    assert "could not be looked at" in outside.good


def test_organization_and_user_are_looked_up(diagnose: Diagnose, local: LocalTenant) -> None:
    asked = Asked(client="spa1", redirect_uri=APP, organization="org_a", user="auth0|u1")
    found = names(diagnose(asked))
    assert {"organization-not-allowed", "user-not-in-organization"} <= set(found)
    unknown = Asked(client="spa1", redirect_uri=APP, organization="org_zz", user="auth0|nobody")
    assert "organization-unknown" in names(diagnose(unknown))


def test_a_logout_without_a_client_finds_whose_list_has_the_url(diagnose: Diagnose) -> None:
    report = diagnose(Asked(flow="logout", return_to=APP))
    assert names(report) == ["logout-client-id-missing"]
    assert "spa1" in report.findings[0].fix
    assert names(diagnose(Asked(flow="logout", return_to="https://x.example"))) == ["logout-url-not-allowed"]


def test_select_and_ignore_take_beginnings_of_codes_and_names(diagnose: Diagnose) -> None:
    asked = Asked(client="spa1", flow="silent", redirect_uri="http://localhost:3000", audience=f"{API}/")
    every = names(diagnose(asked))
    assert {"callback-url-not-registered", "web-origin-missing", "audience-slash-mismatch"} <= set(every)
    assert names(diagnose(asked, select=["audience"])) == ["audience-slash-mismatch"]
    assert "callback-url-not-registered" not in names(diagnose(asked, ignore=["az301"]))
    with pytest.raises(UsageError, match="no rule"):
        diagnose(asked, select=["no-such-thing"])


def test_a_silent_login_is_not_asked_silently(diagnose: Diagnose) -> None:
    report = diagnose(Asked(client="spa1", flow="silent", redirect_uri=APP, origin=APP))
    assert names(report) == []
    assert all(one.confidence is not Confidence.CERTAIN or one.severity for one in report.findings)


def test_what_counts_as_failing(diagnose: Diagnose) -> None:
    report = diagnose(Asked(client="spa1", redirect_uri=APP, scope="profile"))
    assert names(report) == ["openid-scope-missing"]
    assert not failing(report, Severity.ERROR)
    assert failing(report, Severity.WARNING)
    assert failing(report, Severity.INFO)


def test_a_role_within_the_organization_counts(diagnose: Diagnose, local: LocalTenant) -> None:
    right = {"resource_server_identifier": "https://rbac.example", "permission_name": "read:orders"}
    member = {"user_id": "auth0|u1", "roles": ["reader"]}
    plain = {"user_id": "auth0|u1", "roles": []}
    rbac = {
        "identifier": "https://rbac.example",
        "scopes": [{"value": "read:orders"}],
        "enforce_policies": True,
        "token_dialect": "access_token_authz",
    }
    local.seed(
        {
            "resource_servers": [rbac],
            "roles": [{"name": "reader", "permissions": [right]}],
            "clients": [{**SEED["clients"][0], "client_id": "org-spa", "organization_usage": "allow"}],
            "connections": [{"name": "members", "strategy": "auth0", "enabled_clients": ["org-spa"]}],
            "organizations": [
                {"id": "org_b", "name": "bees", "enabled_connections": ["members"], "members": [member]},
                {
                    "id": "org_c",
                    "name": "cees",
                    "enabled_connections": ["members"],
                    "members": [plain],
                },
            ],
        }
    )
    asked = Asked(
        client="org-spa",
        flow="spa-pkce",
        redirect_uri=APP,
        audience="https://rbac.example",
        scope="openid read:orders",
        organization="org_b",
        user="auth0|u1",
    )
    assert names(diagnose(asked)) == []
    assert names(diagnose(replace(asked, organization="org_c"))) == ["rbac-user-lacks-permission"]


def test_a_part_that_may_not_be_read_is_said_to_be_unread(diagnose: Diagnose) -> None:
    report = diagnose(replace(LOGIN, client_secret="x"), "read:clients read:connections")
    unread = {check.id: check.detail for check in report.checks if check.status is Status.SKIP}
    assert unread["client_secret"] == "needs read:client_keys"
    assert unread["connection_options"] == "needs read:connections_options"
