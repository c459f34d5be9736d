"""The domain seen from outside: no tenant, another region, another issuer, no trust, no answer; and patience."""

import json
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from auth0ctl.errors import NetworkError
from auth0ctl.evidence.probe.asking import Asking, wait_of
from auth0ctl.evidence.probe.domain import other_regions
from auth0ctl.evidence.probe.login import near_callbacks
from auth0ctl.findings import Finding
from auth0ctl.journeys.diagnosis.probe import Outside, probe
from auth0ctl.localtenant import LocalTenant, open_tenant
from auth0ctl.model import Facts, Tenant
from auth0ctl.situation import Probe
from auth0ctl.tenant.http import Http

App = Callable[[dict[str, Any], Any], Iterable[bytes]]
NAME = "shop.auth0.com"


def answering(status: str, body: str = "", headers: Mapping[str, str] | None = None) -> App:
    def app(_environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start(status, [("Content-Type", "application/json"), *(headers or {}).items()])
        return [body.encode()]

    return app


def tenant_at(origin: str, *, issuer: str = "", keys: object = ({"kid": "1", "alg": "RS256"},)) -> App:
    """The two documents of a tenant."""
    document = {
        "issuer": issuer or f"{origin}/",
        "authorization_endpoint": f"{origin}/authorize",
        "token_endpoint": f"{origin}/oauth/token",
        "jwks_uri": f"{origin}/.well-known/jwks.json",
    }

    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        jwks = environ["PATH_INFO"].endswith("jwks.json")
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps({"keys": keys} if jwks else document).encode()]

    return app


NOBODY = answering("404 Not Found", '{"statusCode":404,"error":"Not Found"}')


def found(domain: str, apps: Mapping[str, App], *, given: str = "", timeout: float = 5) -> tuple[Finding, ...]:
    origin = domain if "://" in domain else f"https://{domain}"
    tenant = Tenant(name=domain, origin=origin)
    with Http(apps=apps, timeout=timeout) as http:
        outside = Outside(facts=Facts(tenant=tenant), tenant=tenant, http=http, given=given, step=lambda _: None)
        return probe(outside).report.findings


def everywhere(domain: str) -> dict[str, App]:
    """Nobody under this name in any region."""
    return {f"https://{one}": NOBODY for one in (domain, *other_regions(domain))}


def test_a_missing_region_is_found() -> None:
    at = "https://shop.eu.auth0.com"
    [cause] = found(NAME, {**everywhere(NAME), at: tenant_at(at)})
    assert cause.rule.name == "wrong-tenant-domain"
    assert "shop.eu.auth0.com: the region is missing" in cause.detail
    assert cause.fix.startswith("auth0ctl probe shop.eu.auth0.com")


def test_no_region_has_it() -> None:
    [cause] = found(NAME, everywhere(NAME))
    assert cause.rule.name == "wrong-tenant-domain"
    assert "No region of Auth0 has a tenant of this name" in cause.detail


def test_a_custom_domain_without_a_tenant() -> None:
    [cause] = found("login.shop.example", {"https://login.shop.example": NOBODY})
    assert cause.rule.name == "wrong-tenant-domain"
    assert "CNAME" in cause.detail


def test_another_issuer_is_not_this_tenant() -> None:
    origin = "https://login.shop.example"
    [cause] = found("login.shop.example", {origin: tenant_at(origin, issuer="https://shop.eu.auth0.com/")})
    assert cause.rule.name == "wrong-tenant-domain"
    assert "https://shop.eu.auth0.com/" in cause.detail


@pytest.mark.parametrize(
    "app",
    [
        answering("200 OK", "<html>Welcome to the hotel's network</html>"),
        tenant_at("https://elsewhere.example", issuer="https://login.shop.example/"),
        tenant_at("https://login.shop.example", keys=()),
        tenant_at("https://login.shop.example", keys="none"),
    ],
)
def test_documents_that_cannot_be_used(app: App) -> None:
    [cause] = found("login.shop.example", {"https://login.shop.example": app})
    assert cause.rule.name == "tenant-documents-unusable"


def test_a_tenant_in_order() -> None:
    origin = "https://login.shop.example"
    assert found("login.shop.example", {origin: tenant_at(origin)}) == ()


def test_a_domain_given_as_a_url_is_said_so() -> None:
    origin = "https://login.shop.example"
    [cause] = found("login.shop.example", {origin: tenant_at(origin)}, given=f"{origin}/")
    assert cause.rule.name == "domain-has-scheme"


def test_the_regions_of_a_name() -> None:
    assert "shop.eu.auth0.com" in other_regions("shop.auth0.com")
    assert "shop.auth0.com" in other_regions("shop.eu.auth0.com")
    assert "shop.eu.auth0.com" not in other_regions("shop.eu.auth0.com")
    assert other_regions("login.shop.example") == other_regions("auth0.com") == ()


@pytest.fixture
def over_tls(tmp_path: Path) -> Iterator[tuple[LocalTenant, str]]:
    local = open_tenant(tmp_path / "local")
    with local.listen(tls=True) as listener:
        yield local, listener.origin
    local.close()


def test_a_certificate_that_nobody_vouches_for(over_tls: tuple[LocalTenant, str]) -> None:
    [cause] = found(over_tls[1], {})
    assert cause.rule.name == "tls-certificate-not-trusted"
    assert "custom domain" not in cause.detail, "this machine is none"
    assert "auth0ctl local ca" in cause.fix
    assert ssl.HAS_TLSv1_2  # what the listener speaks


def test_nobody_answers() -> None:
    with pytest.raises(NetworkError, match="refused the connection"):
        found("http://127.0.0.1:9", {})


def test_a_tenant_that_asks_for_patience_gets_it() -> None:
    calls: list[int] = []
    waits: list[float] = []

    def app(_environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        calls.append(1)
        start(*(("429 Too Many", [("x-ratelimit-reset", "103")]) if len(calls) < 3 else ("200 OK", [])))
        return [b"{}"]

    with Http(apps={"https://x.example": app}) as http:
        asking = Asking(http=http, pause=waits.append, clock=lambda: 100.5)
        assert asking.send("GET", "https://x.example/").status == 200
    assert waits == [2.5, 2.5]


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [({"retry-after": "4"}, 4), ({"retry-after": "3600"}, 10), ({"x-ratelimit-reset": "90"}, 0.2), ({}, 1)],
)
def test_how_long_to_wait(headers: dict[str, str], seconds: float) -> None:
    assert wait_of(headers, 100) == seconds


def test_questions_are_answered_in_their_order() -> None:
    with Http() as http:
        questions = [partial(Probe, name=str(number), outcome="") for number in range(20)]
        assert [one.name for one in Asking(http=http).side_by_side(questions)] == [str(n) for n in range(20)]


@pytest.mark.parametrize(
    ("uri", "near"),
    [
        ("http://localhost:3000/cb", ("http://localhost:3000/cb/", "http://127.0.0.1:3000/cb")),
        ("http://x.example/cb/", ("http://x.example/cb", "https://x.example/cb/")),
        ("https://x.example", ("https://x.example/",)),
        ("com.example.app://cb", ()),
        ("http://[::1", ()),
    ],
)
def test_callbacks_that_are_worth_trying(uri: str, near: tuple[str, ...]) -> None:
    assert near_callbacks(uri) == near
