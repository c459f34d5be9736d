"""After a login that passed: what /userinfo says of the user, held against the ID token before any of it is shown."""

from dataclasses import replace

from auth0ctl.errors import AuthError, NetworkError, RateLimited, TenantError
from auth0ctl.findings import Check, Status
from auth0ctl.journeys.login.judging import ID_TOKEN, with_checks
from auth0ctl.journeys.login.world import World
from auth0ctl.model import Token, TokenKind
from auth0ctl.results import Login
from auth0ctl.tenant.dpop import DpopKey
from auth0ctl.tenant.userinfo import UserInfo, read_userinfo
from auth0ctl.tokens import form, signature
from auth0ctl.tokens.crosscheck import userinfo_subject
from auth0ctl.tokens.decode import decode
from auth0ctl.words import shown

ALGS = ("RS256", "PS256")  # what Auth0 signs with; its own /userinfo answers plain JSON


def with_userinfo(result: Login, world: World, dpop: DpopKey | None = None) -> Login:
    """Ask /userinfo and add its claims; a login that did not pass is returned as it is, and nothing is asked.

    A refusal, a bad signature or an answer of another user is a failed check. The claims are kept only when all checks
    passed (I12).
    """
    tokens = result.tokens
    if tokens is None or not result.passed:
        return result
    id_token = next((one.token for one in result.verified if one.label == ID_TOKEN), None)
    if id_token is None or not tokens.access_token:
        return with_checks(result, (failed("it takes an ID token and an access token of one login"),))
    world.step("asking /userinfo")
    try:
        told = read_userinfo(
            world.http,
            world.discovery.userinfo_endpoint,
            tokens.access_token,
            dpop=dpop,
            token_type=tokens.token_type,
            now=world.now,
        )
    except (AuthError, RateLimited, TenantError, NetworkError) as error:
        return with_checks(result, (failed(error.message),))
    result, claims = believed(result, told, world)
    if not result.passed:
        return result
    result = with_checks(result, userinfo_subject(id_token, claims))
    return replace(result, userinfo=claims) if result.passed else result


def failed(why: str) -> Check:
    """/userinfo gave nothing that could be compared."""
    return Check(id="I12", title="userinfo", status=Status.FAIL, detail=why)


def believed(result: Login, told: UserInfo, world: World) -> tuple[Login, dict[str, object]]:
    """The claims of the answer; those of a signed one (``application/jwt``) only once it was verified (I12)."""
    if told.signed is None:
        return result, dict(told.claims)
    token = decode(told.signed)
    kid = token.header.get("kid")
    named = kid if isinstance(kid, str) else None
    keys = world.keys(named, False)
    if named and not keys.named(named):
        keys = world.keys(named, True)
    checks = (
        *form.check(token, TokenKind.UNKNOWN),
        *signature.check(token, keys, ALGS, None),
        *parties(token, result.request.client_id, world.discovery.issuer),
    )
    result = with_checks(result, tuple(replace(check, title=f"userinfo: {check.title}") for check in checks))
    return result, dict(token.claims)


def parties(token: Token, client_id: str, issuer: str) -> tuple[Check, ...]:
    """``iss`` and ``aud`` of a signed answer (OIDC Core 5.3.2)."""
    aud = token.claims.get("aud")
    ours = aud == client_id or (isinstance(aud, list) and client_id in aud)
    return (
        held("V12", "issuer", token.claims.get("iss"), ok=token.claims.get("iss") == issuer),
        held("V13", "audience", aud, ok=ours),
    )


def held(id_: str, title: str, value: object, *, ok: bool) -> Check:
    """One claim of a signed answer, right or not."""
    return Check(id=id_, title=title, status=Status.PASS if ok else Status.FAIL, detail=shown(value))
