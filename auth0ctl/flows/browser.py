"""A login through the system browser: send the person to /authorize, take what comes to the callback, redeem a code.

Two steps, because a hybrid answer must be judged between them (I11): ``run`` up to the callback, ``redeem`` after it.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from urllib.parse import urlsplit

from auth0ctl.flows.callback.server import CallbackServer, Delivery
from auth0ctl.flows.outcome import Outcome
from auth0ctl.protocol import Discovery, Refusal
from auth0ctl.tenant.oauth import Attempt
from auth0ctl.tenant.token_endpoint import TokenEndpoint, TokenRefused, redeem_code, token_set

CARRIES = {"code": "code", "id_token": "id_token", "token": "access_token"}  # response type -> callback parameter


def run(
    attempt: Attempt,
    server: CallbackServer,
    *,
    endpoint: TokenEndpoint,
    discovery: Discovery,
    send_person_to: Callable[[str], None],
    pasting: Callable[[CallbackServer], AbstractContextManager[None]],
    tick: Callable[[float], None],
    warn: Callable[[str], None],
    timeout: float,
) -> Outcome:
    """Send the person off and take the answer. Nothing is redeemed: the outcome holds the code.

    The server is bound already; ``timeout`` is in seconds, ``tick`` gets those left, ``pasting`` lets a pasted address
    compete with the browser's own answer. Raises NetworkError when nobody comes back in time.
    """
    request = attempt.request
    parts = urlsplit(request.url)
    origin = f"{parts.scheme}://{parts.netloc}"  # a form_post may come from there alone
    server.expect(state=request.state, mode=frozenset({request.response_mode}), origin=origin)
    send_person_to(request.url)
    with pasting(server):
        delivery = server.wait(timeout, tick=tick, warn=warn)
    refusal = (
        other_issuer(delivery, discovery, request.response_type)
        or refusal_in(delivery)
        or nothing_usable(delivery, attempt)
    )
    if refusal:
        return Outcome(delivered=delivery.via, refusal=refusal)
    front = {name: value for name, value in delivery.params.items() if name != "code"}
    tokens = token_set(front, endpoint.now()) if "id_token" in front or "access_token" in front else None
    code = delivery.params.get("code") if "code" in request.response_type.split() else None
    return Outcome(delivered=delivery.via, tokens=tokens, code=code)


def redeem(endpoint: TokenEndpoint, attempt: Attempt, code: str) -> Outcome:
    """Redeem a code, once (L07). Raises RateLimited, TenantError or NetworkError; a refusal is an outcome."""
    try:
        return Outcome(tokens=redeem_code(endpoint, attempt, code))
    except TokenRefused as refused:
        return Outcome(refusal=refusal_of(refused))


def refusal_of(refused: TokenRefused) -> Refusal:
    """A refused token request as the outcome of a login."""
    return Refusal(where="token", error=refused.code, description=refused.description, status=refused.status)


def other_issuer(delivery: Delivery, discovery: Discovery, response_type: str) -> Refusal | None:
    """L03, RFC 9207 section 2.4: an answer of another issuer (mix-up) is refused before anything it says is read.

    The ``iss`` parameter must be there where discovery announces it, and is compared whenever it is there. An ID token
    that was asked for in the answer names its issuer itself (section 4), and is verified before all else (I11, V12).
    """
    named = delivery.params.get("iss")
    by_token = "id_token" in response_type.split() and delivery.params.get("id_token")
    owed = discovery.iss_parameter_supported and not by_token
    if named == discovery.issuer or (named is None and not owed):
        return None
    said = "names no issuer" if named is None else f"names the issuer {named}"
    return Refusal(
        where="redirect",
        error="issuer_mismatch",
        description=f"the callback {said}, and the login was sent to {discovery.issuer}",
    )


def refusal_in(delivery: Delivery) -> Refusal | None:
    """The refusal in a callback, if it is one (RFC 6749 section 4.1.2.1)."""
    if not (error := delivery.params.get("error")):
        return None
    return Refusal(where="redirect", error=error, description=delivery.params.get("error_description", ""))


def nothing_usable(delivery: Delivery, attempt: Attempt) -> Refusal | None:
    """A callback with the right state that lacks something of what was asked for."""
    asked = [CARRIES[word] for word in attempt.request.response_type.split()]
    lacking = [name for name in asked if not delivery.params.get(name)]
    if not lacking:
        return None
    names = ", ".join(sorted(set(delivery.params) - {"state"})) or "nothing"
    return Refusal(
        where="redirect",
        error="unexpected_answer",
        description=f"the callback carried {names}, but no {' and no '.join(lacking)}",
    )
