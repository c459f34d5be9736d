"""Misbehaviour on request: what a provider can get wrong, each thing under a name, each at one seam."""

from auth0ctl.localtenant.faults.names import FAULTS
from auth0ctl.localtenant.faults.seams import Faults
from auth0ctl.localtenant.lazy import load


def chosen(names: tuple[str, ...]) -> Faults:
    """The faults of these names. Raises ``ValueError`` for a name that is not in ``FAULTS``."""
    unknown = [name for name in names if name not in FAULTS]
    if unknown:
        raise ValueError(f"there is no fault {unknown[0]}; known are {', '.join(FAULTS)}")
    return Faults(tuple(load("faults.table:ROWS")[name] for name in names))


__all__ = ["FAULTS", "Faults", "chosen"]
