"""The login flows, as a table. A flow's module is imported when that flow runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """``response_type`` is the flow's own (an option may override it); ``grant_type`` what the client must allow.

    ``kind`` is ``browser`` (the person is sent to /authorize) or ``direct`` (the token endpoint alone, or a device's
    own page). ``target`` is the function that runs it, ``"module:name"``. ``response_types`` are all that belong to a
    browser flow, the words of each in the usual order.
    """

    name: str
    summary: str
    target: str
    grant_type: str
    label: str  # in a sentence: "code + PKCE"
    kind: str = "browser"
    response_type: str = ""  # browser flows only
    response_types: tuple[str, ...] = ()


BROWSER = "auth0ctl.flows.browser:run"
DIRECT = "auth0ctl.flows.direct"

FLOWS = {
    flow.name: flow
    for flow in (
        Flow(
            name="pkce",
            summary="authorization code with PKCE: what an app should use today",
            target=BROWSER,
            response_type="code",
            response_types=("code",),
            grant_type="authorization_code",
            label="authorization code + PKCE",
        ),
        Flow(
            name="code",
            summary="authorization code of a client with a secret or a key, PKCE as well",
            target=BROWSER,
            response_type="code",
            response_types=("code",),
            grant_type="authorization_code",
            label="authorization code with client authentication + PKCE",
        ),
        # RFC 9700 section 2.1.2: tokens in a URL are for finding out about older apps (L10).
        Flow(
            name="implicit",
            summary="tokens straight from /authorize: to debug older apps only (RFC 9700 section 2.1.2)",
            target=BROWSER,
            response_type="id_token token",
            response_types=("token", "id_token", "id_token token"),
            grant_type="implicit",
            label="implicit (debug only)",
        ),
        Flow(
            name="hybrid",
            summary="a code and tokens from /authorize, compared: to debug older apps only (RFC 9700 section 2.1.2)",
            target=BROWSER,
            response_type="code id_token",
            response_types=("code id_token", "code token", "code id_token token"),
            grant_type="authorization_code",
            label="hybrid (debug only)",
        ),
        Flow(
            name="device",
            summary="a code that a person enters on any device: for machines without a browser (RFC 8628)",
            target="auth0ctl.flows.device:run",
            grant_type="urn:ietf:params:oauth:grant-type:device_code",
            label="device code",
            kind="direct",
        ),
        Flow(
            name="client-credentials",
            summary="a machine for itself: no person, no ID token",
            target=f"{DIRECT}:client_credentials",
            grant_type="client_credentials",
            label="client credentials",
            kind="direct",
        ),
        # L06, RFC 9700 section 2.4: a person's password belongs on the tenant's own page.
        Flow(
            name="password",
            summary="a person's name and password, given to this tool: to debug older apps only (RFC 9700 section 2.4)",
            target=f"{DIRECT}:password",
            grant_type="password",
            label="password (debug only)",
            kind="direct",
        ),
        Flow(
            name="password-realm",
            summary="the same, for the user database that --realm names: to debug older apps only",
            target=f"{DIRECT}:password",
            grant_type="http://auth0.com/oauth/grant-type/password-realm",
            label="password-realm (debug only)",
            kind="direct",
        ),
        Flow(
            name="refresh",
            summary="new tokens for the last login's refresh token, which may rotate",
            target=f"{DIRECT}:refresh",
            grant_type="refresh_token",
            label="refresh",
            kind="direct",
        ),
        Flow(
            name="token-exchange",
            summary="one token for another (RFC 8693)",
            target=f"{DIRECT}:exchange",
            grant_type="urn:ietf:params:oauth:grant-type:token-exchange",
            label="token exchange",
            kind="direct",
        ),
    )
}


def flow_for(response_type: str, *, confidential: bool) -> Flow | None:
    """The browser flow that a response type belongs to, words in any order; None for one that there is none of.

    A code alone is ``code`` for a ``confidential`` client, which has something to prove itself with, else ``pkce``.
    """
    words = sorted(response_type.split())
    if words == ["code"]:
        return FLOWS["code" if confidential else "pkce"]
    for flow in FLOWS.values():
        if any(sorted(one.split()) == words for one in flow.response_types):
            return flow
    return None


def usual_order(flow: Flow, response_type: str) -> str | None:
    """A response type with its words in the usual order; None where it does not belong to the flow."""
    words = sorted(response_type.split())
    return next((one for one in flow.response_types if sorted(one.split()) == words), None)
