"""How long ``doctor`` and ``probe`` take against a slow tenant: ``python -m tests.benchmarks.doctor [ROUNDS]``.

The tenant is a process of its own, and each of its answers takes 50 ms longer. What counts is the ratio of a whole
diagnosis to the slowest chain of requests that it depends on, one after the other: each request of a chain waits for
the answer of the one before. A request's own time is measured on the same tenant, asked alone, in the same rounds.
Exits with 1 when a ratio is above 1.5, when anything but a question is sent, or when the Free plan's limit is passed.
"""

import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import quote, urlsplit

from auth0ctl.cli.diagnosis.asked import Asked, authorize_request, token_request, wish_of
from auth0ctl.evidence.tenant import Wanted
from auth0ctl.findings import Severity, severity_of
from auth0ctl.journeys.diagnosis.doctor import Examined, doctor
from auth0ctl.journeys.diagnosis.probe import Outside, probe
from auth0ctl.localtenant import open_tenant
from auth0ctl.model import Facts, Tenant
from auth0ctl.protocol import ClientAuthentication, ClientAuthMethod, Exchange
from auth0ctl.tenant.discovery import discover
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management
from auth0ctl.tenant.token_endpoint import TokenEndpoint, client_credentials

LATENCY = 0.050  # seconds
BOUND = 1.5
ROUNDS = 5
API, APP, PERSON = "https://api.shop.example", "https://shop.example", "auth0|u1"
SPA, MACHINE, SECRET = "spa1", "machine1", "a-secret-of-the-benchmark-alone"
SEED: Mapping[str, Any] = {
    "clients": [
        {
            "client_id": SPA,
            "name": "Shop",
            "app_type": "spa",
            "oidc_conformant": True,
            "token_endpoint_auth_method": "none",
            "grant_types": ["authorization_code", "refresh_token"],
            "callbacks": [APP],
            "web_origins": [APP],
            "jwt_configuration": {"alg": "RS256"},
        },
    ],
    "resource_servers": [{"identifier": API, "name": "Orders", "scopes": [{"value": "read:orders"}]}],
    "connections": [{"name": "people", "strategy": "auth0", "enabled_clients": [SPA]}],
    "users": [{"user_id": PERSON, "email": "u@shop.example", "permissions": []}],
}
CHAIN_STEP = tuple[str, ...]  # beginnings of "METHOD /path": of those that fit, the slowest counts


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One diagnosis. ``chains`` are the requests that wait for each other; ``run`` does it once."""

    title: str
    chains: tuple[tuple[CHAIN_STEP, ...], ...]
    run: Callable[["Bench"], None]


@dataclass(slots=True)
class Bench:
    """Where the stories run: a tenant on a socket, and everything that was sent to it."""

    origin: str
    token: str
    http: Http
    seen: list[Exchange] = field(default_factory=list)

    @property
    def tenant(self) -> Tenant:
        return Tenant(name="slow", origin=self.origin)


# Every management request but the first waits for that one: its answer tells the rate limit (auth0ctl.tenant.pace).
READS: CHAIN_STEP = ("GET /api/v2/",)
FIRST: CHAIN_STEP = (f"GET /api/v2/clients/{SPA}",)


def examine(bench: Bench, asked: Asked, token: Callable[[], str]) -> None:
    tenant = bench.tenant
    examined = Examined(
        facts=Facts(
            tenant=tenant,
            wish=wish_of(asked),
            request=authorize_request(asked, tenant),
            token_request=token_request(asked),
        ),
        tenant=tenant,
        http=bench.http,
        management=Management(bench.http, tenant, token),
        wanted=Wanted(client=asked.client, organization=asked.organization, user=asked.user),
        step=lambda _: None,
    )
    report = doctor(examined)
    wrong = [one.rule.name for one in report.findings if severity_of(one) is not Severity.INFO]
    if wrong or report.skipped:
        raise SystemExit(f"the healthy tenant was found to be ill: {wrong}, skipped {len(report.skipped)} rules")


def with_token(asked: Asked) -> Callable[[Bench], None]:
    return lambda bench: examine(bench, asked, lambda: bench.token)


def with_credentials(bench: Bench) -> None:
    """As with AUTH0_CLIENT_SECRET: the Management token has to be asked for first."""
    got: list[str] = []

    def token() -> str:
        if not got:
            found = discover(bench.http, bench.tenant)
            authentication = ClientAuthentication(method=ClientAuthMethod.POST, client_secret=SECRET)
            endpoint = TokenEndpoint(
                http=bench.http,
                url=found.token_endpoint,
                issuer=found.issuer,
                client_id=MACHINE,
                authentication=authentication,
                now=lambda: datetime.now(UTC),
            )
            got.append(client_credentials(endpoint, audience=f"{bench.origin}/api/v2/").access_token or "")
        return got[0]

    examine(bench, LOGIN, token)


def from_outside(asked: Asked, *, healthy: bool) -> Callable[[Bench], None]:
    def run(bench: Bench) -> None:
        tenant = bench.tenant
        facts = Facts(tenant=tenant, wish=wish_of(asked), request=authorize_request(asked, tenant))
        outside = Outside(facts=facts, tenant=tenant, http=bench.http, client_id=asked.client, step=lambda _: None)
        if probe(outside).passed is not healthy:
            raise SystemExit("the probe came to another verdict than the story")

    return run


LOGIN = Asked(client=SPA, flow="spa-pkce", redirect_uri=APP, origin=APP, audience=API, scope="openid read:orders")
PERSONAL = Asked(client=SPA, flow="spa-pkce", redirect_uri=APP, audience=API, scope="openid read:orders", user=PERSON)
DISCOVERY: CHAIN_STEP = ("GET /.well-known/openid-configuration",)
EVERYTHING: CHAIN_STEP = ("GET /authorize", "POST /oauth/token", "OPTIONS /", "GET /.well-known/jwks")
STORIES = (
    Story(title="doctor, Management token at hand", chains=((FIRST, READS),), run=with_token(LOGIN)),
    Story(
        title="doctor --user",
        chains=((FIRST, (f"GET /api/v2/users/{quote(PERSON)}",), (f"GET /api/v2/users/{quote(PERSON)}/",)),),
        run=with_token(PERSONAL),
    ),
    Story(
        title="doctor, token by client credentials",
        chains=((DISCOVERY, ("POST /oauth/token",), FIRST, READS),),
        run=with_credentials,
    ),
    Story(
        title="probe, all good",
        chains=((DISCOVERY, EVERYTHING),),
        run=from_outside(LOGIN, healthy=True),
    ),
    Story(
        title="probe, audience unknown",
        chains=((DISCOVERY, ("GET /authorize",), ("GET /authorize",)),),
        run=from_outside(Asked(client=SPA, redirect_uri=APP, audience=f"{API}/"), healthy=False),
    ),
)
# What a diagnosis may send: questions, and token requests that cannot succeed (or the one for the Management token).
HARMLESS = ("GET ", "OPTIONS ", "POST /oauth/token")


def key(exchange: Exchange) -> str:
    return f"{exchange.method} {urlsplit(exchange.url).path}"


def alone(bench: Bench, exchange: Exchange) -> float:
    """Seconds of the same request with nothing beside it."""
    before = time.perf_counter()
    bench.http.send(exchange.method, exchange.url, form=exchange.form, headers=exchange.sent_headers)
    return time.perf_counter() - before


def chain_seconds(chain: Sequence[CHAIN_STEP], single: Mapping[str, float]) -> float:
    """The time of a chain: in each step the slowest request that fits."""
    return sum(max(taken for name, taken in single.items() if name.startswith(step)) for step in chain)


def measure(bench: Bench, story: Story, rounds: int) -> tuple[float, float, int]:
    """Seconds of the whole story and of its slowest chain, medians; and how many requests it sends."""
    whole: list[float] = []
    single: dict[str, list[float]] = {}
    count = 0
    story.run(bench)  # connections are open from now on
    for _ in range(rounds):
        bench.seen.clear()
        before = time.perf_counter()
        story.run(bench)
        whole.append(time.perf_counter() - before)
        sent = list(bench.seen)
        count = len(sent)
        check_harmless(sent)
        for one in sent:
            single.setdefault(key(one), []).append(alone(bench, one))
    medians = {name: median(times) for name, times in single.items()}
    return median(whole), max(chain_seconds(chain, medians) for chain in story.chains), count


def check_harmless(sent: Sequence[Exchange]) -> None:
    for one in sent:
        if not key(one).startswith(HARMLESS):
            raise SystemExit(f"{key(one)} is no mere question")


def on_the_free_plan(bench: Bench) -> tuple[float, int, int]:
    """Seconds, requests and refusals for too many of them (429), where two requests a second are allowed."""
    time.sleep(1.5)  # the bucket is full again
    bench.seen.clear()
    before = time.perf_counter()
    with_token(LOGIN)(bench)
    statuses = Counter(one.status for one in bench.seen)
    management = sum("/api/v2/" in one.url for one in bench.seen)
    return time.perf_counter() - before, management, statuses[429]


@contextmanager
def slow_tenant(folder: Path, plan: str | None) -> Iterator[Bench]:
    """A tenant in a process of its own, and a bench for it."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=serve, args=(theirs, str(folder), plan), daemon=True)
    process.start()
    try:
        origin, token = ours.recv()
        seen: list[Exchange] = []
        with Http(observe=seen.append) as http:
            yield Bench(origin=origin, token=token, http=http, seen=seen)
        ours.send("stop")
    finally:
        process.join(10)
        process.terminate()


