"""The login that an app's settings describe, where they do it with one voice."""

from collections.abc import Iterable
from dataclasses import dataclass

from auth0ctl.findings import Confidence
from auth0ctl.model import Facts, Tenant
from auth0ctl.rules.project.situation import filled, host, loopback, plain, words
from auth0ctl.rules.project.tenant import callbacks, wrong_tenant
from auth0ctl.situation import AppSetting

LOGS_IN = ("front", "web")  # an API (``back``) may name the client ids of others


@dataclass(frozen=True, slots=True, kw_only=True)
class AppLogin:
    """None: the settings do not name it, or name several."""

    client_id: str | None = None
    redirect_uri: str | None = None
    audience: str | None = None


def app_login(settings: tuple[AppSetting, ...], tenant: Tenant | None) -> AppLogin:
    """What the app's login asks of ``tenant``; nothing where it logs in at another one."""
    facts = Facts(app_settings=settings, tenant=tenant)
    if tenant is not None and is_of_another(facts, tenant):
        return AppLogin()
    return AppLogin(
        client_id=the_only(plain(one) for one in filled(facts, "client_id") if one.side in LOGS_IN),
        redirect_uri=the_only(uri for _, uri in callbacks(facts)),
        audience=the_only(words(one for one in filled(facts, "audience") if one.side in LOGS_IN)),
    )


def is_of_another(facts: Facts, tenant: Tenant) -> bool:
    """Whether the domain is another tenant's. A host of the app's own may be a custom domain of this one, unless it
    is the tenant on this machine, which has none."""
    found = wrong_tenant(facts)
    return found is not None and (found.confidence is not Confidence.POSSIBLE or loopback(host(tenant.domain)))


def the_only(values: Iterable[str]) -> str | None:
    """The value that all of them have."""
    every = set(values)
    return every.pop() if len(every) == 1 else None
