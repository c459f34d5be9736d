"""What an attack is made of: the keys of a tenant and of its attacker, the claims, and the ways to bend a token."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from forge import API, CLIENT, JSON, Signer, access_claims, b64, ec_signer, id_claims, key_set, rsa_signer

KINDS = ("id", "access")


@dataclass(frozen=True, kw_only=True)
class Keys:
    """The tenant's keys (``own``, ``second``, ``curve``), a strong key of nobody's (``attacker``), and weak ones."""

    own: Signer
    second: Signer
    curve: Signer
    attacker: Signer
    small: Signer  # RSA-1024
    cubic: Signer  # public exponent 3, so that two signatures give the modulus away

    @property
    def pem(self) -> bytes:
        return self.own.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)

    @property
    def der(self) -> bytes:
        return self.own.private.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


@cache
def make_keys() -> Keys:
    """One set of keys for a whole run: making RSA keys is what costs."""
    cubic = Signer(kid="key-1", private=rsa.generate_private_key(public_exponent=3, key_size=2048))
    return Keys(
        own=rsa_signer(),
        second=rsa_signer("key-2"),
        curve=ec_signer(),
        attacker=rsa_signer("evil-1"),
        small=rsa_signer("key-1", 1024),
        cubic=cubic,
    )


@dataclass(frozen=True, kw_only=True)
class Bench:
    """Where tokens are forged: for which tenant, and the attacker's own web server, which must never be asked."""

    issuer: str
    evil: str  # the origin of the attacker's server
    keys: Keys = field(default_factory=make_keys)

    def claims(self, kind: str, **changes: Any) -> JSON:
        """Good claims for this tenant; a change to None removes the claim."""
        if kind == "id":
            return id_claims(**{"iss": self.issuer} | changes)
        return access_claims(**{"iss": self.issuer, "aud": [API, f"{self.issuer}userinfo"]} | changes)

    def published(self) -> bytes:
        """The tenant's key set."""
        return key_set(self.keys.own, self.keys.curve)


Make = Callable[[Bench, str], str]


@dataclass(frozen=True, kw_only=True)
class Attack:
    """One attack. ``row`` is its number in the standards' table, with a letter where a row holds several.

    ``make`` forges the token for a kind (``id`` or ``access``); ``refused_by`` is the id of the check that must fail
    (by kind where the kinds differ). ``published`` makes another key set than the tenant's usual one; ``options`` are
    added to the command line; ``secret`` is what the verifier was given as its shared secret.
    """

    row: str
    name: str
    source: str
    make: Make
    refused_by: str | Mapping[str, str]
    published: Callable[[Bench], bytes] = Bench.published
    options: tuple[str, ...] = ()
    secret: Callable[[Bench], bytes] | None = None

    def check_for(self, kind: str) -> str:
        return self.refused_by if isinstance(self.refused_by, str) else self.refused_by[kind]

    @property
    def number(self) -> int:
        return int(self.row.rstrip("abcdefgh"))


def with_header(**header: Any) -> Make:
    """Signed by the tenant's own key, with these header members (None removes one)."""
    return lambda bench, kind: bench.keys.own.sign(bench.claims(kind), **header)


def with_claims(**changes: Any) -> Make:
    """Signed by the tenant's own key, with these claims (None removes one)."""
    return lambda bench, kind: bench.keys.own.sign(bench.claims(kind, **changes))


def with_text(name: str, value: str) -> Make:
    """Signed by the tenant's own key, with one claim written as this very JSON text."""

    def make(bench: Bench, kind: str) -> str:
        rest = bench.claims(kind, **{name: None})
        return bench.keys.own.sign(json.dumps(rest)[:-1] + f', "{name}": {value}' + "}")

    return make


def with_payload(payload: str | bytes) -> Make:
    return lambda bench, kind: bench.keys.own.sign(payload)


def edited(edit: Callable[[str], str]) -> Make:
    """A good token, changed as text."""
    return lambda bench, kind: edit(bench.keys.own.sign(bench.claims(kind)))


def part(index: int, edit: Callable[[str], str]) -> Make:
    """A good token with one of its three parts changed as text."""

    def change(text: str) -> str:
        parts = text.split(".")
        parts[index] = edit(parts[index])
        return ".".join(parts)

    return edited(change)


def as_(kid: str, signer: Signer) -> Signer:
    """The same key under another name."""
    return Signer(kid=kid, private=signer.private)


def raw_signature(text: str, edit: Callable[[bytes], bytes]) -> str:
    """A token with the bytes of its signature changed."""
    content, _, signature = text.rpartition(".")
    return f"{content}.{b64(edit(urlsafe_b64decode(signature + '==')))}"


def arguments(kind: str) -> list[str]:
    """What ``token verify`` is told to expect of a token of this kind."""
    return (
        ["--as", "id", "--client-id", CLIENT, "--nonce", "nonce-1"]
        if kind == "id"
        else ["--as", kind, "--audience", API]
    )