def serve(connection: Connection, folder: str, plan: str | None) -> None:
    """The tenant: every answer is late by the latency, however many are asked for at once."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    origin = f"http://127.0.0.1:{port}"
    local = open_tenant(Path(folder), issuer=f"{origin}/", rate_limit=plan)
    local.seed(SEED)
    local.seed(machine(f"{origin}/api/v2/"))
    answer = local.app

    def late(environ: dict[str, Any], start_response: Any) -> Any:
        time.sleep(LATENCY)
        return answer(environ, start_response)

    local.app = late
    with local.listen(port=port):
        connection.send((origin, local.management_token()))
        connection.recv()
    local.close()


def machine(audience: str) -> Mapping[str, Any]:
    """A client that may read the whole configuration."""
    client = {
        "client_id": MACHINE,
        "client_secret": SECRET,
        "name": "Reader",
        "app_type": "non_interactive",
        "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["client_credentials"],
    }
    return {"clients": [client], "client_grants": [{"client_id": MACHINE, "audience": audience, "scope": SCOPES}]}


# What the help of doctor names; with less a rule would be skipped, and the stories end there.
SCOPES = (
    "read:clients read:client_keys read:resource_servers read:client_grants read:connections read:connections_options "
    "read:tenant_settings read:custom_domains read:actions read:mfa_policies"
).split()


def main() -> int:
    """Measure and print the table; 1 where a bound is passed."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    fine = True
    with tempfile.TemporaryDirectory() as folder:
        with slow_tenant(Path(folder) / "fast", None) as bench:
            for story in STORIES:
                whole, chain, count = measure(bench, story, rounds)
                ratio = whole / chain
                fine = fine and ratio <= BOUND
                line = f"{story.title:38} {count:3} requests  {whole * 1000:5.0f} ms"
                sys.stdout.write(f"{line}  slowest chain {chain * 1000:5.0f} ms  ratio {ratio:.2f}\n")
        with slow_tenant(Path(folder) / "free", "free") as bench:
            seconds, count, refused = on_the_free_plan(bench)
            fine = fine and not refused
            sys.stdout.write(f"on the Free plan: {count} Management requests in {seconds:.1f} s, {refused} refused\n")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
