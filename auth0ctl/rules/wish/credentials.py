"""Whether the client may use the flow, and proves itself as the app does."""

import hmac

from auth0ctl.findings import Confidence, Finding, Judge, Severity
from auth0ctl.model import Client, Facts
from auth0ctl.protocol import TokenRequest
from auth0ctl.rules.client import ALG_HS256, PUBLIC_TYPES, PUBLIC_WITH_SECRET
from auth0ctl.rules.login.asking import (
    CLIENT_UNKNOWN,
    DEVICE_NEEDS_PUBLIC,
    GRANT_TYPE_NOT_ENABLED,
    PUSHED_REQUEST_REQUIRED,
)
from auth0ctl.rules.login.causes import DEVICE_CODE, registered_method
from auth0ctl.rules.login.endpoint import SECRET_MISSING, SECRET_WRONG
from auth0ctl.rules.login.person import MFA_REQUIRED
from auth0ctl.rules.said.causes.app import CLIENT_ID_MISSING
from auth0ctl.rules.wish.situation import (
    EMPTY,
    asked,
    client_of,
    flow,
    found,
    listed,
    machine,
    parameter,
    sends_secret,
    silent,
    wish_of,
)

IMPLICIT = ("token", "id_token")
ABSENT = "absent (confidential)"


def client_unknown(facts: Facts) -> Finding | None:
    """The Management API knows no such client."""
    probe = next((one for one in facts.probes or () if one.name == "client" and one.outcome == "unknown"), None)
    if probe is None:
        return None
    near, same = str(probe.facts.get("near", "")), str(probe.facts.get("same", ""))
    detail = f"The tenant has no client with the id {probe.detail}"
    detail += f"; {same}." if same else f"; {near} comes close." if near else ", nor one of that name."
    return found(CLIENT_UNKNOWN, probe.detail, detail, f"client_id: {probe.detail}", fix="auth0ctl client list")


def client_id_missing(facts: Facts) -> Finding | None:
    """No id at all where the flow needs one, or what a program writes for a setting that is not there."""
    probe = next((one for one in facts.probes or () if one.name == "client" and one.outcome == "unknown"), None)
    sent = probe.detail if probe is not None else (request.client_id if (request := asked(facts)) else "")
    if sent.strip().lower() not in EMPTY or facts.client is not None or flow(facts) in ("", "logout"):
        return None
    return found(
        CLIENT_ID_MISSING,
        "the app",
        f"For the flow {flow(facts)} the client_id is {sent or 'empty'}.",
        f"client_id: {sent or 'none'}",
        fix="Set the client id in the app's settings, and name it here: `auth0ctl doctor --client ID`.",
        confidence=Confidence.CERTAIN if sent else Confidence.LIKELY,
    )


def needed_grants(facts: Facts) -> tuple[str, ...]:
    """The grant types that the flow uses, as the wire has them."""
    request = asked(facts)
    if request is None or machine(facts):
        return (request.grant_type,) if isinstance(request, TokenRequest) else ()
    words = facts.request.response_type.split() if facts.request is not None else ["code"]
    needed = [request.grant_type] if isinstance(request, TokenRequest) else []
    if facts.request is not None:
        needed += ["authorization_code"] if "code" in words else []
        needed += ["implicit"] if any(word in words for word in IMPLICIT) else []
    wants = wish_of(facts).want_refresh_token or "offline_access" in request.scope
    needed += ["refresh_token"] if flow(facts) == "refresh" or (wants and "code" in words) else []
    return tuple(needed)


