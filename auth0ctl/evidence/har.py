"""Reads a HAR 1.2 document (http://www.softwareishard.com/blog/har-12-spec/): what a browser or proxy recorded.

Every request is kept in its order, with what rules look at: parameters, headers, the answer's JSON or its words. The
values are secrets as often as not: they stay out of ``repr``, and rules show names, places and errors only.
"""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

from auth0ctl.errors import UsageError
from auth0ctl.evidence.errortext import read_error_text
from auth0ctl.model import Facts
from auth0ctl.protocol import JSONObject
from auth0ctl.rules.asked.recorded.story import main_facts
from auth0ctl.rules.asked.urls import read_place
from auth0ctl.situation import Exchange
from auth0ctl.words import counted

LARGEST = 64 * 1024 * 1024  # characters
MOST = 20_000  # requests
BODY = 100_000  # characters of a body that are read
WORDS = 4_000  # characters of an answer's words that are kept
RESOURCE_TYPE = ":resource-type"  # Chrome's own member, kept beside the headers: document, xhr, fetch, ...
_MESSAGE = re.compile(r"\{[^{}]*\"error\"\s*:\s*\"[^{}]*\}")
_UNFIT = ("image/", "font/", "video/", "audio/", "text/css", "application/wasm")


def read_har(text: str) -> Facts:
    """The requests of a HAR in their order, and the login or logout that matters most in it.

    Raises UsageError for a text that is no HAR, is cut off, or records no request at all.
    """
    if len(text) > LARGEST:
        raise UsageError(f"the HAR is longer than {LARGEST // 1024 // 1024} MiB", "Record the login alone.")
    entries = list(in_order(entries_of(text)))
    if len(entries) > MOST:
        raise UsageError(f"the HAR holds {len(entries)} requests, more than {MOST}", "Record the login alone.")
    exchanges = tuple(one for entry in entries if (one := read_entry(entry)) is not None)
    if not exchanges:
        raise UsageError("the HAR records no request", "Switch on Preserve log, log in, and save the HAR with content.")
    facts = main_facts(exchanges)
    if not facts.exchanges:
        raise UsageError(
            "nothing in the HAR belongs to a login or a call with a token, of "
            f"{counted(len(exchanges), 'request')} that were read",
            "Switch on Preserve log before the login, and save the HAR after it.",
        )
    return facts


def entries_of(text: str) -> list[Any]:
    """``log.entries``. Raises UsageError."""
    try:
        document = json.loads(text.lstrip("\ufeff"))
    except ValueError as error:
        where = f", line {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        what = "is empty" if not text.strip() else f"is no JSON{where}: it may be cut off"
        raise UsageError(f"the HAR {what}", "Save it anew from the browser's network panel.") from None
    except RecursionError:
        raise UsageError("the HAR is nested too deeply to be one") from None
    log = document.get("log") if isinstance(document, Mapping) else None
    entries = log.get("entries") if isinstance(log, Mapping) else None
    if not isinstance(entries, list):
        raise UsageError("that is no HAR: log.entries is missing", "Save it as HAR from the browser's network panel.")
    return entries


def in_order(entries: list[Any]) -> Iterator[Mapping[str, Any]]:
    """By their start where all have one in the same form; some recorders write requests down as they end."""
    kept = [one for one in entries if isinstance(one, Mapping)]
    starts = [one.get("startedDateTime") for one in kept]
    if all(isinstance(start, str) and start for start in starts) and len({str(start)[-1:] for start in starts}) == 1:
        kept.sort(key=lambda one: str(one["startedDateTime"]))
    yield from kept


