"""What each fault does, by the name it has in names.py."""

import base64
from collections.abc import Callable, Mapping
from typing import Any

from auth0ctl.localtenant.faults import answers, signatures
from auth0ctl.localtenant.faults.seams import Fault, Minting
from auth0ctl.localtenant.store import keys
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant

Claims = Callable[[JSON, Minting], JSON]

IMPOSTOR = "https://impostor.example.com/"
OTHER_CLIENT = "anotherClient000000000000000000"
OTHER_SUBJECT = "auth0|somebody-else"
WRONG_HASH = base64.urlsafe_b64encode(bytes(16)).rstrip(b"=").decode()
WEEK = 7 * 86400
SKEW = 600  # seconds that the tenant's clock is fast


def _set(name: str, value: Any) -> Claims:
    return lambda claims, _minting: {**claims, name: value}


def _drop(name: str) -> Claims:
    return lambda claims, _minting: _without(claims, name)


def _without(body: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key != name}


def _ids(change: Claims) -> Claims:
    return lambda claims, minting: change(claims, minting) if minting.kind == "id" else claims


def _access(change: Claims) -> Claims:
    return lambda claims, minting: change(claims, minting) if minting.kind == "access" else claims


def _front(change: Claims) -> Claims:
    return _ids(lambda claims, minting: change(claims, minting) if minting.channel == "front" else claims)


def _code(change: Claims) -> Claims:
    """ID tokens that come for an authorization code."""
    return _ids(
        lambda claims, minting: change(claims, minting) if minting.channel == "back" and minting.gty is None else claims
    )


def _refreshed(change: Claims) -> Claims:
    return _ids(lambda claims, minting: change(claims, minting) if minting.gty == "refresh_token" else claims)


def _shifted(seconds: int, names: tuple[str, ...]) -> Claims:
    return lambda claims, _minting: {
        name: value + seconds if name in names else value for name, value in claims.items()
    }


def _second_audience(claims: JSON, _minting: Minting) -> JSON:
    return {**claims, "aud": [claims["aud"], OTHER_CLIENT]}


def _audience_list(claims: JSON, _minting: Minting) -> JSON:
    return {**claims, "aud": [claims["aud"]]}


def _other_nonce(claims: JSON, _minting: Minting) -> JSON:
    return {**claims, "nonce": f"not-{claims.get('nonce', '')}"}


def _announced(document: JSON) -> JSON:
    return {**document, "authorization_response_iss_parameter_supported": True}


def _wrong_issuer(document: JSON) -> JSON:
    return {**document, "issuer": IMPOSTOR}


def _single_key(jwks: JSON) -> JSON:
    return {"keys": jwks["keys"][:1]}


def _form_error(params: Mapping[str, str]) -> dict[str, str]:
    told = {"error": "server_error", "error_description": "The provider failed while it logged the user in"}
    return told | {name: params[name] for name in ("state", "iss") if name in params}


def _aggregated(body: JSON, tenant: Tenant) -> JSON:
    # OpenID Connect Core 5.6.2. The JWT is not signed by this tenant, and nobody has to believe it.
    inside = signatures.unsigned(tenant, {"iss": IMPOSTOR, "credit_score": 650}, _NOBODY, "")
    sources = {"src1": {"JWT": inside}}
    return {**body, "_claim_names": {"credit_score": "src1"}, "_claim_sources": sources}


def _distributed(body: JSON, tenant: Tenant) -> JSON:
    sources = {"src1": {"endpoint": f"{tenant.origin}/distributed-claims", "access_token": "a-token-for-src1"}}
    return {**body, "_claim_names": {"credit_score": "src1"}, "_claim_sources": sources}


_NOBODY = Minting(kind="id", channel="back", gty=None, client={})


def _rotate(tenant: Tenant) -> None:
    keys.rotate(tenant.state, host=tenant.host, now=tenant.now())


def _rotate_after_the_first(tenant: Tenant) -> None:
    now = tenant.now()
    if tenant.state.peek("fault", "key-rotation", now=now) is None:
        tenant.state.keep("fault", "key-rotation", {}, expires_at=now + WEEK)
    else:
        _rotate(tenant)


