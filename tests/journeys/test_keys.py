"""When a key set is fetched, kept, used though it is old, and refused: K02 to K06. Real requests, a clock to set."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from attacks.world import DISCOVERY, JWKS, TenantServer
from forge import key_set, rsa_signer

from auth0ctl.errors import ConfigError, NetworkError, TenantError
from auth0ctl.journeys.tokens.keys import Network, TenantKeys, keys_at
from auth0ctl.model import Tenant
from auth0ctl.tenant.discovery import discover
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.jwks import fetch_jwks, load_published
from auth0ctl.tokens.jwks import KeySet

OLD, NEW = rsa_signer("old"), rsa_signer("new")


@dataclass
class Desk:
    """A tenant, a clock, and what was said. ``keys`` makes a key source as a new process would."""

    server: TenantServer
    http: Http
    folder: Path
    time: float = 1_000_000.0
    said: list[str] = field(default_factory=list)

    def keys(self, *, offline: bool = False, max_age: float | None = None, jwks_uri: str | None = None) -> TenantKeys:
        def find() -> tuple[str, str]:
            found = discover(self.http, Tenant(name="", origin=self.server.origin))
            return found.issuer, found.jwks_uri

        network = Network(find=find, fetch=lambda url: fetch_jwks(self.http, url))
        return TenantKeys(
            self.server.issuer,
            folder=self.folder,
            network=None if offline else network,
            now=lambda: self.time,
            say=self.said.append,
            max_age=max_age,
            jwks_uri=jwks_uri,
        )

    def asked(self) -> list[str]:
        """What was requested since the last time."""
        asked, self.server.asked = list(self.server.asked), []
        return asked


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with TenantServer() as server, Http(timeout=5) as http:
        server.publish(key_set(OLD))
        made = Desk(server=server, http=http, folder=tmp_path / "cache")
        yield made


def kids(found: KeySet) -> list[str | None]:
    return [key.kid for key in found.keys]


def test_K02_one_process_after_another_uses_what_is_kept_for_ten_minutes(desk: Desk) -> None:
    assert kids(desk.keys()("old", False)) == ["old"]
    assert desk.asked() == [DISCOVERY, JWKS]
    desk.time += 599
    warm = desk.keys()
    assert (warm.issuer, kids(warm("old", False)), desk.asked()) == (desk.server.issuer, ["old"], [])
    desk.time += 2
    assert kids(warm("old", False)) == ["old"]
    assert desk.asked() == [DISCOVERY, JWKS]


def test_K02_a_key_set_from_another_place_than_discovery_names_is_fetched_anew(desk: Desk) -> None:
    desk.keys()("old", False)
    desk.asked()
    desk.keys(jwks_uri=f"{desk.server.origin}/elsewhere")("old", False)
    assert desk.asked() == [DISCOVERY, JWKS]
    desk.keys(jwks_uri=f"{desk.server.origin}{JWKS}")("old", False)
    assert desk.asked() == []


def test_K02_a_key_set_from_the_future_is_not_fresh(desk: Desk) -> None:
    desk.keys()("old", False)
    desk.time -= 100
    desk.asked()
    desk.keys()("old", False)
    assert desk.asked() == [DISCOVERY, JWKS]


def test_K02_another_issuers_entry_in_the_place_of_ours_is_fetched_over(desk: Desk) -> None:
    desk.keys()("old", False)
    (path,) = desk.folder.glob("*.json")
    path.write_text(path.read_text().replace(desk.server.issuer, "https://evil.example/"))
    desk.asked()
    desk.keys()("old", False)
    assert desk.asked() == [DISCOVERY, JWKS]
    kept = load_published(desk.folder, desk.server.issuer)
    assert kept is not None
    assert kept.issuer == desk.server.issuer


@pytest.mark.parametrize("document", ['{"keys": []}', "<html>", '{"keys": [{"kty": "oct", "k": "AA", "kid": "old"}]}'])
def test_K02_a_kept_document_is_judged_again_when_it_is_taken_out(desk: Desk, document: str) -> None:
    desk.keys()("old", False)
    (path,) = desk.folder.glob("*.json")
    whole = path.read_text()
    start = whole.index('"document": ') + len('"document": ')
    path.write_text(whole[:start] + '"' + document.replace('"', '\\"') + '"}')
    desk.asked()
    assert kids(desk.keys()("old", False)) == ["old"]
    assert desk.asked() == [DISCOVERY, JWKS]


def test_K03_the_first_unknown_kid_of_a_process_always_asks_and_the_next_ones_wait(desk: Desk) -> None:
    first = desk.keys()
    first("old", False)
    desk.asked()
    desk.server.publish(key_set(OLD, NEW))
    assert kids(first("new", True)) == ["old", "new"]
    assert desk.asked() == [JWKS]
    for _ in range(50):
        first("unknown", True)
    assert desk.asked() == []
    desk.time += 15
    first("unknown", True)
    assert desk.asked() == [JWKS]
    second = desk.keys()
    second("another process", True)
    assert desk.asked() == [JWKS]


def test_K03_keys_at_a_url_are_asked_for_no_more_often(desk: Desk) -> None:
    clock = [0.0]
    source = keys_at(desk.http, desk.server.origin + JWKS, clock=lambda: clock[0])
    assert kids(source("old", False)) == ["old"]
    for kid in ("a", "b", "c"):
        source(kid, True)
    assert desk.asked() == [JWKS, JWKS]
    clock[0] = 15.0
    source("d", True)
    assert desk.asked() == [JWKS]


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b""), (200, b"<html>captive portal</html>"), (200, b'{"keys": []}'), (302, b""), (200, b"x" * 600_000)],
)
def test_K04_an_error_leaves_the_old_keys_in_use_and_says_so(desk: Desk, status: int, body: bytes) -> None:
    desk.keys()("old", False)
    desk.time += 7200
    desk.server.answer(JWKS, body, status)
    keys = desk.keys()
    assert kids(keys("old", False)) == ["old"]
    assert len(desk.said) == 1
    assert "fetched 2 h ago" in desk.said[0]
    desk.asked()
    keys("old", False)
    assert desk.asked() == []  # not asked again at once
    kept = load_published(desk.folder, desk.server.issuer)
    assert kept is not None
    assert kept.document == key_set(OLD)


def test_K04_a_refetch_that_fails_leaves_the_old_keys(desk: Desk) -> None:
    keys = desk.keys()
    keys("old", False)
    desk.server.stop()
    assert kids(keys("new", True)) == ["old"]
    assert "refused the connection" in desk.said[0]


def test_K04_without_an_old_set_an_error_is_an_error_and_nothing_is_kept(desk: Desk) -> None:
    desk.server.answer(JWKS, b"", 500)
    with pytest.raises(NetworkError):
        desk.keys()("old", False)
    desk.server.answer(JWKS, b"{}")
    with pytest.raises(TenantError):
        desk.keys()("old", False)
    desk.server.answer(JWKS, b'{"keys": []}')
    assert kids(desk.keys()("old", False)) == []
    assert load_published(desk.folder, desk.server.issuer) is None


def test_K05_offline_asks_nobody_and_says_how_old_the_keys_are(desk: Desk) -> None:
    desk.keys()("old", False)
    desk.time += 3600
    desk.asked()
    offline = desk.keys(offline=True)
    assert kids(offline("old", False)) == ["old"]
    assert kids(offline("unknown", True)) == ["old"]
    assert desk.asked() == []
    assert desk.said == [f"Offline: using the key set of {desk.server.issuer} fetched 1 h ago."]


def test_K05_offline_without_kept_keys_or_with_too_old_ones_is_refused(desk: Desk) -> None:
    with pytest.raises(ConfigError, match="no kept key set"):
        desk.keys(offline=True)("old", False)
    desk.keys()("old", False)
    desk.time += 61
    assert desk.keys(offline=True, max_age=62)("old", False).keys
    with pytest.raises(ConfigError, match="max-key-age"):
        desk.keys(offline=True, max_age=60)("old", False)


def test_K05_a_key_set_older_than_allowed_is_fetched_or_the_command_fails(desk: Desk) -> None:
    desk.keys()("old", False)
    desk.time += 61
    desk.asked()
    desk.keys(max_age=60)("old", False)
    assert desk.asked() == [DISCOVERY, JWKS]
    desk.time += 61
    desk.server.stop()
    assert desk.keys()("old", False).keys  # fresh enough without the option
    with pytest.raises(NetworkError):
        desk.keys(max_age=60)("old", False)


def test_K06_a_key_that_is_gone_after_a_refetch_is_gone(desk: Desk) -> None:
    keys = desk.keys()
    keys("old", False)
    desk.server.publish(key_set(NEW))
    assert kids(keys("new", True)) == ["new"]
    assert kids(desk.keys()("old", False)) == ["new"]


def test_K01_a_discovery_document_of_another_issuer_gives_no_keys(desk: Desk) -> None:
    desk.server.describe(issuer="https://evil.example/")
    with pytest.raises(TenantError, match="evil"):
        desk.keys()("old", False)
