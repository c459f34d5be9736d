"""A tenant with 100,000 clients pages as fast as one with 100: ``python -m tests.proof.tenant_pages [N [ROUNDS]]``.

The two take turns, round after round; the best of each counts, and the ratios of one run alone. Pages by number reach
1,000 objects (Auth0's own limit), so the pages in the middle and at the end are those of checkpoint pagination.
"""

import base64
import json
import sys
import tempfile
import time
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import quote

from auth0ctl.localtenant import LocalTenant, open_tenant
from auth0ctl.localtenant.store import defaults

MANY, FEW = 100_000, 100
ROUNDS = 25
PAGE = 20
API = "https://api.example.com"


def filled(folder: Path, number: int) -> LocalTenant:
    """A tenant with so many clients, users, client grants, connections and consents."""
    tenant = open_tenant(folder)
    with tenant.state.transaction():
        for index in range(number - tenant.state.count("client")):
            app_type = "spa" if index % 2 else "regular_web"
            stated = {
                "name": f"client {index}",
                "app_type": app_type,
                "external_client_id": f"https://c{index}.example/",
            }
            body = defaults.client(stated)
            if index % 4 == 3:
                body["is_first_party"] = False
            tenant.state.insert("client", body["client_id"], body)
            user = {"user_id": f"auth0|{index:024}", "email": f"user{index}@example.com"}
            shown = defaults.user(user, connection="c", provider="auth0", now=0.0)
            tenant.state.insert("user", shown["user_id"], shown, alias=shown["email"])
            grant: dict[str, Any] = {
                "id": f"cgr_{index}",
                "client_id": body["client_id"],
                "audience": API,
                "scope": ["a"],
            }
            tenant.state.insert("client_grant", grant["id"], grant | {"subject_type": "client"})
            connection: dict[str, Any] = {"id": f"con_{index}", "name": f"c{index}", "strategy": "samlp", "options": {}}
            tenant.state.insert("connection", connection["id"], connection, alias=connection["name"])
            consent = {"clientID": body["client_id"], "user_id": shown["user_id"], "scope": ["a"], "audience": API}
            tenant.state.insert("consent", f"{index:024}", {"id": f"{index:024}"} | consent)
    return tenant


def mark(tenant: LocalTenant, kind: str, share: float) -> str:
    """The checkpoint behind which this share of the objects lies."""
    every = tenant.state.after(kind, 0, limit=tenant.state.count(kind))
    place = every[min(int(len(every) * share), len(every) - PAGE - 1)][0]
    return base64.urlsafe_b64encode(str(place).encode()).decode().rstrip("=")


def queries(tenant: LocalTenant) -> dict[str, str]:
    """What is measured: a name, and the path with its query."""
    found: dict[str, str] = {}
    for kind, path in (("client", "clients"), ("user", "users")):
        found |= {
            f"{path}, first page": f"{path}?per_page={PAGE}",
            f"{path}, last page by number": f"{path}?per_page={PAGE}&page=4",
            f"{path}, with totals": f"{path}?per_page={PAGE}&include_totals=true",
            f"{path}, two fields": f"{path}?per_page={PAGE}&fields=name,client_id,user_id",
            f"{path}, checkpoint, first": f"{path}?take={PAGE}",
            f"{path}, checkpoint, middle": f"{path}?take={PAGE}&from={mark(tenant, kind, 0.5)}",
            f"{path}, checkpoint, last": f"{path}?take={PAGE}&from={mark(tenant, kind, 1.0)}",
        }
    one = quote(tenant.state.page("client_grant", offset=PAGE, limit=1)[0]["client_id"])
    user = quote(f"auth0|{PAGE:024}")
    return found | {
        "clients, spa": f"clients?per_page={PAGE}&app_type=spa",
        "clients, spa, last by number": f"clients?per_page={PAGE}&page=1&app_type=spa",
        "clients, spa, with totals": f"clients?per_page={PAGE}&app_type=spa&include_totals=true",
        "clients, spa, checkpoint": f"clients?take={PAGE}&app_type=spa&from={mark(tenant, 'client', 0.5)}",
        "clients, two types": f"clients?per_page={PAGE}&app_type=spa,regular_web",
        "clients, no such type": f"clients?per_page={PAGE}&app_type=native",
        "clients, first-party": f"clients?per_page={PAGE}&is_first_party=true",
        "clients, third-party": f"clients?per_page={PAGE}&is_first_party=false",
        "clients, third-party spa": f"clients?take={PAGE}&is_first_party=false&app_type=spa",
        "clients, third-party web: none": f"clients?per_page={PAGE}&is_first_party=false&app_type=regular_web",
        "clients, the global one": f"clients?per_page={PAGE}&is_global=true",
        "clients, by external id": f"clients?external_client_id=https://c{PAGE}.example/",
        "client grants, of a client": f"client-grants?client_id={one}",
        "client grants, of an API": f"client-grants?per_page={PAGE}&audience={API}",
        "client grants, for machines": f"client-grants?per_page={PAGE}&subject_type=client",
        "connections, by strategy": f"connections?per_page={PAGE}&strategy=samlp",
        "connections, by name": f"connections?name=c{PAGE}",
        "consents, of a user": f"grants?user_id={user}",
        "consents, of a client": f"grants?client_id={one}",
        "users, by address": f"users-by-email?email=user{PAGE}@example.com",
        "users, q by address": f"users?q=email:%22user{PAGE}@example.com%22",
        "users, q by id": f"users?q=user_id:%22{user}%22",
    }


def ask(tenant: LocalTenant, path: str, token: str) -> tuple[float, int]:
    """The seconds that the answer took, and how many objects were in it."""
    where, _, query = path.partition("?")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": f"/api/v2/{where}",
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "18400",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:18400",
        "HTTP_AUTHORIZATION": f"Bearer {token}",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
    }
    begin = time.perf_counter()
    statuses: list[str] = []

    def start_response(status: str, _headers: list[tuple[str, str]], _error: object = None) -> Any:
        statuses.append(status)

    body = b"".join(tenant.app(environ, start_response))
    taken = time.perf_counter() - begin
    if statuses != ["200 OK"]:
        raise SystemExit(f"{path}: {statuses} {body[:300]!r}")
    found = json.loads(body)
    rows = found if isinstance(found, list) else next(value for value in found.values() if isinstance(value, list))
    return taken, len(rows)


def measure(folder: Path, many: int, rounds: int) -> Mapping[str, tuple[float, float]]:
    """The best times of each query: with many objects, and with few."""
    tenants = [filled(folder / str(number), number) for number in (many, FEW)]
    tokens = [tenant.management_token() for tenant in tenants]
    asked = [queries(tenant) for tenant in tenants]
    best = {name: [float("inf"), float("inf")] for name in asked[0]}
    for _ in range(rounds):
        for name, times in best.items():
            found = []
            for index, tenant in enumerate(tenants):
                taken, number = ask(tenant, asked[index][name], tokens[index])
                times[index] = min(times[index], taken)
                found.append(number)
            if found[0] != found[1]:
                raise SystemExit(f"{name}: {found[0]} objects of many, {found[1]} of few")
    for tenant in tenants:
        tenant.close()
    return {name: (times[0], times[1]) for name, times in best.items()}


def main() -> None:
    """Fill, measure, print the ratios."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        times = measure(Path(folder), many, rounds)
    lines = [f"{'':34}{many:>10}{FEW:>8}   ratio"]
    lines += [f"{name:34}{a * 1000:8.2f} ms{b * 1000:5.2f} ms{a / b:8.2f}" for name, (a, b) in times.items()]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
