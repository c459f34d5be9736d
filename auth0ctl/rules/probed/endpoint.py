"""The token endpoint: whether the client may use the grant, and whether it has to prove itself."""

from auth0ctl.findings import Confidence, Finding, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.client import PUBLIC_WITH_SECRET
from auth0ctl.rules.login import asking
from auth0ctl.rules.login.causes import DEVICE_CODE, named_by
from auth0ctl.rules.login.telling import said, seen, tell
from auth0ctl.rules.probed.answers import client_unknown, grants, probe_of
from auth0ctl.rules.wish.situation import PUBLIC_FLOWS, found, wish_of


def grant_off(facts: Facts) -> Finding | None:
    """The grant is refused before anything that was granted is looked at."""
    probe = next((one for one in grants(facts) if one.outcome == "grant off"), None)
    if probe is None or probe.refusal is None or client_unknown(facts):
        return None
    client, grant = str(probe.facts["client_id"]), str(probe.facts["grant_type"])
    detail = f"The client {client} may not use the grant type {grant}. Auth0 says: {said(probe.refusal)}"
    also = {
        DEVICE_CODE: " The device flow is for native clients whose authentication method is None; another kind is "
        "refused in the same words.",
        "client_credentials": " A public client (authentication method None) never gets it, whatever is listed.",
    }
    fix = f"In the dashboard: Applications, the client, Advanced Settings, Grant Types: {grant}."
    if grant == "refresh_token":
        fix += " Or leave offline_access out of the scope."
    return found(
        asking.GRANT_TYPE_NOT_ENABLED,
        client,
        detail + also.get(grant, ""),
        seen(probe.refusal),
        fix=fix,
        confidence=Confidence.LIKELY if grant in also else Confidence.CERTAIN,
    )


def secret_wanted(facts: Facts) -> Finding | None:
    """A public app's client that must prove itself. That there is such a client, /authorize has said."""
    login = probe_of(facts, "authorize")
    probe = next((one for one in grants(facts) if one.outcome == "proof wanted"), None)
    known = login is not None and login.outcome in ("login page", "client known", "refused")
    if probe is None or probe.refusal is None or not known or client_unknown(facts):
        return None
    wish = wish_of(facts)
    if wish.flow not in PUBLIC_FLOWS and not (wish.flow in ("silent", "refresh") and wish.has_secret is False):
        return None
    if wish.has_secret:
        return None
    return found(
        PUBLIC_WITH_SECRET,
        str(probe.facts["client_id"]),
        f"The flow {wish.flow} sends no secret, and the token endpoint refuses the client without one: its "
        "authentication method is not None.",
        seen(probe.refusal),
        fix="In the dashboard: Applications, the client, Credentials, Authentication Method: None.",
        severity=Severity.ERROR,
    )


def device_refused(facts: Facts) -> Finding | None:
    """The device endpoint says what is wrong with the audience, as /authorize does for the other flows."""
    probe = next((one for one in grants(facts) if one.outcome == "refused"), None)
    if probe is None or probe.refusal is None or facts.refusal is not None:
        return None
    if named_by(said(probe.refusal)) is not asking.AUDIENCE_NOT_REGISTERED:
        return None
    return tell(asking.AUDIENCE_NOT_REGISTERED, facts, probe.refusal)
