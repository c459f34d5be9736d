"""What an endpoint of the Management API gets, and what it gives back."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from auth0ctl.localtenant.management.validation import Invalid, Shape, check
from auth0ctl.localtenant.messages import Broken, Request, TooLarge
from auth0ctl.localtenant.store.state import JSON, State

MAX_BODY_BYTES = 1024 * 1024  # management-api.md section 3


class ApiError(Exception):
    """Auth0's error body: ``{statusCode, error, message, errorCode?, attributes?}`` (management-api.md section 2)."""

    def __init__(self, status: int, message: str, code: str = "", *, attributes: JSON | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.body: JSON = {"statusCode": status, "error": HTTPStatus(status).phrase, "message": message}
        if code:
            self.body["errorCode"] = code
        if attributes:
            self.body["attributes"] = attributes


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """``body`` None is an empty answer; anything else is sent as JSON with its keys in the order they have."""

    body: Any = field(default=None, repr=False)  # may carry a client secret
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


NO_CONTENT = Answer(status=204)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One authenticated request.

    ``scopes`` are the token's, ``subject`` its ``sub``, ``now`` is in Unix seconds, ``shape`` is that of
    the body.
    """

    request: Request
    state: State
    issuer: str
    now: float
    scopes: frozenset[str]
    subject: str
    path: Mapping[str, str]
    shape: Shape | None = None

    def body(self) -> JSON:
        """The JSON body, checked against the endpoint's shape."""
        value = self.json()
        _checked(value, self.shape or {}, "Payload", "invalid_body")
        body: JSON = value
        return body

    def array(self) -> list[Any]:
        """The same for the few endpoints that take an array."""
        value = self.json()
        _checked(value, self.shape or {}, "Payload", "invalid_body")
        rows: list[Any] = value
        return rows

    def json(self) -> Any:
        self.request.max_content_length = MAX_BODY_BYTES
        try:
            text = self.request.get_data()
        except TooLarge as error:
            raise ApiError(413, "Payload content length greater than maximum allowed: 1048576") from error
        except Broken as error:
            raise ApiError(400, "Invalid request payload JSON format") from error
        if not text:
            return {}
        try:
            value = json.loads(text)
            json.dumps(value, ensure_ascii=False, allow_nan=False).encode()  # no NaN, no lone surrogates
            return value
        except (ValueError, RecursionError) as error:
            # wording INFERRED: that of the web framework Auth0's errors come from
            raise ApiError(400, "Invalid request payload JSON format") from error

    def text(self, name: str) -> str | None:
        return self.request.args.get(name)

    def flag(self, name: str) -> bool | None:
        value = self.request.args.get(name)
        if value is None:
            return None
        if value not in ("true", "false"):
            raise query_fault("Expected type boolean but found type string", name)
        return value == "true"

    def number(self, name: str, *, default: int, minimum: int, maximum: int | None = None) -> int:
        value = self.request.args.get(name)
        if value is None:
            return default
        if not value.isdecimal() or not value.isascii():
            raise query_fault("Expected type integer but found type string", name)
        limits: JSON = {"minimum": minimum} | ({} if maximum is None else {"maximum": maximum})
        _checked(int(value), {"type": "integer", **limits}, "Query", "invalid_query_string", name)
        return int(value)


def _checked(value: object, shape: Shape, where: str, code: str, path: str = "") -> None:
    try:
        check(value, shape, path)
    except Invalid as fault:
        raise ApiError(400, fault.message(where), code) from fault


def query_fault(reason: str, name: str) -> ApiError:
    """A fault of one query parameter."""
    return ApiError(400, Invalid(reason, name).message("Query"), "invalid_query_string")


def refuse(reason: str, path: str = "") -> ApiError:
    """A payload validation error that no shape expresses, in the same wording."""
    return ApiError(400, Invalid(reason, path).message("Payload"), "invalid_body")


def public(body: Mapping[str, Any]) -> JSON:
    """The object without the keys that start with ``_``, which are the store's own."""
    return {key: value for key, value in body.items() if not key.startswith("_")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """A row of the route table, which the OpenAPI description is made from as well.

    The token needs any one of ``scopes``; ``own_scopes`` do for the user's own record. ``body`` is the shape of the
    request's body, ``query`` names the query parameters that count.
    """

    method: str
    rule: str
    scopes: tuple[str, ...]
    respond: Callable[[Call], Answer]
    own_scopes: tuple[str, ...] = ()
    body: Shape | None = field(default=None, hash=False)  # a mapping has no hash
    query: tuple[str, ...] = ()
