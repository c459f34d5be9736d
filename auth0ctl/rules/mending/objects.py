"""Edits of one object, in few words: what an object is called, a list that grows, a value that changes."""

from typing import Any

from auth0ctl.edits import Edit, Kind, Member
from auth0ctl.model import Client, ResourceServer
from auth0ctl.records import TenantSettings


def growing(name: str, present: Any, more: list[Any]) -> Member:
    """A list with something added; a list that is not there stays known as such."""
    return Member(path=(name,), before=present, after=[*(present or ()), *more])


def of_client(client: Client, *members: Member, risk: str = "") -> tuple[Edit, ...]:
    name = f"{client.name} ({client.client_id})" if client.name != client.client_id else client.client_id
    return (Edit(kind=Kind.CLIENT, id=client.client_id, name=name, members=members, risk=risk),)


def of_api(server: ResourceServer, *members: Member, risk: str = "") -> tuple[Edit, ...]:
    return (Edit(kind=Kind.API, id=server.id, name=server.identifier, members=members, risk=risk),)


def of_tenant(*members: Member, risk: str = "") -> tuple[Edit, ...]:
    return (Edit(kind=Kind.TENANT, id="settings", name="", members=members, risk=risk),)


def setting(settings: TenantSettings, name: str, after: Any) -> Member:
    return Member(path=(name,), before=settings.raw.get(name), after=after)
