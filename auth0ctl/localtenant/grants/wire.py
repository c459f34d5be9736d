"""The form that comes in to /oauth/..., the JSON that goes out, and what one token request is."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from auth0ctl.localtenant.messages import FORM, UNDECODED, Request, Response
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant

_COMPACT = json.JSONEncoder(separators=(",", ":"))


class TokenError(Exception):
    """An error answer: HTTP status, ``error``, ``error_description``.

    ``logged`` is what the tenant's log says where that is more than the caller is told; ``members`` are further members
    of the body, such as ``mfa_token``.
    """

    def __init__(
        self,
        status: int,
        error: str,
        description: str,
        *,
        uri: str = "",
        logged: str = "",
        headers: Mapping[str, str] | None = None,
        members: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(error, description)
        self.status = status
        self.error = error
        self.description = description
        self.uri = uri
        self.logged = logged or description
        self.headers = dict(headers or {})
        self.members = dict(members or {})


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCall:
    """One authenticated request to the token endpoint. ``jkt``: the thumbprint of the key it proved by DPoP, if any."""

    request: Request
    tenant: Tenant
    client: JSON = field(repr=False)
    params: Mapping[str, str] = field(repr=False)
    jkt: str | None

    def required(self, name: str) -> str:
        """Raises ``TokenError`` when the parameter is not there."""
        if not self.params.get(name):
            raise missing(name)
        return self.params[name]


def missing(name: str) -> TokenError:
    return TokenError(400, "invalid_request", f"Missing required parameter: {name}")


def read_params(request: Request) -> dict[str, str]:
    """Form or JSON body as strings. Raises ``TokenError``."""
    if request.mimetype == "application/json":
        try:
            body = json.loads(request.get_data())
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            raise TokenError(400, "invalid_request", "The request body is not a JSON object")  # INFERRED
        try:
            json.dumps(body, ensure_ascii=False).encode()
        except UnicodeEncodeError:
            # Half a surrogate pair is no text, and nothing behind this point could write it down.
            raise TokenError(400, "invalid_request", "The request body is not valid Unicode") from None  # INFERRED
        # A member that is null was not sent: auth0-python writes null for every argument that it was not given.
        given = {str(name): value for name, value in body.items() if value is not None}
        return {name: value if isinstance(value, str) else json.dumps(value) for name, value in given.items()}
    if request.mimetype == FORM:
        return _form(request.get_data())
    return {name: value for name, value in request.form.items() if value}


def _form(body: bytes) -> dict[str, str]:
    """What ``request.form`` reads in such a body, without its machinery for files; of several values the first."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return {}
    form: dict[str, str] = {}
    for pair in text.split("&"):
        name, _, value = pair.partition("=")
        form.setdefault(_plain(name), _plain(value))
    return {name: value for name, value in form.items() if value}


def _plain(text: str) -> str:
    if "+" in text:
        text = text.replace("+", " ")
    return unquote_to_bytes(text).decode(errors=UNDECODED) if "%" in text else text


def answer(status: int, body: Mapping[str, Any], *, content_type: str = "application/json") -> Response:
    # "application/json" without a charset, as recorded for the token endpoint.
    fields = [("Content-Type", content_type), ("Cache-Control", "no-store"), ("Pragma", "no-cache")]
    return Response(_COMPACT.encode(body), status=status, headers=fields)


def error_answer(error: TokenError) -> Response:
    body: JSON = {"error": error.error, "error_description": error.description}
    if error.uri:
        body["error_uri"] = error.uri
    body |= error.members
    response = answer(error.status, body)
    response.headers.extend(error.headers)
    return response
