"""Asking for a device code (RFC 8628 sections 3.1 and 3.2): what a person types in on another device's browser."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from auth0ctl.errors import TenantError
from auth0ctl.protocol import Discovery
from auth0ctl.tenant.discovery import check_endpoint
from auth0ctl.tenant.token_endpoint import TokenEndpoint, authenticated_post, read_object, whole_seconds

NAME = "the device authorization endpoint"
DEFAULT_INTERVAL = 5  # seconds; RFC 8628 section 3.2


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceCode:
    """``expires_in`` and ``interval`` are in seconds. ``verification_uri_complete`` is empty where none was given."""

    device_code: str = field(repr=False)
    user_code: str
    verification_uri: str
    verification_uri_complete: str
    expires_in: int
    interval: int


def ask_device_code(
    endpoint: TokenEndpoint,
    discovery: Discovery,
    *,
    scope: tuple[str, ...],
    audience: str | None,
    parameters: Mapping[str, str] | None = None,
) -> DeviceCode:
    """Ask for a device code. ``parameters`` are further form members.

    Raises TenantError where the tenant has no such endpoint, where its answer lacks what is needed, or where a page
    it names is not the tenant's own (L14: a person would type the code into somebody else's); else what
    ``request_token`` raises.
    """
    if not (url := discovery.device_authorization_endpoint):
        raise TenantError("the tenant's discovery document has no device_authorization_endpoint")
    form = {"scope": " ".join(scope), "audience": audience or "", **(parameters or {})}
    answer = authenticated_post(endpoint, url, {name: value for name, value in form.items() if value})
    body = read_object(answer, NAME)

    def text(name: str, *, needed: bool = True) -> str:
        value = body.get(name)
        if isinstance(value, str) and value:
            return value
        if needed:
            raise TenantError(f"{NAME} answered without a {name}")
        return ""

    expires_in, interval = whole_seconds(body.get("expires_in")), whole_seconds(body.get("interval"))
    if not expires_in:
        raise TenantError(f"{NAME} answered without saying how long the code lives")
    found = DeviceCode(
        device_code=text("device_code"),
        user_code=text("user_code"),
        verification_uri=text("verification_uri"),
        verification_uri_complete=text("verification_uri_complete", needed=False),
        expires_in=expires_in,
        interval=interval or DEFAULT_INTERVAL,
    )
    for page in (found.verification_uri, found.verification_uri_complete):
        if page:
            check_endpoint(page, discovery.issuer, f"{NAME} names a page of no use")
    return found
