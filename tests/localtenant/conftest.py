import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from local_browser import API, MACHINE, SPA, Browser, Clock, api, machine

from auth0ctl.localtenant import LocalTenant, open_tenant


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that was opened once: keys and password hashes take a while to make."""
    folder = tmp_path_factory.mktemp("first-run") / "local"
    open_tenant(folder).close()
    return folder


@pytest.fixture
def tenant(tmp_path: Path, first_run: Path, clock: Clock) -> Iterator[LocalTenant]:
    """A first-run tenant with one API, on a clock that stands still."""
    shutil.copytree(first_run, tmp_path / "local")
    opened = open_tenant(tmp_path / "local", now=clock)
    opened.seed({"resource_servers": [api()]})
    yield opened
    opened.close()


@pytest.fixture
def browser(tenant: LocalTenant) -> Iterator[Browser]:
    one = Browser(tenant)
    yield one
    one.http.close()


@pytest.fixture
def with_machine(tenant: LocalTenant) -> LocalTenant:
    """The tenant with a machine client, its grant for the API, and a connection for logging in through it."""
    grant = {"client_id": MACHINE, "audience": API, "scope": ["read:items", "write:items"]}
    connection = {"name": "Username-Password-Authentication", "strategy": "auth0", "enabled_clients": [SPA, MACHINE]}
    tenant.seed({"clients": [machine()], "client_grants": [grant], "connections": [connection]})
    return tenant
