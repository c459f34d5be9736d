"""A claim that somebody wants in the token is not there, or has another value: what is said of each cause."""

from auth0ctl.findings import Confidence, Finding, Judge, Rule, Severity
from auth0ctl.model import Facts, TokenKind
from auth0ctl.rules import claim as claim_names
from auth0ctl.rules.claim import NAMESPACE_RESERVED, NOT_NAMESPACED
from auth0ctl.rules.said.causes.tenant import ORGANIZATION_CLAIM
from auth0ctl.rules.token.origins import PROFILE_RECORD, SOURCES
from auth0ctl.rules.token.situation import NEEDS, arg, expected_of, failed, found, mixed_up, readable, token_of
from auth0ctl.rules.token.wanted import (
    ANOTHER_NAME,
    CLAIM_DIFFERS,
    CLAIM_MISSING,
    MACHINE_HAS_NO_LOGIN,
    METADATA_NEEDS_ACTION,
    OIDC_SCOPE_MISSING,
    last_word,
    metadata_as_scope,
    other_name,
    why_missing,
)
from auth0ctl.words import shown, token_name


def _missing(facts: Facts, rule: Rule) -> tuple[str, ...]:
    """The required claims that the token lacks for this reason."""
    if not failed(facts, "require-claim") or mixed_up(facts) or not readable(facts):
        return ()
    claims = token_of(facts).claims
    absent = [name for name, _ in expected_of(facts).require_claims if name not in claims]
    return tuple(name for name in dict.fromkeys(absent) if why_missing(facts, name) is rule)


def _finding(
    facts: Facts,
    rule: Rule,
    names: tuple[str, ...],
    detail: str,
    fix: str,
    *,
    confidence: Confidence = Confidence.CERTAIN,
    severity: Severity | None = None,
) -> Finding | None:
    if not names:
        return None
    claims = token_of(facts).claims
    evidence = (f"required: {', '.join(names)}", f"claims in the token: {', '.join(claims)}")
    explains = ("require-claim",)
    return found(
        facts, rule, detail, evidence=evidence, fix=fix, explains=explains, confidence=confidence, severity=severity
    )


def metadata_needs_action(facts: Facts) -> Finding | None:
    names = _missing(facts, METADATA_NEEDS_ACTION)
    if not names:
        return None
    where = names[0].split(".")[0] if names[0].startswith(("app_", "user_")) else "app_metadata"
    by_scope = " Asking for it by scope does nothing." if metadata_as_scope(facts) else ""
    detail = (
        f"{', '.join(names)} is not in the token: metadata needs a post-login Action that sets it as a claim.{by_scope}"
    )
    fix = f"auth0ctl claim add https://example.com/plan --from event.user.{where}.plan"
    return _finding(facts, METADATA_NEEDS_ACTION, names, detail, fix)


def namespace_reserved(facts: Facts) -> Finding | None:
    names = _missing(facts, NAMESPACE_RESERVED)
    detail = f"{', '.join(names)} is not in the token: the namespace belongs to Auth0, which drops such claims."
    fix = f"auth0ctl claim add {arg(f'https://example.com/{last_word(names[0])}')} ..." if names else ""
    return _finding(facts, NAMESPACE_RESERVED, names, detail, fix)


def not_namespaced(facts: Facts) -> Finding | None:
    names = _missing(facts, NOT_NAMESPACED)
    if not names:
        return None
    restricted = all(name in claim_names.RESTRICTED for name in names)
    what = token_name(expected_of(facts).kind)
    if restricted:
        why = "an Action cannot set a restricted name without a namespace."
    elif all(name in claim_names.NEEDS_SCOPE for name in names):
        scopes = ", ".join(dict.fromkeys(claim_names.NEEDS_SCOPE[name] for name in names))
        why = (
            f"no scope brings a profile claim into an {what}. An Action must set it; under a bare name it is dropped "
            f"unless the login asked for the scope {scopes}, under a namespace it stays."
        )
    else:
        why = "Auth0's own APIs take no custom claim without a namespace."
    detail = f"{', '.join(names)} is not in the token: {why}"
    fix = f"auth0ctl claim add {arg(f'https://example.com/{names[0]}')} ..."
    confidence = Confidence.CERTAIN if restricted else Confidence.LIKELY
    return _finding(facts, NOT_NAMESPACED, names, detail, fix, confidence=confidence)


def oidc_scope_missing(facts: Facts) -> Finding | None:
    names = _missing(facts, OIDC_SCOPE_MISSING)
    scopes = dict.fromkeys(claim_names.NEEDS_SCOPE[name] for name in names)
    detail = f"{', '.join(names)} is not in the token: it needs the scope {', '.join(scopes)} at login."
    expected = expected_of(facts)
    known = expected.requested_scope is not None or expected.granted_scope is not None
    fix = f"auth0ctl login --scope {arg(' '.join(('openid', *scopes)))}"
    return _finding(
        facts, OIDC_SCOPE_MISSING, names, detail, fix, confidence=Confidence.CERTAIN if known else Confidence.LIKELY
    )


