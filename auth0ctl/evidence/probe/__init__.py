"""Harmless questions to a tenant, without any credentials, and what their answers tell.

Each is a request that a browser would send anyway, or one that cannot succeed. None sends a password, redeems
anything or starts a session; what they leave behind are entries in the tenant's log (and, with the device flow, a
code that nobody confirms). ``outside.probe_tenant`` asks them all, side by side.
"""

from auth0ctl.evidence.probe.authorize import Landing, ask_authorize, landing, refusal_in, refusal_on, visible_text

__all__ = ["Landing", "ask_authorize", "landing", "refusal_in", "refusal_on", "visible_text"]
