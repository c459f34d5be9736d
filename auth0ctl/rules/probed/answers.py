"""What several of these rules ask of the probes."""

from auth0ctl.model import Facts
from auth0ctl.rules.login import asking
from auth0ctl.rules.login.causes import named_by
from auth0ctl.rules.login.telling import said
from auth0ctl.situation import Probe

OUTSIDE = "seen from outside"


def probe_of(facts: Facts, name: str, **about: object) -> Probe | None:
    """The first probe of this name, with these facts."""
    every = (one for one in facts.probes or () if one.name == name)
    return next((one for one in every if all(one.facts.get(key) == value for key, value in about.items())), None)


def domain(facts: Facts) -> str:
    return facts.tenant.domain if facts.tenant else "the domain"


def grants(facts: Facts) -> tuple[Probe, ...]:
    return tuple(one for one in facts.probes or () if one.name == "token")


def client_unknown(facts: Facts) -> bool:
    return facts.refusal is not None and named_by(said(facts.refusal)) is asking.CLIENT_UNKNOWN
