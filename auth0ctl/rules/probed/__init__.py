"""What the answers to harmless questions show, where nobody can read the tenant's settings.

The causes are those of the other families; a refusal of the login itself is judged there (AZ3). Here is what needs the
other probes: the domain, the token endpoint, a page's origin, a logout, and the variants of a refused request.
"""

from collections.abc import Callable

from auth0ctl.findings import Finding, Judge, Rule
from auth0ctl.model import Facts
from auth0ctl.rules.client import PUBLIC_WITH_SECRET
from auth0ctl.rules.login import asking
from auth0ctl.rules.probed import browser, domain, endpoint, variants
from auth0ctl.rules.said.causes.api import TLS_NOT_TRUSTED
from auth0ctl.rules.said.causes.app import DOMAIN_HAS_SCHEME, SCHEME_BEHIND_PROXY, SYSTEM_AUDIENCE, WRONG_TENANT
from auth0ctl.rules.said.causes.browser import CORS_ORIGIN_MISSING, WEB_ORIGIN_MISSING
from auth0ctl.rules.said.causes.tenant import LOGOUT_CLIENT_ID, LOGOUT_URL

NEEDS = ("probes",)
FOUND: tuple[tuple[Rule, Callable[[Facts], Finding | None]], ...] = (
    (DOMAIN_HAS_SCHEME, domain.domain_has_scheme),
    (WRONG_TENANT, domain.wrong_tenant),
    (TLS_NOT_TRUSTED, domain.tls),
    (domain.DOCUMENTS_UNUSABLE, domain.documents),
    (SCHEME_BEHIND_PROXY, variants.scheme),
    (asking.CALLBACK_NOT_REGISTERED, variants.near_callback),
    (asking.AUDIENCE_SLASH_MISMATCH, variants.slash),
    (SYSTEM_AUDIENCE, variants.system_audience),
    (asking.GRANT_TYPE_NOT_ENABLED, endpoint.grant_off),
    (asking.AUDIENCE_NOT_REGISTERED, endpoint.device_refused),
    (PUBLIC_WITH_SECRET, endpoint.secret_wanted),
    (CORS_ORIGIN_MISSING, browser.cors),
    (WEB_ORIGIN_MISSING, browser.web_origin),
    (LOGOUT_URL, browser.logout),
    (LOGOUT_CLIENT_ID, browser.logout_without_client),
    *(
        (rule, variants.besides(rule))
        for rule in (asking.CONNECTION_NOT_ENABLED, asking.AUDIENCE_NOT_REGISTERED, asking.CLIENT_GRANT_MISSING)
    ),
)
JUDGES = tuple(Judge(rule=rule, needs=NEEDS, find=find) for rule, find in FOUND)
