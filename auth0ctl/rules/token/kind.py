"""It is a token, and of the wrong kind: an ID token where an access token belongs, or the other way round."""

from auth0ctl.findings import Confidence, Finding, Judge
from auth0ctl.model import Facts, TokenKind
from auth0ctl.rules.token.form import ACCESS_AS_ID, ID_AS_ACCESS, TYPE_REFUSED
from auth0ctl.rules.token.situation import (
    NEEDS,
    access_for_id,
    arg,
    expected_of,
    failed,
    found,
    id_for_access,
    mixed_up,
    token_of,
)
from auth0ctl.words import shown, token_name

# Whatever an ID token lacks as an access token follows from its being one, and the other way round.
_OF_MIXED_KINDS = ("V17", "V13", "A01", "A02", "A03", "A06", "A04", "V05", "I02", "I05", "I06", "I07", "I08")
_MIXED_AND_WANTED = (*_OF_MIXED_KINDS, "require-claim")


def id_as_access(facts: Facts) -> Finding | None:
    if not id_for_access(facts):
        return _rights_of_id(facts)
    token, expected = token_of(facts), expected_of(facts)
    wanted = expected.audience or "IDENTIFIER"
    aud = token.claims.get("aud")
    return found(
        facts,
        ID_AS_ACCESS,
        f"This is an ID token for the client {shown(aud)}, not an access token for {wanted}. {token.kind_reason}",
        evidence=(f"aud: {shown(aud)}", f"audience expected: {wanted}", f"claims: {', '.join(token.claims)}"),
        fix=f"auth0ctl login --audience {arg(wanted)}    # then send the access_token; check this one with --as id",
        explains=(*_MIXED_AND_WANTED, *shared_secret_checks(facts)),
        confidence=Confidence.CERTAIN if token.kind is TokenKind.ID else Confidence.LIKELY,
    )


def _rights_of_id(facts: Facts) -> Finding | None:
    """Scopes or permissions are looked for in an ID token, which never has them."""
    wrong = failed(facts, "A03", "A06")
    expected = expected_of(facts)
    if expected.kind is not TokenKind.ID or not wrong or access_for_id(facts):
        return None
    wanted = ", ".join((*expected.require_scopes, *expected.require_permissions))
    return found(
        facts,
        ID_AS_ACCESS,
        f"{wanted} is looked for in an ID token. Scopes and permissions are in the access token, whose audience is the "
        "API.",
        evidence=(f"required: {wanted}", f"claims: {', '.join(token_of(facts).claims)}"),
        fix="auth0ctl login --audience IDENTIFIER    # then check the access_token: auth0ctl token verify --as access",
        explains=wrong,
    )


def access_as_id(facts: Facts) -> Finding | None:
    if not access_for_id(facts):
        return None
    token = token_of(facts)
    aud = token.claims.get("aud")
    what = f"an access token for {shown(aud)}" if token.claims else "an opaque access token"
    return found(
        facts,
        ACCESS_AS_ID,
        f"This is {what}, not an ID token. {token.kind_reason}",
        evidence=(f"aud: {shown(aud)}", f"claims: {', '.join(token.claims) or 'none readable'}"),
        fix="auth0ctl login --scope 'openid profile email'    # the id_token; check this one with --as access",
        explains=(*_MIXED_AND_WANTED, *shared_secret_checks(facts)),
    )


def type_refused(facts: Facts) -> Finding | None:
    if not failed(facts, "V17") or mixed_up(facts):
        return None
    token, expected = token_of(facts), expected_of(facts)
    reason = token.kind_reason[:1].lower() + token.kind_reason[1:]
    if token.kind is expected.kind:
        reason = f"its header's typ is {shown(token.header.get('typ'))}."
    return found(
        facts,
        TYPE_REFUSED,
        f"Taken as an {token_name(expected.kind)}, but {reason}",
        evidence=(f"typ: {shown(token.header.get('typ'))}", f"claims: {', '.join(token.claims)}"),
        fix="auth0ctl token decode -    # shows which kind it is",
        explains=("V17",),
    )


def shared_secret_checks(facts: Facts) -> tuple[str, ...]:
    """The checks that fail only because a token of the other kind is signed with a shared secret."""
    alg = token_of(facts).header.get("alg")
    return ("V01", "I04") if isinstance(alg, str) and alg.startswith("HS") else ()


JUDGES = (
    Judge(rule=ID_AS_ACCESS, needs=NEEDS, find=id_as_access),
    Judge(rule=ACCESS_AS_ID, needs=NEEDS, find=access_as_id),
    Judge(rule=TYPE_REFUSED, needs=NEEDS, find=type_refused),
)
