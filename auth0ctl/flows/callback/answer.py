"""Reading the parameters of an authorization response, strictly: each at most once, and no contradiction.

RFC 6749 section 3.1 (no parameter twice), section 4.1.2 and OAuth 2.0 Multiple Response Type Encoding Practices.
"""

import hmac
from collections.abc import Mapping
from http import HTTPStatus
from urllib.parse import parse_qsl

from auth0ctl.flows.callback.http import Refused

MAX_PARAMETERS = 64

# What a response to an authorization request can carry; of others we do not even repeat the name.
_RESPONSE = frozenset(
    {"access_token", "code", "error", "error_description", "error_uri", "expires_in", "id_token", "iss"}
    | {"response", "scope", "session_state", "state", "token_type"}
)


def read_answer(text: str) -> dict[str, str]:
    """Decode ``application/x-www-form-urlencoded`` text into parameters.

    Raises Refused for broken encoding, NUL, too many parameters, a parameter sent twice, and for an answer that claims
    success and failure at once. The sentences quote no values.
    """
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=MAX_PARAMETERS)
    except ValueError:  # not UTF-8, or too many
        raise Refused(HTTPStatus.BAD_REQUEST, "The parameters cannot be read.") from None
    answer: dict[str, str] = {}
    for name, value in pairs:
        if "\0" in name or "\0" in value:
            raise Refused(HTTPStatus.BAD_REQUEST, "The parameters cannot be read.")
        if name in answer:
            known = f"The parameter {name}" if name in _RESPONSE else "A parameter"
            raise Refused(HTTPStatus.BAD_REQUEST, f"{known} was sent twice.")
        answer[name] = value
    if "error" in answer and not answer.keys().isdisjoint({"code", "access_token", "id_token"}):
        raise Refused(HTTPStatus.BAD_REQUEST, "The answer claims success and an error at once.")
    return answer


def same_state(answer: Mapping[str, str], expected: str) -> bool:
    """Whether the answer's ``state`` is the expected one, in time that does not depend on where they differ."""
    return hmac.compare_digest(answer.get("state", "").encode(), expected.encode())
