"""Which pages a login shows, in their order, why each, and where it ends.

Sources: auth0-facts/authorize.md sections 2, 7 and 8, clients.md section 5, resource-servers.md section 2.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from auth0ctl.findings import Confidence
from auth0ctl.model import Facts
from auth0ctl.rules.client import verifiable
from auth0ctl.rules.oracle.refusals import bad_callback, refused, strict
from auth0ctl.rules.wish.situation import api, client_of, parameter

CONFIRMATION_FIELD = "skip_non_verifiable_callback_uri_confirmation_prompt"
_CHALLENGES = re.compile(r"\b(?:multifactor\s*\.\s*enable|challengeWith(?:Any)?|enrollWith(?:Any)?)\s*\(")


class Page(StrEnum):
    LOGIN = "login"
    ORGANIZATION = "organization"
    MFA = "multi-factor"
    CONSENT = "consent"
    CONFIRMATION = "confirmation"


class End(StrEnum):
    APP = "back at the app"  # with a code or tokens
    APP_ERROR = "back at the app with an error"
    ERROR_PAGE = "Auth0's error page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One page that the person gets to see."""

    page: Page
    why: str
    sure: Confidence = Confidence.CERTAIN


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who comes. ``logged_in``: with a session that the client's connections accept; ``consented``: a stored grant
    covers client, API and scopes. Every page is answered with yes."""

    logged_in: bool = False
    consented: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """``error`` is OAuth's, empty where the login goes through; ``unknown`` names the facts that were not at hand."""

    pages: tuple[Shown, ...]
    end: End
    why: str = ""
    error: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.page.value for one in self.pages)

    @property
    def sure(self) -> Confidence:
        guessed = self.unknown or any(one.sure is not Confidence.CERTAIN for one in self.pages)
        return Confidence.LIKELY if guessed else Confidence.CERTAIN


def predict(facts: Facts, person: Person) -> Prediction | None:
    """What this person sees of this request. None where the client or the request is not known."""
    if facts.client is None or facts.request is None:
        return None
    unknown = _unknown(facts)
    if why := bad_callback(facts):
        return Prediction(pages=(), end=End.ERROR_PAGE, why=why, error="invalid_request", unknown=unknown)
    if (no := refused(facts)) is not None:
        return _refusal(facts, (), *no, unknown)
    pages: list[Shown] = []
    silent = "none" in parameter(facts, "prompt").split()
    for step in _STEPS:
        found = step(facts, person, tuple(pages))
        if isinstance(found, Shown) and silent:
            return _refusal(facts, (), _SILENT[found.page], f"prompt=none may show no page: {found.why}", unknown)
        if isinstance(found, Shown):
            pages.append(found)
        elif found is not None:
            return _refusal(facts, tuple(pages), *found, unknown)
    return Prediction(pages=tuple(pages), end=End.APP, unknown=unknown)


_SILENT = {
    Page.LOGIN: "login_required",
    Page.ORGANIZATION: "login_required",
    Page.MFA: "interaction_required",
    Page.CONSENT: "consent_required",
    Page.CONFIRMATION: "interaction_required",  # INFERRED code (authorize.md section 3)
}


def _refusal(facts: Facts, pages: tuple[Shown, ...], error: str, why: str, unknown: tuple[str, ...]) -> Prediction:
    """Strict third-party clients hear of no error, unless their policy says otherwise (authorize.md 2, rule 3)."""
    client = client_of(facts)
    kept = strict(client) and client.raw.get("redirection_policy") != "allow_always"
    end = End.ERROR_PAGE if kept else End.APP_ERROR
    return Prediction(pages=pages, end=end, why=why, error=error, unknown=unknown)


def _unknown(facts: Facts) -> tuple[str, ...]:
    """What the prediction would rest on, and nobody could read."""
    wanted = ["resource_servers"] if facts.request and facts.request.audience else []
    wanted += ["tenant_settings", "connections"]
    return tuple(name for name in wanted if getattr(facts, name) is None)


Step = Shown | tuple[str, str] | None


