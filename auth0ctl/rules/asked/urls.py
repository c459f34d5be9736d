"""Reads the URLs of a login as they turn up: whole or cut out of a log line, escaped once too often, without a host.

Nothing here objects to anything; what is wrong with a URL stays visible in what is read, for the rules.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote

from auth0ctl.protocol import AuthorizeRequest
from auth0ctl.situation import LogoutRequest
from auth0ctl.words import split_url

LONGEST = 32_768  # characters; no browser or server takes more (Auth0 refuses far less)
AUTHORIZE, LOGOUTS = "/authorize", ("/v2/logout", "/oidc/logout")
TOKEN, USERINFO = "/oauth/token", "/userinfo"
# Paths of Auth0's own, whose first part becomes the host where the domain is empty: https:///authorize -> https://authorize/
LOST_HOSTS = {"authorize": AUTHORIZE, "oauth": TOKEN, "v2": "/v2/logout", "oidc": "/oidc/logout"}
ANSWER = ("code", "error", "access_token", "id_token", "response")
UNSET = frozenset(("", "undefined", "null", "none", "nan", "nil", "false", "(null)", "[object object]"))
# What a program writes where a variable of its own was never filled in.
UNFILLED = re.compile(r"^(?:\$\{|\{\{|%[A-Z_]+%$|<%|process\.env|import\.meta|os\.environ|ENV\[|#\{|__[A-Z_]+__$)")

_WRAPPING = "\"'`<>()[]{},;"
_SCHEME_TWICE = re.compile(r"^(https?):/{1,3}(https?)(?::|%3a)?/{1,3}([^/?#]*)(.*)$", re.IGNORECASE | re.DOTALL)
_HOST_IN_PATH = re.compile(
    r"^(/(?:undefined|null|[\w-]+(?:\.[\w-]+)*\.auth0\.com))/(?:authorize|v2/logout|oidc/logout)\b"
)
_IN_TEXT = re.compile(
    r"[a-z][a-z0-9+.-]{0,30}://\S+|/(?:authorize|v2/logout|oidc/logout|oauth/token)/?\?\S+|https?%3a%2f%2f\S+",
    re.IGNORECASE,
)
_PARAMETER = re.compile(r"&[\w.-]+=")
_WORD = re.compile(r"[\w:./@+%-]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A URL in its parts. ``domain`` is what the app must have as its Auth0 domain to make such a URL, None where the
    URL has no host to tell; ``repeated`` are the names of parameters that stand there more than once."""

    url: str = field(repr=False)
    scheme: str
    host: str
    domain: str | None
    path: str
    query: Mapping[str, str] = field(repr=False)
    fragment: Mapping[str, str] = field(repr=False)
    repeated: tuple[str, ...] = ()

    @property
    def endpoint(self) -> str:
        """The path without doubled and trailing slashes, in lower case."""
        return re.sub(r"/{2,}", "/", self.path).rstrip("/").lower() or "/"


def cleaned(text: str) -> str:
    """The one URL in a text, without what a log, a page's source or a program put around or into it."""
    text = text.strip()[:LONGEST]
    if not re.search(r"[^\S\n\r]", text):
        text = "".join(text.split())  # a long URL that was wrapped
    for escaped in ("&amp;", "&#38;", "&#x26;", "\\u0026", "\\x26", "&AMP;"):
        text = text.replace("&amp;amp;", "&amp;").replace(escaped, "&")
    text = text.replace("\\/", "/").strip(_WRAPPING)
    text = unspaced(text)
    if found := _IN_TEXT.search(text):
        text = found[0].rstrip(_WRAPPING + ".") if found.start() or any(c.isspace() for c in text) else text
    for _ in range(3):
        if not re.match(r"[a-z][a-z0-9+.-]*%(?:25)*3a", text, re.IGNORECASE):
            break
        text = unquote(text)
    return text


def unspaced(text: str) -> str:
    """A URL whose parameters hold bare spaces, as browsers show it (``scope=openid profile&state=s``), with them
    escaped. Words behind the last parameter stay apart, unless that one is a list of words."""
    chunks = text.split(" ")
    if "?" not in chunks[0] or "://" not in chunks[0]:
        return text
    end = max(place for place, chunk in enumerate(chunks) if place == 0 or _PARAMETER.search(chunk))
    if chunks[end].rpartition("&")[2].partition("=")[0] in ("scope", "response_type", "prompt", "acr_values"):
        end = len(chunks) - 1
    whole = all(_WORD.fullmatch(chunk.partition("&")[0]) for chunk in chunks[1 : end + 1])
    return " ".join(("%20".join(chunks[: end + 1]), *chunks[end + 1 :])) if whole else text


def read_place(text: str) -> Place | None:
    """The parts of a URL, however broken; None for what is none at all."""
    url = cleaned(text)
    domain: str | None
    if twice := _SCHEME_TWICE.match(url):
        domain, host, rest = f"{twice[2]}://{twice[3]}", twice[3].lower(), twice[4]
        scheme = twice[1].lower()
    else:
        head = re.match(r"^([a-z][a-z0-9+.-]*)://([^/?#]*)(.*)$", url, re.IGNORECASE | re.DOTALL)
        if head is None and not url.startswith("/"):
            return None
        scheme, authority, rest = (head[1].lower(), head[2], head[3]) if head else ("", "", url)
        host = authority.rpartition("@")[2].lower()
        host = host.removesuffix(":443") if scheme == "https" else host.removesuffix(":80")
        domain = unquote(host) if head else None
    path, query, fragment = parted(rest)
    if domain is not None and not twice:
        domain, host, path = misplaced(domain, host, path)
    pairs = parse_qsl(query, keep_blank_values=True)
    names = [name for name, _ in pairs]
    return Place(
        url=url,
        scheme=scheme,
        host=host,
        domain=domain,
        path=path or "/",
        query=dict(reversed(pairs)),  # the first of several
        fragment=dict(parse_qsl(fragment, keep_blank_values=True)),
        repeated=tuple(dict.fromkeys(name for name in names if names.count(name) > 1)),
    )


