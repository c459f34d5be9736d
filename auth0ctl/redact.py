"""The one redactor: what is hidden on the way to a stream, a trace or a page (standards.md S08).

Three nets, because each alone has holes: the *names* that secrets travel under, the *values* that were seen as secrets
in this run (in every form that somebody may echo them in), and the *shape* of a signed or encrypted token. A JWT keeps
header and payload, which say what went wrong, and loses its signature, which is what makes it worth stealing.
"""

import base64
import html
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from functools import lru_cache
from threading import RLock
from typing import Any
from urllib.parse import parse_qsl, quote, quote_plus, unquote, unquote_plus, urlsplit

SHORTEST = 8  # characters; hiding anything shorter would eat the words around it
TELLING = 24  # characters; below, even the length says too much about a password somebody chose

SEED = 12  # characters of a long secret that are enough to know it by, where the rest was cut off

# Secrets under these names are hidden wherever they stand, and remembered as values.
SECRET_NAMES = frozenset(
    """client_secret code_verifier refresh_token access_token id_token id_token_hint device_code assertion
    client_assertion subject_token actor_token password otp oob_code binding_code recovery_code mfa_token login_ticket
    token session_token continue_token auth0_client_secret api_token api_key signing_secret signing_key encryption_key
    private_key credential logout_token auth_req_id new_password ticket""".split()
)
# These are secrets in a form, a query or a callback; elsewhere the same names mean something else (an error's code).
WIRE_NAMES = SECRET_NAMES | {"code"}
# These hold for one login alone. A person must be able to open the URL they stand in, but no record needs them.
RECORD_NAMES = WIRE_NAMES | {
    "state",
    "nonce",
    "request",
    "request_uri",
    "authorization",
    "cookie",
    "dpop_nonce",
    "_csrf",
}

SECRET_HEADERS = frozenset(("authorization", "proxy-authorization", "dpop", "dpop-nonce"))
COOKIE_HEADERS = frozenset(("cookie", "set-cookie"))

_UNESCAPED = re.compile("[A-Za-z0-9_.~-]+")
_PART = "[A-Za-z0-9_-]"
# ``request=`` is exempt: a request object travels through the address bar, and its URL must stay one that opens.
_JWT = re.compile(
    rf"(?<![A-Za-z0-9_-])(?<![?&]request=)(eyJ{_PART}{{5,}})\.({_PART}*)\.({_PART}*)(?:\.({_PART}*)\.({_PART}*))?"
)
_PAIR = r"((?:^|[?&#;\s\"'(])(?:{names})=)([^&\s\"'<>#;)]{{{shortest},}})"


def _pairs(names: Iterable[str]) -> re.Pattern[str]:
    """Finds ``name=value`` in text, for these names."""
    return re.compile(_PAIR.format(names="|".join(sorted(names)), shortest=SHORTEST), re.IGNORECASE)


_WIRE_PAIRS, _RECORD_PAIRS = _pairs(WIRE_NAMES), _pairs(RECORD_NAMES)
_JSON_PAIR = re.compile(
    rf"([\"'](?:{'|'.join(sorted(SECRET_NAMES))})[\"']\s*:\s*[\"'])([^\"']{{{SHORTEST},}})", re.IGNORECASE
)
_PROOF = re.compile(r"\b((?:Bearer|DPoP|Basic) )([A-Za-z0-9._~+/=-]{16,})")


def hidden(value: str) -> str:
    """What stands in a secret's place; its length where that gives nothing away."""
    if value.startswith("(hidden"):
        return value
    return f"(hidden, {len(value)} characters)" if len(value) >= TELLING else "(hidden)"


