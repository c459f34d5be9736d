"""/v2/logout and /oidc/logout, with the confirmation page of the latter (authorize.md section 10)."""

from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.login import page, session
from auth0ctl.localtenant.login.delivery import redirect
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.tokens import access
from auth0ctl.localtenant.tokens import jose as tokens

CONFIRMATION_LIFETIME = 3600  # seconds, as for a login (INFERRED)


def logout(request: Request, tenant: Tenant) -> Response:
    """End the session and go to ``returnTo``, if the client (or, without one, the tenant) allows it."""
    client_id = request.args.get("client_id", "")
    client = tenant.client(client_id)
    if client and access.is_strict(client):
        return _refused(request, tenant, "Logout is not available to third-party clients", client_id)  # INFERRED
    urls = _allowed(tenant, client_id)
    return_to = request.args.get("returnTo", "")
    if not return_to and client_id and urls:
        return_to = urls[0]
    if return_to and not any(_same(return_to, url) for url in urls):
        # INFERRED status; the wording is the community's.
        text = (
            f'The "returnTo" querystring parameter "{return_to}" is not defined as a valid URL in "Allowed Logout URLs"'
        )
        return _refused(request, tenant, text, client_id)
    return _end(request, tenant, return_to, client_id)


def _same(wanted: str, allowed: str) -> bool:
    """Query and fragment are not compared; scheme and host in any case, the path in its own."""
    try:
        one, other = urlsplit(wanted), urlsplit(allowed)
    except ValueError:  # a broken bracket, as in http://[::1
        return False
    if (one.scheme.lower(), one.path) != (other.scheme.lower(), other.path):
        return False
    mine, theirs = one.netloc.lower(), other.netloc.lower()
    if theirs.startswith("*."):
        label, _, parent = mine.partition(".")
        return bool(label) and f"*.{parent}" == theirs
    return mine == theirs


def oidc_logout(request: Request, tenant: Tenant) -> Response:
    """GET and POST /oidc/logout: ``post_logout_redirect_uri`` must match exactly, with its query.

    Without a hint that names the browser's session the user is asked first, unless the tenant's
    ``sessions.oidc_logout_prompt_enabled`` is off. The wordings of the refusals are INFERRED.
    """
    params = request.values
    hint = _hint(tenant, params.get("id_token_hint", ""))
    client_id = params.get("client_id") or str(hint.get("aud") or "")
    client = tenant.client(client_id)
    if client and access.is_strict(client):
        return _refused(request, tenant, "Logout is not available to third-party clients", client_id)
    if hint and client_id != hint.get("aud"):
        return _refused(request, tenant, 'The "client_id" parameter does not match the "id_token_hint"', client_id)
    logout_hint = params.get("logout_hint", "")
    if hint and logout_hint and logout_hint != hint.get("sid"):
        return _refused(request, tenant, 'The "logout_hint" parameter does not match the "id_token_hint"', client_id)
    wanted = params.get("post_logout_redirect_uri", "")
    if wanted and wanted not in _allowed(tenant, client_id):
        text = f'The "post_logout_redirect_uri" parameter "{wanted}" is not defined as a valid URL'
        return _refused(request, tenant, text, client_id)
    if wanted and params.get("state"):
        parts = urlsplit(wanted)
        query = [*parse_qsl(parts.query, keep_blank_values=True), ("state", params["state"])]
        wanted = urlunsplit(parts._replace(query=urlencode(query)))

    found = session.read(tenant, request)
    prompt = (tenant.settings().get("sessions") or {}).get("oidc_logout_prompt_enabled", True)
    if found is not None and prompt and tenant.auto_login is None and found.sid != (hint.get("sid") or logout_hint):
        state = chance.token_urlsafe(32)
        body = {"sid": found.sid, "wanted": wanted, "client_id": client_id}
        tenant.state.keep("logout", state, body, expires_at=tenant.now() + CONFIRMATION_LIFETIME)
        return redirect(f"/u/logout?{urlencode({'state': state})}")
    return _end(request, tenant, wanted, client_id)


def confirm(request: Request, tenant: Tenant) -> Response:
    """The confirmation page. POST takes ``action``: ``accept`` or ``decline``."""
    state = request.values.get("state", "")
    kept = tenant.state.peek("logout", state, now=tenant.now())
    found = session.read(tenant, request)
    if kept is None or found is None or found.sid != kept["sid"]:
        return _refused(request, tenant, "There is nothing to log out from", "")  # INFERRED
    if request.method != "POST":
        return page.logout(state=state)
    tenant.state.take("logout", state, now=tenant.now())
    if request.form.get("action") != "accept":
        return page.message(title="Log out", text="You are still logged in.")
    return _end(request, tenant, kept["wanted"], kept["client_id"])


def _allowed(tenant: Tenant, client_id: str) -> list[str]:
    owner = (tenant.client(client_id) if client_id else tenant.settings()) or {}
    return [str(url) for url in owner.get("allowed_logout_urls") or []]


def _end(request: Request, tenant: Tenant, target: str, client_id: str) -> Response:
    response = redirect(target) if target else Response("OK", content_type="text/plain; charset=utf-8")
    user_id = session.end(tenant, request, response)
    user = tenant.state.get("user", user_id) if user_id else None
    client = tenant.client(client_id)
    logs.write(tenant, "slo", request, client=client, user=user, description="User successfully logged out")
    return response


def _refused(request: Request, tenant: Tenant, text: str, client_id: str) -> Response:
    client = tenant.client(client_id)
    tracking = logs.write(tenant, "flo", request, description=text, client=client, client_id=client_id)
    return page.error(lines=[text], tracking=tracking, status=400)


def _hint(tenant: Tenant, token: str) -> JSON:
    """The claims of an ID token of this tenant, expired or not; empty for anything else."""
    return tokens.read_id_token(tenant, token) if token else {}
