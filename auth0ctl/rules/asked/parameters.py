"""What stands in an authorize URL, whatever the tenant's settings: identity, callback, response, scope, proofs."""

import re
from urllib.parse import unquote

from auth0ctl.findings import Confidence, Finding, Judge, Severity
from auth0ctl.model import Facts
from auth0ctl.protocol import AuthorizeRequest
from auth0ctl.rules.asked.causes import ESCAPED_WRONGLY, PKCE_MISSING, SECRET_IN_BROWSER, STATE_MISSING
from auth0ctl.rules.asked.urls import parameters, read_place, unset
from auth0ctl.rules.client import PUBLIC_TYPES
from auth0ctl.rules.login.asking import CLIENT_UNKNOWN, PARAMETER_REFUSED
from auth0ctl.rules.project.placeholders import placeholder
from auth0ctl.rules.project.written import PADDED, PLACEHOLDER
from auth0ctl.rules.request import OPENID_MISSING
from auth0ctl.rules.said.causes.app import CLIENT_ID_MISSING, REDIRECT_URI_MISSING
from auth0ctl.rules.wish.situation import found, wish_of

RESPONSE_WORDS = ("code", "token", "id_token")
MODES = ("query", "fragment", "form_post", "web_message", "query.jwt", "fragment.jwt", "form_post.jwt", "jwt")
PROMPTS = ("none", "login", "consent", "select_account", "create")
PUSHED = ("request_uri", "request")  # what was asked is elsewhere
MISNAMED_IDS = ("clientId", "clientID", "client", "client-id", "cid", "app_id")
SHOWN = 60  # characters of a value that are repeated
ENCODED = re.compile(r"%(?:25)*(?:3A|2F|20|3F|3D|26)", re.IGNORECASE)
CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")  # a SHA-256 in base64url (RFC 7636 section 4.2)
OPENED_BY_HAND = ("auth0ctl-doctor",)  # the state of a request that doctor made itself


def asked_of(facts: Facts) -> AuthorizeRequest:
    assert facts.request is not None  # named in needs
    return facts.request


def sent(facts: Facts) -> dict[str, str]:
    """The parameters as they stand in the URL; none where they were pushed or signed."""
    query = parameters(asked_of(facts).url)
    return {} if any(name in query for name in PUSHED) else query


def shown(value: str) -> str:
    return value if len(value) <= SHOWN else value[: SHOWN - 1] + "…"


def client_id_missing(facts: Facts) -> Finding | None:
    request, query = asked_of(facts), parameters(asked_of(facts).url)
    if not query or not unset(request.client_id):
        return None
    value = f"is {request.client_id}" if request.client_id else "is empty" if "client_id" in query else "is missing"
    misnamed = next((name for name in MISNAMED_IDS if name in query), "")
    detail = f"The parameter client_id {value} in the authorize URL: the app has no client id at run time."
    if misnamed and "protocol" not in query:
        detail += f" The URL has {misnamed}, which Auth0 does not know."
    return found(CLIENT_ID_MISSING, "the request", detail, f"client_id: {request.client_id or 'none'}")


def client_id_strange(facts: Facts) -> Finding | None:
    """What no tenant's client id looks like. Auth0 answers "Unknown client"."""
    client_id = asked_of(facts).client_id
    if unset(client_id) or facts.client is not None or (why := not_ours(client_id)) == "":
        return None
    return found(
        CLIENT_UNKNOWN,
        shown(client_id),
        f"The client_id is {shown(client_id)}: {why}. Auth0 knows no such client.",
        f"client_id: {shown(client_id)}",
        fix="Copy the Client ID from the client's settings page: `auth0ctl client list`.",
        confidence=Confidence.LIKELY,
    )