def organization_claim(facts: Facts) -> Finding | None:
    """``org_id`` is missing, or another organization's than was required."""
    names = _missing(facts, ORGANIZATION_CLAIM)
    wrong = [one for one in _differing(facts) if one[0] in ("org_id", "org_name")]
    if names:
        detail = (
            f"{', '.join(names)} is not in the token: the login named no organization, so the token is for none. "
            f"It comes {SOURCES[names[0]].id}."
        )
    else:
        detail = "; ".join(f"{name} is {shown(seen)}, {shown(value)} is required" for name, value, seen in wrong) + "."
    named = names or tuple(name for name, _, _ in wrong)
    return _finding(facts, ORGANIZATION_CLAIM, named, detail, "auth0ctl login --organization ORG_ID")


def another_name(facts: Facts) -> Finding | None:
    names = _missing(facts, ANOTHER_NAME)
    there = [f"{name} is there as {other_name(token_of(facts), name)}" for name in names]
    return _finding(facts, ANOTHER_NAME, names, f"{'; '.join(there)}.", "Read the claim by the name in the token.")


def machine_has_no_login(facts: Facts) -> Finding | None:
    names = _missing(facts, MACHINE_HAS_NO_LOGIN)
    detail = (
        f"{', '.join(names)} is not in the token: it was issued to a machine, for which no post-login Action runs and "
        "no user is known."
    )
    fix = "Set it in an Action of the trigger credentials-exchange: api.accessToken.setCustomClaim(NAME, VALUE)."
    return _finding(facts, MACHINE_HAS_NO_LOGIN, names, detail, fix)


def claim_missing(facts: Facts) -> Finding | None:
    names = _missing(facts, CLAIM_MISSING)
    if not names:
        return None
    kind = expected_of(facts).kind
    told = [f"{name} comes {SOURCES[name].of(kind)}" for name in names if name in SOURCES]
    asked = [name for name in names if name in claim_names.NEEDS_SCOPE]
    if asked and kind is TokenKind.ID:
        told.append(f"the scope of {', '.join(asked)} was asked for, so the user's profile has no such value")
    elif asked:
        told.append(f"the scope of {', '.join(asked)} fills the ID token and /userinfo, never the access token")
    told += [f"{name} is in the user's record, and in no token by itself" for name in names if name in PROFILE_RECORD]
    custom = [name for name in names if name not in SOURCES and name not in asked and name not in PROFILE_RECORD]
    if custom:
        told.append(
            f"no Action sets {', '.join(custom)}, the Action is not deployed or not bound, or its value is undefined "
            "for this user"
        )
    detail = f"{', '.join(names)} is not in the token: {'; '.join(told)}."
    sure = Confidence.POSSIBLE if custom else Confidence.LIKELY
    return _finding(facts, CLAIM_MISSING, names, detail, "auth0ctl claim list", confidence=sure)


def bare_in_old_tenant(facts: Facts) -> Finding | None:
    """A second reading: tenants from before 28 July 2022 may still drop every bare name (tokens.md section 8)."""
    names = tuple(
        name
        for name in _missing(facts, CLAIM_MISSING)
        if ":" not in name and name not in SOURCES and name not in claim_names.NEEDS_SCOPE
    )
    detail = (
        f"{', '.join(names)} has no namespace: where the tenant is older than July 2022 and still asks for namespaces, "
        "every bare name is dropped, and the log has an entry depnote with legacy_custom_claims."
    )
    fix = f"auth0ctl claim add {arg(f'https://example.com/{names[0]}')} ..." if names else ""
    return _finding(
        facts, NOT_NAMESPACED, names, detail, fix, confidence=Confidence.POSSIBLE, severity=Severity.WARNING
    )


def _differing(facts: Facts) -> list[tuple[str, str, object]]:
    """The required claims whose value is another one: name, what is required, what is there."""
    if not failed(facts, "require-claim") or mixed_up(facts) or not readable(facts):
        return []
    claims = token_of(facts).claims
    return [
        (name, value, claims[name])
        for name, value in expected_of(facts).require_claims
        if value is not None and name in claims and value not in (claims[name], shown(claims[name], limit=10_000))
    ]


def claim_differs(facts: Facts) -> Finding | None:
    wrong = [one for one in _differing(facts) if one[0] not in ("org_id", "org_name")]
    said = "; ".join(f"{name} is {shown(seen)}, {shown(value)} is required" for name, value, seen in wrong)
    return _finding(facts, CLAIM_DIFFERS, tuple(name for name, _, _ in wrong), f"{said}.", "auth0ctl claim list")


JUDGES = (
    Judge(rule=METADATA_NEEDS_ACTION, needs=NEEDS, find=metadata_needs_action),
    Judge(rule=NAMESPACE_RESERVED, needs=NEEDS, find=namespace_reserved),
    Judge(rule=NOT_NAMESPACED, needs=NEEDS, find=not_namespaced),
    Judge(rule=OIDC_SCOPE_MISSING, needs=NEEDS, find=oidc_scope_missing),
    Judge(rule=ORGANIZATION_CLAIM, needs=NEEDS, find=organization_claim),
    Judge(rule=CLAIM_MISSING, needs=NEEDS, find=claim_missing),
    Judge(rule=NOT_NAMESPACED, needs=NEEDS, find=bare_in_old_tenant),
    Judge(rule=CLAIM_DIFFERS, needs=NEEDS, find=claim_differs),
    Judge(rule=ANOTHER_NAME, needs=NEEDS, find=another_name),
    Judge(rule=MACHINE_HAS_NO_LOGIN, needs=NEEDS, find=machine_has_no_login),
)
