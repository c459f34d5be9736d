"""A flow that must give tokens, and what must be in them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from auth0ctl.errors import AuthError, TenantError
from auth0ctl.findings import Status
from auth0ctl.flows import FLOWS
from auth0ctl.flows.direct import DirectWish
from auth0ctl.journeys.login.direct import direct_login
from auth0ctl.journeys.login.listening import Place
from auth0ctl.journeys.login.run import Wish
from auth0ctl.journeys.login.run import login as browser_login
from auth0ctl.journeys.login.world import World
from auth0ctl.journeys.records.inspect import find_client
from auth0ctl.journeys.smoke.declared import PASSWORD, Declared
from auth0ctl.journeys.smoke.ground import Try
from auth0ctl.journeys.smoke.matching import Difference
from auth0ctl.journeys.smoke.seen import Seen, explained
from auth0ctl.journeys.smoke.tokens import in_token
from auth0ctl.journeys.smoke.unjudged import NotRun
from auth0ctl.journeys.smoke.values import words
from auth0ctl.journeys.smoke.whytokens import why
from auth0ctl.protocol import ClientAuthentication, ClientAuthMethod, TokenSet
from auth0ctl.results import Login
from auth0ctl.tokens.decode import decode

USUAL = ("openid", "profile", "email")


def flow(check: Declared, one: Try) -> Seen:
    """Run the flow, then hold its tokens against the file. Raises NetworkError and what the tenant's API raises."""
    result = run(check, one)
    subject = f"{check.given['client']} by {check.given['flow']}"
    if result.tokens is None or result.refusal is not None:
        said = result.refusal
        seen = f"{said.error}: {said.description}" if said and said.description else said.error if said else "nothing"
        nothing = Difference(name="the flow", expected="tokens", seen=seen)
        found = explained("tokens", subject, (nothing,), result.findings)
        return replace(found, login=result)
    broken, differs = unverified(result), compared(check, result, result.tokens)
    if not broken and not differs:
        return Seen(login=result, tokens=result.tokens)
    findings = [each for verified in result.verified if broken for each in verified.report.findings]
    findings += result.findings if broken else ()
    if differs:
        world = world_for(check, one, result.request.client_id)
        findings += why(check, one, world, result, result.tokens, differs)
    return replace(explained("tokens", subject, (*broken, *differs), findings), login=result, tokens=result.tokens)


def run(check: Declared, one: Try) -> Login:
    """One login by the declared flow."""
    given = check.given
    named = FLOWS[str(given["flow"])]
    client_id = client_of(check, one)
    world = world_for(check, one, client_id)
    if named.kind == "browser":
        return by_browser(check, one, client_id, world)
    asks_nothing = named.name in ("client-credentials", "refresh")
    wish = DirectWish(
        flow=named,
        client_id=client_id,
        scope=words(given.get("scope", () if asks_nothing else USUAL)),
        audience=given.get("audience"),
        organization=given.get("organization"),
        parameters=given.get("parameters", {}),
        username=given.get("username"),
        password=one.ground.secret(given["password_env"]) if named.name in PASSWORD else None,
        realm=given.get("realm"),
        client_auth=method(given),
        timeout=check.timeout,
    )
    if named.name == "refresh":
        wish = with_refresh_token(check, one, wish)
    return direct_login(wish, world, clock=one.ground.clock, wait=one.ground.pause)


def client_of(check: Declared, one: Try) -> str:
    """The client's id, found by its name where the Management API may be asked; else what the file says."""
    wanted = str(check.given["client"])
    if one.management is None:
        return wanted
    try:
        return str(find_client(one.management, wanted)["client_id"])
    except AuthError:
        return wanted
    except TenantError as error:
        if error.status in (403, 404):
            return wanted  # it may not be read, or is not there: the tenant itself says what becomes of that
        raise


def world_for(check: Declared, one: Try, client_id: str) -> World:
    """The world of this login: the check's own HTTP and story."""
    world = one.ground.world(proof(check, one, client_id))
    return replace(world, http=one.http, management=one.management, trace=one.recorder.record)


