"""The device flow (RFC 8628): a code is shown here, a person enters it on any device, the token endpoint is asked.

Auth0's statuses are its own: pending is a 403, ``slow_down`` a 429, ``expired_token`` comes once and ``invalid_grant``
ever after (auth0-facts/token-endpoint.md section 9). So the outcome is read from ``error`` alone. Clock and waiting
are parameters.
"""

from collections.abc import Callable
from dataclasses import dataclass

from auth0ctl.errors import Auth0ctlError, NetworkError, RateLimited, TenantError
from auth0ctl.flows.direct import DirectWish
from auth0ctl.protocol import Discovery, TokenSet
from auth0ctl.tenant.device import DeviceCode, ask_device_code
from auth0ctl.tenant.token_endpoint import TokenEndpoint, TokenRefused, redeem_device_code
from auth0ctl.words import duration

SLOWER = 5.0  # seconds that each slow_down adds, for good (RFC 8628 section 3.5)
SHORTEST = 1.0  # seconds between two polls, whatever the tenant allows
LONGEST = 60.0  # seconds: further apart than this no lost answer drives the polls


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How a person is told and waited for, in seconds. ``tick`` gets those left, about once a second."""

    tell: Callable[[DeviceCode], None]
    tick: Callable[[float], None]
    warn: Callable[[str], None]
    clock: Callable[[], float]
    wait: Callable[[float], None]


def run(wish: DirectWish, endpoint: TokenEndpoint, *, discovery: Discovery, patience: Patience) -> TokenSet:
    """Ask for a code, show it, and poll until the person is done or the code has ended.

    Raises TokenRefused (``access_denied``, ``expired_token``, ...), TenantError for a device page that is not the
    tenant's own (L14), NetworkError when ``wish.timeout`` is over before the code is, or the tenant stopped answering.
    """
    code = ask_device_code(endpoint, discovery, scope=wish.scope, audience=wish.audience, parameters=wish.further)
    patience.tell(code)
    return poll(endpoint, code, patience, timeout=wish.timeout)


def poll(endpoint: TokenEndpoint, code: DeviceCode, patience: Patience, *, timeout: float | None = None) -> TokenSet:
    """Ask the token endpoint until it has an answer. Every pause counts from the end of the last reply.

    A request without an answer doubles the next pause (RFC 8628 section 3.5); an answer ends that. Raises as ``run``.
    """
    begun = patience.clock()
    patient = code.expires_in if timeout is None else min(timeout, code.expires_in)
    ends = begun + patient
    gap, lost = max(float(code.interval), SHORTEST), 0
    trouble: Auth0ctlError | None = None
    while True:
        pause = min(gap * 2**lost, max(gap, LONGEST))
        if not rest(pause, ends, patience):
            raise trouble or ended(code, patient)
        try:
            return redeem_device_code(endpoint, code.device_code)
        except TokenRefused as refused:
            if refused.code == "slow_down":
                gap += SLOWER
            elif refused.code != "authorization_pending":
                raise
            lost, trouble = 0, None
        except (NetworkError, RateLimited, TenantError) as error:
            patience.warn(f"{error.message}; trying again.")
            lost, trouble = lost + 1, error


def rest(seconds: float, ends: float, patience: Patience) -> bool:
    """Wait, and tell the time left meanwhile. False, after waiting to the end, where there is no time for it all."""
    now = patience.clock()
    until = min(now + seconds, ends)
    while (left := until - now) > 0:
        patience.tick(ends - now)
        patience.wait(min(left, 1.0))
        now = patience.clock()
    return now < ends


def ended(code: DeviceCode, patient: float) -> Auth0ctlError:
    """Nobody was done in time: the code's own end is a refusal, the end of our patience is not."""
    if patient < code.expires_in:
        return NetworkError(
            f"nobody confirmed the code within {duration(patient)}", "Try again, or give more time with --timeout."
        )
    said = f"Nobody confirmed the code in the {duration(patient)} it was good for."
    return TokenRefused(said, code="expired_token", description=said, status=0)
