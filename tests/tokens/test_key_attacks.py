"""Row 102 of the table of attacks, and K01 to K06: whoever controls where keys come from controls the verdict.

Through the command line against a tenant on loopback, each command with its own moment in time.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from attacks.bench import Bench, arguments, as_
from attacks.world import DISCOVERY, JWKS, Outcome, Server, TenantServer, Watch, run
from forge import AT, Signer, key_set

from auth0ctl.errors import ExitCode
from auth0ctl.journeys.tokens.keys import Network, TenantKeys
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.jwks import fetch_jwks

NO_VERDICT = {ExitCode.USAGE, ExitCode.CONFIG, ExitCode.NETWORK, ExitCode.API}


@pytest.fixture
def tenant() -> Iterator[TenantServer]:
    with TenantServer() as server:
        yield server


@pytest.fixture
def evil() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture(scope="module")
def watch() -> Watch:
    return Watch()


class Verifier:
    """Verifies ID tokens of one tenant with one home folder."""

    def __init__(self, tenant: TenantServer, evil: Server, home: Path) -> None:
        self.tenant = tenant
        self.bench = Bench(issuer=tenant.issuer, evil=evil.origin)
        self.home = home
        tenant.publish(self.bench.published())

    def __call__(self, signer: Signer | None = None, *options: str, after: float = 0) -> Outcome:
        """Verify a token by this key (default: the tenant's), ``after`` seconds from the beginning."""
        text = (signer or self.bench.keys.own).sign(self.bench.claims("id"))
        line = ["token", "verify", *arguments("id"), *options, text]
        return run(line, home=self.home, domain=self.tenant.origin, at=AT + timedelta(seconds=after))

    @property
    def kept(self) -> list[Path]:
        return list(self.home.rglob("jwks-*.json"))

    def requests(self) -> int:
        """How often the key set was asked for."""
        return self.tenant.asked.count(JWKS)


@pytest.fixture
def verify(tenant: TenantServer, evil: Server, tmp_path: Path) -> Verifier:
    return Verifier(tenant, evil, tmp_path)


def attacker(verify: Verifier) -> Signer:
    """The attacker's key under the tenant's kid."""
    return as_("key-1", verify.bench.keys.attacker)


def test_K01_accepts_the_key_set_that_discovery_names(verify: Verifier) -> None:
    assert verify().code == ExitCode.OK
    assert verify.tenant.asked == [DISCOVERY, JWKS]


@pytest.mark.parametrize("place", ["keys", "discovery"])
def test_K01_rejects_a_redirect(verify: Verifier, evil: Server, place: str) -> None:
    evil.answer("/jwks.json", key_set(attacker(verify)))
    path = JWKS if place == "keys" else DISCOVERY
    verify.tenant.answer(path, b"", status=302, Location=f"{evil.origin}/jwks.json")
    outcome = verify(attacker(verify))
    assert (outcome.report, outcome.code in NO_VERDICT) == (None, True)
    assert (evil.asked, verify.kept) == ([], [])


def test_K01_rejects_a_redirect_of_a_key_set_that_was_named(verify: Verifier, evil: Server) -> None:
    evil.answer("/jwks.json", key_set(attacker(verify)))
    verify.tenant.answer("/given.json", b"", status=307, Location=f"{evil.origin}/jwks.json")
    outcome = verify(attacker(verify), "--jwks", f"{verify.tenant.origin}/given.json")
    assert (outcome.report, outcome.code, evil.asked) == (None, ExitCode.NETWORK, [])
    verify.tenant.answer("/given.json", verify.bench.published())
    assert verify(None, "--jwks", f"{verify.tenant.origin}/given.json").code == ExitCode.OK


@pytest.mark.parametrize("uri", ["file:///etc/passwd", "http://169.254.169.254/keys", "ftp://127.0.0.1/", "data:,{}"])
def test_K01_rejects_a_key_set_anywhere_but_on_the_web(verify: Verifier, watch: Watch, uri: str) -> None:
    verify.tenant.describe(jwks_uri=uri)
    with watch.on() as seen:
        outcome = verify()
    assert (outcome.report, outcome.code in NO_VERDICT) == (None, True)
    assert seen.connected == {verify.tenant.address}
    assert "/etc/passwd" not in seen.opened


@pytest.mark.parametrize(
    "body",
    [b"<html>Welcome</html>", b"", b"[]", b"{}", b'{"keys":[' + b" " * 600_000 + b"]}", b'{"keys":[],"keys":[]}'],
)
def test_K01_rejects_what_is_no_key_set_and_keeps_nothing(verify: Verifier, body: bytes) -> None:
    verify.tenant.answer(JWKS, body, Content_Type="text/html")
    outcome = verify()
    assert (outcome.report, outcome.code in NO_VERDICT) == (None, True)
    assert verify.kept == []
    verify.tenant.publish(verify.bench.published())
    assert verify().code == ExitCode.OK


def test_K02_accepts_the_kept_key_set_for_ten_minutes(verify: Verifier) -> None:
    assert verify().code == ExitCode.OK
    (kept,) = verify.kept
    assert kept.stat().st_mode & 0o777 == 0o600
    assert verify(after=599).code == ExitCode.OK
    assert verify.requests() == 1
    assert verify(after=601).code == ExitCode.OK
    assert verify.requests() == 2


def test_K02_rejects_a_kept_key_set_of_another_issuer(verify: Verifier, tmp_path: Path, evil: Server) -> None:
    """Poisoning: the attacker's own key set, kept for the attacker's issuer, is put where the tenant's belongs."""
    assert verify().code == ExitCode.OK
    (kept,) = verify.kept
    entry = json.loads(kept.read_bytes())
    poison = {"document": key_set(attacker(verify)).decode()}
    for change in ({"asked": f"{evil.origin}/"}, {"issuer": f"{evil.origin}/"}):
        kept.write_text(json.dumps(entry | poison | change))
        kept.chmod(0o600)
        refused = verify(attacker(verify))
        assert (refused.code, refused.failed) == (ExitCode.FOUND, {"crypto"})
    kept.write_text(json.dumps(entry | poison))
    kept.chmod(0o666)  # anybody could have written it
    assert verify(attacker(verify)).failed == {"crypto"}


@pytest.mark.parametrize("torn", ["", "{", "[]", '{"keys":[]}', "\0" * 100])
def test_K02_rejects_a_torn_file_and_fetches_again(verify: Verifier, torn: str) -> None:
    assert verify().code == ExitCode.OK
    (kept,) = verify.kept
    kept.write_text(torn)
    assert verify().code == ExitCode.OK
    assert json.loads(kept.read_bytes())["asked"] == verify.tenant.issuer


def test_K03_accepts_a_key_that_is_newer_than_the_kept_set(verify: Verifier) -> None:
    second = verify.bench.keys.second
    assert verify().code == ExitCode.OK
    verify.tenant.publish(key_set(verify.bench.keys.own, second))
    assert verify(second, after=1).code == ExitCode.OK
    assert verify.requests() == 2


def test_K03_rejects_an_unknown_key_after_one_request_more(verify: Verifier) -> None:
    assert verify().code == ExitCode.OK
    refused = verify(verify.bench.keys.second, after=1)
    assert (refused.failed, refused.names) == ({"V08"}, ["token-signing-key-unknown"])
    assert verify.requests() == 2


def test_K03_rejects_a_flood_of_unknown_keys_with_few_requests(tenant: TenantServer, verify: Verifier) -> None:
    moment = [0.0]
    with Http() as http:
        network = Network(
            find=lambda: (tenant.issuer, f"{tenant.origin}{JWKS}"), fetch=lambda url: fetch_jwks(http, url)
        )
        keys = TenantKeys(
            tenant.issuer, folder=verify.home, network=network, now=lambda: moment[0], say=lambda _sentence: None
        )
        for number in range(1000):
            assert keys(f"forged-{number}", True).named(f"forged-{number}") == ()
        assert verify.requests() == 2
        moment[0] = 16.0
        keys("forged", True)
        assert verify.requests() == 3


@pytest.mark.parametrize("status", [500, 429, 404])
@pytest.mark.parametrize("body", [b"<html></html>", b'{"keys":[]}'])
def test_K04_accepts_the_old_key_set_when_no_newer_one_comes(verify: Verifier, status: int, body: bytes) -> None:
    assert verify().code == ExitCode.OK
    before = verify.kept[0].read_bytes()
    verify.tenant.answer(JWKS, body, status=status)
    late = verify(after=3600)
    assert late.code == ExitCode.OK
    assert "fetched 1 h ago" in late.stderr
    assert verify.kept[0].read_bytes() == before


@pytest.mark.parametrize("body", [b'{"keys":[]}', b'{"keys":[{"kty":"oct","k":"AAAA"}]}', b"<html></html>"])
def test_K04_rejects_an_empty_key_set_as_a_newer_one(verify: Verifier, body: bytes) -> None:
    assert verify().code == ExitCode.OK
    before = verify.kept[0].read_bytes()
    verify.tenant.publish(body)
    assert verify(after=3600).code == ExitCode.OK
    assert verify.kept[0].read_bytes() == before


def test_K04_rejects_an_error_where_there_is_no_old_key_set(verify: Verifier) -> None:
    verify.tenant.answer(JWKS, verify.bench.published(), status=500)
    outcome = verify()
    assert (outcome.report, outcome.code, verify.kept) == (None, ExitCode.NETWORK, [])


def test_K05_accepts_the_kept_key_set_offline_without_a_connection(verify: Verifier, watch: Watch) -> None:
    assert verify().code == ExitCode.OK
    verify.tenant.stop()
    with watch.on() as seen:
        outcome = verify(None, "--offline", after=7200)
    assert outcome.code == ExitCode.OK
    assert "fetched 2 h ago" in outcome.stderr
    assert (seen.connected, seen.looked_up) == (set(), set())


def test_K05_rejects_offline_what_no_kept_key_proves(verify: Verifier, watch: Watch) -> None:
    with watch.on() as seen:
        nothing_kept = verify(None, "--offline")
        assert verify().code == ExitCode.OK
        before = {*seen.connected}
        unknown = verify(verify.bench.keys.second, "--offline")
        too_old = verify(None, "--offline", "--max-key-age", "3600", after=7200)
    assert (nothing_kept.report, nothing_kept.code) == (None, ExitCode.CONFIG)
    assert unknown.failed == {"V08"}
    assert (too_old.report, too_old.code) == (None, ExitCode.CONFIG)
    assert seen.connected == before == {verify.tenant.address}


def test_K06_accepts_the_keys_that_stay_and_rejects_the_one_that_was_revoked(verify: Verifier) -> None:
    own, second, third = verify.bench.keys.own, verify.bench.keys.second, as_("key-3", verify.bench.keys.attacker)
    verify.tenant.publish(key_set(own, second))
    assert verify(own).code == ExitCode.OK
    verify.tenant.publish(key_set(second, third))
    assert verify(third, after=1).code == ExitCode.OK  # its kid was unknown, so the set was fetched again
    revoked = verify(own, after=2)
    assert (revoked.code, revoked.failed) == (ExitCode.FOUND, {"V08"})
    assert verify(second, after=3).code == ExitCode.OK
