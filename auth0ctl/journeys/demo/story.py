"""The founding story, told on a throwaway tenant by the very journeys that the commands run."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from auth0ctl.findings import Report
from auth0ctl.flows import FLOWS
from auth0ctl.journeys.demo.browser import browser_for
from auth0ctl.journeys.login.run import Wish, login
from auth0ctl.journeys.login.world import World
from auth0ctl.journeys.records.api import Wanted, create_api
from auth0ctl.journeys.records.claim import Claim, add_claim, why_dropped
from auth0ctl.journeys.records.inspect import inspect_client
from auth0ctl.journeys.tokens.keys import keys_at
from auth0ctl.journeys.tokens.verify import verify
from auth0ctl.model import Expected, Tenant, TokenKind
from auth0ctl.results import Changed, Login, Step, Verified
from auth0ctl.tenant.discovery import discover
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management
from auth0ctl.tokens.decode import decode

TITLE = "Two records, one audience: how a single-page app gets an ID token and an access token"
AUDIENCE = "https://api.example.com"
CLAIM = "https://example.com/plan"
SCOPE = ("openid", "profile", "email")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where the story plays: a tenant that nobody else uses, and a folder that is thrown away afterwards."""

    http: Http
    origin: str
    management_token: Callable[[], str] = field(repr=False)
    folder: Path
    environ: Mapping[str, str] = field(repr=False)
    step: Callable[[str], None]
    now: Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """The story under way: ``browser`` says who clicks, ``steps`` plays one step each time the next is asked for."""

    browser: str
    steps: Iterator[Step]


@contextmanager
def play(stage: Stage) -> Iterator[Play]:
    """Open a browser and play the story, from the first login to the refused claim."""
    tenant = Tenant(name="demo", origin=stage.origin)
    management = Management(stage.http, tenant, stage.management_token)
    discovery = discover(stage.http, tenant)
    with browser_for(stage.folder, stage.environ) as browser:
        world = World(
            http=stage.http,
            tenant=tenant,
            discovery=discovery,
            management=management,
            why_no_management="",
            keys=keys_at(stage.http, discovery.jwks_uri),
            send_person_to=browser.visit,
            tick=lambda _seconds: None,
            warn=stage.step,
            step=stage.step,
            now=stage.now,
        )
        yield Play(browser=browser.name, steps=scenes(world, management))


def scenes(world: World, management: Management) -> Iterator[Step]:
    """The steps in their order. Each one says whether it went as it should."""
    client_id = management.clients()[0]["client_id"]
    alone = Wish(flow=FLOWS["pkce"], client_id=client_id, scope=SCOPE, timeout=60)
    yield without_audience(alone, world)
    yield first_party(management, client_id)
    yield api_created(management)
    wish = replace(alone, audience=AUDIENCE, scope=(*SCOPE, "read:orders"))
    both = with_audience(4, wish, world)
    yield both
    yield with_audience(5, replace(wish, flow=FLOWS["implicit"]), world)
    yield id_token_at_the_api(both.result, world)
    yield claim_arrives(management, wish, world)
    yield claim_refused()


def without_audience(wish: Wish, world: World) -> Step:
    """The question everybody asks: the login works, but the access token is no JWT."""
    result = login(wish, world)
    names = [finding.rule.name for finding in result.findings]
    return Step(
        number=1,
        title="A login without audience: the access token is opaque",
        command="auth0ctl login",
        told="The login works and the ID token is fine. The access token is not a JWT, and no API can check it.",
        result=result,
        ok=result.passed and "audience-missing-opaque-token" in names,
    )


def first_party(management: Management, client_id: str) -> Step:
    """Where the flag is seen, and what follows from it."""
    result = inspect_client(management.client(client_id))
    return Step(
        number=2,
        title="Is the client first-party?",
        command='auth0ctl client inspect "Example SPA"',
        told="Many screens do not show is_first_party; the Management API does. It is true unless somebody made it "
        "false. It does not turn an ID token into an access token.",
        result=result,
        ok=result.verdict["is_first_party"] is True,
    )


def api_created(management: Management) -> Step:
    """The API gets a record of its own."""
    scopes = ({"value": "read:orders", "description": "Read orders"},)
    wanted = Wanted(identifier=AUDIENCE, name="Orders", scopes=scopes, settings={"signing_alg": "RS256"})
    outcome = create_api(management, wanted, ensure=True)
    return Step(
        number=3,
        title="The API gets its own record",
        command=f'auth0ctl api create Orders --identifier {AUDIENCE} --scope "read:orders=Read orders"',
        told="Client and API are two records. The identifier is what the login will send as audience.",
        result=Changed(sentence=outcome.sentence, resource=outcome.resource),
        ok=outcome.resource["identifier"] == AUDIENCE,
    )


def with_audience(number: int, wish: Wish, world: World) -> Step:
    """Both tokens, each verified as what it is."""
    result = login(wish, world)
    flow = wish.flow.name
    command = f"auth0ctl login --audience {AUDIENCE} --scope '{' '.join(wish.scope)}'"
    titles = {
        "pkce": ("With audience, by code and PKCE: both tokens, verified", ""),
        "implicit": ("The classic way, implicit id_token token: the same", " --flow implicit"),
    }
    told = {
        "pkce": "audience and openid together: an ID token for the client, an access token for the API.",
        "implicit": "The older flow gives the same two tokens, straight from /authorize. For debugging only.",
    }
    return Step(
        number=number,
        title=titles[flow][0],
        command=command + titles[flow][1],
        told=told[flow],
        result=result,
        ok=result.passed and [one.label for one in result.verified] == ["ID token", "access token"],
    )


def id_token_at_the_api(both: Login, world: World) -> Step:
    """The ID token of the login before, held against what the API expects."""
    text = both.tokens.id_token if both.tokens else None
    expected = Expected(kind=TokenKind.ACCESS, at=world.now(), issuer=world.discovery.issuer, audience=AUDIENCE)
    report = verify(text or "", expected, world.keys)
    return Step(
        number=6,
        title="An ID token sent to the API is refused",
        command=f"auth0ctl token get --as id | auth0ctl token verify - --as access --audience {AUDIENCE}",
        told="First-party or not: the ID token says who logged in, it is no key to the API.",
        result=Verified(token=decode(text or ""), report=report, at=expected.at),
        ok=not report.passed and report.findings[0].rule.name == "id-token-used-as-access-token",
    )


def claim_arrives(management: Management, wish: Wish, world: World) -> Step:
    """A namespaced claim, from a post-login Action into both tokens."""
    add_claim(management, Claim(name=CLAIM, tokens=("id", "access"), value="gold"), pause=lambda: None)
    result = login(wish, world)
    claims: list[Mapping[str, Any]] = [one.token.claims for one in result.verified]
    return Step(
        number=7,
        title="A custom claim under a namespace arrives in both tokens",
        command=f"auth0ctl claim add {CLAIM} --value gold && auth0ctl login --audience {AUDIENCE}",
        told="With an audience the ID token holds standard claims only; more come from a post-login Action.",
        result=result,
        ok=result.passed and len(claims) == 2 and all(one.get(CLAIM) == "gold" for one in claims),
    )


def claim_refused() -> Step:
    """A name that Auth0 would drop without a word."""
    findings = why_dropped("roles")
    return Step(
        number=8,
        title="A reserved claim name is refused before anything is created",
        command="auth0ctl claim add roles --value admin",
        told="Auth0 would accept the Action and drop the claim without a word.",
        result=Report(subject="claim roles", findings=findings),
        ok=[finding.rule.name for finding in findings] == ["claim-not-namespaced"],
    )
