"""Finding an API, and creating one so that running it twice is harmless."""

from dataclasses import dataclass
from typing import Any

from auth0ctl.errors import TenantError, UsageError
from auth0ctl.journeys.records.once import existing_api, resource_server_once
from auth0ctl.protocol import JSONObject
from auth0ctl.tenant.management import Management


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The API that should exist. ``scopes`` and ``settings`` have Auth0's own shapes and names."""

    identifier: str
    name: str
    scopes: tuple[dict[str, str], ...]
    settings: dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    resource: JSONObject
    sentence: str


def find_api(management: Management, wanted: str) -> JSONObject:
    """The API with this identifier or id, or else with this name. Raises TenantError or UsageError."""
    try:
        return management.resource_server(wanted)
    except TenantError as error:
        if error.status != 404:
            raise
    apis = management.resource_servers()
    named = [api for api in apis if api.get("name") == wanted]
    if len(named) == 1:
        return named[0]
    if named:
        raise UsageError(f"{len(named)} APIs are named {wanted}", "Give the identifier.")
    near = next((api["identifier"] for api in apis if api["identifier"].rstrip("/") == wanted.rstrip("/")), None)
    hint = f"There is {near}: identifiers are compared with their slash." if near else "See `auth0ctl api list`."
    raise TenantError(f"the tenant has no API with the identifier, id or name {wanted}", hint, status=404)


def create_api(management: Management, wanted: Wanted, *, ensure: bool) -> Outcome:
    """Create the API. With ``ensure``, one that is there stays as it is and only gets the scopes it lacks.

    Raises TenantError (409) when it exists and ``ensure`` is false, UsageError when an existing one is signed with
    another algorithm than the one wanted: that would change every token it gets.
    """
    if ensure and (present := existing_api(management, wanted.identifier)):
        return adopt(management, present, wanted)
    body = {"identifier": wanted.identifier, "name": wanted.name, **wanted.settings}
    if wanted.scopes:
        body["scopes"] = list(wanted.scopes)
    made = resource_server_once(management, body)
    return Outcome(resource=made, sentence=f"Created the API {wanted.identifier}.")


def adopt(management: Management, present: JSONObject, wanted: Wanted) -> Outcome:
    """Add what an existing API lacks. PATCH replaces the whole list of scopes, so the present ones are sent along."""
    signed, asked = present.get("signing_alg"), wanted.settings.get("signing_alg")
    if signed != asked:
        raise UsageError(
            f"the API {wanted.identifier} exists and is signed with {signed}, not {asked}",
            f"Add --signing-alg {signed} to accept it as it is.",
        )
    scopes = list(present.get("scopes") or ())
    have = {scope["value"] for scope in scopes}
    missing = [scope for scope in wanted.scopes if scope["value"] not in have]
    if not missing:
        return Outcome(resource=present, sentence=f"The API {wanted.identifier} exists already; nothing was changed.")
    changed = management.update_resource_server(str(present["id"]), {"scopes": scopes + missing})
    added = ", ".join(scope["value"] for scope in missing)
    return Outcome(resource=changed, sentence=f"The API {wanted.identifier} existed; added the scopes {added}.")