ROWS: Mapping[str, Fault] = {
    # Claims of the ID token
    "invalid-iss": Fault(claims=_ids(_set("iss", IMPOSTOR))),
    "missing-iss": Fault(claims=_ids(_drop("iss"))),
    "missing-sub": Fault(claims=_ids(_drop("sub"))),
    "invalid-aud": Fault(claims=_ids(_set("aud", OTHER_CLIENT))),
    "missing-aud": Fault(claims=_ids(_drop("aud"))),
    "second-aud": Fault(claims=_ids(_second_audience)),
    "aud-array": Fault(claims=_ids(_audience_list)),
    "missing-iat": Fault(claims=_ids(_drop("iat"))),
    "iat-week-old": Fault(claims=_ids(_shifted(-WEEK, ("iat",)))),
    "missing-exp": Fault(claims=_ids(_drop("exp"))),
    "expired": Fault(claims=_ids(_shifted(-WEEK, ("iat", "exp")))),
    "nonce-invalid": Fault(claims=_ids(_other_nonce)),
    "nonce-missing": Fault(claims=_ids(_drop("nonce"))),
    "invalid-at-hash": Fault(claims=_ids(_set("at_hash", WRONG_HASH))),
    "missing-at-hash": Fault(claims=_ids(_drop("at_hash"))),
    "invalid-c-hash": Fault(claims=_front(_set("c_hash", WRONG_HASH))),
    "missing-c-hash": Fault(claims=_front(_drop("c_hash"))),
    "invalid-s-hash": Fault(claims=_front(_set("s_hash", WRONG_HASH))),
    "missing-s-hash": Fault(),
    "back-channel-other-sub": Fault(claims=_code(_set("sub", OTHER_SUBJECT))),
    "back-channel-claims-differ": Fault(claims=_code(_set("name", "Somebody Else"))),
    "refresh-invalid-iss": Fault(claims=_refreshed(_set("iss", IMPOSTOR))),
    "refresh-invalid-sub": Fault(claims=_refreshed(_set("sub", OTHER_SUBJECT))),
    "refresh-invalid-aud": Fault(claims=_refreshed(_set("aud", OTHER_CLIENT))),
    "refresh-invalid-azp": Fault(claims=_refreshed(_set("azp", OTHER_CLIENT))),
    # Signature and header of the ID token
    "invalid-sig": Fault(signed=signatures.on("id", signatures.broken)),
    "sig-none": Fault(signed=signatures.on("id", signatures.unsigned)),
    "sig-hs256": Fault(
        signed=signatures.on("id", signatures.with_public_key_as_secret),
    ),
    "sig-es256": Fault(signed=signatures.on("id", signatures.es256)),
    "alternate-alg": Fault(signed=signatures.on("id", signatures.ps256)),
    "kid-absent-single-jwks": Fault(
        signed=signatures.on("id", signatures.without_kid),
        jwks=_single_key,
    ),
    "kid-absent-multiple-jwks": Fault(signed=signatures.on("id", signatures.without_kid)),
    "key-rotation": Fault(login=_rotate_after_the_first),
    "key-rotation-just-before-signing": Fault(signing=_rotate),
    # Access tokens, and both kinds
    "access-invalid-sig": Fault(signed=signatures.on("access", signatures.broken)),
    "access-invalid-iss": Fault(claims=_access(_set("iss", IMPOSTOR))),
    "access-expired": Fault(claims=_access(_shifted(-WEEK, ("iat", "exp")))),
    "rotated-key": Fault(signed=signatures.by_withdrawn_key),
    "clock-skew": Fault(claims=_shifted(SKEW, ("iat", "exp", "auth_time"))),
    # Discovery and the answer of /authorize
    "issuer-mismatch": Fault(discovery=_wrong_issuer),
    "iss-param-wrong": Fault(
        discovery=_announced,
        callback=lambda params: {**params, "iss": IMPOSTOR},
    ),
    "iss-param-missing": Fault(
        discovery=_announced,
        callback=lambda params: _without(params, "iss"),
    ),
    "state-wrong": Fault(callback=lambda params: {**params, "state": "a-state-nobody-sent"}),
    "state-missing": Fault(callback=lambda params: _without(params, "state")),
    "form-post-error": Fault(callback=_form_error),
    # The token endpoint's answer
    "token-type-case": Fault(
        token_answer=lambda body: {**body, "token_type": "bEaReR"},
    ),
    "no-scope-in-answer": Fault(token_answer=lambda body: _without(body, "scope")),
    # /userinfo
    "userinfo-invalid-sub": Fault(userinfo=lambda body, _tenant: {**body, "sub": OTHER_SUBJECT}),
    "userinfo-signed": Fault(userinfo_answer=answers.signed_userinfo),
    "userinfo-401": Fault(userinfo_answer=answers.refused_userinfo),
    "aggregated-claims": Fault(userinfo=_aggregated),
    "distributed-claims": Fault(userinfo=_distributed),
    # The HTTP answers of /oauth/, /userinfo and /api/v2/
    "slow": Fault(answer=answers.slow),
    "500": Fault(answer=answers.server_error),
    "429": Fault(answer=answers.too_many_requests),
    "malformed-json": Fault(answer=answers.malformed_json),
    "huge-body": Fault(answer=answers.huge_body),
}
