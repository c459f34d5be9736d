"""A claim that Auth0 drops for its name: the Action sets it under a namespace of the tenant's own."""

from dataclasses import replace

from auth0ctl import edits
from auth0ctl.edits import Edit, Kind, Member
from auth0ctl.model import Facts
from auth0ctl.rules import claim as names
from auth0ctl.rules.wish.actions import claims_set
from auth0ctl.rules.wish.claims import expected, in_force, kept
from auth0ctl.rules.wish.situation import audience, origin


def rename(facts: Facts) -> tuple[Edit, ...]:
    """Each claim that a running Action sets in vain, where its name stands whole in the call that sets it."""
    space = namespace(facts)
    if not space:
        return ()
    found = []
    for action in in_force(facts):
        for name in dict.fromkeys(one.name for one in claims_set(action)):
            dropped = names.reserved(replace(facts, claim_name=name)) or name in names.RESTRICTED
            in_vain = dropped or (name in tuple(expected(facts)) and not kept(facts, name))
            code = str(action.raw.get("code") or "")
            if not name or not in_vain or code != action.code or not edits.sets_claim(code, name):
                continue
            last = name.rstrip("/").rpartition("/")[2].rpartition(":")[2]
            new = f"{space}/{last}"
            if last and not edits.sets_claim(code, new):
                member = Member(path=(edits.CLAIMS,), before=name, after=new)
                risk = f"whoever reads {name} has to read {new} from now on"
                found.append(Edit(kind=Kind.ACTION, id=action.id, name=action.name, members=(member,), risk=risk))
    return tuple(found)


def namespace(facts: Facts) -> str:
    """One that the tenant uses already, else the API's or the app's own origin; empty where there is none of them."""
    used = [one.name for action in in_force(facts) for one in claims_set(action) if origin(one.name)]
    good = [one for one in used if not names.reserved(replace(facts, claim_name=one))]
    if good:
        return good[0].rstrip("/").rpartition("/")[0]
    callbacks = facts.client.callbacks if facts.client is not None else ()
    candidates = [origin(one) for one in (audience(facts), *callbacks)]
    return next((one for one in candidates if one and not names.reserved(replace(facts, claim_name=f"{one}/x"))), "")
