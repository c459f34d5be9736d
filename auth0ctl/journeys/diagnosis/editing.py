"""Carrying out one edit of a tenant's settings, and taking it back: written down first, read again before each change.

What others changed in the meantime stays: a list only gains or loses what the edit is about, and a value that somebody
else has set since is left alone.
"""

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from auth0ctl import edits
from auth0ctl.edits import Edit, Kind, Member
from auth0ctl.errors import AuthError, NetworkError, RateLimited, TenantError
from auth0ctl.journal import Change, Entry, Journal
from auth0ctl.tenant.management import Management
from auth0ctl.tenant.patience import patiently

Raw = dict[str, Any]
Body = Mapping[str, Any]
LISTED = (edits.ENABLED_CLIENTS, edits.PERMISSIONS, edits.MEMBERS, edits.ENABLED_CONNECTIONS)
NOT_THERE = "not there, so nothing had to be changed"
AGAIN = (RateLimited, NetworkError, TenantError)

READ: Mapping[Kind, Callable[[Management, str], Raw]] = {
    Kind.CLIENT: lambda ask, id_: ask.client(id_),
    Kind.API: lambda ask, id_: ask.resource_server(id_),
    Kind.CONNECTION: lambda ask, id_: ask.connection(id_),
    Kind.TENANT: lambda ask, _: ask.tenant_settings(),
    Kind.ACTION: lambda ask, id_: ask.action(id_),
}
WRITE: Mapping[Kind, Callable[[Management, str, Body], Raw]] = {
    Kind.CLIENT: lambda ask, id_, body: ask.update_client(id_, body),
    Kind.API: lambda ask, id_, body: ask.update_resource_server(id_, body),
    Kind.GRANT: lambda ask, id_, body: ask.update_client_grant(id_, body),
    Kind.CONNECTION: lambda ask, id_, body: ask.update_connection(id_, body),
    Kind.TENANT: lambda ask, _, body: ask.update_tenant_settings(body),
    Kind.ACTION: lambda ask, id_, body: ask.update_action(id_, body),
}


def carry_out(
    management: Management, journal: Journal, edit: Edit, *, pause: Callable[[float], None] = time.sleep
) -> Entry:
    """Make the change. Its entry stays in the journal until ``undo`` takes it back or somebody keeps it.

    Raises ConfigError when the journal cannot be written, and what the Management API raises; TenantError too when
    somebody else has changed the setting meanwhile. Nothing is changed then, or the entry is there.
    """
    with journal.turn():
        edit = as_it_is_now(management, edit, pause)
        entry = journal.new(Change.EDIT, management.tenant, None, edits.told(edit), edit)
        journal.begin(entry)
        try:
            made = patiently(lambda: change(management, edit), pause, (RateLimited,))
        except (AuthError, RateLimited, TenantError) as error:
            if not (isinstance(error, TenantError) and error.status >= 500):
                journal.end(entry)  # a plain no: nothing was changed
            raise
        entry = replace(entry, confirmed=True, edit=replace(edit, id=edit.id or made))
        journal.begin(entry)
        return entry


def as_it_is_now(management: Management, edit: Edit, pause: Callable[[float], None]) -> Edit:
    """The edit with the values of this moment as the former ones. Raises TenantError where one is not the planned."""
    if edit.creates or edit.members[0].path[0] in LISTED or edit.kind is Kind.ACTION:
        return edit
    current = patiently(lambda: read(management, edit), pause, AGAIN)
    members = []
    for member in edit.members:
        now = value(current, member.path)
        if isinstance(member.after, list):
            more = [one for one in member.added if one not in (now or ())]
            members.append(replace(member, before=now, after=[*(now or ()), *more]))
        elif len(member.path) > 1 and not isinstance(current.get(member.path[0]), Mapping):
            raise TenantError(f"{member.path[0]} of {whose(edit)} could not be read")
        elif now != member.before:
            raise TenantError(f"{'.'.join(member.path)} of {whose(edit)} has been changed meanwhile")
        else:
            members.append(member)
    return replace(edit, members=tuple(members))


def change(management: Management, edit: Edit) -> str:
    """Send the one request that the edit is. The id of what was made; "" where nothing was."""
    if edit.creates:
        made = management.create_client_grant({member.path[0]: member.after for member in edit.members})
        return str(made["id"])
    first = edit.members[0]
    if first.path[0] in LISTED:
        put_in_list(management, edit, first, there=True)
    elif edit.kind is Kind.ACTION:
        rename(management, edit.id, first.before, first.after)
    else:
        write(management, edit, [(member.path, member.after) for member in edit.members])
    return ""


