"""What an app does, as ``doctor``, ``probe`` and the doctor checks of ``smoke`` are told: one list for all of them.

It begins with the flows of ``login``, by the same names; then comes what only apps do.
"""

from collections.abc import Mapping

from auth0ctl.flows import FLOWS

# A flow of ``login`` -> what the rules call the app that uses it, where that is another word. Either is taken.
APP_OF: Mapping[str, str] = {"pkce": "spa-pkce", "code": "web-code"}
ONLY_APPS = ("native-pkce", "silent", "logout", "signup", "cross-origin-login")
APP_FLOWS = (*(name for name in FLOWS if name != "token-exchange"), *ONLY_APPS)
HELP = (
    f"What the app does, as for `login`: {', '.join(APP_FLOWS)}. {' and '.join(APP_OF.values())} are other names of "
    f"{' and '.join(APP_OF)}."
)


def is_app_flow(name: str) -> bool:
    return name in APP_FLOWS or name in APP_OF.values()


def app_of(flow: str | None) -> str | None:
    """What the rules call it."""
    return APP_OF.get(flow, flow) if flow is not None else None
