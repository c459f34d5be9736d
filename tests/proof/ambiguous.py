"""Answers that are lost after the tenant has made what it was asked for (standards.md Q04, T13).

For each type of object, many are created while the answer to the POST is lost in every way there is: exactly one of
each must be there in the end, and it is the one that the caller was given.

    python -m tests.proof.ambiguous [--each 200]
"""

import argparse
import itertools
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from auth0ctl.journeys.records.once import client_grant_once, client_once, resource_server_once
from auth0ctl.localtenant import LocalTenant, open_tenant
from auth0ctl.model import Tenant
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management
from auth0ctl.tenant.pace import Pace
from auth0ctl.tenant.patience import Patience
from proof.broken_network import Network, Plan, network

LOST = ("reset-after", "hang", "slow-drip", "truncated-json", "empty-204", "502", "nul")  # after it was carried out
NOT_DONE = ("reset-before", "500", "503", "html-200", "429-told", "refuse")  # nothing was carried out
TIMEOUT = 0.4  # seconds

Make = Callable[[Management, str], dict[str, Any]]


def make_client(management: Management, name: str) -> dict[str, Any]:
    return client_once(management, {"name": name, "app_type": "spa"}, uuid.uuid4().hex)


def make_api(management: Management, name: str) -> dict[str, Any]:
    body = {"identifier": f"https://{name}.example", "name": name, "scopes": [{"value": "read:x", "description": "x"}]}
    return resource_server_once(management, body)


def make_grant(management: Management, name: str) -> dict[str, Any]:
    """For a client and an API of its own, made on a sound network beforehand (see ``Lost.prepare``)."""
    body = {"client_id": f"{name}-client", "audience": f"https://{name}.grant.example", "scope": ["read:x"]}
    return client_grant_once(management, body)


TYPES: dict[str, tuple[str, str, Make]] = {
    "client": ("client", "client_id", make_client),
    "resource server": ("resource_server", "id", make_api),
    "client grant": ("client_grant", "id", make_grant),
}


class Lost:
    """A tenant behind a network that loses answers, and its Management API."""

    def __init__(self, local: LocalTenant, over: Network, http: Http) -> None:
        self.local, self.over = local, over
        tenant = Tenant(name="lost", origin=over.origin)
        self.management = Management(http, tenant, local.management_token, Pace(lambda _: None))
        self._number = itertools.count(1)

    def prepare(self, name: str) -> None:
        audience = f"https://{name}.grant.example"
        self.local.seed(
            {
                "clients": [{"client_id": f"{name}-client", "name": name, "app_type": "non_interactive"}],
                "resource_servers": [{"identifier": audience, "name": name, "scopes": [{"value": "read:x"}]}],
            }
        )

    def trial(self, kind: str, fault: str) -> str:
        """What is wrong after one creation whose POST is broken; empty where nothing is."""
        stored, id_, make = TYPES[kind]
        name = f"o{next(self._number)}"
        if kind == "client grant":
            self.prepare(name)
        before = {one[id_] for one in self.local.state.all(stored)}
        self.over.plan = Plan(fault=fault, first=1, methods=("POST",))
        made = make(self.management, name)
        self.over.plan = Plan()
        new = [one for one in self.local.state.all(stored) if one[id_] not in before]
        if len(new) != 1:
            return f"{kind}, {fault}: {len(new)} are there"
        return "" if new[0][id_] == made[id_] else f"{kind}, {fault}: another one was given than is there"


@contextmanager
def losing(folder: Path) -> Iterator[Lost]:
    with network() as over:
        local = open_tenant(folder, issuer=f"{over.origin}/")
        over.app = local.app
        patience = Patience(seconds=30, pause=lambda _: None)
        try:
            with Http(timeout=TIMEOUT, environ={}, patience=patience, resolve=over.resolve) as http:
                yield Lost(local, over, http)
        finally:
            local.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--each", type=int, default=200, help="creations of each type")
    each = parser.parse_args().each
    began, bad = time.monotonic(), []
    with tempfile.TemporaryDirectory() as folder, losing(Path(folder)) as one:
        for kind in TYPES:
            faults = itertools.islice(itertools.cycle((*LOST, *NOT_DONE)), each)
            wrong = [said for fault in faults if (said := one.trial(kind, fault))]
            sys.stdout.write(f"{kind}: {each - len(wrong)} of {each} creations with a broken POST left exactly one\n")
            bad += wrong
    sys.stdout.write("".join(f"{said}\n" for said in bad) + f"{time.monotonic() - began:.0f} s\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
