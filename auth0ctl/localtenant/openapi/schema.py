"""Shapes of management/validation.py as JSON Schema 2020-12, the dialect of OpenAPI 3.1."""

from collections.abc import Mapping, Sequence
from typing import Any

from auth0ctl.localtenant.management.validation import Shape

Schema = dict[str, Any]
_SAME = (
    "minLength", "maxLength", "minimum", "maximum", "pattern", "format", "minProperties", "maxProperties", "maxItems",
    "uniqueItems",
)  # fmt: skip


def schema(shape: Shape, known: Mapping[str, Sequence[str]]) -> Schema:
    """``known``: names of properties that name something in the tenant, and a few such values, for ``examples``."""
    made: Schema = {name: shape[name] for name in _SAME if name in shape}
    kinds = shape.get("type")
    if kinds is not None:
        made["type"] = kinds if isinstance(kinds, str) else list(kinds)
    if "enum" in shape:  # our check lets null through where the type does
        made["enum"] = [*shape["enum"], *([None] if "null" in (kinds or ()) and None not in shape["enum"] else [])]
    if shape.get("required"):
        made["required"] = list(shape["required"])
    if "items" in shape:
        made["items"] = schema(shape["items"], known)
    others = shape.get("additionalProperties")
    if "properties" in shape:
        made["properties"] = {name: _member(name, one, known) for name, one in shape["properties"].items()}
        made["additionalProperties"] = False if others is None else schema(others, known)
    elif others is not None:
        made["additionalProperties"] = schema(others, known)
    return made


def _member(name: str, shape: Shape, known: Mapping[str, Sequence[str]]) -> Schema:
    made = schema(shape, known)
    examples = list(known.get(name, ()))
    if examples and made.get("type") == "array":
        made["items"] = {**made.get("items", {}), "examples": examples}
    elif examples and "string" in made.get("type", ()) and "enum" not in made:
        made["examples"] = examples
    return made
