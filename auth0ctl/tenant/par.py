"""Pushed authorization requests (RFC 9126): the parameters go to the tenant first, the browser carries a reference.

auth0-facts/authorize.md section 9: Auth0 wants client authentication, and its reference lives for 30 seconds.
"""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from auth0ctl.errors import TenantError, UsageError
from auth0ctl.protocol import Discovery
from auth0ctl.tenant.oauth import Attempt
from auth0ctl.tenant.token_endpoint import TokenEndpoint, authenticated_post, read_object, whole_seconds

NAME = "the pushed authorization request endpoint"


def push(endpoint: TokenEndpoint, discovery: Discovery, attempt: Attempt) -> Attempt:
    """The same attempt with its URL replaced by one of ``client_id`` and ``request_uri`` alone.

    ``url_expires_at`` says until when the URL works; it works once. Raises TenantError where the tenant has no such
    endpoint or its answer is of no use, UsageError for a parameter given twice, else what ``request_token`` raises.
    """
    if not (url := discovery.pushed_authorization_request_endpoint):
        raise TenantError(
            "the tenant offers no pushed authorization requests",
            "They come with Auth0's Highly Regulated Identity plan and a tenant setting. Leave --par out.",
        )
    authorize = urlsplit(attempt.request.url)
    pairs = parse_qsl(authorize.query, keep_blank_values=True)
    form = dict(pairs)
    if len(form) != len(pairs):
        raise UsageError("a parameter of the authorize request is there twice, which no pushed request may have")
    asked_at = endpoint.now()
    body = read_object(authenticated_post(endpoint, url, form), NAME, good=(200, 201))
    request_uri = body.get("request_uri")
    if not isinstance(request_uri, str) or not request_uri:
        raise TenantError(f"{NAME} answered without a request_uri")
    lifetime = whole_seconds(body.get("expires_in"))
    query = urlencode({"client_id": attempt.request.client_id, "request_uri": request_uri})
    return replace(
        attempt,
        request=replace(attempt.request, url=urlunsplit((*authorize[:3], query, ""))),
        url_expires_at=None if lifetime is None else asked_at + timedelta(seconds=lifetime),
    )