def grant_type_not_enabled(facts: Facts) -> Finding | None:
    client = client_of(facts)
    missing = [one for one in needed_grants(facts) if one not in client.grant_types]
    if missing == ["authorization_code"] and silent(facts) and "implicit" in client.grant_types:
        return None  # older SDKs ask for tokens straight away
    if not missing or (DEVICE_CODE in missing and not public_native(client)):
        return None
    name = listed(missing)
    detail = (
        f"The flow {flow(facts) or 'of this request'} needs the grant type {name}, and {client.name} does not have it."
    )
    if missing == ["refresh_token"]:
        detail = f"Refresh tokens need the grant type refresh_token, and {client.name} does not have it."
    if "client_credentials" in missing and registered_method(client) == "none":
        detail += " A public client never gets it: it has nothing to prove itself with."
    return found(
        GRANT_TYPE_NOT_ENABLED,
        client.client_id,
        detail,
        f"grant_types: {listed(client.grant_types)}",
        f"needed: {name}",
        fix=f"In the dashboard: Applications, {client.name}, Advanced Settings, Grant Types: switch on {name}.",
    )


def public_native(client: Client) -> bool:
    return client.app_type == "native" and registered_method(client) == "none"


def device_needs_public(facts: Facts) -> Finding | None:
    """token-endpoint.md section 9: type native, and no secret."""
    client = client_of(facts)
    if flow(facts) != "device" or (public_native(client) and not sends_secret(facts)):
        return None
    method = registered_method(client) or ABSENT
    return found(
        DEVICE_NEEDS_PUBLIC,
        client.client_id,
        f"The device flow is for native, public clients; {client.name} is of type {client.app_type or 'unset'}, its "
        f"authentication method is {method}" + (", and the app sends a client secret." if sends_secret(facts) else "."),
        f"app_type: {client.app_type or 'absent'}",
        f"token_endpoint_auth_method: {method}",
        fix="In the dashboard: set the client's type to Native and its authentication method to None, and send no "
        "secret.",
    )


def public_needs_none(facts: Facts) -> Finding | None:
    """The app sends no secret, the client has to."""
    client = client_of(facts)
    method = registered_method(client)
    redeems = facts.token_request is not None or (facts.request is not None and "code" in facts.request.response_type)
    if method == "none" or not redeems or flow(facts) in ("device", "client-credentials"):
        return None
    if sends_secret(facts) is not False and not (sends_secret(facts) is None and client.app_type in PUBLIC_TYPES):
        return None
    return found(
        PUBLIC_WITH_SECRET,
        client.client_id,
        f"The app sends no client secret, and {client.name} (application type {client.app_type or 'unset'}) has the "
        "token "
        f"endpoint authentication method {method or ABSENT}: /oauth/token answers Unauthorized.",
        f"app_type: {client.app_type or 'absent'}",
        f"token_endpoint_auth_method: {method or ABSENT}",
        fix="In the dashboard: Applications, the client, Credentials, Authentication Method: None (type Single Page "
        "Application or Native).",
        severity=Severity.ERROR,
    )


def secret_missing(facts: Facts) -> Finding | None:
    client = client_of(facts)
    if (
        flow(facts) not in ("client-credentials", "web-code")
        or sends_secret(facts)
        or wish_of(facts).has_secret is None
    ):
        return None
    if flow(facts) == "web-code" or registered_method(client) == "none":
        return None  # the first is public_needs_none, the second lacks the grant
    return found(
        SECRET_MISSING,
        client.client_id,
        f"{client.name} has to prove itself ({registered_method(client) or ABSENT}), and the app sends no secret.",
        f"token_endpoint_auth_method: {registered_method(client) or ABSENT}",
    )


def secret_wrong(facts: Facts) -> Finding | None:
    """The secret that the app sends beside the client's own, where that may be read. Neither is shown."""
    client, sent = client_of(facts), wish_of(facts).client_secret
    own = client.raw.get("client_secret")
    if not sent or not isinstance(own, str) or not own or registered_method(client) in ("none", "private_key_jwt"):
        return None
    if hmac.compare_digest(sent.encode(), own.encode()):
        return None
    return found(
        SECRET_WRONG,
        client.client_id,
        f"The client secret that the app sends is not that of {client.name}: {how_wrong(sent, own)}.",
        f"client_secret: {len(sent)} characters sent, {len(own)} are the client's",
        fix="Copy the whole client secret from the client's settings into the app.",
    )


