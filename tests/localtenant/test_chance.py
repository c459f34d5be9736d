"""With ``seed_random`` everything that the tenant draws is the same in every run; without, nothing is."""

import ast
import base64
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.hashes import SHA256
from local_browser import API, Browser, Clock, api

import auth0ctl.localtenant
from auth0ctl.localtenant import LocalTenant, chance, open_tenant, rsa_keys

WING = Path(auth0ctl.localtenant.__file__).parent


def story(tenant: LocalTenant) -> dict[str, Any]:
    """Everything that is drawn in a login with a refresh token, and some objects."""
    tenant.seed({"resource_servers": [api()], "clients": [{"client_id": "made", "name": "Made"}]})
    browser = Browser(tenant)
    tokens = browser.tokens(audience=API, scope="openid offline_access read:items")
    opaque = browser.tokens()["access_token"]
    headers = {"Authorization": f"Bearer {tenant.management_token()}"}
    made = browser.http.post("/api/v2/clients", json={"name": "New"}, headers=headers).json()
    keys = browser.http.get("/.well-known/jwks.json").json()
    browser.http.close()
    log = [entry["log_id"] for entry in tenant.log()]
    return {"tokens": tokens, "opaque": opaque, "made": made, "keys": keys, "log": log, "user": tenant.add_user({})}


def test_the_same_seed_gives_the_same_tenant_and_another_gives_another(tmp_path: Path) -> None:
    told = []
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        tenant = open_tenant(tmp_path / name, now=Clock(), seed_random=seed)
        told.append(story(tenant))
        tenant.close()
    first, same, other = told
    assert first == same
    assert [part for part in first if first[part] == other[part]] == []
    assert first["tokens"]["refresh_token"].startswith("v1.")


def test_reset_begins_the_stream_again(tmp_path: Path) -> None:
    tenant = open_tenant(tmp_path, now=Clock(), seed_random=7)
    first = story(tenant)
    tenant.reset()
    assert story(tenant) == first
    tenant.close()


def test_what_is_kept_does_not_come_again_when_the_folder_is_opened_again(tmp_path: Path) -> None:
    ids = []
    for _ in range(3):
        tenant = open_tenant(tmp_path, seed_random=7)
        ids.append(tenant.add_user({"email": "a@example.com"})["user_id"])
        tenant.close()
    assert len(set(ids)) == 3


def test_without_a_seed_everything_is_new(tmp_path: Path) -> None:
    ids = set()
    for name in ("a", "b"):
        tenant = open_tenant(tmp_path / name)
        ids |= {tenant.add_user({})["user_id"], tenant.status()["signing_key"]}
        tenant.close()
    assert len(ids) == 4


def test_a_drawn_key_signs() -> None:
    with chance.drawn_from(chance.stream(7, 0)):
        key = rsa_keys.rsa_key()
    assert key.key_size == 2048
    signature = key.sign(b"text", padding.PKCS1v15(), SHA256())
    key.public_key().verify(signature, b"text", padding.PKCS1v15(), SHA256())


def test_what_is_drawn_has_the_form_of_the_real_thing() -> None:
    for source in (None, chance.stream(1, 0)):
        with chance.drawn_from(source):
            assert len(base64.urlsafe_b64decode(chance.token_urlsafe(32) + "=")) == 32
            assert len(bytes.fromhex(chance.token_hex(12))) == 12
            assert {chance.choice("ab") for _ in range(64)} == {"a", "b"}
            assert {chance.randbelow(3) for _ in range(99)} == {0, 1, 2}
            assert chance.uuid4().version == 4
            assert 0 < chance.serial_number() < 2**159


def test_nothing_in_the_tenant_draws_from_elsewhere() -> None:
    drawing = {"secrets", "uuid", "random"}
    found = []
    for path in WING.rglob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
        if names & drawing and path.name != "chance.py":
            found.append(f"{path.relative_to(WING)}: use auth0ctl.localtenant.chance")
    assert found == []
