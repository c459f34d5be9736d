"""Which command a person would type for a piece of evidence. One command for each; every field becomes an option."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

JSON = Mapping[str, Any]


class NotRunnable(Exception):
    """The tool has no option for a field of the evidence; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """``args`` as typed; ``files`` (name -> content) are written beside where the command runs."""

    args: tuple[str, ...]
    files: Mapping[str, str] = field(default_factory=dict)
    stdin: str = ""


DOCTOR = {
    "client_id": "--client",
    "flow": "--flow",
    "audience": "--audience",
    "redirect_uri": "--redirect-uri",
    "origin": "--origin",
    "scope": "--scope",
    "connection": "--connection",
    "organization": "--organization",
    "domain": "--app-domain",
    "resource": "--resource",
    "return_to": "--return-to",
    "user_id": "--user",
    "expected_audience": "--expect-audience",
    "expected_claim": "--expect-claim",
    "expected_in": "--expect-in",
    "required_scopes": "--require-scope",
    "required_permissions": "--require-permission",
    "expect_membership": "--expect-membership",
    "want_refresh_token": "--want-refresh-token",
    "has_secret": "--has-secret",
}
URL = {"expected_scopes": "--expect-scope", "expected_claims": "--expect-claim"}
VERIFY = {
    "issuer": "--issuer",
    "alg": "--alg",
    "jwks_uri": "--jwks",
    "required_scopes": "--require-scope",
    "required_permissions": "--require-permission",
    "required_claims": "--require-claim",
    "requested_scope": "--requested-scope",
    "called_host": "--called-host",
}


def typed(evidence: JSON, *, token: str | None = None, jwks: str = "") -> Typed:
    """The command for one piece of (filled-in) evidence. ``token`` is the minted one. Raises NotRunnable."""
    kind = evidence["kind"]
    if kind not in KINDS:
        raise NotRunnable(f"evidence of kind {kind}")
    return KINDS[kind](evidence, token or "", jwks)


def _live(evidence: JSON, _token: str, _jwks: str) -> Typed:
    given = dict(evidence["args"])
    files = {}
    args: list[str] = []
    if (secret := given.pop("client_secret", None)) is not None:
        files["client-secret"] = str(secret)
        args += ["--client-secret-file", "client-secret"]
    return Typed(args=("doctor", *args, *_options(given, DOCTOR)), files=files)


def _token(evidence: JSON, token: str, jwks: str) -> Typed:
    against = dict(evidence["check_against"])
    as_id = evidence["token"].get("given_as") == "id_token"
    args = ["token", "verify", "-", "--as", "id" if as_id else "access"]
    if (audience := against.pop("audience", None)) is not None:
        args += ["--client-id" if as_id else "--audience", audience]
    against.setdefault("jwks_uri", jwks)
    return Typed(args=(*args, *_options(against, VERIFY)), stdin=token)


def _url(evidence: JSON, _token: str, _jwks: str) -> Typed:
    more = {name: value for name, value in evidence.items() if name not in ("kind", "url", "position")}
    return Typed(args=("doctor", "--url", evidence["url"], *_options(more, URL)))


def _text(evidence: JSON, _token: str, _jwks: str) -> Typed:
    known: list[str] = []
    for name, value in (evidence.get("context") or {}).items():
        known += ["--know", f"{name}={_word(value)}"]
    return Typed(args=("explain", "-", *known), stdin=evidence["text"])


def _har(evidence: JSON, _token: str, _jwks: str) -> Typed:
    return Typed(args=("explain", "--har", "session.har"), files={"session.har": json.dumps(har(evidence["entries"]))})


KINDS: Mapping[str, Callable[[JSON, str, str], Typed]] = {
    "live": _live,
    "token": _token,
    "authorize_url": _url,
    "error_text": _text,
    "har": _har,
}


def har(entries: list[JSON]) -> JSON:
    """HAR 1.2 (http://www.softwareishard.com/blog/har-12-spec/) around a case's entries, in their order."""
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "diagnosis", "version": "1"},
            "entries": [_har_entry(number, entry) for number, entry in enumerate(entries)],
        }
    }


def _har_entry(number: int, entry: JSON) -> JSON:
    body = entry.get("request_body")
    request: dict[str, Any] = {
        "method": entry["method"],
        "url": entry["url"],
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": [],
        "queryString": [],
        "headersSize": -1,
        "bodySize": len(body or ""),
    }
    if body:
        kind = "application/json" if body.lstrip().startswith("{") else "application/x-www-form-urlencoded"
        request["postData"] = {"mimeType": kind, "text": body}
    answer = entry.get("response_body") or ""
    return {
        "startedDateTime": f"2026-11-22T09:30:{number:02}.000Z",
        "time": 50,
        "request": request,
        "response": {
            "status": entry["status"],
            "statusText": "",
            "httpVersion": "HTTP/1.1",
            "cookies": [],
            "headers": [],
            "content": {"size": len(answer), "mimeType": "text/plain", "text": answer},
            "redirectURL": "",
            "headersSize": -1,
            "bodySize": len(answer),
        },
        "cache": {},
        "timings": {"send": 0, "wait": 50, "receive": 0},
    }


def _options(given: JSON, known: Mapping[str, str]) -> list[str]:
    args: list[str] = []
    for name, value in given.items():
        if name not in known:
            raise NotRunnable(f"no option for {name}")
        option = known[name]
        if value is None or value == "":
            continue
        if option == "--has-secret":
            args.append("--has-secret" if value else "--no-secret")
        elif value is True:
            args.append(option)
        elif value is not False:
            for one in value if isinstance(value, list) else [value]:
                args += [option, _word(one)]
    return args


def _word(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
