"""The one list of Management API scopes that auth0ctl reads with, and what is lost without each.

A test holds it against the code: with all of them nothing is refused, without any one of them something is. Source of
the names: auth0-facts/management-api.md section 9; INFERRED there: ``guardian/policies`` wants read:mfa_policies.
"""

from collections.abc import Collection
from dataclasses import dataclass

from auth0ctl.lookup import load
from auth0ctl.rules import ADVICE, FAMILIES

ALWAYS, ORGANIZATION, USER, BOTH = "", "--organization", "--user", "--organization and --user"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadScope:
    """``lost`` says what does not work without it, for people; ``facts`` are the fields of ``Facts`` it fills.

    ``asked_by`` is the option of ``doctor`` that makes it needed; empty: every run.
    """

    name: str
    lost: str
    facts: tuple[str, ...] = ()
    asked_by: str = ALWAYS


READ_SCOPES = (
    ReadScope(name="read:clients", lost="client list and inspect; is_first_party", facts=("client",)),
    ReadScope(name="read:client_keys", lost="whether the app's client secret is the right one"),
    ReadScope(name="read:resource_servers", lost="api list and inspect", facts=("resource_servers",)),
    ReadScope(name="read:client_grants", lost="grant list", facts=("client_grants",)),
    ReadScope(name="read:connections", lost="which connections the client may use", facts=("connections",)),
    ReadScope(name="read:connections_options", lost="how the connections are set up"),
    ReadScope(name="read:tenant_settings", lost="default audience, default directory", facts=("tenant_settings",)),
    ReadScope(name="read:custom_domains", lost="which issuers are this tenant's", facts=("custom_domains",)),
    ReadScope(name="read:actions", lost="claim list; what Actions do to tokens", facts=("actions",)),
    ReadScope(name="read:mfa_policies", lost="whether a second factor is asked for", facts=("mfa_policies",)),
    ReadScope(name="read:logs", lost="the tenant's own log entry of a login that failed", facts=("log",)),
    ReadScope(name="read:organizations", lost="the organization", facts=("organization",), asked_by=ORGANIZATION),
    ReadScope(name="read:organization_connections", lost="the organization's connections", asked_by=ORGANIZATION),
    ReadScope(name="read:organization_members", lost="whether the user is a member", asked_by=BOTH),
    ReadScope(name="read:users", lost="the user and its permissions", facts=("user",), asked_by=USER),
    ReadScope(name="read:grants", lost="what the user has consented to", facts=("consents",), asked_by=USER),
    ReadScope(name="read:organization_member_roles", lost="the user's roles in the organization", asked_by=BOTH),
    ReadScope(name="read:roles", lost="what those roles allow", asked_by=BOTH),
)
NAMES = tuple(one.name for one in READ_SCOPES)


def without(held: Collection[str]) -> tuple[ReadScope, ...]:
    """The read scopes that are not among ``held``."""
    return tuple(one for one in READ_SCOPES if one.name not in held)


def rules_lost(scope: ReadScope) -> tuple[str, ...]:
    """The codes of the rules that doctor skips without this scope, in order."""
    judges = [one for family, target in FAMILIES.items() if family not in ADVICE for one in load(target)]
    return tuple(sorted({one.rule.code for one in judges if set(scope.facts) & set(one.needs)}))


def cost(scope: ReadScope) -> str:
    """What a missing scope costs, in one line: ``api list and inspect; doctor skips 12 checks (AZ201, ...)``."""
    codes = rules_lost(scope)
    skips = ""
    if codes:
        shown = ", ".join(codes[:4]) + (", ..." if len(codes) > 4 else "")
        skips = f"; doctor skips {len(codes)} {'check' if len(codes) == 1 else 'checks'} ({shown})"
    when = f" (only with {scope.asked_by})" if scope.asked_by else ""
    return scope.lost + skips + when
