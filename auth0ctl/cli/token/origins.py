"""``token verify --why``: the configuration that tells where a token's contents come from, as far as it can be read."""

from auth0ctl.cli.session import Session
from auth0ctl.errors import NetworkError
from auth0ctl.evidence.tenant import Wanted, read_tenant
from auth0ctl.journeys.tokens.provenance import provenance
from auth0ctl.model import Expected, Facts, Token, TokenKind
from auth0ctl.results import Origin
from auth0ctl.rules.token.situation import audiences, machine
from auth0ctl.tokens.accesstoken import host_of


def origins_of(session: Session, token: Token, expected: Expected) -> tuple[Origin, ...]:
    """The origins, surer where a Management token may read the client, the API, the Actions and the user."""
    facts = Facts(token=token, expected=expected)
    if why_not := session.can_manage():
        session.say(f"Without the tenant's configuration the origins are what Auth0 usually does: {why_not}")
        return provenance(facts)
    claims = token.claims
    named = claims.get("azp", claims.get("client_id"))
    client = next(iter(audiences(token)), None) if expected.kind is TokenKind.ID else named
    of_machine = machine(token)
    subject, organization = claims.get("sub"), claims.get("org_id")
    wanted = Wanted(
        client=client if isinstance(client, str) else None,
        user=subject if isinstance(subject, str) and not of_machine else None,
        organization=organization if isinstance(organization, str) else None,  # its roles give rights of their own
        machine=of_machine,
    )
    try:
        known = read_tenant(facts, session.management, wanted, pause=session.pause)
    except NetworkError as failure:
        session.say(f"The tenant's configuration could not be read: {failure.message}")
        return provenance(facts)
    if host_of(claims.get("iss")) not in (host_of(session.tenant.origin), *(known.custom_domains or ())):
        session.say(f"The token is not from {session.tenant.domain}: that tenant's configuration says nothing of it.")
        return provenance(facts)
    return provenance(known)
