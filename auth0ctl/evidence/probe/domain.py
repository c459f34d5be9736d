"""Whether the domain is a tenant's: its discovery document and key set, and the other regions where it is not."""

from collections.abc import Mapping
from functools import partial
from urllib.parse import urlsplit

from auth0ctl.errors import Auth0ctlError, NetworkError, TenantError
from auth0ctl.evidence.probe.asking import Asking
from auth0ctl.model import Tenant
from auth0ctl.protocol import Discovery
from auth0ctl.settings import is_loopback
from auth0ctl.situation import Probe
from auth0ctl.tenant.discovery import PATH, discover
from auth0ctl.tenant.jwks import fetch_jwks
from auth0ctl.tokens.strictjson import read

AUTH0 = ".auth0.com"
REGIONS = ("us", "eu", "au", "jp", "uk", "ca")  # of the public cloud; the oldest tenants in the US have none
# How the one HTTP door words a failure (auth0ctl.tenant.http.no_answer) -> what kind it is.
FAILURES = {"no trusted TLS connection": "tls", "the name ": "name not found"}


def probe_discovery(asking: Asking, tenant: Tenant) -> tuple[Probe, Discovery | None]:
    """The discovery document, judged as a login would. Where there is none, the same name is tried in the regions."""
    asking.step(f"reading {tenant.origin}{PATH}")
    try:
        found = discover(asking.http, tenant)
    except NetworkError as failure:
        outcome, told = outcome_of(failure), failure.message
    except TenantError as refused:
        outcome, told = kind_of(refused), refused.message
    else:
        about = {"issuer": found.issuer}
        return Probe(name="discovery", outcome="answered", detail=f"the issuer is {found.issuer}", facts=about), found
    elsewhere = same_name_elsewhere(asking, tenant) if outcome in ("no tenant", "name not found") else ()
    here = is_loopback(urlsplit(tenant.origin).hostname or "")
    facts = {"elsewhere": elsewhere, "custom": not (here or tenant.domain.endswith(AUTH0)), "here": here}
    return Probe(name="discovery", outcome=outcome, detail=told, facts=facts), None


def outcome_of(failure: NetworkError) -> str:
    kinds = (kind for beginning, kind in FAILURES.items() if failure.message.startswith(beginning))
    return next(kinds, "unusable" if "JSON" in failure.message else "unreachable")


def kind_of(refused: TenantError) -> str:
    """Why a host that answers is not the tenant."""
    if refused.status:
        return "no tenant"
    return "other issuer" if "name the issuer" in refused.message else "unusable"


def same_name_elsewhere(asking: Asking, tenant: Tenant) -> tuple[str, ...]:
    """The domains of the same tenant name in other regions that do answer. They may belong to somebody else."""

    def answers(domain: str) -> Probe:
        try:
            discover(asking.http, Tenant(name=domain, origin=f"https://{domain}"))
        except Auth0ctlError:
            return Probe(name="elsewhere", outcome="no tenant", detail=domain)
        return Probe(name="elsewhere", outcome="answered", detail=domain)

    domains = other_regions(tenant.domain)
    if domains:
        asking.step("trying the same name in other regions")
    found = asking.side_by_side([partial(answers, one) for one in domains])
    return tuple(one.detail for one in found if one.outcome == "answered")


def other_regions(domain: str) -> tuple[str, ...]:
    """The domains that the same name would have in other regions; none for a custom domain."""
    if not domain.endswith(AUTH0) or domain == AUTH0.removeprefix("."):
        return ()
    name = domain.removesuffix(AUTH0).partition(".")[0]
    every = (f"{name}{AUTH0}", *(f"{name}.{region}{AUTH0}" for region in REGIONS))
    return tuple(one for one in every if one != domain)


def probe_jwks(asking: Asking, discovery: Discovery) -> Probe:
    """The key set: that there is one, and for which algorithms."""
    try:
        keys = keys_in(fetch_jwks(asking.http, discovery.jwks_uri))
    except NetworkError as failure:
        return Probe(name="jwks", outcome="unusable", detail=failure.message)
    if not keys:
        return Probe(name="jwks", outcome="unusable", detail=f"the key set at {discovery.jwks_uri} holds no key")
    algorithms = sorted({str(key.get("alg")) for key in keys if key.get("alg")})
    said = f" ({', '.join(algorithms)})" if algorithms else ""
    return Probe(name="jwks", outcome="answered", detail=f"{len(keys)} signing key{'s'[: len(keys) > 1]}{said}")


def keys_in(document: bytes) -> tuple[Mapping[str, object], ...]:
    """The keys of a document that is a key set; none for anything else."""
    body, objections = read(document)
    if objections:
        return ()
    keys = body.get("keys") if isinstance(body, Mapping) else None
    return tuple(key for key in keys if isinstance(key, Mapping)) if isinstance(keys, list) else ()
