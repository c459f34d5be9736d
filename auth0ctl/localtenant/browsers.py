"""What browsers alone send and get, read and written by Werkzeug; imported when it is first needed."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import Any

from werkzeug.datastructures import LanguageAccept
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.formparser import FormDataParser
from werkzeug.http import dump_cookie, parse_accept_header, parse_cookie, parse_options_header
from werkzeug.urls import iri_to_uri

from auth0ctl.localtenant.messages import MAX_BODY, TooLarge


def multipart(content_type: str, body: bytes) -> Sequence[tuple[str, str]]:
    """The fields of a form with files; the files themselves are dropped. Raises ``TooLarge`` for too many parts."""
    mimetype, options = parse_options_header(content_type)
    parser = FormDataParser(max_form_memory_size=MAX_BODY)
    try:
        _, form, _ = parser.parse(BytesIO(body), mimetype, len(body), options)
    except RequestEntityTooLarge as error:
        raise TooLarge from error
    return [(str(name), str(value)) for name, value in form.items(multi=True)]


def cookies(header: str) -> Mapping[str, str]:
    """Name and value of each cookie, of several with one name the first."""
    return dict(parse_cookie(header).items())


def cookie(name: str, value: str, **attributes: Any) -> str:
    """The content of a ``Set-Cookie`` header."""
    return dump_cookie(name, value, **attributes)


def language(header: str) -> str:
    """The language with the highest weight in ``Accept-Language``; empty for none."""
    return parse_accept_header(header, LanguageAccept).best or ""


def as_uri(location: str) -> str:
    """In ASCII, percent-encoded, without line breaks."""
    return iri_to_uri(location)
