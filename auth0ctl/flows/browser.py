"""A login through the system browser: send the person to /authorize, take what comes to the callback, redeem a code."""

from collections.abc import Callable
from urllib.parse import urlsplit

from auth0ctl.flows.callback.server import CallbackServer, Delivery
from auth0ctl.flows.outcome import Outcome
from auth0ctl.protocol import Refusal
from auth0ctl.tenant.oauth import Attempt
from auth0ctl.tenant.token_endpoint import TokenEndpoint, TokenRefused, redeem_code, token_set


def run(
    attempt: Attempt,
    server: CallbackServer,
    *,
    endpoint: TokenEndpoint,
    send_person_to: Callable[[str], None],
    tick: Callable[[float], None],
    warn: Callable[[str], None],
    timeout: float,
) -> Outcome:
    """Run one attempt to its end. The server is bound already; ``timeout`` is in seconds, ``tick`` gets those left.

    Raises NetworkError when nobody comes back in time or an endpoint does not answer.
    """
    request = attempt.request
    parts = urlsplit(request.url)
    origin = f"{parts.scheme}://{parts.netloc}"  # a form_post may come from there alone
    server.expect(state=request.state, mode=frozenset({request.response_mode}), origin=origin)
    send_person_to(request.url)
    delivery = server.wait(timeout, tick=tick, warn=warn)
    if refusal := refusal_in(delivery):
        return Outcome(delivered=delivery.via, refusal=refusal)
    if "code" not in request.response_type.split():
        return Outcome(delivered=delivery.via, tokens=token_set(delivery.params, endpoint.now()))
    if not (code := delivery.params.get("code")):
        return Outcome(delivered=delivery.via, refusal=nothing_usable(delivery))
    try:
        tokens = redeem_code(endpoint, attempt, code)
    except TokenRefused as refused:
        refusal = Refusal(where="token", error=refused.code, description=refused.description, status=refused.status)
        return Outcome(delivered=delivery.via, refusal=refusal)
    return Outcome(delivered=delivery.via, tokens=tokens)


def refusal_in(delivery: Delivery) -> Refusal | None:
    """The refusal in a callback, if it is one (RFC 6749 section 4.1.2.1)."""
    if not (error := delivery.params.get("error")):
        return None
    return Refusal(where="redirect", error=error, description=delivery.params.get("error_description", ""))


def nothing_usable(delivery: Delivery) -> Refusal:
    """A callback with the right state and nothing in it that was asked for."""
    names = ", ".join(sorted(set(delivery.params) - {"state"})) or "nothing"
    return Refusal(
        where="redirect", error="unexpected_answer", description=f"the callback carried {names}, but no code"
    )
