"""The login flows, as a table. A flow's module is imported when that flow runs."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """``response_type`` is the flow's own (an option may override it); ``grant_type`` what the client must allow."""

    name: str
    summary: str
    target: str
    response_type: str
    grant_type: str
    pkce: bool
    label: str  # in a sentence: "code + PKCE"


FLOWS = {
    flow.name: flow
    for flow in (
        Flow(
            name="pkce",
            summary="authorization code with PKCE: what an app should use today",
            target="auth0ctl.flows.browser:run",
            response_type="code",
            grant_type="authorization_code",
            pkce=True,
            label="authorization code + PKCE",
        ),
        Flow(
            name="implicit",
            summary="tokens straight from /authorize: to debug older apps only (RFC 9700 section 2.1.2)",
            target="auth0ctl.flows.browser:run",
            response_type="id_token token",
            grant_type="implicit",
            pkce=False,
            label="implicit",
        ),
    )
}
