"""The one dynamic import: tables name their targets as ``"package.module:name"``, this loads the one that was named."""

from importlib import import_module
from typing import Any


def load(target: str) -> Any:
    """Import ``"package.module:name"`` and return the object called ``name``."""
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)