def proof(check: Declared, one: Try, client_id: str) -> ClientAuthentication:
    """What the client proves itself with: what the file names, else what the settings hold for this client."""
    given = check.given
    if "private_key_env" in given:
        key = one.ground.secret(given["private_key_env"]).encode()
        return ClientAuthentication(private_key=key, key_id=given.get("key_id"))
    if "client_secret_env" in given:
        return ClientAuthentication(client_secret=one.ground.secret(given["client_secret_env"]))
    return one.ground.own_proof(client_id)


def method(given: Mapping[str, Any]) -> ClientAuthMethod | None:
    return ClientAuthMethod(given["client_auth"]) if "client_auth" in given else None


def with_refresh_token(check: Declared, one: Try, wish: DirectWish) -> DirectWish:
    """The wish with the refresh token: of the flow that brought one, or of the environment."""
    if "refresh_token_env" in check.given:
        return replace(wish, refresh_token=one.ground.secret(check.given["refresh_token_env"]))
    source = str(check.given["token_from"])
    before = one.brought[source]
    if not before.tokens.refresh_token:
        raise NotRun(f"{source} brought no refresh token", "Ask for the scope offline_access there.")
    request = before.login.request
    return replace(
        wish,
        refresh_token=before.tokens.refresh_token,
        before=before.tokens.id_token,
        scope_before=tuple((before.tokens.scope or " ".join(request.scope)).split()),
        audience_before=request.audience,
    )


def by_browser(check: Declared, one: Try, client_id: str, world: World) -> Login:
    """A login through a browser, one at a time: the callback's ports are few."""
    given, ground = check.given, one.ground
    if ground.why_no_visit:
        raise NotRun(f"a person has to log in, and nobody can here: {ground.why_no_visit}")
    wish = Wish(
        flow=FLOWS[str(given["flow"])],
        client_id=client_id,
        scope=words(given.get("scope", USUAL)),
        audience=given.get("audience"),
        response_type=given.get("response_type"),
        response_mode=given.get("response_mode"),
        extra={
            **{name: given[name] for name in ("connection", "organization") if name in given},
            **given.get("parameters", {}),
        },
        place=Place(redirect_uri=given.get("redirect_uri")),
        client_auth=method(given),
        timeout=max(0.1, one.until - ground.clock()),
    )
    with ground.visiting(given.get("username"), client_id) as visit:
        return browser_login(wish, replace(world, send_person_to=visit))


def unverified(result: Login) -> tuple[Difference, ...]:
    """What the verification of the tokens itself objects to."""
    failed = [
        Difference(name=f"{one.label}, {check.title}", expected="verified", seen=check.detail)
        for one in result.verified
        for check in one.report.checks
        if check.status is Status.FAIL
    ]
    failed += [Difference(name=one.title, expected="agreement", seen=one.detail) for one in result.failed_checks]
    if not result.passed and not failed:
        failed.append(Difference(name="the tokens", expected="verified", seen="nothing that could be verified"))
    return tuple(failed)


def compared(check: Declared, result: Login, tokens: TokenSet) -> tuple[Difference, ...]:
    """What the file declares of each token, and is not so."""
    given = check.given
    differs: list[Difference] = []
    present = {
        "access_token": tokens.access_token,
        "id_token": tokens.id_token,
        "refresh_token": tokens.refresh_token,
    }
    for name, text in present.items():
        if name not in given:
            continue
        wanted, label = given[name], name.replace("_", " ")
        if (wanted is not False) != bool(text):
            seen = "one came" if text else "none came"
            differs.append(Difference(name=label, expected="none" if wanted is False else "one", seen=seen))
        elif isinstance(wanted, Mapping) and text:
            scope = tokens.scope if name == "access_token" else None
            fallback = " ".join(result.request.scope) if scope is None else scope
            lifetime = tokens.expires_in if name == "access_token" else None
            differs += in_token(label, wanted, decode(text), scope=fallback, expires_in=lifetime)
    return tuple(differs)
