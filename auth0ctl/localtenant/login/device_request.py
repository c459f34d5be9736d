"""What a device asked for, in the form in which the login reads a request of /authorize."""

from auth0ctl.localtenant.grants import device
from auth0ctl.localtenant.login import request as authorize_request
from auth0ctl.localtenant.login.delivery import Refused, ReturnAddress
from auth0ctl.localtenant.login.request import AuthorizeRequest
from auth0ctl.localtenant.login.session import Transaction
from auth0ctl.localtenant.tenant import Tenant

OVER = "The code you entered is invalid or has expired."  # INFERRED


def asked_for(tenant: Tenant, transaction: Transaction) -> AuthorizeRequest:
    """The request behind a login under way, an application's or a device's. Raises ``Refused``."""
    if not transaction.device:
        return authorize_request.read(tenant, transaction.params)
    kept = device.read(tenant, transaction.device)
    client = tenant.client(kept["client_id"]) if kept else None
    if kept is None or client is None:
        raise Refused("invalid_request", OVER)
    params = {"audience": kept["audience"]} if kept["audience"] else {}
    return AuthorizeRequest(
        params=params,
        client=client,
        address=ReturnAddress(redirect_uri="", mode="query"),
        response_types=frozenset({"code"}),
        requested=tuple(kept["scope"]),
        api=authorize_request.find_api(tenant, client, params),
        connections=authorize_request.find_connections(tenant, client, params),
        prompt=frozenset(),
        max_age=None,
        organization=None,
        device=transaction.device,
    )
