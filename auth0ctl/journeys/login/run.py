"""A login from beginning to end: look at the settings, ask harmlessly first, send the person, verify what comes back.

Order matters (standards.md): the callback listens before the browser opens; a request that Auth0 would refuse never
opens one; the state is checked before anything else; nothing is called success before the tokens are verified.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace

from auth0ctl.errors import UsageError
from auth0ctl.evidence.config import read_config
from auth0ctl.evidence.probe import ask_authorize
from auth0ctl.flows import Flow, usual_order
from auth0ctl.flows.browser import refusal_of
from auth0ctl.flows.callback.server import CallbackServer
from auth0ctl.journeys.borrowed.callback import borrowed_callback
from auth0ctl.journeys.diagnosis.oracle import whole_story
from auth0ctl.journeys.login.answered import answered
from auth0ctl.journeys.login.judging import refused
from auth0ctl.journeys.login.listening import Listening, Place, listen
from auth0ctl.journeys.login.postmortem import post_mortem
from auth0ctl.journeys.login.world import World
from auth0ctl.lookup import load
from auth0ctl.model import Client, Facts
from auth0ctl.protocol import ClientAuthentication, ClientAuthMethod, Refusal
from auth0ctl.results import Login
from auth0ctl.tenant.dpop import DpopKey
from auth0ctl.tenant.oauth import Attempt, default_mode, new_attempt
from auth0ctl.tenant.par import push
from auth0ctl.tenant.token_endpoint import TokenEndpoint, TokenRefused


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a login is to ask for. ``extra`` are further /authorize parameters, sent as they are.

    ``client_auth`` None: as the client's own record says, else by what there is. ``dpop_key`` binds the tokens to it,
    ``par`` pushes the request first (RFC 9126), ``userinfo`` asks for the claims at /userinfo when all is verified,
    ``borrow_callback`` adds the callback to the client until the login has ended.
    """

    flow: Flow
    client_id: str
    scope: tuple[str, ...]
    audience: str | None = None
    response_type: str | None = None
    response_mode: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    place: Place = field(default_factory=Place)
    client_auth: ClientAuthMethod | None = None
    dpop_key: DpopKey | None = field(repr=False, default=None)
    par: bool = False
    userinfo: bool = False
    borrow_callback: bool = False
    timeout: float = 300.0  # seconds for the person


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """What a login is run on: who asks, what is known of them, and a callback that listens.

    Several attempts may follow each other on one: ``replace(stage, wish=...)``.
    """

    wish: Wish
    world: World
    facts: Facts
    endpoint: TokenEndpoint
    listening: Listening


def login(wish: Wish, world: World) -> Login:
    """Run one login. Returns the refusal or the verified tokens with the findings that explain them.

    Raises ConfigError when no callback port is free, NetworkError on no answer or when nobody comes back in time.
    """
    with staged(wish, world) as stage:
        result = run(stage)
        if result.browser_opened:
            tell_browser(stage.listening.server, result, world.clean)
        return result


@contextmanager
def staged(wish: Wish, world: World) -> Iterator[Stage]:
    """Read the settings, then listen, and borrow the callback where that was asked for. Raises as ``login`` does."""
    world.step("reading the client and the APIs through the Management API")
    facts = read_config(Facts(tenant=world.tenant), world.management, wish.client_id, why_not=world.why_no_management)
    world = replace(world, authentication=proof(wish, world, facts.client))
    facts = replace(facts, auth_method=world.authentication.method)
    endpoint = replace(world.endpoint(wish.client_id), dpop=wish.dpop_key)
    listening = listen(wish.place, facts)
    with listening.server, borrowing(wish, world, listening.redirect_uri):
        if wish.place.redirect_uri not in (None, listening.redirect_uri):
            world.warn(
                f"{wish.place.redirect_uri} cannot be served here: {listening.redirect_uri} is asked for instead."
            )
        yield Stage(wish=wish, world=world, facts=facts, endpoint=endpoint, listening=listening)