def how_wrong(sent: str, own: str) -> str:
    """In which way it is wrong, without showing any of it."""
    bare = sent.strip().strip("\"'")
    if bare == own:
        return "it has quotes or spaces around it"
    if own.startswith(bare) or own.endswith(bare):
        return "a part of it is missing"
    return "it is another one (of another client or tenant, or from before a rotation)"


def hs256(facts: Facts) -> Finding | None:
    """In a browser or on a phone nobody can check it; a web app must be told to."""
    client = client_of(facts)
    if facts.request is None or client.id_token_alg != "HS256" or "openid" not in facts.request.scope:
        return None
    front = flow(facts) in ("spa-pkce", "native-pkce", "silent", "implicit") or client.app_type in PUBLIC_TYPES
    return found(
        ALG_HS256,
        client.client_id,
        f"ID tokens of {client.name} are signed with HS256, and the SDKs accept RS256 only.",
        "jwt_configuration.alg: HS256",
        fix="In the dashboard: Applications, the client, Advanced Settings, OAuth, JSON Web Token Signature Algorithm: "
        "RS256.",
        severity=Severity.ERROR if front else None,
        confidence=Confidence.CERTAIN if front else Confidence.LIKELY,
    )


def must_be_pushed(facts: Facts) -> Finding | None:
    client = client_of(facts)
    required = client.raw.get("require_pushed_authorization_requests") is True
    if facts.request is None or not required or parameter(facts, "request_uri"):
        return None
    return found(
        PUSHED_REQUEST_REQUIRED,
        client.client_id,
        f"{client.name} takes pushed authorization requests only, and this one is a plain URL.",
        "require_pushed_authorization_requests: true",
        fix="auth0ctl login --par    # and pushed requests in the app",
    )


def mfa_by_password(facts: Facts) -> Finding | None:
    """The password grant answers mfa_required; only a client with the MFA grants can go on (token-endpoint.md 6)."""
    client = client_of(facts)
    always = "all-applications" in (facts.mfa_policies or ())
    if not always or flow(facts) not in ("password", "password-realm"):
        return None
    if any("/grant-type/mfa-" in one for one in client.grant_types):
        return None
    return found(
        MFA_REQUIRED,
        client.client_id,
        f"The tenant asks everybody for a second factor, and {client.name} has none of the MFA grants: its password "
        "logins end in mfa_required.",
        f"MFA policies: {listed(facts.mfa_policies)}",
        f"grant_types: {listed(client.grant_types)}",
        fix=f"In the dashboard: Applications, {client.name}, Advanced Settings, Grant Types: switch on MFA; or log in "
        "at "
        "Auth0's own page: `auth0ctl login`.",
        confidence=Confidence.LIKELY,
    )


NEEDS = ("client",)
JUDGES = (
    Judge(rule=CLIENT_ID_MISSING, needs=("wish",), find=client_id_missing),
    Judge(rule=CLIENT_UNKNOWN, needs=(), find=client_unknown),
    Judge(rule=GRANT_TYPE_NOT_ENABLED, needs=NEEDS, find=grant_type_not_enabled),
    Judge(rule=DEVICE_NEEDS_PUBLIC, needs=NEEDS, find=device_needs_public),
    Judge(rule=PUBLIC_WITH_SECRET, needs=NEEDS, find=public_needs_none),
    Judge(rule=SECRET_MISSING, needs=NEEDS, find=secret_missing),
    Judge(rule=SECRET_WRONG, needs=NEEDS, find=secret_wrong),
    Judge(rule=ALG_HS256, needs=NEEDS, find=hs256),
    Judge(rule=MFA_REQUIRED, needs=("client", "mfa_policies"), find=mfa_by_password),
    Judge(rule=PUSHED_REQUEST_REQUIRED, needs=NEEDS, find=must_be_pushed),
)
