"""What a network access control list may not say (the texts are recorded in management-error-bodies.json)."""

from auth0ctl.localtenant.management.call import ApiError
from auth0ctl.localtenant.management.validation import STRINGS, Invalid, check
from auth0ctl.localtenant.store.state import JSON

_CURATED = ("auth0.low_reputation", "auth0.icloud_relay_proxy")


def check_network_acl(body: JSON) -> None:
    """Raises ``ApiError``."""
    rule = body.get("rule")
    if not isinstance(rule, dict):
        return
    match = rule.get("match")
    names = match.get("auth0_managed") if isinstance(match, dict) else None
    if names is not None:
        try:
            check(names, STRINGS, "rule.match.auth0_managed")
        except Invalid as fault:
            raise ApiError(400, fault.message("Payload"), "invalid_body") from fault
        unknown = [name for name in names if name not in _CURATED]
        if unknown:
            text = f"Invalid curated list name(s): {', '.join(unknown)}. Allowed curated list names are: "
            raise ApiError(400, text + ", ".join(_CURATED), "invalid_body")
    action = rule.get("action")
    if isinstance(action, dict) and action.get("redirect") and not action.get("redirect_uri"):
        text = "Payload validation error: Action type of `redirect` requires a `redirect_uri`"
        raise ApiError(400, text, "invalid_body")
