"""Rate limits: token buckets of a tenant, off unless a plan is chosen at opening (management-api.md section 3).

Buckets live in the process, one for each API (and user, for /userinfo); the numbers are those of Auth0's plans.
"""

import json
import math
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field

from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store.state import JSON

MANAGEMENT = "/api/v2/"
_FORGET_ABOVE = 10_000  # buckets


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """``burst`` requests at once, and ``per_second`` more as time goes by."""

    per_second: float
    burst: int


_AUTHENTICATION: Mapping[str, Rate] = {
    "/oauth/token": Rate(per_second=30, burst=30),
    "/.well-known/jwks.json": Rate(per_second=20, burst=20),
    "/userinfo": Rate(per_second=5 / 60, burst=10),
    "/oauth/device/code": Rate(per_second=5, burst=5),
    "/oidc/register": Rate(per_second=5, burst=5),
    "/co/authenticate": Rate(per_second=5, burst=5),
}
# The Authentication API's numbers of the paid plans are INFERRED to be those of the free one.
PLANS: Mapping[str, Mapping[str, Rate]] = {
    "free": {**_AUTHENTICATION, MANAGEMENT: Rate(per_second=2, burst=2)},
    "enterprise": {**_AUTHENTICATION, MANAGEMENT: Rate(per_second=16, burst=50)},
    "enterprise-nonprod": {**_AUTHENTICATION, MANAGEMENT: Rate(per_second=2, burst=10)},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a request found in its bucket. ``reset`` is the Unix second at which there is a token again."""

    allowed: bool
    limit: int
    remaining: int
    reset: int

    @property
    def headers(self) -> dict[str, str]:
        return {
            "x-ratelimit-limit": str(self.limit),
            "x-ratelimit-remaining": str(self.remaining),
            "x-ratelimit-reset": str(self.reset),
        }


@dataclass(slots=True)
class Limits:
    """The buckets of one open tenant. Safe for many threads."""

    rates: Mapping[str, Rate]
    _buckets: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)  # -> tokens, since when
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def take(self, request: Request, now: float) -> Taken | None:
        """Take a token for the request; None if nothing limits it. ``now`` in Unix seconds."""
        path = MANAGEMENT if request.path.startswith(MANAGEMENT) else request.path
        rate = self.rates.get(path)
        if rate is None or request.method == "OPTIONS":
            return None
        # /userinfo is limited for each user; the token stands for the user here (INFERRED).
        who = request.headers.get("Authorization", "") if path == "/userinfo" else ""
        with self._lock:
            if len(self._buckets) > _FORGET_ABOVE:
                self._buckets.clear()
            tokens, since = self._buckets.get((path, who), (float(rate.burst), now))
            tokens = min(float(rate.burst), tokens + max(0.0, now - since) * rate.per_second)
            allowed = tokens >= 1
            if allowed:
                tokens -= 1
            self._buckets[(path, who)] = (tokens, now)
        wait = 0.0 if tokens >= 1 else (1 - tokens) / rate.per_second
        return Taken(allowed=allowed, limit=rate.burst, remaining=int(tokens), reset=math.ceil(now + wait))


def limits(plan: str | None) -> Limits | None:
    """The limits of a plan, None for no plan. Raises ``ValueError`` for one that does not exist."""
    if plan is None:
        return None
    if plan not in PLANS:
        raise ValueError(f"rate_limit is one of {', '.join(PLANS)}, not {plan}")
    return Limits(PLANS[plan])


def refusal(request: Request, taken: Taken) -> Response:
    """429, in the shape of the API that was asked."""
    if request.path.startswith(MANAGEMENT):
        text = "Global limit has been reached"
        body: JSON = {
            "statusCode": 429,
            "error": "Too Many Requests",
            "message": text,
            "errorCode": "too_many_requests",
        }
    else:
        text = "Rate limit exceeded. Please retry after some time."
        body = {"error": "too_many_requests", "error_description": text}
    response = Response(json.dumps(body), status=429, content_type="application/json; charset=utf-8")
    response.headers.update(taken.headers)
    return response