def take_back(management: Management, entry: Entry, *, pause: Callable[[float], None] = time.sleep) -> str:
    """Put the former values back, in one's turn: what was done, in words. The entry is for the caller to end."""
    edit = entry.edit
    assert edit is not None
    try:
        return patiently(lambda: reverse(management, edit), pause, AGAIN)
    except TenantError as error:
        if error.status == 404:
            return "gone with its object"
        raise


def reverse(management: Management, edit: Edit) -> str:
    if edit.creates:
        return delete_grant(management, edit)
    first = edit.members[0]
    if first.path[0] in LISTED:
        put_in_list(management, edit, first, there=False)
        return "taken away"
    if edit.kind is Kind.ACTION:
        return rename(management, edit.id, first.after, first.before)
    current = read(management, edit)
    back: list[tuple[tuple[str, ...], Any]] = []
    left = []
    for member in edit.members:
        now = value(current, member.path)
        if now == member.after:
            back.append((member.path, member.before))
        elif isinstance(now, list) and isinstance(member.after, list) and any(one in now for one in member.added):
            back.append((member.path, [one for one in now if one not in member.added]))
        elif now != member.before and not isinstance(member.after, list):
            left.append(".".join(member.path))
    if back:
        write(management, edit, back)
    more = f"; {', '.join(left)} was changed by somebody else since, and stays" if left else ""
    return ("the former values are back" if back else NOT_THERE) + more


def read(management: Management, edit: Edit) -> Raw:
    """The object as it is. Raises TenantError, 404 where it is gone."""
    if edit.kind is not Kind.GRANT:
        return READ[edit.kind](management, edit.id)
    found = next((one for one in management.client_grants() if one["id"] == edit.id), None)
    if found is None:
        raise TenantError(f"the client grant {edit.id} does not exist", status=404)
    return found


def write(management: Management, edit: Edit, values: list[tuple[tuple[str, ...], Any]]) -> None:
    """One PATCH. An object within is sent whole, as some of them are replaced (clients.md 1, management-api.md 8)."""
    body: Raw = {}
    current = read(management, edit) if any(len(path) > 1 for path, _ in values) else {}
    for path, new in values:
        if len(path) == 1:
            body[path[0]] = new
            continue
        if not isinstance(current.get(path[0]), Mapping):
            raise TenantError(f"{path[0]} of {whose(edit)} could not be read")
        whole = body.setdefault(path[0], dict(current[path[0]]))
        if new is None:
            whole.pop(path[1], None)
        else:
            whole[path[1]] = new
    WRITE[edit.kind](management, edit.id, body)


def whose(edit: Edit) -> str:
    return f"the {edit.kind.value} {edit.name}".rstrip()


def value(current: Body, path: tuple[str, ...]) -> Any:
    """A member's value; None where it is not there."""
    for name in path:
        if not isinstance(current, Mapping) or name not in current:
            return None
        current = current[name]
    return current


def put_in_list(management: Management, edit: Edit, member: Member, *, there: bool) -> None:
    """Lists that have requests of their own."""
    name, *rest = member.path
    if name == edits.ENABLED_CLIENTS:
        management.enable_connection(edit.id, rest[0], enabled=there)
    elif name == edits.PERMISSIONS:
        management.permit_user(edit.id, rest[0], rest[1], permitted=there)
    elif name == edits.MEMBERS:
        management.join_organization(edit.id, rest[0], joined=there)
    else:
        management.enable_organization_connection(edit.id, rest[0], enabled=there)


def rename(management: Management, action_id: str, old: str, new: str) -> str:
    """A claim under another name, deployed. The Action's list of versions grows: Auth0 forgets none."""
    action = management.action(action_id)
    code = str(action.get("code") or "")
    if edits.sets_claim(code, old):
        management.update_action(action_id, {"code": edits.with_claim(code, old, new)})
    elif not edits.sets_claim(code, new) or action.get("all_changes_deployed") is True:
        return NOT_THERE
    management.deploy_action(action_id)
    return f"the claim is called {new} again"


def delete_grant(management: Management, edit: Edit) -> str:
    """By its id; where the answer never came, by what it is. One that somebody has widened since is left."""
    wanted = {member.path[0]: member.after for member in edit.members}
    filters = {name: str(wanted[name]) for name in ("client_id", "audience")}
    same = [
        one
        for one in management.client_grants(**filters)
        if (one["id"] == edit.id if edit.id else (one.get("subject_type") or "client") == wanted["subject_type"])
    ]
    if not same:
        return NOT_THERE
    if list(same[0].get("scope") or ()) != wanted["scope"]:
        return "left: somebody else has changed its scope since"
    management.delete_client_grant(str(same[0]["id"]))
    return "deleted"
