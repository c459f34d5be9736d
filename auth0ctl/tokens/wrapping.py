"""What people paste around a token (``Bearer ``, quotes, URL encoding, line breaks), and what instead of one."""

import re
from urllib.parse import unquote

_BEARER = re.compile(r"(?:authorization\s*:\s*)?(bearer|dpop|jwt)[\s:]+(?=\S)", re.IGNORECASE)
_PARAMETER = re.compile(r"[?#&]?(access_token|id_token|refresh_token|token)\s*[=:]\s*(?=\S)")
_QUOTES = "\"'`\u201c\u201d\u2018\u2019"
_WHITE = re.compile(r"\s+")
_TOKEN_WITH_BREAKS = re.compile(r"e[A-Za-z0-9_.\s-]+", re.ASCII)

_URL = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)
_HOST = re.compile(r"(?=.{4,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+", re.IGNORECASE)
_UNSET = {"undefined", "null", "none", "nil", "false", "true", "nan", "[object object]", "[object promise]"}
_CLIENT_ID = re.compile(r"[A-Za-z0-9]{32}")
_STRICT_CLIENT_ID = re.compile(r"tpc_[A-Za-z0-9]{10,40}")
REFRESH_TOKEN = re.compile(r"v1\.[A-Za-z0-9_-]{87}")
_OPAQUE = re.compile(r"[A-Za-z0-9._~+/=-]{16,}")


def unwrap(text: str) -> tuple[str, tuple[str, ...]]:
    """The token inside ``text``, and one sentence for every wrapping that was taken off."""
    found: list[str] = []
    inner = text
    for _ in range(6):  # each round takes off one layer; six are more than anyone pastes by accident
        peeled, sentence = _peel(inner)
        if not sentence or not peeled:
            break
        found.append(sentence)
        inner = peeled
    return inner, tuple(found)


def _peel(text: str) -> tuple[str, str]:
    peeled, sentence = text, ""
    if text != (bare := text.strip()):
        peeled, sentence = bare, "There is white space around the token."
    elif match := _BEARER.match(text):
        peeled, sentence = text[match.end() :], f"This still has `{match[1]} ` in front of the token."
    elif len(text) > 1 and text[0] in _QUOTES and text[-1] in _QUOTES:
        peeled, sentence = text[1:-1], "The token is still quoted."
    elif text[-1:] in {",", ";"}:
        peeled, sentence = text[:-1], f"There is a `{text[-1]}` after the token."
    elif match := _PARAMETER.match(text):
        peeled, sentence = text[match.end() :], f"This still has `{match[1]}=` in front of the token."
    elif "%" in text and not _URL.match(text) and (decoded := unquote(text)) != text:
        peeled, sentence = decoded, "This is URL-encoded."
    elif _TOKEN_WITH_BREAKS.fullmatch(text) and _WHITE.search(text):
        peeled, sentence = _WHITE.sub("", text), "There are line breaks or spaces inside the token."
    return peeled, sentence


def name_it(text: str) -> tuple[bool, str]:
    """What a text without the structure of a JWT is: ``(could it be an opaque token?, one sentence)``."""
    opaque, sentence = False, "This is text, not a token."
    if not text:
        sentence = "This is empty: there is no token."
    elif text.lower() in _UNSET:
        sentence = f"This is the word `{text}`: the program put a variable where a token should be, before it was set."
    elif text[0] in "{[":
        sentence = _name_json(text)
    elif text.startswith("-----BEGIN"):
        sentence = "This is a PEM key or certificate, not a token."
    elif _URL.match(text):
        named = "access_token=" in text or "id_token=" in text
        sentence = "This is a URL" + (" with a token in it; give the token alone." if named else ", not a token.")
    elif REFRESH_TOKEN.fullmatch(text):
        # tokens.md section 6: a hint, not proof; other services use the same look.
        opaque, sentence = True, "This looks like an Auth0 refresh token: it is opaque, and only /oauth/token takes it."
    elif _STRICT_CLIENT_ID.fullmatch(text):
        sentence = "This is a client id (of a third-party client), not a token."
    elif _CLIENT_ID.fullmatch(text):
        # clients.md section 1 and tokens.md section 5: both are 32 characters.
        opaque, sentence = (
            True,
            "This is a client id, or an opaque access token of an older tenant: both have 32 characters.",
        )
    elif _HOST.fullmatch(text):
        sentence = "This is a domain name, not a token."
    elif _OPAQUE.fullmatch(text):
        opaque, sentence = (
            True,
            "This is an opaque string: nothing in it can be read or checked without asking its issuer.",
        )
    return opaque, sentence


def _name_json(text: str) -> str:
    if '"access_token"' in text or '"id_token"' in text:
        return "This is the JSON answer of a token endpoint; give the `access_token` or `id_token` inside it alone."
    if '"kty"' in text:
        return "This is a JWK or a key set, not a token."
    if '"payload"' in text and ('"signature"' in text or '"signatures"' in text):
        return "This is a JWS in JSON form; a JWT is always in the compact form, three parts with dots."
    if '"iss"' in text or '"sub"' in text or '"alg"' in text:
        return "This is a token already decoded; give the encoded one, which begins with `eyJ`."
    return "This is JSON, not a token."
