"""Reads a pasted error: JSON, a query string, a percent-encoded URL, a page, a stack trace, a console, a log entry.

What is left is a few lines of plain words, OAuth's ``error`` and ``error_description`` where they can be found, the
HTTP status, and what the stack trace gives away about the libraries. Nothing is looked up; nothing is kept.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote, unquote_plus

from auth0ctl.evidence.stacktrace import library_of, without_frames
from auth0ctl.situation import Said

LONGEST = 200_000  # characters; the end of a longer paste is not read
LONGEST_WORD = 8_000  # characters without a space; no error has that many, and every pattern would be tried at each
DEEPEST = 6  # levels of JSON

_CONTROL = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b\][^\x07]*\x07|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_TAG = re.compile(r"<(?:script|style)\b.*?</(?:script|style)>|</?[a-zA-Z!][^<>]{0,500}>", re.DOTALL | re.IGNORECASE)
_WORD = re.compile(r"\S+")  # _ENCODED is looked for within it: one pattern for both takes squared time on a long line
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}|error_description=")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": "'", "”": "'", "`": "'", '"': "'", "«": "'", "»": "'"})
_DESCRIPTION = re.compile(
    r"'?(?:error_?description|errorDescription)'?\s*(?:=>|[:=])\s*(?:'(?P<quoted>(?:[^']|'(?=\w))*)'|(?P<bare>[^&\n}]+))",
    re.IGNORECASE,
)
_ERROR = re.compile(r"(?<![\w_])'?error(?:_?code)?'?\s*(?:=>|[:=])\s*'?(?P<code>[a-z][a-z0-9]*(?:_[a-z0-9]+)+)\b")
_LEADING = re.compile(
    r"(?<![\w./'-])(?P<code>access_denied|invalid_request|invalid_request_uri|invalid_client|invalid_grant|"
    r"invalid_scope|invalid_token|invalid_target|invalid_dpop_proof|use_dpop_nonce|insufficient_scope|login_required|"
    r"consent_required|interaction_required|account_selection_required|mfa_required|unauthorized_client|server_error|"
    r"unsupported_response_type|unsupported_grant_type|temporarily_unavailable|too_many_attempts|too_many_requests|"
    r"authorization_pending|slow_down|expired_token|missing_refresh_token|unauthorized)"
    r"(?:\s*(?::|-|,|=>)\s*|\s*\()?(?P<description>[^\n)]*)"
)
_STATUS = re.compile(
    r"(?:\bHTTP(?:/[\d.]+)?|\bstatus(?:[_ ]?code)?'?|\bcode'?|^|\]|\b(?:GET|POST|PUT|PATCH|DELETE|OPTIONS)\s+\S+|"
    r"\berror'?|\bresponse'?|\banswered|\breturn(?:s|ed)(?: a)?|\bwith)[\s:=>('-]*"
    r"(?P<status>[45]\d\d)\b(?!\s*ms|[.\d])",
    re.IGNORECASE | re.MULTILINE,
)
_PREFIX = re.compile(r"^(?:Uncaught |Unhandled )?[\w.\\]*(?:Error|Exception):\s*")
# A log entry's or an error object's members that say something, in the order in which they are read.
_TELLING = ("error", "errorCode", "error_code", "code", "type", "name", "error_description", "errorDescription")
_WORDS = ("description", "message", "error_message", "reason", "detail", "details", "title", "msg")


def read_error_text(pasted: str, known: Mapping[str, str] | None = None) -> Said:
    """What was pasted, in plain words. ``known`` are further facts, which win over what the text gives away."""
    text = _plain(pasted[:LONGEST])
    library = library_of(text)
    text = _quoted(without_frames(text))
    error, description = _oauth(text)
    known = {**({"sdk": library} if library else {}), **(known or {})}
    if not error and (error := known.get("error", "")):
        # The code was told beside the text: what was pasted is what was said with it.
        description = description or _PREFIX.sub("", text.partition("\n")[0])
    description = description or known.get("error_description", "")
    status = _STATUS.search(text)
    number = status["status"] if status else known.get("status", "")
    return Said(
        text=text,
        error=error,
        description=description,
        status=int(number) if number.isascii() and number.isdigit() else None,
        known=known,
    )


def _plain(text: str) -> str:
    """Without escapes of any kind: terminal colours, JSON, HTML, percent signs."""
    text = _CONTROL.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    if (opened := _json(text.strip())) is not None:
        text = "\n".join(_told(opened))
    if re.search(r"<(?:html|body|head|div|p|h1|h2|title|!doctype)\b", text, re.IGNORECASE):
        text = html.unescape(_TAG.sub("\n", text))
    text = text.replace("&amp;", "&").replace("&#39;", "'").replace("&quot;", "'").replace("&#x27;", "'")
    text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    text = text.replace('\\"', "'").replace("\\'", "'").replace("\\n", "\n").replace("\\/", "/")
    return _WORD.sub(lambda match: _decoded(match[0][:LONGEST_WORD]), text)


def _decoded(word: str) -> str:
    """A word, and one out of a URL decoded as often as it was encoded, twice at most."""
    if not _ENCODED.search(word):
        return word
    decode = unquote_plus if "=" in word else unquote
    once = decode(word)
    return unquote(once) if re.search(r"%[0-9A-Fa-f]{2}", once) else once


def _json(text: str) -> Any:
    """The JSON value of a text that is one, or one JSON value after another; None for any other text."""
    if not text.startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _told(value: Any, name: str = "", depth: int = 0) -> Iterator[str]:
    """The lines of a JSON value, what says most first."""
    if depth > DEEPEST or value is None:
        return
    if isinstance(value, Mapping):
        order = {key: place for place, key in enumerate((*_TELLING, *_WORDS))}
        for key in sorted(value, key=lambda one: order.get(one, len(order))):
            yield from _told(value[key], str(key), depth + 1)
    elif isinstance(value, list):
        for one in value[:50]:
            yield from _told(one, name, depth + 1)
    elif isinstance(value, str) and (inner := _json(value.strip())) is not None:
        yield from _told(inner, name, depth + 1)
    else:
        # Free words stand alone, as other texts have them; a code stays beside its member's name.
        yield str(value) if name in _WORDS else f"{name}: {value}"


def _quoted(text: str) -> str:
    """One kind of quotes, single spaces, no empty and no repeated lines."""
    lines: list[str] = []
    for line in text.translate(_QUOTES).split("\n"):
        words = " ".join(line.split())
        if words and words not in lines[-20:]:
            lines.append(words)
    return "\n".join(lines)


def _oauth(text: str) -> tuple[str, str]:
    """OAuth's ``error`` and ``error_description``, each empty where the text has none."""
    described = _DESCRIPTION.search(text)
    description = (described["quoted"] or described["bare"] or "").strip(" ,;'") if described else ""
    named = _ERROR.search(text)
    if named:
        return named["code"], description
    leading = _LEADING.search(text)
    if leading is None:
        return "", description
    return leading["code"], description or leading["description"].strip(" ,;'.}{")