def not_ours(client_id: str) -> str:
    if client_id.endswith(".apps.googleusercontent.com"):
        return "that is a client id of Google, which belongs into the connection's settings at Auth0"
    if re.fullmatch(r"0oa[0-9A-Za-z]{14,20}", client_id):
        return "that is a client id of Okta"
    if re.fullmatch(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", client_id, re.IGNORECASE):
        return "that is a UUID, as Microsoft's application ids are"
    if client_id.endswith(".auth0.com"):
        return "that is a domain"
    return "that is an e-mail address" if re.fullmatch(r"[^@\s/:]+@[^@\s/:]+\.\w+", client_id) else ""


def client_secret_sent(facts: Facts) -> Finding | None:
    if not sent(facts).get("client_secret"):
        return None
    return found(
        SECRET_IN_BROWSER,
        asked_of(facts).client_id,
        "The authorize URL carries a client_secret. It stands in the browser's history and in logs now.",
        "client_secret: (hidden)",
    )


def left_unfilled(facts: Facts) -> Finding | None:
    """A template's placeholder in a value that goes to Auth0."""
    for name in ("client_id", "audience", "redirect_uri", "organization", "connection"):
        value = sent(facts).get(name, "")
        words = re.split(r"[/.:@?&=]+", value) if "://" in value else []
        if not unset(value) and any(placeholder(one) for one in [value, *words] if len(one) > 3 and not unset(one)):
            return found(
                PLACEHOLDER,
                name,
                f"{name} is {shown(value)}: a template's placeholder that was never replaced.",
                f"{name}: {shown(value)}",
                fix=f"Put the real {name} into the app's settings.",
            )
    return None


def padded(facts: Facts) -> Finding | None:
    """Quotes or blanks that came along from a file of settings."""
    for name in ("client_id", "audience", "redirect_uri", "organization", "connection", "response_type"):
        value = sent(facts).get(name, "")
        bare = value.strip().strip("\"'`").strip()
        if bare and bare != value:
            return found(
                PADDED,
                name,
                f"{name} has quotes, blanks or a line end around it: Auth0 compares all of it, and finds nothing.",
                f"{name}: {shown(value)!r}",
                fix=f"Write {name} as {shown(bare)}, without quotes and blanks.",
            )
    return None


def redirect_uri_missing(facts: Facts) -> Finding | None:
    query = sent(facts)
    # Doctor's own question may leave it out, where nobody named one.
    if not query or query.get("redirect_uri") or query.get("state") in OPENED_BY_HAND:
        return None
    misnamed = next((name for name in ("redirectUri", "redirect_url", "redirectUrl", "callback", "callback_url",
                                       "returnTo", "redirect") if name in query), "")  # fmt: skip
    return found(
        REDIRECT_URI_MISSING,
        asked_of(facts).client_id or "the request",
        "The authorize URL names no redirect_uri."
        + (f" It has {misnamed}, which Auth0 does not know." if misnamed else ""),
        "redirect_uri: none",
    )


def escaped_wrongly(facts: Facts) -> Finding | None:
    """HTML's ``&amp;`` in a query, or a value that is still encoded once it was decoded."""
    query = sent(facts)
    if names := [name for name in query if name.startswith(("amp;", "&amp;"))]:
        return found(
            ESCAPED_WRONGLY,
            "the request",
            f"The query was escaped as HTML: Auth0 gets parameters named {', '.join(names)}.",
            f"parameters: {', '.join(query)}",
        )
    for name in ("redirect_uri", "audience", "scope", "client_id"):
        if ENCODED.search(query.get(name, "")) and "://" not in query[name].partition("?")[0]:
            return found(
                ESCAPED_WRONGLY,
                name,
                f"{name} was percent-encoded twice: once decoded it still is {shown(query[name])}, no valid value.",
                f"{name}: {shown(query[name])}",
                fix=f"Encode {name} once: it should arrive as {shown(unquote(unquote(query[name])))}.",
            )
    return None


def parameter_refused(facts: Facts) -> Finding | None:
    """Values that the standards, and Auth0, do not take (authorize.md section 1)."""
    query, request = sent(facts), asked_of(facts)
    if not query or (why := refused(query, request)) is None:
        return None
    name, detail, fix = why
    return found(PARAMETER_REFUSED, name, detail, f"{name}: {shown(query.get(name, '')) or 'none'}", fix=fix)


def refused(query: dict[str, str], request: AuthorizeRequest) -> tuple[str, str, str] | None:
    """The parameter at fault, what is wrong with it, and what to send instead."""
    words = request.response_type.split()
    place = read_place(request.url)
    classic = place is not None and place.endpoint != "/authorize" and "response_type" not in query
    if unset(request.response_type) and not classic:
        misnamed = " It has responseType, which Auth0 does not know." if "responseType" in query else ""
        return "response_type", f"The URL has no response_type.{misnamed}", "Send response_type=code."
    if bad := [word for word in words if word not in RESPONSE_WORDS]:
        comma = " Its words are separated by spaces." if any(sign in request.response_type for sign in ",+|") else ""
        return (
            "response_type",
            f"response_type={shown(request.response_type)}: Auth0 does not know {bad[0]}.{comma}",
            "Send response_type=code, or words of code, token and id_token with spaces between.",
        )
    if place is not None and (twice := [name for name in place.repeated if name not in ("resource",)]):
        return (
            twice[0],
            f"The parameter {twice[0]} stands in the URL more than once (RFC 6749 section 3.1).",
            (f"Send {twice[0]} once."),
        )
    if "id_token" in words and not request.nonce:
        return "nonce", "An ID token from /authorize needs a nonce, and the URL has none.", "Send a random nonce."
    mode = query.get("response_mode", "")
    if mode and mode not in MODES:
        return "response_mode", f"response_mode={shown(mode)} is none that Auth0 knows.", "Leave response_mode out."
    if mode == "query" and {"token", "id_token"} & set(words):
        return (
            "response_mode",
            "Tokens are never sent in a query: response_mode=query does not go with them.",
            ("Leave response_mode out, or ask for response_type=code."),
        )
    prompts = query.get("prompt", "").split()
    if bad := [word for word in prompts if word not in PROMPTS]:
        return "prompt", f"prompt={shown(query['prompt'])}: Auth0 does not know {bad[0]}.", "Leave prompt out."
    if "none" in prompts and len(prompts) > 1:
        return (
            "prompt",
            "prompt=none goes with no other prompt (OpenID Connect Core section 3.1.2.1).",
            ("Send prompt=none alone, or leave it out."),
        )
    return refused_proof(query)


def refused_proof(query: dict[str, str]) -> tuple[str, str, str] | None:
    method, challenge = query.get("code_challenge_method", ""), query.get("code_challenge", "")
    if method and not challenge:
        return "code_challenge", "There is a code_challenge_method without a code_challenge.", "Send the challenge too."
    if method and method not in ("S256", "plain"):
        return "code_challenge_method", f"code_challenge_method={shown(method)} is none that Auth0 knows.", "Send S256."
    if challenge and method == "S256" and not CHALLENGE.fullmatch(challenge):
        return (
            "code_challenge",
            "The code_challenge is no SHA-256 in base64url: 43 characters without padding (RFC 7636 section 4.2).",
            "Make it as BASE64URL(SHA256(code_verifier)), without = at the end.",
        )
    age = query.get("max_age", "")
    if age and not age.isdigit():
        return "max_age", f"max_age={shown(age)} is no number of seconds.", "Send whole seconds, or leave it out."
    return None


def scope_separated_wrongly(facts: Facts) -> Finding | None:
    """One word where several were meant: by commas, by an encoded plus, as a list."""
    raw = sent(facts).get("scope", "")
    joined = re.search(r"(?:^|[\s,+;|\[\"'])openid(?:[,+;|\]\"']|%20)|[,+;|\"']openid\b", raw)
    if joined is None or "openid" in raw.split():
        return None
    return found(
        OPENID_MISSING,
        asked_of(facts).client_id,
        f"The scope is {shown(raw)}: scopes are separated by spaces. As it stands it is one unknown scope, so there is "
        "no openid in it, and no ID token comes back.",
        f"scope: {shown(raw)}",
        fix="Send the scopes with spaces between: 'openid profile email'.",
        severity=Severity.ERROR,
    )


def pkce_missing(facts: Facts) -> Finding | None:
    """Only where it is known that the app has no secret."""
    query, request = sent(facts), asked_of(facts)
    if "code" not in request.response_type.split() or "code_challenge" in query:
        return None
    client, wish = facts.client, wish_of(facts)
    public = client is not None and "none" in (client.token_endpoint_auth_method, auth_by_type(client.app_type))
    if not public or wish.has_secret or wish.client_secret or wish.flow == "web-code":
        return None
    return found(
        PKCE_MISSING,
        request.client_id,
        "The URL asks for a code without a code_challenge, and the client has no secret to prove itself with.",
        "code_challenge: none",
        f"app_type: {client.app_type if client else ''}",
        confidence=Confidence.LIKELY,
    )


def auth_by_type(app_type: str | None) -> str:
    """How a client of this type proves itself, where nothing else was set."""
    return "none" if app_type in PUBLIC_TYPES else ""


def state_missing(facts: Facts) -> Finding | None:
    query = sent(facts)
    if not query or query.get("state"):
        return None
    return found(STATE_MISSING, asked_of(facts).client_id, "The authorize URL has no state.", "state: none")


NEEDS = ("request",)
JUDGES = tuple(
    Judge(rule=rule, needs=NEEDS, find=find)
    for rule, find in (
        (CLIENT_ID_MISSING, client_id_missing),
        (CLIENT_UNKNOWN, client_id_strange),
        (SECRET_IN_BROWSER, client_secret_sent),
        (PLACEHOLDER, left_unfilled),
        (PADDED, padded),
        (REDIRECT_URI_MISSING, redirect_uri_missing),
        (ESCAPED_WRONGLY, escaped_wrongly),
        (PARAMETER_REFUSED, parameter_refused),
        (OPENID_MISSING, scope_separated_wrongly),
        (PKCE_MISSING, pkce_missing),
        (STATE_MISSING, state_missing),
    )
)