def run(stage: Stage) -> Login:
    """One attempt, up to its verdict; the page in the browser still waits to be told. Raises as ``login`` does."""
    wish, world, endpoint, listening = stage.wish, stage.world, stage.endpoint, stage.listening
    attempt = make_attempt(wish, world, listening)
    facts = replace(stage.facts, request=attempt.request)
    result = Login(
        tenant=world.tenant,
        flow=wish.flow.label,
        request=attempt.request,
        at=world.now(),
        client_name=facts.client.name if facts.client else "",
    )
    if refusal := preflight(wish, world, endpoint, attempt):
        return explained(result, facts, refusal, world)
    if story := whole_story(facts):
        world.step(f"foretold: {story}")
    # A pushed request is used up by the preflight, so the person gets one of their own.
    sent = push(endpoint, world.discovery, attempt) if wish.par else attempt
    if sent.url_expires_at:
        world.warn(f"The tenant takes this request once, until {sent.url_expires_at:%H:%M:%S} UTC.")
    outcome = load(wish.flow.target)(
        sent,
        listening.server,
        endpoint=endpoint,
        discovery=world.discovery,
        send_person_to=lambda url: send(url, world),
        pasting=world.pasting,
        tick=world.tick,
        warn=world.warn,
        timeout=wish.timeout,
    )
    what = f"callback by {outcome.delivered}" + (": refused" if outcome.refusal else "")
    world.tell("browser", "auth0ctl", what, redirect_uri=listening.redirect_uri)
    result = replace(result, delivered=outcome.delivered, browser_opened=True)
    result = answered(result, facts, wish.extra, attempt, outcome, world, endpoint, userinfo=wish.userinfo)
    if result.refusal:
        result = explained(result, facts, result.refusal, world)
    result = replace(result, at=world.now())
    world.tell("auth0ctl", "person", verdict(result), findings=[one.rule.code for one in result.findings])
    return result


def borrowing(wish: Wish, world: World, redirect_uri: str) -> AbstractContextManager[None]:
    """The callback lent to the client for as long as the login lasts, where that was asked for."""
    if not wish.borrow_callback:
        return nullcontext()
    if world.management is None or world.journal is None:
        raise UsageError(
            f"--borrow-callback changes the client through the Management API: {world.why_no_management}",
            "Set AUTH0_API_TOKEN to a token with update:clients, or register the callback yourself.",
        )
    return borrowed_callback(world.management, wish.client_id, redirect_uri, world.journal, say=world.warn)


def preflight(wish: Wish, world: World, endpoint: TokenEndpoint, attempt: Attempt) -> Refusal | None:
    """The request, once, without cookies: how it is refused, or None where Auth0 would go on to a login."""
    request = attempt.request
    if wish.par:
        world.step("pushing the request (RFC 9126)")
        try:
            request = push(endpoint, world.discovery, attempt).request
        except TokenRefused as no:
            return refusal_of(no)
    world.step("asking /authorize once without cookies")
    refusal = ask_authorize(world.http, request)
    if refusal and refusal.error == "login_required" and "none" in wish.extra.get("prompt", "").split():
        return None  # nobody is logged in without cookies; the browser may know better
    return refusal


def explained(result: Login, facts: Facts, refusal: Refusal, world: World) -> Login:
    """A refused login with its cause; the tenant's log since it began tells what an error page keeps to itself."""
    world.step("looking for this login in the tenant's log")
    why_not = world.why_no_management
    return refused(result, post_mortem(facts, world.management, result.at, why_not=why_not), refusal)


def send(url: str, world: World) -> None:
    """Send the person to the tenant."""
    world.tell("auth0ctl", "browser", "open /authorize", url=url)
    world.send_person_to(url)


def proof(wish: Wish, world: World, client: Client | None) -> ClientAuthentication:
    """How the client proves itself: the method that was named, else the one on its record, else by what there is.

    Raises UsageError where the method needs something that was not given.
    """
    held = world.authentication
    method = wish.client_auth or method_of(client, held)
    lacks = {
        ClientAuthMethod.PRIVATE_KEY_JWT: "" if held.private_key else "a private key: --private-key-file FILE",
        ClientAuthMethod.BASIC: "" if held.client_secret else "a client secret: --client-secret-file FILE",
        ClientAuthMethod.POST: "" if held.client_secret else "a client secret: --client-secret-file FILE",
    }.get(method, "")
    if lacks:
        raise UsageError(f"{method} needs {lacks}")
    if wish.flow.name == "code" and method is ClientAuthMethod.NONE:
        raise UsageError(
            "--flow code is for a client that proves itself, and there is nothing to prove it with",
            "Give --client-secret-file FILE or --private-key-file FILE; a client without either uses --flow pkce.",
        )
    return replace(held, method=method)