def parted(rest: str) -> tuple[str, str, str]:
    """Path, query and fragment; an app with a router of hashes has its query behind the #."""
    before, _, fragment = rest.partition("#")
    path, _, query = before.partition("?")
    if not query and "?" in fragment:
        fragment = fragment.partition("?")[2]
    return path, query, fragment.lstrip("/")


def misplaced(domain: str, host: str, path: str) -> tuple[str, str, str]:
    """Where an empty or a bare domain has shifted the parts: the domain behind it, and the path that was meant."""
    if host in LOST_HOSTS and (path in ("", "/") or f"/{host}{path}".rstrip("/") in (*LOGOUTS, TOKEN)):
        return "", "", f"/{host}{path}".rstrip("/")
    if host == "" and path.startswith("/"):
        return "", "", re.sub("^/+", "/", path)
    if path.startswith("//"):
        return f"{domain}/", host, path
    if inside := _HOST_IN_PATH.match(path):
        return inside[1][1:], host, path[len(inside[1]) :]
    return domain, host, path


def unset(value: str) -> bool:
    """Whether a value is what a program writes for a setting that is not there."""
    return value.strip().strip("\"'").lower() in UNSET or UNFILLED.match(value.strip()) is not None


def is_authorize(place: Place) -> bool:
    """An authorize URL, at its own path or by its parameters."""
    if place.endpoint == AUTHORIZE or (place.endpoint.endswith("authorize") and "callback" not in place.endpoint):
        return True
    return "response_type" in place.query and ("client_id" in place.query or "redirect_uri" in place.query)


def is_pushed(place: Place) -> bool:
    """Whether what is asked is not in the URL: it was pushed (RFC 9126), or is signed (RFC 9101)."""
    return "request_uri" in place.query or "request" in place.query


def is_logout(place: Place) -> bool:
    return place.endpoint in LOGOUTS or (
        place.endpoint in ("/logout", "/oauth/logout", "/oauth2/logout", "/u/logout", "/v1/logout")
        and (place.host.endswith(".auth0.com") or {"client_id", "federated"} & set(place.query) != set())
    )


def is_callback(place: Place) -> bool:
    """What an authorize endpoint sends a browser back with (RFC 6749 sections 4.1.2 and 4.2.2)."""
    both = {**place.query, **place.fragment}
    return any(name in both for name in ANSWER)


def authorize_request(place: Place) -> AuthorizeRequest:
    """What an authorize URL asks for; missing strings are empty."""
    asked = place.query
    response_type = asked.get("response_type", "").strip()
    mode = "fragment" if {"token", "id_token"} & set(response_type.split()) else "query"
    return AuthorizeRequest(
        url=place.url,
        client_id=asked.get("client_id", asked.get("client", "") if "protocol" in asked else ""),
        redirect_uri=asked.get("redirect_uri", ""),
        response_type=response_type,
        response_mode=asked.get("response_mode", "") or mode,
        scope=tuple(asked.get("scope", "").split()),
        audience=asked.get("audience") or None,
        state=asked.get("state", ""),
        nonce=asked.get("nonce"),
    )


def logout_request(place: Place) -> LogoutRequest:
    """What a logout URL asks for, by the parameters that this very endpoint goes by (authorize.md section 10)."""
    whole = place.endpoint.startswith("/oidc")
    back = place.query.get("post_logout_redirect_uri" if whole else "returnTo")
    return LogoutRequest(
        url=place.url,
        endpoint="/oidc/logout" if whole else "/v2/logout",
        client_id=place.query.get("client_id") or None,
        return_to=back or None,
        has_id_token_hint=bool(place.query.get("id_token_hint")) or ("logout_hint" in place.query and whole),
    )


def parameters(url: str) -> dict[str, str]:
    """The parameters of a request's URL, the first of each name; empty ones are there too."""
    try:
        query = split_url(url).query
    except ValueError:
        query = url.partition("?")[2].partition("#")[0]
    return dict(reversed(parse_qsl(query, keep_blank_values=True)))


def host_of(url: str) -> str:
    """Host and port in lower case; empty for what has none."""
    try:
        return split_url(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return ""


def hostname_of(url: str) -> str:
    """The host without its port."""
    host = host_of(url)
    return host if host.startswith("[") else host.partition(":")[0]


def origin_of(url: str) -> str:
    """Scheme, host and port; empty for what has no host."""
    try:
        parts = split_url(url)
    except ValueError:
        return ""
    return f"{parts.scheme}://{host_of(url)}".lower() if parts.netloc else ""


def place_of(url: str) -> str:
    """A URL without query and fragment: enough to show, and free of secrets."""
    return url.partition("?")[0].partition("#")[0]
