"""Random tokens for the comparison of verifiers: good ones, nearly good ones, and odd ones, from a seeded generator."""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from forge import API, CLIENT, ISSUER, JSON, Signer, access_claims, b64, ec_signer, hs256, id_claims, number, rsa_signer

SECRET = b"Xw0pV3c9uYt1Qm7sKd5hRz8nLf2jBg6a"
ODD: tuple[Any, ...] = (
    *(None, True, False, 0, 1, -1, 0.5, 1e30, 2**53 + 1, 10**40, "", " ", "x", "\u00fc", "\ud800", "\u0000", [], {}),
    *([""], ["x"], [5], [None], {"a": 1}, {"a": {"b": [1, {}]}}, "a" * 500, [[["x"]]], "1790000000", "9999999999"),
    *(ISSUER, ISSUER[:-1], [ISSUER], API, [API], CLIENT, [CLIENT], [API, "x"], [CLIENT, "x"], f"{API}/"),
    *(API[:-4], [API[:-4]], CLIENT[:-1], CLIENT.lower(), f"{ISSUER}evil/", ISSUER.upper(), f"{API}.evil.example"),
)
NAMES = ("iss", "sub", "aud", "exp", "iat", "nbf", "jti", "nonce", "azp", "client_id", "scope", "permissions", "sid")
MORE_NAMES = ("org_id", "gty", "at_hash", "auth_time", "acr", "amr", "cnf", "email", "https://example.com/roles", "")
TYPES: tuple[Any, ...] = (
    "JWT",
    "jwt",
    "at+jwt",
    "AT+JWT",
    "application/at+jwt",
    "logout+jwt",
    "dpop+jwt",
    "JWE",
    "",
    5,
)
KIDS: tuple[Any, ...] = (None, "", "key-2", "nobody", "KEY-1", 5, ["key-1"], "k" * 300, "../key-1", "ec-1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A token and what a verifier is told: ``kind`` is ``id`` or ``access``, ``document`` the issuer's key set."""

    text: str = field(repr=False)
    kind: str
    algs: tuple[str, ...]
    document: bytes = field(repr=False)
    secret: bytes | None = field(repr=False)
    twists: tuple[str, ...]  # what was bent, in words


class Maker:
    """Makes tokens one after the other; the same seed and time give the same ones, but for their signatures."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.own, self.second, self.small = rsa_signer(), rsa_signer("key-2"), rsa_signer("key-1", 1024)
        self.curve = ec_signer()
        self.stranger = Signer(kid="key-1", private=self.second.private)

    def make(self, now: int) -> Made:
        """One token around the time ``now`` (Unix seconds). No time claim lies within 5 s of a border."""
        pick = self.random
        kind = pick.choice(("id", "access"))
        alg = pick.choices(("RS256", "PS256", "ES256", "HS256"), (70, 10, 10, 10))[0]
        claims, typ = self._good_claims(kind, now)
        signer = self.curve if alg == "ES256" else self.own
        header: JSON = {"alg": alg, "typ": typ, "kid": signer.kid}
        if alg == "HS256":
            del header["kid"]
        draft = Draft(header=header, claims=claims, signer=signer, alg=alg, now=now)
        twists: list[str] = []
        for _ in range(pick.choices((0, 1, 2, 3), (20, 55, 20, 5))[0]):
            group, twist = pick.choices(self._twists, self._weights)[0]
            twists.append(f"{group}: {twist(self, draft)}")
        return Made(
            text=draft.text(),
            kind=kind,
            algs=(alg,),
            document=json.dumps({"keys": draft.published(self)}).encode(),
            secret=SECRET if alg == "HS256" else None,
            twists=tuple(twists),
        )

    def _good_claims(self, kind: str, now: int) -> tuple[JSON, str]:
        times: JSON = {"iat": now - 60, "exp": now + 3600}
        if kind == "id":
            variants: tuple[JSON, ...] = (
                {},
                {"azp": CLIENT},
                {"aud": [CLIENT]},
                {"auth_time": now - 90},
                {"name": "\u00dc"},
            )
            return id_claims(**times | self.random.choice(variants)), "JWT"
        profile = self.random.choice(("auth0", "auth0", "rfc9068", "machine", "single"))
        if profile == "rfc9068":
            return access_claims(**times, azp=None, client_id=CLIENT, jti="j-1"), "at+jwt"
        if profile == "machine":
            return access_claims(**times, aud=API, sub=f"{CLIENT}@clients", gty="client-credentials"), "JWT"
        return access_claims(**times, **({"aud": API} if profile == "single" else {})), "JWT"

    # The twists: each bends the draft and says what it did.

    def _drop(self, draft: "Draft") -> str:
        name = self.random.choice(sorted(draft.claims))
        del draft.claims[name]
        return f"no {name}"

    def _confuse(self, draft: "Draft") -> str:
        name, value = self.random.choice((*NAMES, *NAMES, *MORE_NAMES)), self.random.choice(ODD)
        draft.claims[name] = value
        return f"{name} {value!r:.40}"

    def _shift(self, draft: "Draft") -> str:
        name = self.random.choice(("exp", "iat", "nbf"))
        offset = self.random.choice((-(10**9), -86_400, -3600, -70, -50, -10, 10, 50, 70, 3600, 86_400, 10**9))
        value: Any = draft.now + offset
        shape = self.random.choice(("int", "int", "int", "float", "text", "milliseconds"))
        value = {"int": value, "float": value + 0.25, "text": str(value), "milliseconds": value * 1000}[shape]
        draft.claims[name] = value
        return f"{name} {offset:+} as {shape}"

    def _head(self, draft: "Draft") -> str:
        name, values = self.random.choice(
            (
                ("typ", TYPES),
                ("kid", KIDS),
                ("alg", ("none", "HS256", "RS256", "PS256", "ES256", "RS512", "rs256", "", None, 5, ["RS256"])),
                ("crit", ([], ["exp"], ["b64"], ["x"], "x")),
                ("b64", (True, False)),
                ("zip", ("DEF", None)),
                ("cty", ("JWT", "")),
                ("jku", ("https://evil.example/jwks",)),
                ("jwk", (self.second.jwk, {})),
                ("x", ODD),
            )
        )
        value = self.random.choice(values)
        if value is None and name in ("alg", "kid"):
            draft.header.pop(name, None)
        else:
            draft.header[name] = value
        return f"{name} {value!r:.40}"

    def _json(self, draft: "Draft") -> str:
        draft.form = self.random.choice(sorted(FORMS))
        return draft.form

    def _text(self, draft: "Draft") -> str:
        draft.edit = self.random.choice(sorted(EDITS))
        return draft.edit

    def _key(self, draft: "Draft") -> str:
        draft.keys = self.random.choice(sorted(KEY_SETS))
        if draft.keys == "small" and draft.alg == "RS256":
            draft.signer = self.small
        return draft.keys

    def _sign(self, draft: "Draft") -> str:
        if draft.alg == "HS256":
            draft.secret = self.random.choice((b"", b"secret", SECRET[:-1], json.dumps(self.own.jwk).encode()))
            return "another secret"
        draft.signer = self.stranger
        draft.alg = "RS256"
        return "another key"

    _twists: tuple[tuple[str, Callable[["Maker", "Draft"], str]], ...] = (
        ("missing", _drop),
        ("claim", _confuse),
        ("time", _shift),
        ("header", _head),
        ("json", _json),
        ("text", _text),
        ("keys", _key),
        ("signer", _sign),
    )
    _weights = (10, 24, 16, 20, 8, 8, 10, 4)


def _doubled(text: str) -> str:
    return text[:-1] + ', "sub": "admin"}'


# Ways to write the claims as bytes.
FORMS: dict[str, Callable[[JSON], bytes]] = {
    "plain": lambda c: json.dumps(c).encode(),
    "indented": lambda c: json.dumps(c, indent=2).encode(),
    "sorted": lambda c: json.dumps(c, sort_keys=True, separators=(",", ":")).encode(),
    "raw unicode": lambda c: json.dumps(c, ensure_ascii=False).encode("utf-8", "surrogatepass"),
    "utf-16": lambda c: json.dumps(c).encode("utf-16"),
    "bom": lambda c: b"\xef\xbb\xbf" + json.dumps(c).encode(),
    "twice": lambda c: _doubled(json.dumps(c)).encode(),
    "trailing": lambda c: json.dumps(c).encode() + b"x",
    "space around": lambda c: b" \n" + json.dumps(c).encode() + b"\n ",
    "list": lambda c: json.dumps([c]).encode(),
    "text": lambda c: json.dumps(json.dumps(c)).encode(),
    "deep": lambda c: (json.dumps(c)[:-1] + ', "x": ' + "[" * 40 + "]" * 40 + "}").encode(),
    "NaN": lambda c: (json.dumps(c)[:-1] + ', "x": NaN}').encode(),
    "long number": lambda c: (json.dumps(c)[:-1] + ', "x": ' + "1" * 100 + "}").encode(),
    "single quotes": lambda c: repr(c).encode("utf-8", "surrogatepass"),
}
EDITS: dict[str, Callable[[str], str]] = {
    "padding": lambda t: t + "==",
    "padded payload": lambda t: t.replace(".", "=.", 2),
    "space": lambda t: t + " ",
    "newline inside": lambda t: t[:20] + "\n" + t[20:],
    "junk": lambda t: t + "!",
    "spare bits": lambda t: t[:-1] + chr(ord(t[-1]) + 1),
    "standard alphabet": lambda t: t.replace("-", "+").replace("_", "/"),
    "flipped": lambda t: t[:-9] + ("A" if t[-9] != "A" else "B") + t[-8:],
    "cut": lambda t: t[:-4],
    "no signature": lambda t: t.rpartition(".")[0] + ".",
    "two parts": lambda t: t.rpartition(".")[0],
    "four parts": lambda t: t + ".AAAA",
    "Bearer": lambda t: f"Bearer {t}",
}
# Key sets: the tenant's own RSA and EC keys, and what may be wrong with them.
KEY_SETS: dict[str, Callable[[Maker], list[Any]]] = {
    "usual": lambda m: [m.own.jwk, m.curve.jwk],
    "no alg": lambda m: [{k: v for k, v in m.own.jwk.items() if k != "alg"}, m.curve.jwk],
    "more": lambda m: [m.second.jwk, m.own.jwk, m.curve.jwk],
    "enc": lambda m: [m.own.jwk | {"use": "enc"}, m.curve.jwk | {"use": "enc"}],
    "key_ops": lambda m: [m.own.jwk | {"key_ops": ["encrypt"]}, m.curve.jwk | {"key_ops": ["sign"]}],
    "other alg": lambda m: [m.own.jwk | {"alg": "RS512"}, m.curve.jwk | {"alg": "ES384"}],
    "small": lambda m: [m.small.jwk, m.curve.jwk],
    "same kid": lambda m: [m.own.jwk, m.stranger.jwk, m.curve.jwk, m.curve.jwk],
    "secret": lambda m: [{"kty": "oct", "k": b64(SECRET), "kid": "key-1"}, m.own.jwk],
    "junk": lambda m: ["x", {}, {"kty": "OKP"}, {"kty": "RSA", "kid": "key-3"}, m.own.jwk, m.curve.jwk],
    "no kid": lambda m: [{k: v for k, v in m.own.jwk.items() if k != "kid"}],
    "others": lambda m: [m.second.jwk],
    "e one": lambda m: [m.own.jwk | {"e": number(1)}],
    "none": lambda m: [],
}


@dataclass(slots=True, kw_only=True)
class Draft:
    """A token that is not written yet."""

    header: JSON
    claims: JSON
    signer: Signer
    alg: str
    now: int
    secret: bytes = SECRET
    form: str = "plain"
    edit: str = ""
    keys: str = ""

    def text(self) -> str:
        if self.alg == "PS256":
            self.keys = self.keys or "no alg"
        payload = FORMS[self.form](self.claims)
        if self.alg == "HS256":
            whole = hs256(payload, self.secret, **self.header)
        else:
            content = f"{b64(json.dumps(self.header).encode())}.{b64(payload)}"
            whole = f"{content}.{b64(self.signer.signature(content.encode(), self.alg))}"
        return EDITS[self.edit](whole) if self.edit else whole

    def published(self, maker: Maker) -> list[Any]:
        return KEY_SETS[self.keys or "usual"](maker)
