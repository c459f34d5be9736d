"""What /authorize says: to the app's own request, silently and to variants of it that tell the cause apart.

The variants differ in one parameter each, and are asked only after a refusal of that parameter: whether the slash is
all that is wrong with the audience, and whether anything else would be refused after it.
"""

from dataclasses import replace
from functools import partial
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from auth0ctl.evidence.probe.asking import Asking
from auth0ctl.evidence.probe.authorize import Landing, landing
from auth0ctl.protocol import AuthorizeRequest, Refusal
from auth0ctl.situation import Probe
from auth0ctl.words import split_url

# Parameters that would change how the question is answered, not what is asked: a login page is wanted, or a refusal.
NOT_ASKED = ("prompt", "response_mode", "max_age", "id_token_hint")
# prompt=none without a session: the answer that a tenant gives when there is nothing else to refuse.
NO_SESSION = ("login_required", "interaction_required", "consent_required", "account_selection_required")
UNCLEAR = ("unknown", "too_many_requests")  # a page in words of its own, a tenant that is asked too much
LOOPBACK = {"localhost": "127.0.0.1", "127.0.0.1": "localhost"}


def probe_login(asking: Asking, request: AuthorizeRequest) -> Probe:
    """The request as the app sends it, but for a page in any case."""
    seen = ask(asking, changed(request, **dict.fromkeys(NOT_ASKED, "")))
    return Probe(
        name="authorize",
        outcome="refused" if seen.refusal else "login page",
        refusal=seen.refusal,
        detail=told(seen),
        facts={"client_id": request.client_id},
    )


def probe_client(asking: Asking, request: AuthorizeRequest) -> Probe:
    """Whether there is such a client, where no callback is known to ask with: any other refusal says that there is."""
    seen = ask(asking, changed(request, redirect_uri="", **dict.fromkeys(NOT_ASKED, "")))
    refusal, about = seen.refusal, {"client_id": request.client_id}
    if refusal is not None and "unknown client" in refusal.description.lower():
        return Probe(name="authorize", outcome="refused", refusal=refusal, detail=words(refusal), facts=about)
    if refusal is not None and refusal.error in UNCLEAR:
        return Probe(name="authorize", outcome="unclear", detail=words(refusal), facts=about)
    detail = "the tenant knows the client; without a callback no more can be asked"
    return Probe(name="authorize", outcome="client known", detail=detail, facts=about)


def probe_silent(asking: Asking, request: AuthorizeRequest) -> Probe:
    """The same with prompt=none: nobody is logged in here, so that ``login_required`` is the good answer."""
    seen = ask(asking, changed(request, **{**dict.fromkeys(NOT_ASKED, ""), "prompt": "none"}))
    refusal = seen.refusal
    if refusal is not None and refusal.error in NO_SESSION:
        detail = f"{refusal.error}, as it has to be without a session"
        return Probe(name="silent", outcome="login needed", detail=detail, facts={"error": refusal.error})
    return Probe(name="silent", outcome="refused" if refusal else "answered", refusal=refusal, detail=told(seen))


def probe_web_message(asking: Asking, request: AuthorizeRequest) -> Probe:
    """Whether the answer of a silent login is posted to the page of this callback: Auth0 names the page's origin in it.

    INFERRED: that for an unregistered origin the page names none (authorize.md section 11 tells the symptom alone).
    """
    silent = {"prompt": "none", "response_mode": "web_message"}
    answer = asking.send("GET", changed(request, **{**dict.fromkeys(NOT_ASKED, ""), **silent}).url)
    origin = origin_of(request.redirect_uri)
    refusal = landing(answer, request.redirect_uri).refusal
    if refusal is not None and refusal.error not in NO_SESSION:
        return Probe(name="web message", outcome="refused", refusal=refusal, detail=words(refusal))
    text = answer.text.replace("\\/", "/")
    posted = "authorization_response" in text and origin in text
    detail = f"a silent login's answer is posted to {origin}" if posted else f"nothing is posted to {origin}"
    return Probe(
        name="web message", outcome="posted" if posted else "not posted", detail=detail, facts={"origin": origin}
    )


def probe_variants(asking: Asking, request: AuthorizeRequest, refusal: Refusal) -> tuple[Probe, ...]:
    """The variants that are worth asking about after this refusal."""
    return asking.side_by_side([partial(probe_variant, asking, request, *one) for one in variants(request, refusal)])


def probe_variant(asking: Asking, request: AuthorizeRequest, parameter: str, value: str) -> Probe:
    """The request with one parameter changed; an empty value leaves it out."""
    base = changed(request, **dict.fromkeys(NOT_ASKED, ""))
    seen = ask(asking, changed(base, **{parameter: value}))
    return Probe(
        name="variant",
        outcome="refused" if seen.refusal else "login page",
        refusal=seen.refusal,
        detail=told(seen),
        facts={"parameter": parameter, "value": value},
    )


def variants(request: AuthorizeRequest, refusal: Refusal) -> tuple[tuple[str, str], ...]:
    """Pairs of a parameter and its other value."""
    said = f"{refusal.error}: {refusal.description}".lower()
    if "callback url" in said:
        return tuple(("redirect_uri", uri) for uri in near_callbacks(request.redirect_uri))
    if "service not found" in said and request.audience:
        other = request.audience.rstrip("/") if request.audience.endswith("/") else request.audience + "/"
        return ("audience", other), ("audience", "")
    if "is not authorized to access" in said and request.audience:
        return (("audience", ""),)
    if "organization" in said and dict(parse_qsl(urlsplit(request.url).query)).get("organization"):
        return (("organization", ""),)
    return ()


def near_callbacks(uri: str) -> tuple[str, ...]:
    """What is registered in place of a callback most often: the other slash, https, the other name of this machine."""
    try:
        parts = urlsplit(uri)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ()
    if parts.scheme not in ("http", "https") or not host:
        return ()
    near = [urlunsplit(parts._replace(path=parts.path[:-1] if parts.path.endswith("/") else parts.path + "/"))]
    if host in LOOPBACK:
        near.append(urlunsplit(parts._replace(netloc=f"{LOOPBACK[host]}{f':{port}' if port else ''}")))
    elif parts.scheme == "http":
        near.append(urlunsplit(parts._replace(scheme="https")))
    return tuple(near)


def ask(asking: Asking, request: AuthorizeRequest) -> Landing:
    return landing(asking.send("GET", request.url), request.redirect_uri)


def changed(request: AuthorizeRequest, **parameters: str) -> AuthorizeRequest:
    """The same request with other parameters; an empty one is left out."""
    parts = urlsplit(request.url)
    query = {**dict(parse_qsl(parts.query)), **parameters}
    url = urlunsplit(
        parts._replace(query=urlencode({name: value for name, value in query.items() if value}, quote_via=quote))
    )
    return replace(request, url=url, redirect_uri=parameters.get("redirect_uri", request.redirect_uri))


def at_endpoint(request: AuthorizeRequest, endpoint: str) -> AuthorizeRequest:
    """The same request at the authorize endpoint that discovery names."""
    return replace(request, url=f"{endpoint}?{urlsplit(request.url).query}")


def told(seen: Landing) -> str:
    if seen.refusal is not None:
        return words(seen.refusal)
    host = urlsplit(seen.place).netloc
    return f"Auth0 goes on to a login page{f' at {host}' if host else ''}"


def words(refusal: Refusal) -> str:
    return f"{refusal.error}: {refusal.description}" if refusal.description else refusal.error


def origin_of(uri: str) -> str:
    parts = split_url(uri)
    return f"{parts.scheme}://{parts.netloc}"
