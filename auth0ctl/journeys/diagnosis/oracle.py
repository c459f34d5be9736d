"""What a person will see of a login, in words: for a login that is about to begin, for ``doctor``, for a client."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from auth0ctl.findings import Check, Confidence, Status
from auth0ctl.model import Client, Facts, ResourceServer
from auth0ctl.protocol import AuthorizeRequest
from auth0ctl.results import Row, Section
from auth0ctl.rules.client import verifiable
from auth0ctl.rules.oracle.prediction import Person, Prediction, predict

MOST = 6  # APIs of a client's table: more would hide the ones that matter
FIRST, AGAIN = Person(), Person(logged_in=True, consented=True)


def told(prediction: Prediction) -> str:
    """One prediction in a line: ``login, consent, then back at the app``."""
    pages = [f"{page.page}{' (perhaps)' if page.sure is not Confidence.CERTAIN else ''}" for page in prediction.pages]
    end = str(prediction.end)
    if prediction.error:
        end += f" ({prediction.error}: {prediction.why})"
    return ", ".join(pages) + f", then {end}" if pages else f"no page, {end}"


def whole_story(facts: Facts) -> str:
    """The first login and a later one; empty where the client is not known."""
    first, again = predict(facts, FIRST), predict(facts, AGAIN)
    if first is None or again is None:
        return ""
    if first.error and told(first) == told(again):
        return told(first)
    return f"the first time {told(first)}; later, logged in, {told(again)}"


def reasons(facts: Facts) -> tuple[str, ...]:
    """Why each page of the first login is shown."""
    first = predict(facts, FIRST)
    return tuple(f"{page.page}: {page.why}" for page in first.pages) if first is not None else ()


def not_known(facts: Facts) -> tuple[str, ...]:
    """What the prediction would rest on and nobody could read, with the reason; nothing where all was read."""
    first = predict(facts, FIRST)
    names = first.unknown if first is not None else ()
    said = [f"{name.replace('_', ' ')} ({facts.missing.get(name) or 'not read'})" for name in names]
    return (f"not known: {', '.join(said)}",) if said else ()


def prediction_check(facts: Facts) -> Check | None:
    """A line for a report: what will be seen, and why; None where no login in a browser was asked about."""
    if facts.request is None or not facts.request.redirect_uri:
        return None
    story = whole_story(facts)
    if not story:
        why = facts.missing.get("client") or "the client is not known"
        return Check(id="pages", title="what a person sees", status=Status.SKIP, detail=why)
    detail = "; ".join((story, *reasons(facts), *not_known(facts)))
    return Check(id="pages", title="what a person sees", status=Status.PASS, detail=detail)


def logins_of(facts: Facts) -> tuple[Facts, ...]:
    """The logins worth a look: a callback of each kind with no API, and with each API. Empty for a machine."""
    client = facts.client
    if client is None or "authorization_code" not in client.grant_types:
        return ()
    callbacks = one_of_each(client.callbacks)
    return tuple(asking(facts, client, callback, api) for callback in callbacks for api in (None, *apis_of(facts)))


def pages_section(logins: Iterable[Facts]) -> Section:
    """A client's table: what a person sees the first time and later, and why."""
    rows: list[Row] = []
    for asked in logins:
        assert asked.request is not None
        where = "web" if verifiable(asked.request.redirect_uri) else "this machine"
        label = f"{where}, {asked.request.audience or 'no API'}"
        rows.append(
            (label, "\n".join((asked.request.redirect_uri, whole_story(asked), *reasons(asked), *not_known(asked))))
        )
    return Section(title="What a person sees", rows=tuple(rows))


def pages_document(logins: Iterable[Facts]) -> list[dict[str, Any]]:
    """The same, ready for JSON."""
    return [
        {
            "redirect_uri": asked.request.redirect_uri,
            "audience": asked.request.audience,
            "first": document(predict(asked, FIRST)),
            "later": document(predict(asked, AGAIN)),
        }
        for asked in logins
        if asked.request is not None
    ]


def document(prediction: Prediction | None) -> dict[str, Any] | None:
    """One prediction, ready for JSON."""
    if prediction is None:
        return None
    pages = [{"page": one.page.value, "why": one.why, "confidence": one.sure.value} for one in prediction.pages]
    return {
        "pages": pages,
        "end": prediction.end.value,
        "error": prediction.error or None,
        "why": prediction.why or None,
        "not_known": list(prediction.unknown),
    }


def one_of_each(callbacks: Iterable[str]) -> tuple[str, ...]:
    """The first callback that Auth0 can verify, and the first that it cannot; patterns stand for no one URL."""
    plain = [uri for uri in callbacks if "*" not in uri and "{" not in uri]
    kinds = {verifiable(uri): uri for uri in reversed(plain)}
    return tuple(kinds[kind] for kind in (True, False) if kind in kinds)


def apis_of(facts: Facts) -> tuple[ResourceServer, ...]:
    """The tenant's own APIs, as many as a table can hold."""
    return tuple(api for api in facts.resource_servers or () if not api.is_system)[:MOST]


def asking(facts: Facts, client: Client, callback: str, api: ResourceServer | None) -> Facts:
    """The facts with the code flow's usual request for this callback and this API."""
    scope = ("openid", *(one.value for one in api.scopes)) if api else ("openid", "profile")
    sent = {
        "client_id": client.client_id,
        "response_type": "code",
        "redirect_uri": callback,
        "scope": " ".join(scope),
        "code_challenge": "x",  # as every client of today sends one
        "audience": api.identifier if api else "",
    }
    query = urlencode({name: value for name, value in sent.items() if value}, errors="replace")
    request = AuthorizeRequest(
        url=f"/authorize?{query}",
        client_id=client.client_id,
        redirect_uri=callback,
        response_type="code",
        response_mode="query",
        scope=scope,
        audience=api.identifier if api else None,
        state="",
    )
    return replace(facts, request=request)
