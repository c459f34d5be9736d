"""All questions to a tenant that need no credentials; each waits only for the answer that it needs.

First the discovery document, which names the endpoints; then everything about the client at once; and as soon as
/authorize refuses something, the variants that tell its cause apart.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from urllib.parse import quote

from auth0ctl.errors import NetworkError
from auth0ctl.evidence.probe.asking import Asking
from auth0ctl.evidence.probe.browser import probe_cors, probe_logout
from auth0ctl.evidence.probe.domain import probe_discovery, probe_jwks
from auth0ctl.evidence.probe.login import (
    at_endpoint,
    origin_of,
    probe_client,
    probe_login,
    probe_silent,
    probe_variants,
    probe_web_message,
)
from auth0ctl.evidence.probe.token import grant_questions, probe_device
from auth0ctl.model import Facts
from auth0ctl.protocol import AuthorizeRequest, Discovery
from auth0ctl.situation import Probe, Wish

BY_SCRIPT = (None, "spa-pkce", "silent", "refresh")  # flows whose page itself calls the token endpoint
Question = Callable[[], tuple[Probe, ...]]


def probe_tenant(facts: Facts, asking: Asking, client_id: str | None) -> Facts:
    """Add the probes, and the refusal of the login if there is one.

    Raises NetworkError when the tenant does not answer at all for a reason that says nothing of its settings.
    """
    tenant = facts.tenant
    assert tenant is not None  # whoever asks knows whom
    discovery_probe, discovery = probe_discovery(asking, tenant)
    if discovery is None:
        if discovery_probe.outcome == "unreachable" or offline(discovery_probe):
            raise NetworkError(
                discovery_probe.detail, "Check the domain and the network, then try again; or raise --timeout."
            )
        return replace(facts, probes=(*(facts.probes or ()), discovery_probe))
    request = facts.request and at_endpoint(facts.request, discovery.authorization_endpoint)
    facts = replace(facts, request=request)
    asking.step("asking the authorize endpoint, the token endpoint and what else there is")
    answers = asking.side_by_side(questions(facts, asking, discovery, client_id))
    probes = (discovery_probe, *(probe for answer in answers for probe in answer))
    login = next((one for one in probes if one.name == "authorize"), None)
    return replace(facts, refusal=login.refusal if login else None, probes=(*(facts.probes or ()), *probes))


def login_and_variants(asking: Asking, request: AuthorizeRequest) -> tuple[Probe, ...]:
    login = probe_login(asking, request)
    return (login, *(probe_variants(asking, request, login.refusal) if login.refusal else ()))


def single(question: Callable[[], Probe]) -> Question:
    return lambda: (question(),)


def offline(discovery: Probe) -> bool:
    """A name that is not found, and no other of Auth0's names is: the network may be at fault as well."""
    return discovery.outcome == "name not found" and not discovery.facts["elsewhere"]


def questions(facts: Facts, asking: Asking, discovery: Discovery, client_id: str | None) -> list[Question]:
    """Everything that is asked at once."""
    wish, request = facts.wish or Wish(), facts.request
    asked: list[Callable[[], Probe]] = [partial(probe_jwks, asking, discovery)]
    if facts.logout is not None:
        asked.append(partial(probe_logout, asking, facts.logout))
    if not client_id:
        return [single(one) for one in asked]
    longest: list[Question] = []
    if request is not None and request.redirect_uri:
        longest.append(partial(login_and_variants, asking, request))
        asked.append(partial(probe_silent, asking, request))
        same_page = (wish.origin or "").rstrip("/") == origin_of(request.redirect_uri)
        if wish.flow == "silent" or (same_page and wish.flow in BY_SCRIPT):
            asked.append(partial(probe_web_message, asking, request))
    else:
        asked.append(partial(probe_client, asking, request or bare_request(discovery, client_id)))
    page = (wish.origin or "").rstrip("/") if wish.flow in BY_SCRIPT else ""
    asked += grant_questions(
        asking,
        discovery.token_endpoint,
        wish.flow,
        client_id,
        offline=wish.want_refresh_token or (request is not None and "offline_access" in request.scope),
        redirect_uri=request.redirect_uri if request is not None else "",
        origin=page,
    )
    machine = facts.token_request
    if wish.flow == "device" and machine is not None and (url := discovery.device_authorization_endpoint):
        scope, audience = " ".join(machine.scope), machine.audience or ""
        asked.append(partial(probe_device, asking, url, client_id, scope=scope, audience=audience))
    if page:
        asked.append(partial(probe_cors, asking, discovery.token_endpoint, "/oauth/token", page))
        if discovery.userinfo_endpoint:
            asked.append(partial(probe_cors, asking, discovery.userinfo_endpoint, "/userinfo", page))
    return [*longest, *(single(one) for one in asked)]


def bare_request(discovery: Discovery, client_id: str) -> AuthorizeRequest:
    """An authorize request that names the client and nothing else of the app."""
    return AuthorizeRequest(
        url=f"{discovery.authorization_endpoint}?response_type=code&scope=openid&client_id={quote(client_id)}",
        client_id=client_id,
        redirect_uri="",
        response_type="code",
        response_mode="query",
        scope=("openid",),
        audience=None,
        state="",
    )
