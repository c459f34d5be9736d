"""From the callback's answer to verified tokens: the front channel first, then the code, then /userinfo.

Nothing more is called after a bad ID token: neither /token after the front channel's (I11), nor /userinfo after any.
"""

from collections.abc import Mapping
from dataclasses import replace

from auth0ctl.findings import Check, Status
from auth0ctl.flows.browser import redeem
from auth0ctl.flows.outcome import Outcome
from auth0ctl.journeys.login.judging import Asked, asked_by, judged, with_checks, with_verified
from auth0ctl.journeys.login.userinfo import with_userinfo
from auth0ctl.journeys.login.world import World
from auth0ctl.model import Facts, Token
from auth0ctl.protocol import TokenSet
from auth0ctl.results import Login
from auth0ctl.tenant.dpop import DpopKey
from auth0ctl.tenant.oauth import Attempt
from auth0ctl.tenant.token_endpoint import TokenEndpoint
from auth0ctl.tokens.crosscheck import front_and_back
from auth0ctl.tokens.decode import decode


def answered(
    result: Login,
    facts: Facts,
    extra: Mapping[str, str],
    attempt: Attempt,
    outcome: Outcome,
    world: World,
    endpoint: TokenEndpoint,
    *,
    userinfo: bool = False,
) -> Login:
    """Judge what came to the callback, redeem the code if there is one, and judge what that gave.

    ``extra`` are the request's further parameters. A refusal is left to be explained. Raises RateLimited, TenantError
    or NetworkError.
    """
    if outcome.refusal:
        return replace(result, refusal=outcome.refusal)
    asked = asked_by(attempt.request, extra, facts.client)
    if outcome.code is None:
        assert outcome.tokens is not None
        result = judged(result, facts, asked, outcome.tokens, world, front=True)
        result = with_checks(result, complete(asked, attempt, outcome.tokens))
    else:
        result = redeemed(result, facts, asked, attempt, outcome, world, endpoint)
    return with_userinfo(result, world, endpoint.dpop) if userinfo else result


def redeemed(
    result: Login,
    facts: Facts,
    asked: Asked,
    attempt: Attempt,
    outcome: Outcome,
    world: World,
    endpoint: TokenEndpoint,
) -> Login:
    """The tokens of the code. In a hybrid login those of the front channel vouch for it first (I09, I11)."""
    assert outcome.code is not None
    front = outcome.tokens
    if front is not None:
        result = with_verified(result, asked, front, world, front=True, code=outcome.code)
        if not all(one.report.passed for one in result.verified):
            world.warn("The front channel's tokens did not pass: the code is not redeemed, and nothing more is asked.")
            return replace(result, tokens=front)
    world.step("redeeming the code")
    back = redeem(endpoint, attempt, outcome.code)
    if back.refusal:
        return replace(result, refusal=back.refusal)
    assert back.tokens is not None
    result = judged(result, facts, asked, back.tokens, world)
    result = with_checks(result, complete(asked, attempt, back.tokens))
    if front is not None and front.id_token and back.tokens.id_token:
        result = with_checks(result, front_and_back(decode(front.id_token), decode(back.tokens.id_token)))
    if endpoint.dpop is not None:
        result = with_checks(result, bound(back.tokens, endpoint.dpop))
    return result


def complete(asked: Asked, attempt: Attempt, tokens: TokenSet) -> tuple[Check, ...]:
    """An ID token that was asked for and did not come: the login says nothing of who logged in (OIDC Core 3.1.3.3)."""
    words = attempt.request.response_type.split()
    wanted = "id_token" in words or ("code" in words and "openid" in asked.scope)
    if not wanted or tokens.id_token:
        return ()
    detail = "openid was asked for, and no ID token came"
    return (Check(id="I03", title="ID token", status=Status.FAIL, detail=detail),)


def bound(tokens: TokenSet, key: DpopKey) -> tuple[Check, ...]:
    """Whether the access token is bound to our key as asked: by its type, and by ``cnf.jkt`` where it can be read."""
    dpop = tokens.token_type.lower() == "dpop"
    status = Status.PASS if dpop else Status.FAIL
    detail = tokens.token_type if dpop else f"a DPoP-bound token was asked for, and a {tokens.token_type} one came"
    checks = [Check(id="L11", title="token type", status=status, detail=detail)]
    token = decode(tokens.access_token or "")
    if dpop and token.claims:
        checks.append(of_our_key(token, key))
    return tuple(checks)


def of_our_key(token: Token, key: DpopKey) -> Check:
    """``cnf.jkt`` against our key's thumbprint (RFC 9449 section 6.1)."""
    cnf = token.claims.get("cnf")
    ours = isinstance(cnf, Mapping) and cnf.get("jkt") == key.thumbprint
    detail = "our key's" if ours else "the access token is not bound to the key of this login"
    return Check(id="A05", title="bound key", status=Status.PASS if ours else Status.FAIL, detail=detail)
