"""/activate: where the user enters the code that a device shows (token-endpoint.md section 9)."""

from urllib.parse import urlencode

from auth0ctl.localtenant.grants import device
from auth0ctl.localtenant.login import page, session
from auth0ctl.localtenant.login.authorize import advance, refuse
from auth0ctl.localtenant.login.delivery import Refused, redirect
from auth0ctl.localtenant.login.device_request import OVER
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store import logs
from auth0ctl.localtenant.tenant import Tenant


def activate(request: Request, tenant: Tenant) -> Response:
    """Without ``user_code`` the page that asks for it; with one that is good, on to its confirmation."""
    given = request.values.get("user_code", "")
    if not given:
        return page.activate()
    key = device.find(tenant, given)
    if key is None:
        logs.write(tenant, "fdeac", request, description=OVER, error="invalid_request")
        return page.activate(user_code=given[:40], error=OVER, status=400)
    transaction = session.new_transaction(tenant, {})
    transaction.device = key
    if tenant.auto_login is not None:
        try:
            return advance(request, tenant, transaction, session.read(tenant, request))
        except Refused as refused:
            device.deny(tenant, key, refused.description)
            return refuse(request, tenant, refused, {})
    response = redirect(f"/u/device?{urlencode({'state': transaction.id})}")
    session.suspend(tenant, request, response, transaction)
    return response