def _organization(facts: Facts, person: Person) -> Step:
    client = client_of(facts)
    required = client.organization_usage == "require" and not parameter(facts, "organization")
    asks_first = client.raw.get("organization_require_behavior") == "pre_login_prompt"
    if required and asks_first and not person.logged_in:
        return Shown(page=Page.ORGANIZATION, why="the client asks for the organization first, then for the login")
    return None


def _login(facts: Facts, person: Person) -> Step:
    again = [word for word in parameter(facts, "prompt").split() if word in ("login", "select_account")]
    if not person.logged_in:
        return Shown(page=Page.LOGIN, why="there is no session yet")
    if again:
        return Shown(page=Page.LOGIN, why=f"prompt={again[0]} asks for the login in spite of a session")
    if parameter(facts, "max_age") == "0":
        return Shown(page=Page.LOGIN, why="max_age=0 accepts no session")
    return None


def _user(facts: Facts) -> Step:
    user, organization = facts.user, facts.organization
    if user is not None and user.blocked:
        return "unauthorized", "the user is blocked"
    members = organization.members if organization is not None and parameter(facts, "organization") else None
    if user is not None and organization is not None and members is not None and user.user_id not in members:
        return "access_denied", f"the user is not a member of the organization {organization.name}"
    return None


def _challenge(facts: Facts) -> Step:
    """A tenant-wide policy is not read; an Action that asks for a factor can be seen in its code."""
    for action in facts.actions or ():
        if action.trigger == "post-login" and action.bound and action.deployed and _CHALLENGES.search(action.code):
            why = f"the post-login Action {action.name} asks for a second factor, where its condition holds"
            return Shown(page=Page.MFA, why=why, sure=Confidence.POSSIBLE)
    return None


def _consent(facts: Facts, person: Person) -> Step:
    client, server = client_of(facts), api(facts)
    assert facts.request is not None
    if "consent" in parameter(facts, "prompt").split():
        return Shown(page=Page.CONSENT, why="prompt=consent asks for it")
    if person.consented:
        return None
    if not client.is_first_party:
        return Shown(page=Page.CONSENT, why="the client is third-party, and the user has not agreed yet")
    if server is None:
        return None  # standard scopes only: a first-party client never prompts
    if not server.skip_consent:
        why = f"{server.identifier} does not skip consent for first-party clients, and the user has not agreed yet"
        return Shown(page=Page.CONSENT, why=why)
    if not verifiable(facts.request.redirect_uri):
        # That 127.0.0.1 and custom schemes count as localhost does is INFERRED (authorize.md section 7).
        why = f"consent is skipped for verifiable callbacks only, and {facts.request.redirect_uri} is none"
        local = "://localhost" in facts.request.redirect_uri
        return Shown(page=Page.CONSENT, why=why, sure=Confidence.CERTAIN if local else Confidence.LIKELY)
    return None


def _confirmation(facts: Facts, pages: tuple[Shown, ...]) -> Step:
    client = client_of(facts)
    assert facts.request is not None
    if pages or verifiable(facts.request.redirect_uri):
        return None
    if not client.oidc_conformant and api(facts) is None:
        return None  # not in legacy flows
    choice = client.skip_callback_confirmation
    if choice is None and facts.tenant_settings is not None:
        choice = facts.tenant_settings.raw.get(CONFIRMATION_FIELD)
    if choice:
        return None
    why = f"{facts.request.redirect_uri} could be anybody's (not verifiable), and no other page was shown"
    return Shown(page=Page.CONFIRMATION, why=why)


# In the order in which Auth0 comes to them.
_STEPS: tuple[Callable[[Facts, Person, tuple[Shown, ...]], Step], ...] = (
    lambda facts, person, _: _organization(facts, person),
    lambda facts, person, _: _login(facts, person),
    lambda facts, _person, _: _user(facts),
    lambda facts, _person, _: _challenge(facts),
    lambda facts, person, _: _consent(facts, person),
    lambda facts, _person, pages: _confirmation(facts, pages),
)
