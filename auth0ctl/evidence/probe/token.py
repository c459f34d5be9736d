"""What the token endpoint says to requests that cannot succeed: it checks the client and its grant before the rest.

Nothing here could be granted: codes and refresh tokens that nobody issued, no secret, no user name, no password.
(auth0-facts/token-endpoint.md sections 2 and 3. INFERRED for the password grants: that the grant is looked at before
the user's name is missed.)
"""

from collections.abc import Mapping
from functools import partial

from auth0ctl.errors import NetworkError
from auth0ctl.evidence.probe.asking import Asking
from auth0ctl.protocol import Refusal
from auth0ctl.situation import Probe
from auth0ctl.tenant.http import Answer

REALM = "http://auth0.com/oauth/grant-type/password-realm"
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
NOBODYS = "auth0ctl-probe-that-nobody-issued"
# The app's flow -> the grant types that it sends to the token endpoint; None for an unsaid flow.
GRANTS: Mapping[str | None, tuple[str, ...]] = {
    None: ("authorization_code",),
    "spa-pkce": ("authorization_code",),
    "web-code": ("authorization_code",),
    "native-pkce": ("authorization_code",),
    "hybrid": ("authorization_code",),
    "silent": ("authorization_code",),
    "refresh": ("authorization_code", "refresh_token"),
    "client-credentials": ("client_credentials",),
    "password": ("password",),
    "password-realm": (REALM,),
}
FORMS: Mapping[str, Mapping[str, str]] = {
    # The verifier as a public client sends it; the code belongs to no challenge.
    "authorization_code": {"code": NOBODYS, "code_verifier": "v" * 43},
    "refresh_token": {"refresh_token": NOBODYS},
    # A public client never gets this grant, and a confidential one sends no secret here.
    "client_credentials": {"audience": f"urn:{NOBODYS}"},
}


def probe_grant(
    asking: Asking, url: str, grant_type: str, client_id: str, *, redirect_uri: str = "", origin: str = ""
) -> Probe:
    """Whether the client may use the grant, and whether it has to prove itself.

    ``origin`` is that of the page which would ask; the answer then tells whether the page may read it. Raises
    NetworkError when there is no answer.
    """
    form = {"grant_type": grant_type, "client_id": client_id, **FORMS.get(grant_type, {})}
    if redirect_uri and grant_type == "authorization_code":
        form["redirect_uri"] = redirect_uri
    headers = {"Accept": "application/json", **({"Origin": origin} if origin else {})}
    answer = asking.send("POST", url, form=form, headers=headers)
    refusal = refusal_of(answer)
    outcome = outcome_of(refusal)
    readable = answer.headers.get("access-control-allow-origin", "") in ("*", origin) if origin else None
    return Probe(
        name="token",
        outcome=outcome,
        refusal=refusal,
        detail=told(outcome, grant_type, refusal),
        facts={"grant_type": grant_type, "client_id": client_id, "readable": readable},
    )


def probe_device(asking: Asking, url: str, client_id: str, *, scope: str, audience: str) -> Probe:
    """A device code that nobody will confirm: it is forgotten after a quarter of an hour."""
    form = {"client_id": client_id, "scope": scope, "audience": audience}
    answer = asking.send("POST", url, form={name: value for name, value in form.items() if value})
    refusal = refusal_of(answer)
    outcome = "grant on" if answer.status < 300 else outcome_of(refusal)
    return Probe(
        name="token",
        outcome=outcome,
        refusal=refusal,
        detail=told(outcome, DEVICE, refusal),
        facts={"grant_type": DEVICE, "client_id": client_id, "readable": None},
    )


def refusal_of(answer: Answer) -> Refusal | None:
    """The OAuth error of an answer; None where it carries none."""
    if answer.status < 400:
        return None
    try:
        body = answer.json()
    except NetworkError:  # a proxy's page
        body = {}
    said = body if isinstance(body, dict) else {}
    error, description = said.get("error"), said.get("error_description")
    return Refusal(
        where="token",
        error=error if isinstance(error, str) else "unknown",
        description=description if isinstance(description, str) else "",
        status=answer.status,
    )


def outcome_of(refusal: Refusal | None) -> str:
    """``grant on``, ``grant off``, ``proof wanted`` (a secret, an assertion), ``refused`` or ``answered``."""
    if refusal is None:
        return "answered"
    said = f"{refusal.error}: {refusal.description}".lower()
    if refusal.error in ("unauthorized_client", "unsupported_grant_type") and "redirect uri" not in said:
        return "grant off"
    if refusal.error == "invalid_client" or said.startswith("access_denied: unauthorized"):
        return "proof wanted"
    # The grant was looked into: it is the code, the token or the user's name that is no good.
    return "grant on" if refusal.error in ("invalid_grant", "invalid_request") else "refused"


SHORT = {REALM: "password-realm", DEVICE: "device_code"}


def told(outcome: str, grant_type: str, refusal: Refusal | None) -> str:
    name = SHORT.get(grant_type, grant_type)
    said = f"{refusal.error}: {refusal.description}" if refusal and refusal.description else refusal and refusal.error
    sentences = {
        "grant on": f"the client may use {name}",
        "grant off": f"the client may not use {name}: {said}",
        "proof wanted": f"{name}: the client must prove itself, and nothing was sent ({said})",
    }
    return sentences.get(outcome, f"{name}: {said or 'an answer without an error'}")


def grant_questions(
    asking: Asking, url: str, flow: str | None, client_id: str, *, offline: bool, redirect_uri: str, origin: str
) -> list[partial[Probe]]:
    """One question for each grant that the flow uses."""
    grants = GRANTS.get(flow, ())
    if offline and "authorization_code" in grants and "refresh_token" not in grants:
        grants = (*grants, "refresh_token")
    return [
        partial(probe_grant, asking, url, one, client_id, redirect_uri=redirect_uri, origin=origin) for one in grants
    ]
