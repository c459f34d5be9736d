"""What is made of a login's end: the cause of a refusal; every token verified, as what it is."""

from dataclasses import replace
from typing import Any

from auth0ctl.findings import Finding, Severity
from auth0ctl.journeys.verify import verify
from auth0ctl.journeys.world import World
from auth0ctl.model import Expected, Facts, TokenForm, TokenKind
from auth0ctl.protocol import Refusal, TokenSet
from auth0ctl.results import Login, Verified
from auth0ctl.rules import judge
from auth0ctl.tenant.clock import clock_offset
from auth0ctl.tenant.oauth import Attempt
from auth0ctl.tokens.decode import decode

FAMILIES = ("AZ3", "AZ6")


def refused(result: Login, facts: Facts, refusal: Refusal) -> Login:
    """The result of a refused login, with its cause."""
    findings, _ = judge(replace(facts, refusal=refusal), FAMILIES)
    return replace(result, refusal=refusal, findings=findings)


def judged(result: Login, facts: Facts, attempt: Attempt, tokens: TokenSet, world: World) -> Login:
    """Verify what came back: the ID token first, then the access token, as what each of them is."""
    request = attempt.request
    front = "code" not in request.response_type.split()
    verified: list[Verified] = []
    common: dict[str, Any] = {
        "at": world.now(),
        "issuer": world.discovery.issuer,
        "client_id": request.client_id,
        "at_login": True,
    }
    if tokens.id_token:
        expected = Expected(
            kind=TokenKind.ID,
            nonce=request.nonce,
            access_token=tokens.access_token,
            at_hash_required=front and tokens.access_token is not None,
            **common,
        )
        verified.append(held_against(tokens.id_token, expected, world, "ID token"))
    findings: list[Finding] = []
    if tokens.access_token:
        expected = Expected(
            kind=TokenKind.ACCESS,
            audience=request.audience,
            requested_scope=request.scope,
            granted_scope=tuple((tokens.scope or " ".join(request.scope)).split()),
            **common,
        )
        if decode(tokens.access_token).form is TokenForm.JWS or request.audience:
            verified.append(held_against(tokens.access_token, expected, world, "access token"))
        else:
            # Nobody asked for an API, so an opaque token is what Auth0 owes: nothing to verify, but worth saying why.
            report = held_against(tokens.access_token, expected, world, "access token").report
            findings += [replace(finding, severity=Severity.WARNING) for finding in report.findings]
    more, _ = judge(replace(facts, granted=tokens), FAMILIES)
    return replace(result, tokens=tokens, verified=tuple(verified), findings=(*findings, *more))


def held_against(text: str, expected: Expected, world: World, label: str) -> Verified:
    """One token, verified with the tenant's keys."""
    world.step(f"verifying the {label}")
    report = verify(
        text, expected, world.keys, clock=lambda: clock_offset(world.http, world.discovery.jwks_uri, world.now)
    )
    return Verified(token=decode(text), report=report, at=expected.at, label=label)
