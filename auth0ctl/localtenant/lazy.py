"""The one dynamic import of the tenant: what only some requests and some owners need is imported when they come."""

import threading
from functools import cache
from importlib import import_module
from typing import Any

# Two threads that import a package whose modules need each other, as Werkzeug's do, from two of its ends at once, are
# given halves of modules: Python would rather do that than let them wait for each other for ever.
_one_at_a_time = threading.RLock()


@cache
def load(target: str) -> Any:
    """``"login.authorize:authorize"`` is the function of that name in ``auth0ctl.localtenant.login.authorize``."""
    module, _, name = target.partition(":")
    with _one_at_a_time:
        return getattr(import_module(f"auth0ctl.localtenant.{module}"), name)