class Redactor:
    """Hides what it knows. Every secret that this run meets is told to it by ``learn``.

    Safe for many threads. A tenant may hold a thousand secrets, each in a dozen forms, and a list of its clients many
    thousand short texts: so forms are found by how they begin, not one after the other.
    """

    def __init__(self) -> None:
        self._hints: dict[str, str] = {}  # each form of each value, and what stands in its place
        self._starts: dict[str, list[str]] = {}  # the forms by their first characters, SHORTEST of them
        self._seeds: dict[str, list[str]] = {}  # how long forms begin: an error text is often cut off
        self._lock = RLock()

    def learn(self, value: str | None) -> None:
        """Remember a secret in every form that it may come back in. Of a JWT, its signature is the secret."""
        value = (value or "").strip()
        if shape := _JWT.fullmatch(value):
            value = value if shape[4] is not None else shape[3]
        if len(value) < SHORTEST or value in self._hints or value.startswith("(hidden"):
            return
        if value.lower() in RECORD_NAMES:  # somebody's password is "password": hiding it would eat the protocol's words
            return
        # A PEM is known by its lines: how it begins and ends is no secret.
        lines = [line.strip() for line in value.splitlines() if not line.startswith("-----")]
        with self._lock:
            for one in lines if value.startswith("-----") else [value, *lines]:
                for form in forms(one) if len(one) >= SHORTEST else ():
                    self._remember(form, hidden(one))

    def _remember(self, form: str, hint: str) -> None:
        if form not in self._hints:
            self._starts.setdefault(form[:SHORTEST], []).append(form)
            if len(form) >= TELLING:
                self._seeds.setdefault(form[:SEED], []).append(form)
        self._hints[form] = hint

    def learn_from(self, value: Any, *, wire: bool = False) -> None:
        """Remember what stands under a secret name, at any depth. ``wire``: a form, a query or a callback."""
        names = WIRE_NAMES if wire else SECRET_NAMES
        if isinstance(value, Mapping):
            for name, one in value.items():
                if not isinstance(one, str):
                    self.learn_from(one, wire=wire)
                elif _plain(str(name)) in names:
                    self.learn(one)
                elif _plain(str(name)).endswith("url"):
                    self.learn_from(_parameters(one), wire=True)
        elif isinstance(value, list | tuple):
            for one in value:
                self.learn_from(one, wire=wire)

    def learn_headers(self, headers: Mapping[str, str]) -> None:
        """Remember what authenticates: bearer tokens, the password of Basic, cookies."""
        for name, value in headers.items():
            if name.lower() in COOKIE_HEADERS:
                for _, cookie in _cookies(name, value):
                    self.learn(cookie)
            elif name.lower() in ("authorization", "proxy-authorization"):
                scheme, _, proof = value.partition(" ")
                self.learn(proof)
                if scheme.lower() == "basic":
                    password = _decoded(proof).partition(":")[2]
                    self.learn(unquote(password))
                    self.learn(unquote_plus(password))  # RFC 6749 section 2.3.1: as in a form

    def text(self, text: str, *, record: bool = False) -> str:
        """Free text without secrets. ``record``: for a file that others read, so a login's state and nonce go too."""
        if "eyJ" in text:
            text = _JWT.sub(_without_signature, text)
        with self._lock:
            found = (form for start in known(text, self._starts, SHORTEST) for form in self._starts[start])
            for form in sorted(found, key=len, reverse=True):  # the longest first: a shorter one may stand in it
                text = text.replace(form, self._hints[form])
            for seed in known(text, self._seeds, SEED):
                text = _without_beginnings(text, seed, self._seeds[seed])
        if "=" in text:
            text = (_RECORD_PAIRS if record else _WIRE_PAIRS).sub(_without_value, text)
        if ":" in text:
            text = _JSON_PAIR.sub(_without_value, text)
        return _PROOF.sub(_without_value, text) if " " in text else text

    def fields(self, value: Any, name: str = "", *, wire: bool = False) -> Any:
        """A JSON value for a record: what stands under a secret name is hidden, the rest is cleaned as text.

        ``wire``: a form, a query or a callback, where ``code`` is an authorization code.
        """
        names = RECORD_NAMES if wire else RECORD_NAMES - {"code"}
        if isinstance(value, Mapping):
            return {
                self.text(str(key), record=True): self.fields(one, str(key), wire=wire) for key, one in value.items()
            }
        if isinstance(value, list | tuple):
            return [self.fields(one, name, wire=wire) for one in value]
        if isinstance(value, str):
            return hidden(value) if _plain(name) in names and value else self.text(value, record=True)
        return value if value is None or isinstance(value, bool | int | float) else self.text(str(value), record=True)

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Headers for a record: the scheme of a proof and the names of cookies stay."""
        shown = {}
        for name, value in headers.items():
            if name.lower() in COOKIE_HEADERS:
                shown[name] = "; ".join(f"{cookie}={hidden(kept)}" for cookie, kept in _cookies(name, value))
            elif name.lower() in SECRET_HEADERS:
                scheme, space, proof = value.partition(" ")
                shown[name] = f"{scheme} {hidden(proof)}" if space else hidden(value)
            else:
                shown[name] = self.text(value, record=True)
        return shown

    def url(self, url: str) -> str:
        """A URL for a record: no user part, secrets in its query and fragment hidden by name."""
        start, slashes, rest = url.partition("//")
        host, slash, path = rest.partition("/")
        return self.text(f"{start}{slashes}{host.rpartition('@')[2]}{slash}{path}", record=True)

    def result(self, value: Any) -> Any:
        """A value made of dataclasses, mappings and tuples, with every text in it cleaned.

        Texts that a dataclass keeps out of its ``repr`` stay: tokens, which no renderer prints unless that is its job.
        """
        match value:
            case Enum():
                return value
            case str():
                return self.text(value)
            case Mapping():
                return {self.result(name): self.result(one) for name, one in value.items()}
            case list():
                return [self.result(one) for one in value]
            case tuple() if not hasattr(value, "_fields"):
                return tuple(self.result(one) for one in value)
        if not is_dataclass(value) or isinstance(value, type):
            return value
        changed = {}
        for field in fields(value):
            one = getattr(value, field.name)
            if field.init and (field.repr or not isinstance(one, str | bytes)):
                cleaned = self.result(one)
                if cleaned != one:
                    changed[field.name] = cleaned
        return replace(value, **changed) if changed else value


def known(text: str, beginnings: Mapping[str, object], length: int) -> list[str]:
    """Which of ``beginnings``, all of that length, stand in the text. As quick as the shorter of the two allows."""
    if len(beginnings) <= len(text):
        return [one for one in beginnings if one in text]
    parts = {text[at : at + length] for at in range(len(text) - length + 1)}
    return [one for one in parts if one in beginnings]


def forms(value: str) -> set[str]:
    """A value as it stands in a URL (also one inside another), in JSON, in HTML, in base64 at any offset, in
    hexadecimal, in Python's words, or backwards."""
    raw = value.encode("utf-8", "surrogatepass")
    found = {value, raw.hex(), raw.hex().upper()}
    if value[::-1].lower() not in RECORD_NAMES:  # somebody's password is "drowssap"
        found.add(value[::-1])
    if not _UNESCAPED.fullmatch(value):  # most secrets are letters and digits, the same in every notation
        found |= _escaped(value, raw)
    for offset in range(3):  # inside a longer text, such as the client_id:secret of Basic
        coded = base64.b64encode(bytes(offset) + raw).decode()
        first = -(-offset * 8 // 6)  # characters that hold a bit of what stands before
        last = (offset + len(raw)) * 8 // 6  # what follows could change the one after
        core = coded[first:last]
        found |= {core, core.replace("+", "-").replace("/", "_")}
    return {form for form in found if len(form) >= SHORTEST}


def _escaped(value: str, raw: bytes) -> set[str]:
    quoted = [quote(raw, safe=""), quote(raw), quote_plus(raw)]
    quoted += [quote(one, safe="") for one in quoted]
    found = {*quoted, *(re.sub("%..", lambda code: code[0].lower(), one) for one in quoted)}
    found |= {json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
    found |= {html.escape(value), html.escape(value, quote=False), html.escape(value).replace("&#x27;", "&#39;")}
    return found | {repr(value)[1:-1], value.encode("unicode_escape").decode()}


@lru_cache(maxsize=4096)  # the same few names, in each of many objects
def _plain(name: str) -> str:
    """A name as the sets above have it: ``Client-Secret`` and ``clientSecret`` are ``client_secret``."""
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return snake.replace("-", "_").lower()


def _parameters(url: str) -> dict[str, str]:
    """The query and the fragment of a URL as one mapping; empty where it cannot be read."""
    try:
        parts = urlsplit(url)
        return dict(parse_qsl(parts.query)) | dict(parse_qsl(parts.fragment))
    except ValueError:
        return {}


def _cookies(header: str, value: str) -> list[tuple[str, str]]:
    """Names and values; of ``Set-Cookie`` the first pair alone, for the rest are its attributes."""
    pairs = [pair.strip().partition("=") for pair in value.split(";")]
    return [(name, kept) for name, _, kept in (pairs[:1] if header.lower() == "set-cookie" else pairs)]


def _decoded(proof: str) -> str:
    """The text behind base64, empty where it is none."""
    try:
        return base64.b64decode(proof, validate=True).decode()
    except ValueError:
        return ""


def _without_beginnings(text: str, seed: str, whole: list[str]) -> str:
    """``text`` without secrets of which only the beginning is there: from the seed on, as far as one of them goes."""
    at = text.find(seed)
    while at >= 0:
        length = max(_alike(text, at, one) for one in whole)
        text = f"{text[:at]}(hidden){text[at + length :]}"
        at = text.find(seed, at + len("(hidden)"))
    return text


def _alike(text: str, at: int, form: str) -> int:
    """How many characters of a form stand in the text from there on."""
    pairs = enumerate(zip(text[at : at + len(form)], form, strict=False))
    return next((count for count, (a, b) in pairs if a != b), min(len(form), len(text) - at))


def _without_value(pair: re.Match[str]) -> str:
    """The name as it stands, and no value."""
    return pair[1] + hidden(pair[2])


def _without_signature(shape: re.Match[str]) -> str:
    """A JWT without its signature, a JWE without all that is encrypted."""
    if shape[4] is not None:
        return f"{shape[1]}.…encrypted({len(shape[0]) - len(shape[1])} characters)"
    if not shape[3] or not _is_header(shape[1]):
        return shape[0]
    return f"{shape[1]}.{shape[2]}.…sig({len(shape[3]) * 3 // 4}B)"


def _is_header(part: str) -> bool:
    """Whether this is JSON in base64url: ``eyJ`` alone can stand in a longer word."""
    try:
        return isinstance(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))), dict)
    except (ValueError, RecursionError):
        return False
