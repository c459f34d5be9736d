"""A listener answers to the names of this machine, and to nothing that a web page elsewhere could make point here."""

from collections.abc import Iterator

import httpx
import pytest

from auth0ctl.localtenant import Listener, LocalTenant, open_tenant


@pytest.fixture
def listener(tenant: LocalTenant) -> Iterator[Listener]:
    with tenant.listen() as one:
        yield one


def status(listener: Listener, host: str, path: str = "/.well-known/openid-configuration") -> int:
    return httpx.get(f"http://127.0.0.1:{listener.port}{path}", headers={"Host": host}).status_code


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:18400", "app.localhost:1", "127.0.0.1", "127.8.9.1:80", "[::1]:18400", "[::1]"],
)
def test_Q14_accepts_the_names_of_this_machine(listener: Listener, host: str) -> None:
    assert status(listener, host) == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:18400", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "[::2]",
     "localhost:x", "a,localhost", "", "xlocalhost"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/api/v2/clients", "/oauth/token"])
def test_Q14_rejects_other_names(listener: Listener, tenant: LocalTenant, host: str, path: str) -> None:
    assert status(listener, host, path) == 421
    assert tenant.requests == ()


def test_custom_domains_and_the_issuers_own_name_are_answered(tenant: LocalTenant) -> None:
    tenant.seed({"custom_domains": [{"domain": "login.example.com"}]})
    named = open_tenant(tenant.folder, issuer="http://auth0:18400/")
    with named.listen() as listener:
        assert [status(listener, host) for host in ("login.example.com:1", "auth0:18400", "auth1:18400")] == [
            200,
            200,
            421,
        ]
    named.close()


def test_an_exposed_tenant_answers_to_every_name(tenant: LocalTenant) -> None:
    with tenant.listen(expose=True) as listener:
        assert status(listener, "tenant.example.com") == 200
