"""/v2/logout and /oidc/logout (authorize.md section 10). The confirmation page of the latter is left out."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from werkzeug import Request, Response

from auth0ctl.localtenant.login import page, session
from auth0ctl.localtenant.login.delivery import redirect
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import jose as tokens


def logout(request: Request, tenant: Tenant) -> Response:
    """End the session and go to ``returnTo``, if the client (or, without one, the tenant) allows it."""
    client_id = request.args.get("client_id", "")
    client = tenant.client(client_id)
    allowed = (client if client_id else tenant.settings()) or {}
    urls = [str(url) for url in allowed.get("allowed_logout_urls") or []]
    return_to = request.args.get("returnTo", "")
    if not return_to and client_id and urls:
        return_to = urls[0]
    if return_to and not any(_same(return_to, url) for url in urls):
        # INFERRED status; the wording is the community's.
        text = (
            f'The "returnTo" querystring parameter "{return_to}" is not defined as a valid URL in "Allowed Logout URLs"'
        )
        tracking = logs.write(tenant, "flo", request, description=text, client=client, client_id=client_id)
        return page.error(lines=[text], tracking=tracking, status=400)
    response = redirect(return_to) if return_to else Response("OK", content_type="text/plain; charset=utf-8")
    user_id = session.end(tenant, request, response)
    user = tenant.state.get("user", user_id) if user_id else None
    logs.write(tenant, "slo", request, client=client, user=user, description="User successfully logged out")
    return response


def _same(wanted: str, allowed: str) -> bool:
    """Query and fragment are not compared; scheme and host in any case, the path in its own."""
    one, other = urlsplit(wanted), urlsplit(allowed)
    if (one.scheme.lower(), one.path) != (other.scheme.lower(), other.path):
        return False
    mine, theirs = one.netloc.lower(), other.netloc.lower()
    if theirs.startswith("*."):
        label, _, parent = mine.partition(".")
        return bool(label) and f"*.{parent}" == theirs
    return mine == theirs


def oidc_logout(request: Request, tenant: Tenant) -> Response:
    """GET and POST /oidc/logout: ``post_logout_redirect_uri`` must match exactly, with its query."""
    params = request.values
    hint = _hint(tenant, params.get("id_token_hint", ""))
    client_id = params.get("client_id") or str(hint.get("aud") or "")
    client = tenant.client(client_id)
    allowed = (client if client_id else tenant.settings()) or {}
    wanted = params.get("post_logout_redirect_uri", "")
    if wanted and wanted not in (allowed.get("allowed_logout_urls") or []):
        text = f'The "post_logout_redirect_uri" parameter "{wanted}" is not defined as a valid URL'  # INFERRED
        tracking = logs.write(tenant, "flo", request, description=text, client=client, client_id=client_id)
        return page.error(lines=[text], tracking=tracking, status=400)
    state = params.get("state")
    if wanted and state:
        parts = urlsplit(wanted)
        query = [*parse_qsl(parts.query, keep_blank_values=True), ("state", state)]
        wanted = urlunsplit(parts._replace(query=urlencode(query)))
    response = redirect(wanted) if wanted else Response("OK", content_type="text/plain; charset=utf-8")
    session.end(tenant, request, response)
    logs.write(tenant, "slo", request, client=client, description="User successfully logged out")
    return response


def _hint(tenant: Tenant, token: str) -> JSON:
    """The claims of an ID token of this tenant, expired or not; empty for anything else."""
    return tokens.read_id_token(tenant, token) if token else {}
