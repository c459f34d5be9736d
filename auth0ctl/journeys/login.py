"""A login from beginning to end: look at the settings, ask harmlessly first, send the person, verify what comes back.

Order matters (standards.md): the callback listens before the browser opens; a request that Auth0 would refuse never
opens one; the state is checked before anything else; nothing is called success before the tokens are verified.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import SplitResult, urlsplit

from auth0ctl.errors import UsageError
from auth0ctl.evidence.config import read_config
from auth0ctl.evidence.probe import ask_authorize
from auth0ctl.findings import Finding, Severity
from auth0ctl.flows import Flow
from auth0ctl.flows.callback.server import CallbackServer, bind
from auth0ctl.journeys.verify import KeySource, verify
from auth0ctl.lookup import load
from auth0ctl.model import Discovery, Expected, Facts, Refusal, Tenant, TokenForm, TokenKind, TokenSet
from auth0ctl.results import Login, Verified
from auth0ctl.rules import judge
from auth0ctl.tenant.clock import clock_offset
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management
from auth0ctl.tenant.oauth import Attempt, default_mode, new_attempt
from auth0ctl.tokens.decode import decode

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


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything outside that a login touches. ``send_person_to`` opens or prints the authorize URL."""

    http: Http
    tenant: Tenant
    discovery: Discovery
    management: Management | None
    why_no_management: str
    client_secret: str | None = field(repr=False)
    keys: KeySource
    send_person_to: Callable[[str], None]
    tick: Callable[[float], None]  # called about once a second with the seconds left
    warn: Callable[[str], None]
    step: Callable[[str], None]
    now: Callable[[], datetime]


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
            http=world.http,
            discovery=world.discovery,
            client_secret=world.client_secret,
            send_person_to=world.send_person_to,
            tick=world.tick,
            warn=world.warn,
            timeout=wish.timeout,
            now=world.now,
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
    if wish.flow.pkce != ("code" in words):
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
        pkce=wish.flow.pkce,
        extra=wish.extra,
    )


def refused(result: Login, facts: Facts, refusal: Refusal) -> Login:
    """The result of a refused login, with its cause."""
    findings, _ = judge(replace(facts, refusal=refusal), FAMILIES)
    return replace(result, refusal=refusal, findings=findings)


def judged(result: Login, facts: Facts, attempt: Attempt, tokens: TokenSet, world: World) -> Login:
    """Verify what came back: the ID token first, then the access token, as what each of them is."""
    request = attempt.request
    front = "code" not in request.response_type.split()
    verified: list[Verified] = []
    common: dict[str, Any] = {
        "at": world.now(),
        "issuer": world.discovery.issuer,
        "client_id": request.client_id,
        "at_login": True,
    }
    if tokens.id_token:
        expected = Expected(
            kind=TokenKind.ID,
            nonce=request.nonce,
            access_token=tokens.access_token,
            at_hash_required=front and tokens.access_token is not None,
            **common,
        )
        verified.append(held_against(tokens.id_token, expected, world, "ID token"))
    findings: list[Finding] = []
    if tokens.access_token:
        expected = Expected(
            kind=TokenKind.ACCESS,
            audience=request.audience,
            requested_scope=request.scope,
            granted_scope=tuple((tokens.scope or " ".join(request.scope)).split()),
            **common,
        )
        if decode(tokens.access_token).form is TokenForm.JWS or request.audience:
            verified.append(held_against(tokens.access_token, expected, world, "access token"))
        else:
            # Nobody asked for an API, so an opaque token is what Auth0 owes: nothing to verify, but worth saying why.
            report = held_against(tokens.access_token, expected, world, "access token").report
            findings += [replace(finding, severity=Severity.WARNING) for finding in report.findings]
    more, _ = judge(replace(facts, granted=tokens), FAMILIES)
    return replace(result, tokens=tokens, verified=tuple(verified), findings=(*findings, *more))


def held_against(text: str, expected: Expected, world: World, label: str) -> Verified:
    """One token, verified with the tenant's keys."""
    world.step(f"verifying the {label}")
    report = verify(
        text, expected, world.keys, clock=lambda: clock_offset(world.http, world.discovery.jwks_uri, world.now)
    )
    return Verified(token=decode(text), report=report, at=expected.at, label=label)


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
