"""Misbehaviour on request: what a provider can get wrong, each thing under a name, each at one seam."""

from collections.abc import Mapping

from auth0ctl.localtenant.faults.seams import Faults
from auth0ctl.localtenant.faults.table import ROWS

# Name -> what the tenant does wrong, in one line.
FAULTS: Mapping[str, str] = {name: row.text for name, row in ROWS.items()}


def chosen(names: tuple[str, ...]) -> Faults:
    """The faults of these names. Raises ``ValueError`` for a name that is not in ``FAULTS``."""
    unknown = [name for name in names if name not in ROWS]
    if unknown:
        raise ValueError(f"there is no fault {unknown[0]}; known are {', '.join(ROWS)}")
    return Faults(tuple(ROWS[name] for name in names))


__all__ = ["FAULTS", "Faults", "chosen"]