def method_of(client: Client | None, held: ClientAuthentication) -> ClientAuthMethod:
    """The client's own method where its record names one that can be used with what is held."""
    if held.private_key:
        return ClientAuthMethod.PRIVATE_KEY_JWT
    if not held.client_secret:
        return ClientAuthMethod.NONE
    registered = client.token_endpoint_auth_method if client else None
    if registered in (ClientAuthMethod.BASIC, ClientAuthMethod.NONE):
        return ClientAuthMethod(registered)  # a public client's secret is nothing to the tenant: it stays here
    return ClientAuthMethod.POST


def make_attempt(wish: Wish, world: World, listening: Listening) -> Attempt:
    """The authorize request. Raises UsageError for a response type or mode that this flow cannot carry."""
    response_type = type_of(wish.flow, wish.response_type)
    mode = wish.response_mode or default_mode(response_type)
    check_mode(mode, response_type)
    extra = dict(wish.extra)
    if wish.dpop_key and "code" in response_type.split():
        extra["dpop_jkt"] = wish.dpop_key.thumbprint  # RFC 9449 section 10: the code is of use with this key alone
    return new_attempt(
        world.discovery,
        client_id=wish.client_id,
        redirect_uri=listening.redirect_uri,
        response_type=response_type,
        response_mode=mode,
        scope=wish.scope,
        audience=wish.audience,
        pkce="code" in response_type.split(),
        extra=extra,
    )


def type_of(flow: Flow, asked: str | None) -> str:
    """The response type, words in the usual order. Raises UsageError for one that does not belong to the flow."""
    response_type = usual_order(flow, asked or flow.response_type)
    if response_type is None:
        raise UsageError(
            f"--response-type '{asked}' does not belong to --flow {flow.name}",
            f"It asks for {' or '.join(f'`{one}`' for one in flow.response_types)}.",
        )
    return response_type


def check_mode(mode: str, response_type: str) -> None:
    """Raises UsageError for a response mode that no callback of ours can take, or that would put tokens in a query."""
    if mode == "web_message":
        raise UsageError(
            "web_message answers only inside a page of the app's own origin, which auth0ctl has none of",
            "Use --response-mode query, fragment or form_post.",
        )
    if mode not in ("query", "fragment", "form_post"):
        raise UsageError(f"there is no response mode {mode}", "Use query, fragment or form_post.")
    if mode == "query" and response_type != "code":
        raise UsageError("tokens are never sent in a query", "Leave --response-mode out, or use fragment or form_post.")


def verdict(result: Login) -> str:
    """How a login ended, in a few words."""
    if result.refusal:
        return f"refused: {result.refusal.error}"
    return "verified" if result.passed else "not verified"


def tell_browser(server: CallbackServer, result: Login, clean: Callable[[str], str] = str) -> None:
    """What the page in the browser says, now that it is known. Shown only after the tokens were verified (C08)."""
    if result.refusal:
        causes = [finding.rule.title for finding in result.findings] or [clean(result.refusal.error)]
        server.show(ok=False, title="The login was refused", lines=causes)
    elif not result.passed:
        failed = [one.label for one in result.verified if not one.report.passed]
        lines = [f"The {label} did not pass verification." for label in failed]
        lines += [clean(f"{check.title}: {check.detail}.") for check in result.failed_checks]
        server.show(
            ok=False, title="The login came back, but not clean", lines=lines or ["No token could be verified."]
        )
    else:
        lines = [f"{one.label[0].upper()}{one.label[1:]} verified." for one in result.verified]
        lines += [finding.rule.title + "." for finding in result.findings]
        server.show(ok=True, title="Logged in", lines=lines)
