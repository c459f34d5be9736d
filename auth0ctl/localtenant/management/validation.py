"""Checks request bodies and query parameters, and words a refusal as Auth0's validator does.

A shape is a mapping with JSON Schema's own keywords: type, enum, format, minLength, maxLength, minimum, maximum, items,
uniqueItems, maxItems, properties, required, minProperties, additionalProperties (a shape for open maps). An object that
lists ``properties`` allows no others. The wordings are recorded or follow the recorded pattern
(auth0-facts/management-api.md section 2, clients.md section 8); those for lengths and numbers are INFERRED.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

Shape = Mapping[str, Any]


class Invalid(Exception):
    """One value did not pass. ``path`` is like ``callbacks[0]``; empty for the whole body."""

    def __init__(self, reason: str, path: str = "") -> None:
        super().__init__(reason, path)
        self.reason = reason
        self.path = path

    def message(self, where: str) -> str:
        """The sentence of the error body; ``where`` is ``Payload``, ``Path`` or ``Query``."""
        on_property = f" on property {self.path}" if self.path else ""
        return f"{where} validation error: '{self.reason}'{on_property}."


def check(value: object, shape: Shape, path: str = "") -> None:
    """Raise Invalid for the first thing in ``value`` that the shape does not allow."""
    for fault in _faults(value, shape, path):
        raise fault


def _faults(value: object, shape: Shape, path: str) -> Iterator[Invalid]:
    allowed = shape.get("type")
    if allowed is not None:
        names = [allowed] if isinstance(allowed, str) else list(allowed)
        found = _type_of(value)
        if found not in names and not (found == "integer" and "number" in names):
            yield Invalid(f"Expected type {' or '.join(names)} but found type {found}", path)
            return
    if value is None:
        return
    if "enum" in shape and value not in shape["enum"]:
        yield Invalid(f"No enum match for: {value}", path)
    if isinstance(value, str):
        yield from _text_faults(value, shape, path)
    elif isinstance(value, bool):
        return
    elif isinstance(value, int | float):
        if "minimum" in shape and value < shape["minimum"]:
            yield Invalid(f"Value {value} is less than minimum {shape['minimum']}", path)
        if "maximum" in shape and value > shape["maximum"]:
            yield Invalid(f"Value {value} is greater than maximum {shape['maximum']}", path)
    elif isinstance(value, list):
        yield from _array_faults(value, shape, path)
    elif isinstance(value, dict):
        yield from _object_faults(value, shape, path)


def _text_faults(value: str, shape: Shape, path: str) -> Iterator[Invalid]:
    if len(value) < shape.get("minLength", 0):
        yield Invalid(f"String is too short ({len(value)} chars), minimum {shape['minLength']}", path)
    if "maxLength" in shape and len(value) > shape["maxLength"]:
        yield Invalid(f"String is too long ({len(value)} chars), maximum {shape['maxLength']}", path)
    if "pattern" in shape and not re.search(shape["pattern"], value):
        yield Invalid(f"String does not match pattern {shape['pattern']}: {value}", path)
    name = shape.get("format")
    if name is not None and not FORMATS[name](value):
        yield Invalid(f"Object didn't pass validation for format {name}: {value}", path)


def _array_faults(value: list[object], shape: Shape, path: str) -> Iterator[Invalid]:
    if "maxItems" in shape and len(value) > shape["maxItems"]:
        yield Invalid(f"Array is too long ({len(value)}), maximum {shape['maxItems']}", path)
    if shape.get("uniqueItems"):
        seen: dict[str, int] = {}
        for second, item in enumerate(value):
            first = seen.setdefault(json.dumps(item, sort_keys=True), second)
            if first != second:
                yield Invalid(f"Array items are not unique (indexes {first} and {second})", path)
    if "items" in shape:
        for index, item in enumerate(value):
            yield from _faults(item, shape["items"], f"{path}[{index}]")


def _object_faults(value: dict[str, object], shape: Shape, path: str) -> Iterator[Invalid]:
    properties: Mapping[str, Shape] = shape.get("properties", {})
    for name in shape.get("required", ()):
        if name not in value:
            yield Invalid(f"Missing required property: {name}", path)
    rest = [name for name in value if name not in properties]
    others = shape.get("additionalProperties")
    if rest and others is None and "properties" in shape:
        yield Invalid(f"Additional properties not allowed: {','.join(rest)}", path)
    if len(value) < shape.get("minProperties", 0):
        yield Invalid(f"Too few properties defined ({len(value)}), minimum {shape['minProperties']}", path)
    if "maxProperties" in shape and len(value) > shape["maxProperties"]:
        yield Invalid(f"Too many properties defined ({len(value)}), maximum {shape['maxProperties']}", path)
    for name, member in value.items():
        inner = properties.get(name, others)
        if inner is not None:
            yield from _faults(member, inner, f"{path}.{name}" if path else name)


def _type_of(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    for kind, name in ((int, "integer"), (float, "number"), (str, "string"), (list, "array")):
        if isinstance(value, kind):
            return name
    return "object"


def _is_callback(value: str) -> bool:
    # Custom schemes (com.example.app://callback), wildcards and {organization_name} are all allowed here
    # (auth0-facts/authorize.md section 4), so only the outline is checked.
    outline = re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s]+", value)
    return bool(outline) and "#" not in value and _can_be_split(value)


def _can_be_split(value: str) -> bool:
    """Not so with a broken bracket, as in ``http://[::1``: nothing behind this point could tell its host (INFERRED)."""
    try:
        urlsplit(value)
    except ValueError:
        return False
    return True


def _is_origin(value: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s/?#]+/?", value)) and _can_be_split(value)


def _is_https_or_empty(value: str) -> bool:
    return value == "" or (bool(re.fullmatch(r"https://[^\s/?#]+[^\s]*", value)) and _can_be_split(value))


def _is_url_or_empty(value: str) -> bool:
    return value == "" or (bool(re.fullmatch(r"https?://[^\s/?#]+[^\s]*", value)) and _can_be_split(value))


def _is_email(value: str) -> bool:
    return bool(re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value))


# The names of the three URL formats are INFERRED (clients.md section 8); "email" is recorded.
FORMATS: Mapping[str, Callable[[str], bool]] = {
    "callback-url": _is_callback,
    "origin-url": _is_origin,
    "absolute-https-uri-or-empty": _is_https_or_empty,
    "absolute-uri-or-empty": _is_url_or_empty,
    "email": _is_email,
}

# Small shapes that several objects share.
STRING: Shape = {"type": "string"}
BOOLEAN: Shape = {"type": "boolean"}
STRINGS: Shape = {"type": "array", "items": {"type": "string"}, "uniqueItems": True}
OBJECT: Shape = {"type": "object"}
OBJECT_OR_NULL: Shape = {"type": ["object", "null"]}


def nullable(shape: Shape) -> Shape:
    """The shape, or null: what a PATCH takes, because null clears a field."""
    kinds = shape.get("type", ())
    names = [kinds] if isinstance(kinds, str) else list(kinds)
    return shape if "null" in names else {**shape, "type": [*names, "null"]}
