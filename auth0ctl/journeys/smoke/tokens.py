"""What a file declares of one token, held against the token."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from auth0ctl.journeys.smoke.matching import ABSENT, Difference, differences, is_form
from auth0ctl.model import Expected, Token, TokenForm


def in_token(
    label: str, wanted: Mapping[str, Any], token: Token, *, scope: str, expires_in: int | None
) -> tuple[Difference, ...]:
    """What is not as declared. ``scope`` and ``expires_in`` (seconds) are the answer's, for a token nobody can read."""
    found: list[Difference] = []
    for name, value in wanted.items():
        actual = part(name, token, scope=scope, expires_in=expires_in)
        if name == "audience" and isinstance(value, str):
            value = {"contains": [value]}  # noqa: PLW2901  # Auth0 adds its own /userinfo to an API
        if name == "claims" and not is_form(value):
            for claim, one in value.items():
                found += differences(f"{label}, claim {claim}", one, token.claims.get(claim, ABSENT))
            continue
        found += differences(f"{label}, {name}", value, actual)
    return tuple(found)


def part(name: str, token: Token, *, scope: str, expires_in: int | None) -> Any:
    """A part of a token under the name that a smoke file has for it."""
    claims = token.claims
    match name:
        case "scopes":
            said = claims.get("scope", scope if token.form is not TokenForm.JWS else "")
            return said.split() if isinstance(said, str) else said
        case "permissions":
            return claims.get("permissions", [])
        case "audience":
            said = claims.get("aud", ABSENT)
            return [said] if isinstance(said, str) else said
        case "lifetime":
            begins, ends = claims.get("iat"), claims.get("exp")
            if isinstance(begins, int) and isinstance(ends, int):
                return ends - begins
            return expires_in if expires_in is not None else ABSENT
        case "alg" | "typ":
            return token.header.get(name, ABSENT)
        case "form":
            return "jwt" if token.form is TokenForm.JWS else "opaque"
        case _:
            return claims


def wanted_items(value: Any) -> tuple[str, ...]:
    """The items that a list must hold, as far as a declaration names some."""
    listed = value.get("contains", ()) if isinstance(value, Mapping) else value
    return tuple(str(one) for one in listed) if isinstance(listed, Sequence) and not isinstance(listed, str) else ()


def rights_wanted(wanted: Mapping[str, Any], token: Token) -> bool:
    """Whether a right or a claim is declared that a verification can ask for, of a token that can be read."""
    return token.form is TokenForm.JWS and any(name in wanted for name in ("scopes", "permissions", "claims"))


def expectations(wanted: Mapping[str, Any], expected: Expected, token: Token) -> Expected:
    """The same verification, asking for what is declared as well."""
    claims = wanted.get("claims", {})
    missing = [
        (name, None)
        for name, value in claims.items()
        if name not in token.claims and not (is_form(value) and value.get("absent"))
    ]
    differing = [(name, value) for name, value in claims.items() if isinstance(value, str) and name in token.claims]
    return replace(
        expected,
        require_scopes=wanted_items(wanted.get("scopes", ())),
        require_permissions=wanted_items(wanted.get("permissions", ())),
        require_claims=(*missing, *differing),
    )
