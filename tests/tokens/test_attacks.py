"""Every attack of the table, as ID token and as access token, with keys from the tenant, from the cache, from a file.

Each goes through the command line as people run it. It must be refused by the requirement that forbids it, every
failed check must be explained by a finding, and nothing that the token names may be connected to, looked up, opened or
started. Row 102, how key sets are fetched, is in ``test_key_attacks``.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from attacks.bench import KINDS, Attack, Bench, arguments, with_header
from attacks.corpus import ATTACKS, ROWS
from attacks.world import DISCOVERY, JWKS, Outcome, Seen, Server, TenantServer, Watch, run
from forge import API, AT, CLIENT, JSON, NOW

from auth0ctl.errors import ExitCode
from auth0ctl.journeys.tokens.keys import keys_in
from auth0ctl.journeys.tokens.verify import verify
from auth0ctl.model import Expected, TokenKind

MODES = ("online", "offline", "file")
HOSTILE_FILES = ("/etc/passwd", "/dev/null")


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


@pytest.fixture(scope="module")
def tenant() -> Iterator[TenantServer]:
    with TenantServer() as server:
        yield server


@pytest.fixture(scope="module")
def evil() -> Iterator[Server]:
    """The attacker's server, which would serve a key set and a discovery document to anyone who asks."""
    with Server() as server:
        yield server


@pytest.fixture(scope="module")
def bench(tenant: TenantServer, evil: Server) -> Bench:
    made = Bench(issuer=tenant.issuer, evil=evil.origin)
    evil.answer("/jwks.json", made.published())
    evil.answer(JWKS, made.published())
    evil.answer(DISCOVERY, f'{{"issuer": "{evil.origin}/", "jwks_uri": "{evil.origin}/jwks.json"}}')
    return made


Homes = Callable[[bytes], Path]


@pytest.fixture(scope="module")
def home_with(tenant: TenantServer, bench: Bench, tmp_path_factory: pytest.TempPathFactory) -> Homes:
    """A home folder in which this key set of the tenant has been kept, because a command has fetched it."""

    @cache
    def warm(document: bytes) -> Path:
        home = tmp_path_factory.mktemp("warm")
        tenant.publish(document)
        good = bench.keys.own.sign(bench.claims("id"))
        run(["token", "verify", *arguments("id"), good], home=home, domain=tenant.origin)
        return home

    return warm


@dataclass(frozen=True, kw_only=True)
class Stage:
    """Where an attack is tried: the forger's bench, the tenant, the watch, and homes with and without kept keys."""

    bench: Bench
    tenant: TenantServer
    watch: Watch
    home: Path
    home_with: Homes


@pytest.fixture
def stage(bench: Bench, tenant: TenantServer, watch: Watch, home_with: Homes, tmp_path: Path) -> Stage:
    return Stage(bench=bench, tenant=tenant, watch=watch, home=tmp_path, home_with=home_with)


def attack_with(attack: Attack, kind: str, mode: str, stage: Stage) -> tuple[Outcome, Seen]:
    """Verify the forged token on the command line, in the given mode, and watch what that does."""
    bench, tenant, home = stage.bench, stage.tenant, stage.home
    text, document = attack.make(bench, kind), attack.published(bench)
    options = [*arguments(kind), "--at", "2026-09-21T14:13:20Z", *attack.options]
    tenant.publish(document)
    if attack.secret is not None:
        (home / "secret").write_bytes(attack.secret(bench))
        options += ["--secret-file", str(home / "secret")]
    if mode == "file":
        (home / "keys.json").write_bytes(document)
        options += ["--jwks", str(home / "keys.json")]
    elif mode == "offline":
        home = stage.home_with(document)
        options.append("--offline")
    with stage.watch.on() as seen:
        outcome = run(["token", "verify", *options, "--", text], home=home, domain=tenant.origin)
    return outcome, seen


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("attack", ATTACKS, ids=[f"{one.row} {one.name}" for one in ATTACKS])
def test_attack_is_refused_and_explained_and_goes_nowhere(
    attack: Attack, kind: str, mode: str, *, stage: Stage, evil: Server
) -> None:
    outcome, seen = attack_with(attack, kind, mode, stage)
    assert outcome.code == ExitCode.FOUND, outcome.stderr
    assert attack.check_for(kind) in outcome.failed
    assert outcome.failed - outcome.explained == set(), outcome.names
    assert seen.connected <= ({stage.tenant.address} if mode == "online" else set())
    assert seen.looked_up <= {"127.0.0.1"}
    assert (seen.started, seen.opened & {*HOSTILE_FILES}) == ([], set())
    assert evil.asked == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("kind", KINDS)
def test_a_good_token_passes_the_same_way(kind: str, mode: str, *, stage: Stage) -> None:
    good = Attack(row="0", name="none", source="", make=with_header(), refused_by="")
    outcome, seen = attack_with(good, kind, mode, stage)
    assert (outcome.code, outcome.failed, outcome.names) == (ExitCode.OK, set(), [])
    assert seen.connected == ({stage.tenant.address} if mode == "online" else set())


@pytest.mark.parametrize("changes", [{}, {"exp": NOW - 3600}, {"iat": NOW + 3600}])  # a wrong time asks for the clock
@pytest.mark.parametrize("kind", KINDS)
def test_an_issuer_that_only_the_token_names_is_never_asked(
    kind: str, changes: JSON, *, bench: Bench, evil: Server, watch: Watch, tmp_path: Path
) -> None:
    """No tenant is configured: the built-in one is meant, and the token's own issuer stays unasked."""
    text = bench.keys.attacker.sign(bench.claims(kind, iss=f"{evil.origin}/", **changes))
    with watch.on() as seen:
        outcome = run(["token", "verify", *arguments(kind), text], home=tmp_path)
    assert outcome.code == ExitCode.FOUND
    assert {"V11", "V12"} <= outcome.failed
    assert outcome.failed - outcome.explained == set(), outcome.names
    assert (seen.connected, seen.started, evil.asked) == (set(), [], [])


@pytest.mark.parametrize("kind", KINDS)
def test_V07_rejects_every_attack_in_less_than_fifty_milliseconds(kind: str, bench: Bench) -> None:
    expected = Expected(
        kind=TokenKind(kind), at=AT, issuer=bench.issuer, audience=API, client_id=CLIENT, nonce="nonce-1"
    )
    slow = {}
    for attack in ATTACKS:
        text, keys = attack.make(bench, kind), keys_in(attack.published(bench))
        took = []
        for _ in range(3):  # the best of three: other programs run on this machine too
            began = time.perf_counter()
            assert not verify(text, expected, keys).passed
            took.append(time.perf_counter() - began)
        if min(took) > 0.05:
            slow[attack.name] = min(took)
    assert slow == {}


def test_every_row_of_the_table_is_here() -> None:
    assert {attack.number for attack in ATTACKS} == {*range(1, ROWS + 1)}
    assert len({attack.row for attack in ATTACKS}) == len(ATTACKS)
