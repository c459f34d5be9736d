"""The faults by name; where the OpenID Foundation has a test module for one, the name is the module's."""

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
    "invalid-iss": Fault(text="ID token: another issuer", claims=_ids(_set("iss", IMPOSTOR))),
    "missing-iss": Fault(text="ID token: no iss", claims=_ids(_drop("iss"))),
    "missing-sub": Fault(text="ID token: no sub", claims=_ids(_drop("sub"))),
    "invalid-aud": Fault(text="ID token: for another client", claims=_ids(_set("aud", OTHER_CLIENT))),
    "missing-aud": Fault(text="ID token: no aud", claims=_ids(_drop("aud"))),
    "second-aud": Fault(text="ID token: for this client and one more", claims=_ids(_second_audience)),
    "aud-array": Fault(text="ID token: aud is a list of one (right, to be accepted)", claims=_ids(_audience_list)),
    "missing-iat": Fault(text="ID token: no iat", claims=_ids(_drop("iat"))),
    "iat-week-old": Fault(text="ID token: issued a week ago", claims=_ids(_shifted(-WEEK, ("iat",)))),
    "missing-exp": Fault(text="ID token: no exp", claims=_ids(_drop("exp"))),
    "expired": Fault(text="ID token: expired", claims=_ids(_shifted(-WEEK, ("iat", "exp")))),
    "nonce-invalid": Fault(text="ID token: another nonce", claims=_ids(_other_nonce)),
    "nonce-missing": Fault(text="ID token: no nonce", claims=_ids(_drop("nonce"))),
    "invalid-at-hash": Fault(text="ID token: at_hash of another token", claims=_ids(_set("at_hash", WRONG_HASH))),
    "missing-at-hash": Fault(text="ID token: no at_hash", claims=_ids(_drop("at_hash"))),
    "invalid-c-hash": Fault(
        text="front-channel ID token: c_hash of another code", claims=_front(_set("c_hash", WRONG_HASH))
    ),
    "missing-c-hash": Fault(text="front-channel ID token: no c_hash", claims=_front(_drop("c_hash"))),
    "invalid-s-hash": Fault(
        text="front-channel ID token: s_hash of another state", claims=_front(_set("s_hash", WRONG_HASH))
    ),
    "missing-s-hash": Fault(text="ID token: no s_hash (nothing is changed: Auth0 sends none)"),
    "back-channel-other-sub": Fault(
        text="ID token for the code: another user than in front", claims=_code(_set("sub", OTHER_SUBJECT))
    ),
    "back-channel-claims-differ": Fault(
        text="ID token for the code: other claims than in front", claims=_code(_set("name", "Somebody Else"))
    ),
    "refresh-invalid-iss": Fault(
        text="ID token of a refresh: another issuer", claims=_refreshed(_set("iss", IMPOSTOR))
    ),
    "refresh-invalid-sub": Fault(
        text="ID token of a refresh: another user", claims=_refreshed(_set("sub", OTHER_SUBJECT))
    ),
    "refresh-invalid-aud": Fault(
        text="ID token of a refresh: for another client", claims=_refreshed(_set("aud", OTHER_CLIENT))
    ),
    "refresh-invalid-azp": Fault(
        text="ID token of a refresh: azp names another client", claims=_refreshed(_set("azp", OTHER_CLIENT))
    ),
    # Signature and header of the ID token
    "invalid-sig": Fault(text="ID token: broken signature", signed=signatures.on("id", signatures.broken)),
    "sig-none": Fault(text="ID token: not signed, alg none", signed=signatures.on("id", signatures.unsigned)),
    "sig-hs256": Fault(
        text="ID token: HS256 with the public key as the secret",
        signed=signatures.on("id", signatures.with_public_key_as_secret),
    ),
    "sig-es256": Fault(
        text="ID token: ES256 by a key that is not published", signed=signatures.on("id", signatures.es256)
    ),
    "alternate-alg": Fault(
        text="ID token: PS256 instead of the client's algorithm", signed=signatures.on("id", signatures.ps256)
    ),
    "kid-absent-single-jwks": Fault(
        text="ID token: no kid, and one key is published (to be accepted)",
        signed=signatures.on("id", signatures.without_kid),
        jwks=_single_key,
    ),
    "kid-absent-multiple-jwks": Fault(
        text="ID token: no kid, and several keys are published", signed=signatures.on("id", signatures.without_kid)
    ),
    "key-rotation": Fault(
        text="from the second login on, each is signed with a new key", login=_rotate_after_the_first
    ),
    "key-rotation-just-before-signing": Fault(text="a new key is made whenever an ID token is signed", signing=_rotate),
    # Access tokens, and both kinds
    "access-invalid-sig": Fault(
        text="access token: broken signature", signed=signatures.on("access", signatures.broken)
    ),
    "access-invalid-iss": Fault(text="access token: another issuer", claims=_access(_set("iss", IMPOSTOR))),
    "access-expired": Fault(text="access token: expired", claims=_access(_shifted(-WEEK, ("iat", "exp")))),
    "rotated-key": Fault(
        text="both tokens: signed with a key that is no longer published", signed=signatures.by_withdrawn_key
    ),
    "clock-skew": Fault(
        text="both tokens: the tenant's clock is ten minutes fast", claims=_shifted(SKEW, ("iat", "exp", "auth_time"))
    ),
    # Discovery and the answer of /authorize
    "issuer-mismatch": Fault(text="discovery: the issuer is another one", discovery=_wrong_issuer),
    "iss-param-wrong": Fault(
        text="callback: iss is announced and names another issuer",
        discovery=_announced,
        callback=lambda params: {**params, "iss": IMPOSTOR},
    ),
    "iss-param-missing": Fault(
        text="callback: iss is announced and missing",
        discovery=_announced,
        callback=lambda params: _without(params, "iss"),
    ),
    "state-wrong": Fault(
        text="callback: another state", callback=lambda params: {**params, "state": "a-state-nobody-sent"}
    ),
    "state-missing": Fault(text="callback: no state", callback=lambda params: _without(params, "state")),
    "form-post-error": Fault(text="callback: an error instead of the answer", callback=_form_error),
    # The token endpoint's answer
    "token-type-case": Fault(
        text="token answer: token_type is bEaReR (right, to be accepted)",
        token_answer=lambda body: {**body, "token_type": "bEaReR"},
    ),
    "no-scope-in-answer": Fault(text="token answer: no scope", token_answer=lambda body: _without(body, "scope")),
    # /userinfo
    "userinfo-invalid-sub": Fault(
        text="/userinfo: another user", userinfo=lambda body, _tenant: {**body, "sub": OTHER_SUBJECT}
    ),
    "userinfo-signed": Fault(
        text="/userinfo: a signed JWT (right, to be accepted)", userinfo_answer=answers.signed_userinfo
    ),
    "userinfo-401": Fault(text="/userinfo: refuses the token", userinfo_answer=answers.refused_userinfo),
    "aggregated-claims": Fault(text="/userinfo: a claim inside another party's JWT", userinfo=_aggregated),
    "distributed-claims": Fault(text="/userinfo: a claim to be fetched elsewhere", userinfo=_distributed),
    # The HTTP answers of /oauth/, /userinfo and /api/v2/
    "slow": Fault(text="every API answer takes five seconds longer", answer=answers.slow),
    "500": Fault(text="every API answer is 500", answer=answers.server_error),
    "429": Fault(text="every API answer is 429", answer=answers.too_many_requests),
    "malformed-json": Fault(text="every API answer is JSON that breaks off", answer=answers.malformed_json),
    "huge-body": Fault(text="every API answer is 64 MiB long", answer=answers.huge_body),
}
