"""The tenant's own settings as facts, as far as the Management token may read them; what it may not is a reason."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from auth0ctl.errors import Auth0ctlError, AuthError, TenantError
from auth0ctl.model import Client, ClientGrant, Facts, ResourceServer
from auth0ctl.tenant.management import Management


def read_config(facts: Facts, management: Management | None, client_id: str, *, why_not: str = "") -> Facts:
    """Add the client, the resource servers and the client's grants to ``facts``.

    ``management`` None means there is no Management token, ``why_not`` says so. A refusal of the Management API
    never ends the reading: the fact stays unknown, with the refusal as the reason.
    """
    if management is None:
        reason = why_not or "no Management token"
        names = ("client", "resource_servers", "client_grants")
        return replace(facts, missing={**facts.missing, **dict.fromkeys(names, reason)})
    missing = dict(facts.missing)

    def known(name: str, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except (TenantError, AuthError) as refused:
            missing[name] = reason_of(refused)
            return None

    client = known("client", lambda: Client.from_api(management.client(client_id)))
    servers = known(
        "resource_servers", lambda: tuple(ResourceServer.from_api(raw) for raw in management.resource_servers())
    )
    grants = known(
        "client_grants",
        lambda: tuple(ClientGrant.from_api(raw) for raw in management.client_grants(client_id=client_id)),
    )
    return replace(facts, client=client, resource_servers=servers, client_grants=grants, missing=missing)


def reason_of(refused: Auth0ctlError) -> str:
    """A refusal as a skip reason: the scopes that are needed, where Auth0 names them."""
    _, named, scopes = refused.message.partition("expected any of:")
    return f"needs {scopes.strip()}" if named else refused.message
