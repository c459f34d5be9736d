"""pytest fixtures for suites that need an Auth0 tenant: no account, no network.

    def test_the_api_lets_a_reader_in(auth0_tenant):
        token = auth0_tenant.mint(audience="https://api.example.com", scope="read:items")
        ...

Settings, in pytest's own configuration: ``auth0_tenant_seed`` (a JSON file, beside the configuration),
``auth0_tenant_https``, ``auth0_tenant_auto_login`` (an e-mail address), ``auth0_tenant_seed_random`` (a number).
"""

from collections.abc import Iterator

import pytest

from auth0ctl.testing import Auth0Tenant, local_tenant


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini("auth0_tenant_seed", "JSON file that every auth0_tenant is filled from", type="paths", default=[])
    parser.addini("auth0_tenant_https", "serve auth0_tenant over TLS, by its own CA", type="bool", default=False)
    parser.addini("auth0_tenant_auto_login", "e-mail address of the user who is logged in without a page", default="")
    parser.addini("auth0_tenant_seed_random", "a number: the same ids, keys and codes in every run", default="")


@pytest.fixture(scope="session")
def auth0_tenant_session(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Auth0Tenant]:
    """The tenant of the whole run, for fixtures that start an application once. It listens on a free loopback port."""
    seeds = pytestconfig.getini("auth0_tenant_seed")
    if len(seeds) > 1:
        raise pytest.UsageError("auth0_tenant_seed takes one file")
    number = pytestconfig.getini("auth0_tenant_seed_random")
    if number and not number.isdecimal():
        raise pytest.UsageError(f"auth0_tenant_seed_random must be a number, not {number}")
    with local_tenant(
        tmp_path_factory.mktemp("auth0") / "tenant",
        https=pytestconfig.getini("auth0_tenant_https"),
        seed=seeds[0] if seeds else None,
        auto_login=pytestconfig.getini("auth0_tenant_auto_login") or None,
        seed_random=int(number) if number else None,
    ) as tenant:
        yield tenant


@pytest.fixture
def auth0_tenant(auth0_tenant_session: Auth0Tenant) -> Auth0Tenant:
    """The same tenant, as new for every test: first client and user, then the seed file. Its address and keys stay."""
    auth0_tenant_session.reset()
    return auth0_tenant_session
