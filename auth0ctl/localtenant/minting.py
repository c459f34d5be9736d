"""Tokens of any shape, for negative tests: what the tenant itself would issue, and then what was asked to be else.

The changes go in at the seams where faults take hold, so everything else of the token stays as the tenant makes it.
"""

import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from joserfc.jwk import ECKey, OctKey, RSAKey
from joserfc.jws import JWSRegistry

from auth0ctl.localtenant import first_run
from auth0ctl.localtenant.faults import signatures
from auth0ctl.localtenant.faults.seams import Fault, Faults, Minting
from auth0ctl.localtenant.store import defaults, seed
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import access, issue
from auth0ctl.localtenant.wanted import Wanted

KINDS = ("access", "id")
SIGNATURES = ("good", "foreign", "broken", "none")
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "HS256", "ES256", "none")
LONG_AGO = 3600  # seconds since an expired token has expired


def mint(tenant: Tenant, wanted: Wanted) -> str:
    """The token. Raises ``ValueError`` that says what cannot be had."""
    for name, value, known in (
        ("kind", wanted.kind, KINDS),
        ("signature", wanted.signature, SIGNATURES),
        ("algorithm", wanted.alg or "RS256", ALGORITHMS),
    ):
        if value not in known:
            raise ValueError(f"there is no {name} {value}; choose one of {', '.join(known)}")
    client = _client(tenant, wanted.client_id)
    user = _user(tenant, wanted)
    grant = issue.Grant(
        client=client,
        user=user,
        api=_api(tenant, wanted) if wanted.kind == "access" else None,
        scope=wanted.scope,
        gty=None if user else "client-credentials",
        nonce=wanted.nonce,
        organization=_organization(tenant, wanted.organization),
    )
    row = Fault(claims=_claims(tenant, wanted), signed=_signed(wanted, grant))
    # Faults that the tenant was opened with stay out: a minted token has what was asked for and nothing else.
    changed = replace(tenant, faults=Faults((row,)))
    return issue.id_token(changed, grant) if wanted.kind == "id" else issue.access_token(changed, grant).text


def _client(tenant: Tenant, client_id: str | None) -> JSON:
    if client_id is not None:
        return tenant.client(client_id) or {"client_id": client_id, "oidc_conformant": True}
    known = tenant.client(first_run.CLIENT_ID)
    found = known or next((row for row in tenant.state.all("client") if not row.get("global")), None)
    if found is None:
        raise ValueError("the local tenant has no client; name one")
    return found


def _user(tenant: Tenant, wanted: Wanted) -> JSON | None:
    if wanted.user is not None:
        user = tenant.state.get("user", wanted.user) or tenant.state.find("user", wanted.user.lower())
        if user is None:
            raise ValueError(f"the local tenant has no user {wanted.user}")
        return user
    if wanted.kind == "access":
        return None
    users = tenant.state.page("user", offset=0, limit=1)
    if not users:
        raise ValueError("an ID token is a user's, and the local tenant has none")
    return users[0]


def _api(tenant: Tenant, wanted: Wanted) -> access.Api:
    if not wanted.audience:
        raise ValueError("an access token needs an audience: the identifier of an API")
    try:
        found = access.find_api(tenant, wanted.audience)
    except access.ServiceNotFound:
        body = defaults.resource_server({"identifier": wanted.audience})
        return access.Api(audience=wanted.audience, body=body, management=False)
    if found is None:
        raise ValueError(f"a token for {wanted.audience} is opaque: it has no claims and no shape")
    return found


def _organization(tenant: Tenant, name: str | None) -> JSON | None:
    if name is None:
        return None
    found = next((row for row in tenant.state.all("organization") if name in {row["id"], row["name"]}), None)
    if found is None:
        raise ValueError(f"the local tenant has no organization {name}")
    return found


def _claims(tenant: Tenant, wanted: Wanted) -> Any:
    def changed(claims: JSON, _minting: Minting) -> JSON:
        body = dict(claims)
        if wanted.lifetime is not None:
            body["exp"] = body["iat"] + wanted.lifetime
        if wanted.expired:
            late = body["exp"] - int(tenant.now()) + LONG_AGO
            body |= {name: body[name] - late for name in ("iat", "exp", "auth_time") if name in body}
        return _merged(tenant, body, wanted.claims)

    return changed


def _merged(tenant: Tenant, body: JSON, changes: Mapping[str, Any]) -> JSON:
    kid = tenant.keys.current().kid
    filled = seed.fill(dict(changes), issuer=tenant.issuer, kid=kid, now=int(tenant.now()))
    return {name: value for name, value in {**body, **filled}.items() if value is not None}


def _signed(wanted: Wanted, grant: issue.Grant) -> Any:
    def changed(tenant: Tenant, claims: JSON, minting: Minting, token: str) -> str:
        if wanted.header or wanted.alg or wanted.secret or wanted.signature in {"foreign", "none"}:
            token = _again(tenant, claims, token, wanted, grant)
        return signatures.broken(tenant, claims, minting, token) if wanted.signature == "broken" else token

    return changed


def _again(tenant: Tenant, claims: JSON, token: str, wanted: Wanted, grant: issue.Grant) -> str:
    head = token.partition(".")[0]
    header: JSON = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    alg = "none" if wanted.signature == "none" else wanted.alg or ("HS256" if wanted.secret else header["alg"])
    if alg == "HS256":
        header.pop("kid", None)  # a shared secret has no key id (tokens.md section 10)
    # The header may say another algorithm than the one that signs: that is what some tests are about.
    header = _merged(tenant, {**header, "alg": alg}, wanted.header)
    signing_input = f"{_part(header)}.{_part(claims)}"
    if alg == "none":
        return f"{signing_input}."
    signature = JWSRegistry.algorithms[alg].sign(signing_input.encode(), _key(tenant, alg, wanted, grant))
    return f"{signing_input}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def _key(tenant: Tenant, alg: str, wanted: Wanted, grant: issue.Grant) -> RSAKey | ECKey | OctKey:
    if alg == "HS256":
        own = grant.api.body.get("signing_secret") if grant.api else grant.client.get("client_secret")
        secret = wanted.secret or (b"a secret that nobody shares" if wanted.signature == "foreign" else None)
        secret = secret or str(own or "").encode()
        if not secret:
            raise ValueError("HS256 needs a secret, and neither was one given nor has the client or the API one")
        return OctKey(secret, secret)
    if alg == "ES256":
        return _foreign_ec()  # a tenant publishes RSA keys alone, so this one is foreign in any case
    return _foreign_rsa() if wanted.signature == "foreign" else signatures.as_jwk(tenant.keys.current())


@cache
def _foreign_rsa() -> RSAKey:
    return RSAKey.generate_key(2048, private=True)


@cache
def _foreign_ec() -> ECKey:
    return ECKey.generate_key("P-256", private=True)


def _part(value: JSON) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(text).rstrip(b"=").decode()