def read_entry(entry: Mapping[str, Any]) -> Exchange | None:
    """One request; None for what is none (a data: URL, an extension's, a broken one)."""
    request, response = mapping(entry.get("request")), mapping(entry.get("response"))
    url = request.get("url")
    if not isinstance(url, str) or not url.lower().startswith(("http://", "https://")):
        return None
    place = read_place(url)
    query = place.query if place else {}
    asked, answered = headers_of(request), headers_of(response)
    kind = entry.get("_resourceType")
    if isinstance(kind, str):
        asked[RESOURCE_TYPE] = kind
    back = response.get("redirectURL")
    if isinstance(back, str) and back:
        answered.setdefault("location", back)
    status = response.get("status")
    status = status if isinstance(status, int) and not isinstance(status, bool) and status > 0 else 0
    body = "" if answered.get("content-type", "").startswith(_UNFIT) else content_of(response)
    opened = opened_json(body)
    return Exchange(
        method=str(request.get("method") or "GET").upper(),
        url=url,
        status=status,
        query={**query, **(place.fragment if place else {})},
        form=form_of(request),
        answer=words_of(entry, response, status, body, opened),
        answer_json=opened,
        request_headers=asked,
        answer_headers=answered,
    )


def headers_of(message: Mapping[str, Any]) -> dict[str, str]:
    """Header names in lower case; several of one name are put together, as cookies are."""
    headers: dict[str, str] = {}
    listed = message.get("headers")
    for one in listed if isinstance(listed, list) else ():
        name, value = mapping(one).get("name"), mapping(one).get("value")
        if isinstance(name, str) and isinstance(value, str):
            name = name.lower()
            headers[name] = f"{headers[name]}\n{value}" if name in headers else value
    return headers


def form_of(request: Mapping[str, Any]) -> dict[str, str]:
    """The members of a request's body: a form, JSON, or ``params`` where the recorder took it apart."""
    post = mapping(request.get("postData"))
    text = post.get("text")
    listed = post.get("params")
    form: dict[str, str] = {}
    if isinstance(text, str) and text.strip():
        if text.lstrip().startswith("{") and isinstance(opened := opened_json(text), Mapping):
            return {name: value for name, value in opened.items() if isinstance(value, str)}
        form = dict(reversed(parse_qsl(text[:BODY].strip(), keep_blank_values=True)))
    for one in listed if isinstance(listed, list) and not form else ():
        name, value = mapping(one).get("name"), mapping(one).get("value")
        if isinstance(name, str) and isinstance(value, str):
            pair = dict(parse_qsl(f"{name}={value}", keep_blank_values=True)) if "%" in value else {name: value}
            form.setdefault(name, pair.get(name, value))
    return form


def content_of(response: Mapping[str, Any]) -> str:
    content = mapping(response.get("content"))
    text = content.get("text")
    if not isinstance(text, str) or str(content.get("mimeType") or "").startswith(_UNFIT):
        return ""
    if content.get("encoding") == "base64":
        try:
            return base64.b64decode(text[:BODY], validate=False).decode("utf-8", "replace")
        except ValueError:
            return ""
    return text[:BODY]


def opened_json(body: str) -> JSONObject | None:
    """The answer's JSON; of a page that posts its answer to another (web_message) what it posts."""
    text = body.strip()
    if text.startswith("{"):
        try:
            opened = json.loads(text)
        except (ValueError, RecursionError):
            return None
        return opened if isinstance(opened, Mapping) else None
    if "authorization_response" in text and (message := _MESSAGE.search(text)):
        return opened_json(message[0])
    return None


def words_of(
    entry: Mapping[str, Any], response: Mapping[str, Any], status: int, body: str, opened: JSONObject | None
) -> str:
    """The plain words of a refusal, or why no answer came; nothing of an answer that went well."""
    if not status:
        told = [entry.get("_error"), response.get("_error"), response.get("statusText"), entry.get("comment")]
        told += [entry.get("_blockedReason"), mapping(entry.get("_corsErrorStatus")).get("corsError")]
        return " ".join(one for one in told if isinstance(one, str) and one)[:WORDS]
    refused = status >= 400 or (opened is not None and "error" in opened)
    page = opened is None and len(body) <= WORDS and "authorize" in str(mapping(entry.get("request")).get("url"))
    return plain_words(body[: 4 * WORDS]) if refused or page else ""


@lru_cache(maxsize=64)
def plain_words(body: str) -> str:
    """A refusal's words; a server that refuses says the same again and again."""
    return read_error_text(body).text[:WORDS]


def mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
