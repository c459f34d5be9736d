"""What a login starts from: by which flow, as which client, in which world."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from auth0ctl.cli.login.direct import world_of
from auth0ctl.cli.login.given import Given, chosen_flow
from auth0ctl.cli.login.proof import proof_of
from auth0ctl.cli.session import Session
from auth0ctl.errors import UsageError
from auth0ctl.flows import FLOWS, Flow
from auth0ctl.flows.callback.server import PATH, PORTS, CallbackServer
from auth0ctl.flows.headless import advice
from auth0ctl.flows.open_browser import can_open, open_browser
from auth0ctl.flows.paste import read_pasted
from auth0ctl.journal import Journal
from auth0ctl.journeys.borrowed.client import ensure_client
from auth0ctl.journeys.borrowed.undo import put_back_leftovers
from auth0ctl.journeys.login.asked_url import AskedURL, read_asked_url
from auth0ctl.journeys.login.listening import Place, callback_host
from auth0ctl.journeys.login.world import World
from auth0ctl.protocol import ClientAuthentication

PROVING = ("code", "client-credentials")  # flows of clients that prove themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """``place`` is where the callback may listen; ``url`` is that of --from-url, read."""

    flow: Flow
    client_id: str
    world: World
    place: Place
    url: AskedURL | None = field(repr=False, default=None)


def started(session: Session, given: Given, client_id: str | None) -> Start:
    """Find out who logs in. ``client_id`` is the one from the options and settings, if any.

    The tenant is read from here on; what an earlier login left there is put back first. Raises UsageError.
    """
    host = callback_host(given.callback_host) if given.callback_host else None
    place = Place(port=given.port, host=host)
    journal = session.journal
    put_back_leftovers(journal, session.management, session.say)
    if given.from_url is not None:
        return from_url(session, given, place, journal)
    flow = chosen_flow(given)
    if given.ensure_client is not None:
        client_id, secret = ensured(session, given.ensure_client, flow, place, journal, matrix=given.matrix)
        authentication = replace(proof(session, given, client_id), client_secret=secret)
    else:
        client_id = client_id or default_client(session)
        authentication = proof(session, given, client_id)
    return Start(flow=flow, client_id=client_id, world=world(session, given, authentication, journal), place=place)


def from_url(session: Session, given: Given, place: Place, journal: Journal) -> Start:
    """The start that an app's authorize URL asks for."""
    assert given.from_url is not None
    url = read_asked_url(given.from_url, session.discovery)
    authentication = proof(session, given, url.client_id)
    flow = FLOWS["code"] if url.flow.name == "pkce" and proves(authentication) else url.flow
    for sentence in url.said:
        session.say(sentence)
    asked = url.redirect_uri if given.port is None and given.callback_host is None else None
    return Start(
        flow=flow,
        client_id=url.client_id,
        world=world(session, given, authentication, journal),
        place=replace(place, redirect_uri=asked),
        url=url,
    )


def proves(authentication: ClientAuthentication) -> bool:
    """Whether there is something that a client can prove itself with."""
    return bool(authentication.client_secret or authentication.private_key)


def proof(session: Session, given: Given, client_id: str) -> ClientAuthentication:
    """The client's secret or key."""
    return proof_of(
        session,
        client_id,
        secret_file=given.client_secret_file,
        key_file=given.private_key_file,
        key_id=given.key_id,
    )


def world(session: Session, given: Given, authentication: ClientAuthentication, journal: Journal) -> World:
    """Everything outside that a login touches."""
    reason = "--no-browser" if given.no_browser else can_open(session.environ) or ""
    one = world_of(session, authentication, open_it=not given.no_browser)
    if chosen_kind(given) == "direct":
        return one
    return replace(
        one,
        send_person_to=lambda url: send_person_to(session, url, reason),
        pasting=lambda server: beside(session, server, elsewhere=bool(reason)),
        journal=journal,
    )


def chosen_kind(given: Given) -> str:
    """``browser`` or ``direct``."""
    return "browser" if given.from_url is not None else chosen_flow(given).kind


def default_client(session: Session) -> str:
    """The embedded tenant's first client. A real tenant's client has to be named."""
    if not session.settings().built_in:
        raise UsageError("which client? Give --client ID, or set AUTH0_CLIENT_ID", "See `auth0ctl client list`.")
    clients = session.management.clients()
    if not clients:
        raise UsageError("the local tenant has no client", "Make one: `auth0ctl client create NAME --type spa`.")
    return str(clients[0]["client_id"])


def ensured(
    session: Session, name: str, flow: Flow, place: Place, journal: Journal, *, matrix: bool
) -> tuple[str, str | None]:
    """The id of the test client of that name, made where there is none, and its secret where it has one."""
    if why_not := session.can_manage():
        raise UsageError(
            f"--ensure-client makes a client through the Management API: {why_not}",
            "Set AUTH0_API_TOKEN to a token with create:clients, or name a client that is there: --client ID.",
        )
    grants = [flow.grant_type, *(["implicit"] if flow.name == "hybrid" or matrix else []), "refresh_token"]
    host = place.host or "127.0.0.1"
    ports = (place.port,) if place.port else PORTS
    made = ensure_client(
        session.management,
        name,
        journal,
        grant_types=grants if flow.name != "client-credentials" else grants[:1],
        callbacks=[f"http://{host}:{port}{PATH}" for port in ports] if flow.kind == "browser" else (),
        confidential=flow.name in PROVING,
    )
    secret = made.get("client_secret") if flow.name in PROVING else None
    session.redactor.learn(secret)
    session.say(f"Logging in with the test client {name} ({made['client_id']}); `auth0ctl undo` deletes it.")
    return str(made["client_id"]), secret if isinstance(secret, str) else None


def send_person_to(session: Session, url: str, reason: str) -> None:
    """Open the browser unless there is a ``reason`` not to; say the URL in any case."""
    if not reason and open_browser(url, session.environ):
        session.say("Your browser opens now. If it does not, open this URL yourself:")
    elif reason == "--no-browser":
        session.say("Open this URL in a browser on this machine:")
    else:
        session.say(f"No browser is opened here ({reason or 'none could be started'}). Open this URL yourself:")
    session.say(f"\n  {url}\n")
    session.say_who_can_log_in()
    session.say("Waiting for the login to come back; Ctrl-C gives up.")


@contextmanager
def beside(session: Session, server: CallbackServer, *, elsewhere: bool) -> Iterator[None]:
    """While the callback waits: how a browser on another machine reaches it, and a prompt for where it ended."""
    if elsewhere:
        for sentence in advice(session.environ, server.redirect_uri):
            session.say(sentence)
    if not session.interactive:
        yield
        return
    with read_pasted(server, session.stdin, session.say):
        yield
