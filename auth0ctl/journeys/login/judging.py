"""What is made of a login's end: the cause of a refusal; every token verified, as what it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from auth0ctl.findings import Check, Finding, Severity
from auth0ctl.journeys.login.world import World
from auth0ctl.journeys.tokens.verify import verify
from auth0ctl.model import Client, Expected, Facts, TokenForm, TokenKind
from auth0ctl.protocol import AuthorizeRequest, Refusal, TokenRequest, TokenSet
from auth0ctl.results import Login, Verified
from auth0ctl.rules import judge
from auth0ctl.rules.agreement import contradictions
from auth0ctl.tenant.clock import clock_offset
from auth0ctl.tokens.decode import decode

FAMILIES = ("AZ3", "AZ6")
ID_TOKEN, ACCESS_TOKEN = "ID token", "access token"  # labels, in a sentence
FRONT = "front-channel "  # before a label, where the back channel gives another token of that kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a login's tokens are held against: what was asked, and by whom. ``audience`` None: no API was asked for.

    ``nonce`` None means that none was sent. ``max_age`` is in seconds; ``organization`` an id (``org_...``) or a name.
    """

    client_id: str
    scope: tuple[str, ...]
    audience: str | None = None
    nonce: str | None = field(repr=False, default=None)
    state: str | None = field(repr=False, default=None)
    max_age: int | None = None
    acr: tuple[str, ...] = ()
    organization: str | None = None
    id_token_alg: str = "RS256"


def asked_by(
    request: AuthorizeRequest | TokenRequest, parameters: Mapping[str, str], client: Client | None = None
) -> Asked:
    """What a request asked for; ``parameters`` are its further ones (``max_age``, ``acr_values``, ``organization``)."""
    sent = request if isinstance(request, AuthorizeRequest) else None
    age = parameters.get("max_age", "")
    return Asked(
        client_id=request.client_id,
        scope=request.scope,
        audience=request.audience,
        nonce=sent.nonce if sent else None,
        state=sent.state if sent else None,
        max_age=int(age) if age.isascii() and age.isdigit() else None,
        acr=tuple(parameters.get("acr_values", "").split()),
        organization=parameters.get("organization"),
        # HS256 is not among them: a secret shared with the client proves nothing to anybody else.
        id_token_alg="PS256" if client and client.id_token_alg == "PS256" else "RS256",
    )


def refused(result: Login, facts: Facts, refusal: Refusal) -> Login:
    """The result of a refused login, with its cause."""
    findings, _ = judge(replace(facts, refusal=refusal), FAMILIES)
    return replace(result, refusal=refusal, findings=(*result.findings, *findings))


def judged(result: Login, facts: Facts, asked: Asked, tokens: TokenSet, world: World, *, front: bool = False) -> Login:
    """Verify what came back and what it lacks; the login's tokens are then these.

    ``front`` says that they came straight from /authorize, where an ID token must vouch for what came beside it.
    """
    result = with_verified(replace(result, tokens=tokens), asked, tokens, world, front=front)
    more, _ = judge(replace(facts, granted=tokens), FAMILIES)
    return replace(result, findings=(*result.findings, *more))


def with_verified(
    result: Login, asked: Asked, tokens: TokenSet, world: World, *, front: bool = False, code: str | None = None
) -> Login:
    """Add the verification of each token of one answer: the ID token first, then the access token.

    ``code`` is the one that came beside them (hybrid): the ID token must carry its hash (I09).
    """
    prefix = FRONT if code is not None else ""
    verified: list[Verified] = []
    findings: list[Finding] = []
    if tokens.id_token:
        expected = id_token_expected(asked, tokens, world, front=front, code=code)
        verified.append(held_against(tokens.id_token, expected, world, prefix + ID_TOKEN))
    if tokens.access_token:
        expected = access_token_expected(asked, tokens, world)
        one = held_against(tokens.access_token, expected, world, prefix + ACCESS_TOKEN)
        if one.token.form is TokenForm.JWS or asked.audience:
            verified.append(one)
        else:
            # Nobody asked for an API, so an opaque token is what Auth0 owes: nothing to verify, but worth saying why.
            findings += [replace(finding, severity=Severity.WARNING) for finding in one.report.findings]
    return replace(result, verified=(*result.verified, *verified), findings=(*result.findings, *findings))


def id_token_expected(asked: Asked, tokens: TokenSet, world: World, *, front: bool, code: str | None) -> Expected:
    """What an ID token must satisfy, from the channel that it came by."""
    organization = asked.organization
    return Expected(
        kind=TokenKind.ID,
        nonce=asked.nonce,
        max_age=asked.max_age,
        acr=asked.acr,
        algs=(asked.id_token_alg,),
        access_token=tokens.access_token,
        at_hash_required=front and tokens.access_token is not None,
        code=code,
        c_hash_required=code is not None,
        state=asked.state,
        # Auth0 names the organization by its id; a name is only stated where the tenant allows names in requests.
        require_claims=(("org_id", organization),) if organization and organization.startswith("org_") else (),
        **common(asked, world),
    )


def access_token_expected(asked: Asked, tokens: TokenSet, world: World) -> Expected:
    """What an access token must satisfy. No granted scope in the answer means "as asked" (RFC 6749 section 5.1)."""
    return Expected(
        kind=TokenKind.ACCESS,
        audience=asked.audience,
        requested_scope=asked.scope,
        granted_scope=tuple((tokens.scope or " ".join(asked.scope)).split()),
        **common(asked, world),
    )


def common(asked: Asked, world: World) -> dict[str, Any]:
    """What every token of a login is held against."""
    return {"at": world.now(), "issuer": world.discovery.issuer, "client_id": asked.client_id, "at_login": True}


def held_against(text: str, expected: Expected, world: World, label: str) -> Verified:
    """One token, verified with the tenant's keys."""
    world.step(f"verifying the {label}")
    report = verify(
        text, expected, world.keys, clock=lambda: clock_offset(world.http, world.discovery.jwks_uri, world.now)
    )
    return Verified(token=decode(text), report=report, at=expected.at, label=label)


def with_checks(result: Login, checks: tuple[Check, ...]) -> Login:
    """Add checks that hold two things of a login against each other, and what the rules say of those that failed."""
    facts = Facts(tenant=result.tenant, contradictions=contradictions(checks))
    findings, _ = judge(facts, ("AZ8",))
    return replace(result, checks=(*result.checks, *checks), findings=(*result.findings, *findings))
