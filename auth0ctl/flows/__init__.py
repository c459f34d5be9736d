"""The login flows, as a table. A flow's module is imported when that flow runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """``response_type`` is the flow's own (an option may override it); ``grant_type`` what the client must allow.

    ``kind`` is ``browser`` (the person is sent to /authorize) or ``direct`` (the token endpoint alone, or a device's
    own page). ``target`` is the function that runs it, ``"module:name"``.
    """

    name: str
    summary: str
    target: str
    grant_type: str
    label: str  # in a sentence: "code + PKCE"
    kind: str = "browser"
    response_type: str = ""  # browser flows only


FLOWS = {
    flow.name: flow
    for flow in (
        Flow(
            name="pkce",
            summary="authorization code with PKCE: what an app should use today",
            target="auth0ctl.flows.browser:run",
            response_type="code",
            grant_type="authorization_code",
            label="authorization code + PKCE",
        ),
        Flow(
            name="implicit",
            summary="tokens straight from /authorize: to debug older apps only (RFC 9700 section 2.1.2)",
            target="auth0ctl.flows.browser:run",
            response_type="id_token token",
            grant_type="implicit",
            label="implicit",
        ),
    )
}
