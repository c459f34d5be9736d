"""What the flows without a browser need from the command line: who, with what, and the outside world they run in."""

from collections.abc import Mapping
from typing import Any

import typer

from auth0ctl.cli.secret import read_secret
from auth0ctl.cli.session import Session
from auth0ctl.cli.token.keys import Wanted, keys_of_tenant
from auth0ctl.errors import ExitCode, UsageError
from auth0ctl.flows import Flow
from auth0ctl.flows.direct import DirectWish
from auth0ctl.flows.open_browser import can_open, open_browser
from auth0ctl.journeys.login.direct import direct_login
from auth0ctl.journeys.login.refresh import Change, choose, refresh_login
from auth0ctl.journeys.login.world import World
from auth0ctl.protocol import ClientAuthentication
from auth0ctl.results import Login
from auth0ctl.vault import Vault, all_logins

GIVEN_AWAY = (
    "A person's password belongs on the tenant's own login page: any other program that is given it can keep it. "
    "This flow is for finding out about an app that has no other way."
)


def world_of(session: Session, authentication: ClientAuthentication, *, open_it: bool = True) -> World:
    """The outside world of a flow without a browser of ours. ``open_it``: a device page may be opened here."""
    why_not = session.can_manage()
    return World(
        http=session.http,
        tenant=session.tenant,
        discovery=session.discovery,
        management=None if why_not else session.management,
        why_no_management=why_not,
        authentication=authentication,
        keys=keys_of_tenant(session, Wanted(jwks_uri=session.discovery.jwks_uri)),
        send_person_to=lambda url: show_page(session, url, open_it=open_it),
        tick=session.count_down,
        warn=session.say,
        step=session.step,
        trace=session.recorder.record,
        clean=session.redactor.text,
        now=session.now,
    )


def show_page(session: Session, url: str, *, open_it: bool) -> None:
    """Say where a device code is entered, and open that page where there is a browser."""
    session.say(f"\n  {url}\n")
    if open_it and not can_open(session.environ) and open_browser(url, session.environ):
        session.say("A browser opens there now.")
    session.say_who_can_log_in()
    session.say("Waiting until it is confirmed; Ctrl-C gives up.")


def default_scope(flow: Flow, given: str | None, usual: str) -> tuple[str, ...]:
    """The scope to ask for: what was given; nothing for a machine and for a refresh; the usual one for a person.

    A client's grant never has ``openid``, and asking a machine for it is refused (token-endpoint.md section 4). A
    refresh without a scope keeps all of it; a token exchange is for the tenant's own profile to decide.
    """
    if given is not None:
        return tuple(given.split())
    return () if flow.name in ("client-credentials", "refresh", "token-exchange") else tuple(usual.split())


def direct_wish(
    session: Session,
    flow: Flow,
    *,
    client_id: str,
    scope: tuple[str, ...],
    username: str | None = None,
    password_file: str | None = None,
    realm: str | None = None,
    subject_token_file: str | None = None,
    subject_token_type: str | None = None,
    parameters: Mapping[str, str] | None = None,
    **more: Any,
) -> DirectWish:
    """What to ask for, with the secrets that the flow needs read or asked for now.

    ``more`` are fields of ``DirectWish`` as they are. Raises UsageError where something is missing, or does not belong
    to the flow.
    """
    of_flow = {
        "--username": (username, ("password", "password-realm")),
        "--password-file": (password_file, ("password", "password-realm")),
        "--realm": (realm, ("password", "password-realm")),
        "--subject-token-file": (subject_token_file, ("token-exchange",)),
        "--subject-token-type": (subject_token_type, ("token-exchange",)),
    }
    for option, (value, flows) in of_flow.items():
        if value is not None and flow.name not in flows:
            raise UsageError(f"{option} does not belong to --flow {flow.name}", f"It is for --flow {flows[0]}.")
    if flow.name == "device" and session.output == "quiet":
        raise UsageError("the device flow has to show a code, and -o quiet shows nothing", "With -o json it is said.")
    if flow.name == "password-realm" and not realm:
        raise UsageError("which user database? Give --realm", "It is the connection's name.")
    password = None
    if flow.name in ("password", "password-realm"):
        session.say(GIVEN_AWAY)
        username = username or asked(session, "User name", "--username NAME", hidden=False)
        password = read_secret(session, password_file, "password") or asked(session, "Password", "--password-file FILE")
        session.redactor.learn(password)
    subject_token = read_secret(session, subject_token_file, "token")
    return DirectWish(
        flow=flow,
        client_id=client_id,
        scope=scope,
        username=username,
        password=password,
        realm=realm,
        subject_token=subject_token,
        subject_token_type=subject_token_type,
        parameters=parameters or {},
        **more,
    )


def asked(session: Session, what: str, option: str, *, hidden: bool = True) -> str:
    """What a person types at the terminal, not shown where it is secret. Raises UsageError where nobody can type."""
    if not session.interactive:
        raise UsageError(f"nobody can be asked for the {what.lower()}: this is no terminal", f"Give {option}.")
    typed: str = typer.prompt(what, hide_input=hidden, err=True)
    return typed


def last_client(session: Session, vault: Vault) -> str:
    """Whose login a refresh follows where nobody named the client. Raises UsageError where no login was kept."""
    return choose(all_logins(vault, session.settings().tenant.value), None).client_id


def log_in(session: Session, wish: DirectWish, world: World, vault: Vault) -> Login:
    """Run the flow. A refresh takes the client's last token, and keeps what comes itself: ``saved`` then says so."""
    if wish.flow.name != "refresh":
        return direct_login(wish, world)
    login = choose(all_logins(vault, session.settings().tenant.value), wish.client_id)
    change = Change(scope=wish.scope, audience=wish.audience, client_auth=wish.client_auth)
    return refresh_login(vault, login, world, change)


def code_of(result: Login) -> ExitCode:
    """The exit code of a login: refused, verified, or come but not clean."""
    if refusal := result.refusal:
        if refusal.status == 429 and refusal.error in ("too_many_requests", "429"):
            return ExitCode.RATE_LIMITED
        return ExitCode.API if refusal.status >= 500 else ExitCode.AUTH
    return ExitCode.OK if result.passed else ExitCode.FOUND
