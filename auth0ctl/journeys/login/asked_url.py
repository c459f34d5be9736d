"""An authorize URL as somebody's app made it, read so that the same login can be made from here.

What belongs to the app's own instance (state, nonce, the PKCE challenge, a DPoP key) is ours instead; everything else
is kept, parameters that auth0ctl does not know among them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from auth0ctl.errors import UsageError
from auth0ctl.flows import Flow, flow_for
from auth0ctl.protocol import Discovery

OURS = ("state", "nonce", "code_challenge", "code_challenge_method", "dpop_jkt")
FIELDS = ("client_id", "redirect_uri", "response_type", "response_mode", "scope", "audience")
SEALED = {
    "request_uri": "a pushed request, and only the app and the tenant know what is in it",
    "request": "a signed request object, which cannot be changed to come back here",
}
MODES = ("query", "fragment", "form_post")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedURL:
    """What an authorize URL asks for. ``extra`` are the further parameters; ``said`` tells what will be different.

    ``response_mode`` is None where the URL names none, or one that cannot be received here.
    """

    flow: Flow
    client_id: str
    redirect_uri: str | None
    response_type: str
    response_mode: str | None
    scope: tuple[str, ...]
    audience: str | None
    extra: Mapping[str, str] = field(repr=False)
    said: tuple[str, ...] = ()


def read_asked_url(url: str, discovery: Discovery) -> AskedURL:
    """Read an authorize URL of this tenant.

    Raises UsageError for the URL of another tenant or of no authorize request, and for one that cannot be replayed.
    """
    url = url.strip()
    check_place(url, discovery)
    asked = parameters(urlsplit(url).query)
    for name, what in SEALED.items():
        if name in asked:
            raise UsageError(f"that URL carries {what}", "Take the URL of the same login without it.")
    if not (client_id := asked.get("client_id")):
        raise UsageError("that URL has no client_id")
    response_type = asked.get("response_type", "")
    if (flow := flow_for(response_type, confidential=False)) is None:
        raise UsageError(
            f"that URL asks for response_type '{response_type}', which no login here can receive"
            if response_type
            else "that URL has no response_type"
        )
    mode, said = receivable(asked.get("response_mode"))
    replaced = [name for name in OURS if name in asked]
    if replaced:
        said = (*said, f"Made anew for this login: {', '.join(replaced)}.")
    if "code" in response_type.split() and "code_challenge" not in asked:
        said = (*said, "The URL has no code_challenge: PKCE is added.")
    return AskedURL(
        flow=flow,
        client_id=client_id,
        redirect_uri=asked.get("redirect_uri"),
        response_type=response_type,
        response_mode=mode,
        scope=tuple(asked.get("scope", "").split()),
        audience=asked.get("audience"),
        extra={name: value for name, value in asked.items() if name not in (*OURS, *FIELDS)},
        said=said,
    )


def check_place(url: str, discovery: Discovery) -> None:
    """Raises UsageError where the URL is not one of this tenant's authorize endpoint."""
    try:
        parts = urlsplit(url)
        origin = f"{parts.scheme}://{parts.netloc}".lower()
    except ValueError:
        raise UsageError("--from-url is not a URL") from None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise UsageError("--from-url takes the whole authorize URL, from https:// on")
    # The embedded tenant opens its doors on a port of its own for each login, beside that of its issuer.
    known = {origin_of(discovery.issuer), origin_of(discovery.authorization_endpoint)}
    if origin not in known:
        host, ours = parts.netloc.rpartition("@")[2], urlsplit(discovery.issuer).netloc
        raise UsageError(
            f"that URL is of {host}, and this login talks to {ours}",
            "Choose that tenant: `auth0ctl tenant use NAME`, --tenant NAME, or AUTH0_DOMAIN.",
        )
    if parts.path != urlsplit(discovery.authorization_endpoint).path:
        raise UsageError(
            f"{parts.path or '/'} is not the tenant's authorize endpoint",
            "Take the first URL of the login, before the tenant's login page: its path is /authorize.",
        )


def origin_of(url: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}".lower()


def parameters(query: str) -> dict[str, str]:
    """The parameters of a query. Raises UsageError where one is there twice (RFC 6749 section 3.1)."""
    pairs = parse_qsl(query, keep_blank_values=True)
    asked = dict(pairs)
    if len(asked) != len(pairs):
        names = [name for name, _ in pairs]
        raise UsageError(f"that URL has {next(name for name in names if names.count(name) > 1)} twice")
    return {name: value for name, value in asked.items() if value}


def receivable(mode: str | None) -> tuple[str | None, tuple[str, ...]]:
    """The response mode to ask for, None being the default, and what is to be said about it."""
    if mode is None or mode in MODES:
        return mode, ()
    if mode == "web_message":
        return None, ("response_mode=web_message answers only inside a page of the app's own origin: left out.",)
    return None, (f"response_mode={mode} cannot be received here: left out.",)
