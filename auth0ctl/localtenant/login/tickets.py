"""The pages behind the Management API's tickets: an e-mail address confirmed, a password changed."""

from urllib.parse import urlencode, urlsplit

from auth0ctl.localtenant import passwords
from auth0ctl.localtenant.login import attempts, page
from auth0ctl.localtenant.login.delivery import redirect
from auth0ctl.localtenant.management.jobs import TICKET
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store import defaults, logs
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant

GONE = "This URL can be used only once"


def verify_email(request: Request, tenant: Tenant) -> Response:
    """GET; the ticket is used up."""
    kept, user = _opened(request, tenant, "email", use=True)
    if kept is None or user is None:
        return _over(kept, GONE)
    _keep(tenant, user | {"email_verified": True})
    logs.write(tenant, "sv", request, user=user)
    return _onward(kept, "Your email was verified. You can continue using the application.", "Email verified")


def reset_password(request: Request, tenant: Tenant) -> Response:
    """GET shows the form, POST takes ``password`` and uses the ticket up."""
    posted = request.method == "POST" and bool(request.form.get("password"))
    kept, user = _opened(request, tenant, "password", use=posted)
    if kept is None or user is None:
        return _over(kept, GONE)
    if not posted:
        return page.reset(ticket=request.values.get("ticket", ""), email=str(user.get("email") or user["user_id"]))
    verified = {"email_verified": True} if kept["verifies"] else {}
    hashed = passwords.hashed(request.form["password"])
    _keep(tenant, user | verified | {"_password_hash": hashed})
    tenant.state.drop(attempts.KIND, user_id=user["user_id"])  # a new password ends a block for wrong ones
    logs.write(tenant, "scp", request, user=user)
    return _onward(kept, "Your password has been changed successfully.", "Password changed")


def _opened(request: Request, tenant: Tenant, does: str, *, use: bool) -> tuple[JSON | None, JSON | None]:
    """The ticket that the request names and its user, as far as there are such."""
    name = request.values.get("ticket", "")
    kept = tenant.state.peek(TICKET, name, now=tenant.now())
    if kept is None or kept["does"] != does:
        return None, None
    if use and tenant.state.take(TICKET, name, now=tenant.now()) is None:
        return None, None
    return kept, tenant.state.get("user", kept["user_id"])


def _keep(tenant: Tenant, user: JSON) -> None:
    tenant.state.put("user", user["user_id"], user | {"updated_at": defaults.milliseconds(tenant.now())})


def _over(kept: JSON | None, text: str) -> Response:
    return _onward(kept or {}, text, "Link expired", success=False)


def _onward(kept: JSON, text: str, title: str, *, success: bool = True) -> Response:
    """To ``result_url`` with what came of it (members INFERRED), or a page that says so."""
    target = kept.get("result_url")
    if target:
        mark = "&" if urlsplit(target).query else "?"
        query = urlencode({"success": str(success).lower(), "message": text})
        return redirect(f"{target}{mark}{query}")
    response = page.message(title=title, text=text)
    response.status_code = 200 if success else 400
    return response
