"""A login without a browser of ours: one request to the token endpoint, or a device code and patience; then verified.

The tokens are judged as those of a browser's login are (``journeys.judging``); after a refresh they are also held
against the ones before (I13).
"""

import time
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace

from auth0ctl.evidence.config import read_config
from auth0ctl.flows.browser import refusal_of
from auth0ctl.flows.device import Patience
from auth0ctl.flows.direct import DirectWish, shown
from auth0ctl.journeys.login.interruption import finishing_first
from auth0ctl.journeys.login.judging import Asked, asked_by, judged, with_checks
from auth0ctl.journeys.login.run import explained, method_of, verdict
from auth0ctl.journeys.login.world import World
from auth0ctl.lookup import load
from auth0ctl.model import Facts
from auth0ctl.protocol import TokenRequest, TokenSet
from auth0ctl.results import Login
from auth0ctl.tenant.device import DeviceCode
from auth0ctl.tenant.token_endpoint import TokenRefused
from auth0ctl.tokens.crosscheck import after_refresh
from auth0ctl.tokens.decode import decode

__all__ = ["DirectWish", "direct_login"]

SAME_MOMENT = 5.0  # seconds
FINISHING = "Finishing the refresh first, so that no token is lost; Ctrl-C again ends at once."


def nothing_to_do(_tokens: TokenSet) -> None:
    """Where nobody has to know of the tokens before they are verified."""


def direct_login(
    wish: DirectWish,
    world: World,
    *,
    arrived: Callable[[TokenSet], None] = nothing_to_do,
    clock: Callable[[], float] = time.monotonic,
    wait: Callable[[float], None] = time.sleep,
) -> Login:
    """Run one flow of kind ``direct``. Returns the refusal, or the tokens with their verification and findings.

    ``arrived`` gets the tokens before anything else is done with them: a rotated refresh token must not be lost to
    a crash. ``clock`` and ``wait`` are the device flow's, in seconds. Raises UsageError where the wish lacks something
    the flow needs, RateLimited, TenantError or NetworkError.
    """
    world.step("reading the client and the APIs through the Management API")
    facts = read_config(Facts(tenant=world.tenant), world.management, wish.client_id, why_not=world.why_no_management)
    method = wish.client_auth or method_of(facts.client, world.authentication)
    world = replace(world, authentication=replace(world.authentication, method=method))
    request = shown(wish)
    facts = replace(facts, token_request=request, auth_method=method)
    result = Login(
        tenant=world.tenant,
        flow=wish.flow.label,
        request=request,
        at=world.now(),
        client_name=facts.client.name if facts.client else "",
    )
    # Ctrl-C between a refresh's answer and its keeping would lose the token that follows the used one (Q13).
    whole = finishing_first(world.warn, FINISHING) if wish.flow.name == "refresh" else nullcontext()
    try:
        with whole:
            tokens = ask(wish, world, clock=clock, wait=wait)
            if wish.refresh_token is not None and tokens.refresh_token == wish.refresh_token:
                tokens = replace(tokens, refresh_token=None)  # RFC 6749 section 6: the same one again is no new one
            arrived(tokens)
    except TokenRefused as no:
        return told(replace(explained(result, facts, refusal_of(no), world), at=world.now()), world)
    asked = expected_of(wish, request, tokens, facts)
    result = judged(replace(result, at=world.now()), facts, asked, tokens, world)
    if wish.before and tokens.id_token and not twins(wish.before, tokens):
        result = with_checks(result, after_refresh(decode(wish.before), decode(tokens.id_token)))
    return told(result, world)


def twins(before: str, tokens: TokenSet) -> bool:
    """Whether both ID tokens are one and the same and of this very moment: two refreshes in one second bring that,
    because RS256 signs the same claims to the same bytes. Later it is the old token once more, which I13 refuses."""
    issued = decode(before).claims.get("iat")
    fresh = isinstance(issued, int | float) and abs(tokens.received_at.timestamp() - issued) < SAME_MOMENT
    return fresh and before == tokens.id_token


def ask(wish: DirectWish, world: World, *, clock: Callable[[], float], wait: Callable[[float], None]) -> TokenSet:
    """The flow itself. Raises TokenRefused, and what ``direct_login`` raises."""
    run: Callable[..., TokenSet] = load(wish.flow.target)
    endpoint = replace(world.endpoint(wish.client_id), dpop=wish.dpop_key)
    world.step(f"asking the token endpoint: {wish.flow.label}")
    if wish.flow.name != "device":
        return run(wish, endpoint)
    patience = Patience(
        tell=lambda code: show_code(code, world), tick=world.tick, warn=world.warn, clock=clock, wait=wait
    )
    if wish.organization:
        world.warn("Auth0's device flow knows no organizations: the parameter is sent, and may have no effect.")
    return run(wish, endpoint, discovery=world.discovery, patience=patience)


def show_code(code: DeviceCode, world: World) -> None:
    """The page and the code, plainly; then the address that has the code in it, for convenience only (L14)."""
    world.tell(
        "auth0ctl", "person", "show the device code", verification_uri=code.verification_uri, seconds=code.expires_in
    )
    world.warn(f"On any device, open\n\n    {code.verification_uri}\n\nand enter this code:\n\n    {code.user_code}\n")
    world.warn("Enter it only if you started this login yourself. With the code already filled in:")
    world.send_person_to(code.verification_uri_complete or code.verification_uri)


def expected_of(wish: DirectWish, request: TokenRequest, tokens: TokenSet, facts: Facts) -> Asked:
    """What the tokens are held against. A nonce may come again after a refresh, and then must be the login's own.

    OpenID Connect Core section 12.2. Where no scope was asked for, the tenant's own answer says what was granted.
    """
    asked = asked_by(request, wish.further, facts.client)
    again = tokens.id_token is not None and "nonce" in decode(tokens.id_token).claims
    scope = wish.scope or wish.scope_before or tuple((tokens.scope or "").split())
    return replace(
        asked, scope=scope, nonce=wish.nonce if again else None, audience=request.audience or wish.audience_before
    )


def told(result: Login, world: World) -> Login:
    """The result, once the trace has heard how it ended."""
    world.tell("auth0ctl", "person", verdict(result), findings=[one.rule.code for one in result.findings])
    return result
