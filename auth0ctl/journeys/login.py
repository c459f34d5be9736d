"""A login from beginning to end: look at the settings, ask harmlessly first, send the person, verify what comes back.

Order matters (standards.md): the callback listens before the browser opens; a request that Auth0 would refuse never
opens one; the state is checked before anything else; nothing is called success before the tokens are verified.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import SplitResult, urlsplit

from auth0ctl.errors import UsageError
from auth0ctl.evidence.config import read_config
from auth0ctl.evidence.probe import ask_authorize
from auth0ctl.flows import Flow
from auth0ctl.flows.callback.server import CallbackServer, bind
from auth0ctl.journeys.judging import judged, refused
from auth0ctl.journeys.world import World
from auth0ctl.lookup import load
from auth0ctl.model import Facts
from auth0ctl.results import Login
from auth0ctl.tenant.oauth import Attempt, default_mode, new_attempt

FAMILIES = ("AZ3", "AZ6")
OWN_PATHS = ("/done", "/fragment", "/favicon.ico")  # the callback server's own


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a login is to ask for. ``port`` None: a registered callback port, else the first free default."""

    flow: Flow
    client_id: str
    scope: tuple[str, ...]
    audience: str | None = None
    response_type: str | None = None
    response_mode: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    port: int | None = None
    timeout: float = 300.0  # seconds for the person


def login(wish: Wish, world: World) -> Login:
    """Run one login. Returns the refusal or the verified tokens with the findings that explain them.

    Raises ConfigError when no callback port is free, NetworkError on no answer or when nobody comes back in time.
    """
    world.step("reading the client and the APIs through the Management API")
    facts = read_config(Facts(tenant=world.tenant), world.management, wish.client_id, why_not=world.why_no_management)
    with bind_callback(wish, facts) as server:
        attempt = make_attempt(wish, world, server)
        facts = replace(facts, request=attempt.request)
        result = Login(
            tenant=world.tenant,
            flow=wish.flow.label,
            request=attempt.request,
            at=world.now(),
            client_name=facts.client.name if facts.client else "",
        )
        world.step("asking /authorize once without cookies")
        if refusal := ask_authorize(world.http, attempt.request):
            return refused(result, facts, refusal)
        outcome = load(wish.flow.target)(
            attempt,
            server,
            endpoint=world.endpoint(wish.client_id),
            send_person_to=world.send_person_to,
            tick=world.tick,
            warn=world.warn,
            timeout=wish.timeout,
        )
        result = replace(result, at=world.now(), delivered=outcome.delivered, browser_opened=True)
        if outcome.refusal:
            result = refused(result, facts, outcome.refusal)
        else:
            result = judged(result, facts, attempt, outcome.tokens, world)
        tell_browser(server, result)
        return result


def bind_callback(wish: Wish, facts: Facts) -> CallbackServer:
    """Listen where the client's registered callbacks say, where they are known, else on the default ports."""
    registered = [urlsplit(uri) for uri in (facts.client.callbacks if facts.client else ())]
    usable = [uri for uri in registered if can_serve(uri) and wish.port in (None, uri.port)]
    if not usable:
        return bind(port=wish.port)
    first = usable[0]
    alike = [uri.port for uri in usable if (uri.hostname, uri.path) == (first.hostname, first.path)]
    return bind(ports=[port for port in alike if port], path=first.path, host=first.hostname or "127.0.0.1")


def can_serve(callback: SplitResult) -> bool:
    """Whether a registered callback can be served here exactly as it stands: Auth0 compares the whole string."""
    name = callback.hostname or ""
    here = name in ("127.0.0.1", "localhost", "::1") or name.endswith(".localhost")
    plain = callback.scheme == "http" and callback.port and not callback.query and not callback.fragment
    return bool(here and plain and callback.path.startswith("/") and callback.path not in OWN_PATHS)


def make_attempt(wish: Wish, world: World, server: CallbackServer) -> Attempt:
    """The authorize request. Raises UsageError for a response type or mode that this flow cannot carry."""
    response_type = wish.response_type or wish.flow.response_type
    words = response_type.split()
    if ("code" in wish.flow.response_type.split()) != ("code" in words):
        raise UsageError(
            f"--response-type '{response_type}' does not belong to --flow {wish.flow.name}",
            "pkce asks for `code`; implicit for `token`, `id_token` or `id_token token`.",
        )
    mode = wish.response_mode or default_mode(response_type)
    if mode == "query" and words != ["code"]:
        raise UsageError("tokens are never sent in a query", "Leave --response-mode out, or use fragment or form_post.")
    return new_attempt(
        world.discovery,
        client_id=wish.client_id,
        redirect_uri=server.redirect_uri,
        response_type=response_type,
        response_mode=mode,
        scope=wish.scope,
        audience=wish.audience,
        pkce="code" in words,
        extra=wish.extra,
    )


def tell_browser(server: CallbackServer, result: Login) -> None:
    """What the page in the browser says, now that it is known. Shown only after the tokens were verified (C08)."""
    if result.refusal:
        causes = [finding.rule.title for finding in result.findings] or [result.refusal.error]
        server.show(ok=False, title="The login was refused", lines=causes)
    elif not result.passed:
        failed = [one.label for one in result.verified if not one.report.passed]
        lines = [f"The {label} did not pass verification." for label in failed] or ["No token could be verified."]
        server.show(ok=False, title="The login came back, but not clean", lines=lines)
    else:
        lines = [f"{one.label[0].upper()}{one.label[1:]} verified." for one in result.verified]
        lines += [finding.rule.title + "." for finding in result.findings]
        server.show(ok=True, title="Logged in", lines=lines)
