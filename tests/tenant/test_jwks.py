"""Fetching a key set, and keeping it on disk: K01, K02, and never anything that cannot be trusted."""

import json
import stat
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from attacks.world import JWKS, TenantServer
from forge import key_set, rsa_signer

from auth0ctl.errors import NetworkError
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.jwks import Published, fetch_jwks, keep, load_published

ISSUER = "https://tenant.eu.auth0.com/"
DOCUMENT = key_set(rsa_signer())
PUBLISHED = Published(
    asked=ISSUER, issuer=ISSUER, jwks_uri=ISSUER + ".well-known/jwks.json", fetched_at=1000.5, document=DOCUMENT
)


@pytest.fixture
def tenant() -> Iterator[TenantServer]:
    with TenantServer() as server:
        yield server


def the_file(folder: Path) -> Path:
    (path,) = folder.glob("*.json")
    return path


def test_K02_what_is_kept_comes_back_and_is_closed_to_others(tmp_path: Path) -> None:
    assert load_published(tmp_path / "cache", ISSUER) is None
    assert keep(tmp_path / "cache", PUBLISHED)
    assert load_published(tmp_path / "cache", ISSUER) == PUBLISHED
    assert stat.S_IMODE(the_file(tmp_path / "cache").stat().st_mode) == 0o600
    assert "BEGIN" not in repr(PUBLISHED)
    assert '"n"' not in repr(PUBLISHED)


def test_K02_each_issuer_has_its_own(tmp_path: Path) -> None:
    other = replace(PUBLISHED, asked="https://other.eu.auth0.com/", issuer="https://other.eu.auth0.com/")
    keep(tmp_path, PUBLISHED)
    keep(tmp_path, other)
    assert load_published(tmp_path, ISSUER) == PUBLISHED
    assert load_published(tmp_path, other.asked) == other


@pytest.mark.parametrize(
    "wrong",
    [
        {"asked": "https://evil.example/"},
        {"issuer": "https://evil.example/"},
        {"issuer": 5},
        {"fetched_at": "soon"},
        {"fetched_at": None},
        {"document": ["x"]},
    ],
)
def test_K02_an_entry_of_another_issuer_or_shape_is_not_used(tmp_path: Path, wrong: dict[str, object]) -> None:
    keep(tmp_path, PUBLISHED)
    path = the_file(tmp_path)
    path.write_text(json.dumps(json.loads(path.read_text()) | wrong))
    assert load_published(tmp_path, ISSUER) is None
    assert keep(tmp_path, PUBLISHED)
    assert load_published(tmp_path, ISSUER) == PUBLISHED


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b" " * 2_000_000])
def test_a_damaged_file_is_ignored_and_rewritten(tmp_path: Path, content: bytes) -> None:
    keep(tmp_path, PUBLISHED)
    the_file(tmp_path).write_bytes(content)
    assert load_published(tmp_path, ISSUER) is None
    assert keep(tmp_path, PUBLISHED)
    assert load_published(tmp_path, ISSUER) == PUBLISHED


def test_a_file_that_others_may_write_is_not_used(tmp_path: Path) -> None:
    keep(tmp_path, PUBLISHED)
    the_file(tmp_path).chmod(0o622)
    assert load_published(tmp_path, ISSUER) is None


def test_a_link_to_a_file_elsewhere_is_not_used(tmp_path: Path) -> None:
    keep(tmp_path / "mine", PUBLISHED)
    path = the_file(tmp_path / "mine")
    path.rename(tmp_path / "elsewhere")
    path.symlink_to(tmp_path / "elsewhere")
    assert load_published(tmp_path / "mine", ISSUER) is None


def test_a_folder_that_cannot_be_made_costs_nothing_but_the_cache(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file stands in the way")
    assert not keep(tmp_path / "cache", PUBLISHED)
    assert load_published(tmp_path / "cache", ISSUER) is None


def test_K01_only_an_answer_of_200_is_a_key_set(tenant: TenantServer) -> None:
    with Http() as http:
        tenant.publish(DOCUMENT)
        assert fetch_jwks(http, tenant.origin + JWKS) == DOCUMENT
        for status in (302, 404, 500):
            tenant.answer(JWKS, DOCUMENT, status, Location="/elsewhere")
            with pytest.raises(NetworkError, match=str(status)):
                fetch_jwks(http, tenant.origin + JWKS)
    assert "/elsewhere" not in tenant.asked
