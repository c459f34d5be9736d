"""The page for errors that no application may see, or the tenant's own in its place (authorize.md section 2)."""

import re
from collections.abc import Mapping
from html import escape
from urllib.parse import urlencode

from auth0ctl.localtenant.login import page
from auth0ctl.localtenant.login.delivery import Refused, redirect
from auth0ctl.localtenant.messages import Response
from auth0ctl.localtenant.tenant import Tenant

_VARIABLE = re.compile(r"\{\{-?\s*(\w+)\s*(?:\|[^{}]*)?-?\}\}")


def show(tenant: Tenant, refused: Refused, known: Mapping[str, str]) -> Response:
    """``known`` is what the tenant's page is told: client_id, connection, lang, error, error_description, tracking."""
    custom = tenant.settings().get("error_page") or {}
    if url := custom.get("url"):
        return redirect(f"{url}{'&' if '?' in url else '?'}{urlencode(known)}")
    if html := custom.get("html"):
        return page.custom(_filled(str(html), known), status=refused.status)
    return page.error(lines=refused.page_lines, tracking=known.get("tracking", ""), status=refused.status)


def _filled(html: str, known: Mapping[str, str]) -> str:
    """The template with its variables put in, escaped. Liquid's tags and filters are not carried out."""
    return _VARIABLE.sub(lambda match: escape(known.get(match.group(1), "")), html)
