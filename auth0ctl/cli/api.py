"""``auth0ctl api``: resource servers, the APIs that access tokens are for."""

from typing import Annotated, Any

import typer

from auth0ctl.cli.remembered import remember_apis
from auth0ctl.cli.session import Session
from auth0ctl.errors import TenantError, UsageError
from auth0ctl.journeys.records.api import Wanted, create_api, find_api
from auth0ctl.journeys.records.inspect import inspect_api
from auth0ctl.results import Changed, Listing

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
LONGEST = 2592000  # seconds: Auth0's maximum (resource-servers.md section 1)


def list_apis(ctx: typer.Context) -> None:
    """List the tenant's APIs.

    Example: auth0ctl api list
    """
    session: Session = ctx.obj
    apis = session.management.resource_servers()
    remember_apis(session, apis)
    session.show(
        Listing(
            noun="APIs",
            columns=("identifier (audience)", "name", "signed with", "scopes"),
            rows=tuple(
                (
                    api["identifier"],
                    api.get("name") or "",
                    api.get("signing_alg") or "RS256",
                    str(len(api.get("scopes") or ())),
                )
                for api in apis
            ),
            objects=tuple(apis),
            empty="auth0ctl api create NAME --identifier https://api.example.com",
        )
    )


def inspect(
    ctx: typer.Context,
    api: Annotated[str, typer.Argument(metavar="IDENTIFIER|ID|NAME", help="The API.")],
) -> None:
    """Show an API's settings and what they do to its tokens.

    Example: auth0ctl api inspect https://api.example.com
    """
    session: Session = ctx.obj
    session.show(inspect_api(find_api(session.management, api)))


def create(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(help="The API's name; without one, its identifier.")] = None,
    identifier: Annotated[
        str | None, typer.Option("--identifier", help="What clients will send as audience. Cannot be changed later.")
    ] = None,
    scope: Annotated[
        list[str] | None, typer.Option("--scope", help='A scope, as "read:x" or "read:x=What it is for"; repeatable.')
    ] = None,
    signing_alg: Annotated[str, typer.Option("--signing-alg", help="RS256, PS256 or HS256.")] = "RS256",
    token_lifetime: Annotated[
        str | None, typer.Option("--token-lifetime", help="How long tokens are valid: 3600, 90m, 24h, 30d.")
    ] = None,
    offline_access: Annotated[bool, typer.Option("--offline-access", help="Allow refresh tokens.")] = False,
    rbac: Annotated[bool, typer.Option("--rbac", help="Enforce permissions and add them to the token.")] = False,
    skip_consent: Annotated[
        bool, typer.Option("--skip-consent", help="No consent page for verifiable first-party clients.")
    ] = False,
    ensure: Annotated[
        bool, typer.Option("--ensure", help="Change nothing that is there; add only the scopes that are missing.")
    ] = False,
) -> None:
    """Create an API, so that access tokens for it can be asked for by its identifier.

    Example: auth0ctl api create "My API" --identifier https://api.example.com --scope "read:x=Read x"
    """
    session: Session = ctx.obj
    audience = identifier or name
    if not audience:
        raise UsageError("an API needs an identifier", "auth0ctl api create NAME --identifier https://api.example.com")
    if signing_alg not in ("RS256", "PS256", "HS256"):
        raise UsageError(f"APIs are not signed with {signing_alg}", "Choose RS256, PS256 or HS256.")
    wanted = Wanted(
        identifier=audience,
        name=name or audience,
        scopes=tuple(read_scope(text) for text in scope or ()),
        settings=settings_of(signing_alg, token_lifetime, offline_access, rbac, skip_consent),
    )
    try:
        outcome = create_api(session.writing, wanted, ensure=ensure)
    except TenantError as error:
        if error.status == 409:
            raise TenantError(
                error.message, "Add --ensure to accept the API that is there.", status=409, code=error.code
            ) from None
        raise
    session.show(
        Changed(
            sentence=outcome.sentence,
            resource=outcome.resource,
            next=f"auth0ctl login --audience {audience}",
        )
    )


def settings_of(
    signing_alg: str, token_lifetime: str | None, offline_access: bool, rbac: bool, skip_consent: bool
) -> dict[str, Any]:
    """The API settings that the options ask for, by Auth0's names."""
    settings: dict[str, Any] = {"signing_alg": signing_alg}
    if token_lifetime:
        seconds = read_lifetime(token_lifetime)
        # Tokens from /authorize may not outlive the others (resource-servers.md section 1).
        settings |= {"token_lifetime": seconds, "token_lifetime_for_web": min(seconds, 7200)}
    if offline_access:
        settings["allow_offline_access"] = True
    if rbac:
        settings |= {"enforce_policies": True, "token_dialect": "access_token_authz"}
    if skip_consent:
        settings["skip_consent_for_verifiable_first_party_clients"] = True
    return settings


def read_scope(text: str) -> dict[str, str]:
    """``read:x=Read x`` as Auth0's scope object. Raises UsageError for a value with spaces or none at all."""
    value, _, description = text.partition("=")
    if not value or any(character.isspace() for character in value):
        raise UsageError(f"'{text}' is no scope: a scope is one word", 'Write it as "read:x=Read x".')
    return {"value": value, "description": description or value}


def read_lifetime(text: str) -> int:
    """``24h`` in seconds. Raises UsageError for what is no duration or longer than Auth0 allows."""
    number, unit = (text[:-1], text[-1]) if text[-1:] in UNITS else (text, "s")
    if not (number.isascii() and number.isdigit()):
        raise UsageError(f"'{text}' is no duration", "Write seconds, or a number with s, m, h or d: 3600, 90m, 24h.")
    seconds = int(number) * UNITS[unit]
    if not 0 < seconds <= LONGEST:
        raise UsageError(f"a token lifetime of {text} is not possible", "Auth0 allows 1 second to 30 days (30d).")
    return seconds
