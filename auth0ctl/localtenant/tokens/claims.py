"""Which claims a token may carry: standard claims by scope, and what Auth0 drops of the claims that Actions set.

From tokens.md sections 2 and 8. Violations are dropped without a word; only size makes the login fail.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any
from urllib.parse import urlsplit

from auth0ctl.localtenant.store.state import JSON

CLAIMS_LIMIT = 100 * 1024  # bytes of names and values together, for each token

# Ignored in ID tokens and access tokens alike.
RESTRICTED_TEXT = """
acr act active amr at_hash ath attest aud auth_time authorization_details azp c_hash client_id cnf cty dest entitlements
events exp groups gty htm htu iat internalService iss jcard jku jti jwe jwk kid may_act mky nbf nonce object_id org_id
org_name orig origid permissions roles rph s_hash sid sip_callid sip_cseq_num sip_date sip_from_tag sip_via_branch sub
sub_jwk toe txn typ uuid vot vtm x5t#S256
"""
RESTRICTED = frozenset(RESTRICTED_TEXT.split())

# In the order of the real capture: nickname, name, picture, updated_at come last.
PROFILE_CLAIMS = (
    "given_name",
    "family_name",
    "middle_name",
    "preferred_username",
    "profile",
    "website",
    "gender",
    "birthdate",
    "zoneinfo",
    "locale",
    "nickname",
    "name",
    "picture",
    "updated_at",
)
SCOPE_CLAIMS: dict[str, tuple[str, ...]] = {
    "profile": PROFILE_CLAIMS,
    "email": ("email", "email_verified"),
    "phone": ("phone_number", "phone_number_verified"),
    "address": ("address",),
}
CLAIM_SCOPE = {claim: scope for scope, names in SCOPE_CLAIMS.items() for claim in names}

RESERVED_HOSTS = ("auth0.com", "webtask.io", "webtask.run")


class TooManyClaims(Exception):
    """The custom claims of one token are larger than 100 KB."""


def profile(user: Mapping[str, Any], scope: Collection[str]) -> JSON:
    """The standard claims that the scope allows and the user has."""
    known = dict(user)
    if "phone_verified" in known:
        known["phone_number_verified"] = known["phone_verified"]
    return {
        claim: known[claim]
        for name, claims in SCOPE_CLAIMS.items()
        if name in scope
        for claim in claims
        if known.get(claim) is not None
    }


def kept(custom: Mapping[str, Any], *, scope: Collection[str], auth0_api: bool = False) -> JSON:
    """What is left of the claims that Actions set. ``auth0_api``: the access token is for one of Auth0's own APIs.

    Raises ``TooManyClaims`` over the size limit.
    """
    if not custom:
        return {}
    left = {name: value for name, value in custom.items() if _may_stand(name, scope, auth0_api=auth0_api)}
    if len(json.dumps(left, separators=(",", ":")).encode()) > CLAIMS_LIMIT:
        raise TooManyClaims
    return left


def _may_stand(name: str, scope: Collection[str], *, auth0_api: bool) -> bool:
    if name in RESTRICTED:
        return False
    if name in CLAIM_SCOPE:
        return CLAIM_SCOPE[name] in scope and not auth0_api
    if name == "urn:auth0" or name.startswith("urn:auth0:"):
        return False
    if name.startswith("urn:"):
        return not auth0_api
    if name.startswith(("http://", "https://")):
        return not _reserved(name)
    return not auth0_api


def _reserved(name: str) -> bool:
    try:
        host = urlsplit(name).hostname or ""
    except ValueError:
        return False
    return any(host == reserved or host.endswith(f".{reserved}") for reserved in RESERVED_HOSTS)
