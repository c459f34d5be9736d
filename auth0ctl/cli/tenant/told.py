"""What a way in opens, in words and for JSON."""

from typing import Any

from auth0ctl.journeys.tenants.access import OUTSIDE, Access
from auth0ctl.journeys.tenants.scopes import ALWAYS, NAMES, READ_SCOPES, cost, without
from auth0ctl.results import Row, Section


def sections(access: Access) -> tuple[Section, ...]:
    """What works with this way in, and what each missing read scope costs."""
    rows: list[Row] = [("domain", "probe, token verify: it answers, and names itself right")]
    rows.append(("client id", "login: as far as the client's grants and callbacks allow"))
    if access.way == OUTSIDE:
        rows.append(("Management API", "not with this: client, api, grant, claim and doctor need a token or a secret"))
    else:
        rows.append(("Management API", f"{access.way}: {held(access)}"))
    if access.expires_at is not None:
        rows.append(("token", f"until {access.expires_at:%Y-%m-%d %H:%M} UTC; then give a new one with --force"))
    rows += [("note", note) for note in access.notes]
    found = [Section(title="What works", rows=tuple(rows))]
    missing = without(access.scopes) if access.scopes is not None else ()
    for title, wanted in (("Read scopes that are missing", True), ("Missing, for some options alone", False)):
        lacking = [one for one in missing if (one.asked_by == ALWAYS) is wanted]
        if lacking:
            found.append(Section(title=title, rows=tuple((one.name, cost(one)) for one in lacking)))
    return tuple(found)


def held(access: Access) -> str:
    """How many of the read scopes there are."""
    if access.scopes is None:
        return "its scopes are not known; doctor says which are missing"
    count = len(set(NAMES) & set(access.scopes))
    return (
        f"all {len(READ_SCOPES)} read scopes" if count == len(READ_SCOPES) else f"{count} of {len(NAMES)} read scopes"
    )


def document(access: Access | None) -> dict[str, Any]:
    """The members that a tenant's JSON gets; ``checked`` is false where nobody asked the tenant."""
    if access is None:
        return {"checked": False}
    known = access.scopes is not None
    return {
        "checked": True,
        "way_in": access.way,
        "issuer": access.issuer,
        "expires_at": access.expires_at.isoformat() if access.expires_at else None,
        "scopes": list(access.scopes) if access.scopes is not None else None,
        "missing_scopes": [{"scope": one.name, "costs": cost(one)} for one in without(access.scopes or ())]
        if known
        else None,
        "notes": list(access.notes),
    }
