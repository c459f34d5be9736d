"""A login from what was asked to what is kept."""

from collections.abc import Iterable

from auth0ctl.protocol import AuthorizeRequest
from auth0ctl.render.terminal.parts import Line, Part, checks, findings, indented, line, pairs
from auth0ctl.render.terminal.token import tally, token_verdict
from auth0ctl.render.tokenwords import (
    audience_asked,
    channels,
    claim_value,
    refresh_words,
    scope_asked,
    scopes,
    token_line,
)
from auth0ctl.results import Login


def login(result: Login, *, folded: bool = False) -> Iterable[Part]:
    """A login from what was asked to what is kept; ``folded`` leaves out what went well."""
    request = result.request
    where = request.url.partition("?")[0] if isinstance(request, AuthorizeRequest) else "the token endpoint"
    yield line(("Asked ", "bold"), where)
    asked = [
        ("flow", result.flow),
        ("client", f"{result.client_name} ({request.client_id})" if result.client_name else request.client_id),
    ]
    if isinstance(request, AuthorizeRequest):
        asked.append(("response type", request.response_type))
    else:
        asked.append(("grant type", request.grant_type))
    asked += [("scope", scope_asked(request)), ("audience", audience_asked(request))]
    if isinstance(request, AuthorizeRequest):
        asked.append(("callback", request.redirect_uri))
    else:
        asked += list(request.parameters.items())
    yield indented(pairs(tuple(asked)))
    yield Line()
    if result.refusal is not None:
        yield from refusal(result)
    else:
        yield from arrival(result, folded=folded)
    yield from findings(result.findings)
    if result.saved:
        yield Line()
        yield line((result.saved, "dim"))


def refusal(result: Login) -> Iterable[Part]:
    """How a login was refused, and whether a browser was needed to learn it."""
    refused = result.refusal
    assert refused is not None
    yield line(
        ("✗ Refused", "bold red"), f"  {refused.error}", f": {refused.description}" if refused.description else ""
    )
    if isinstance(result.request, AuthorizeRequest) and not result.browser_opened:
        yield line(("  Seen before the browser opened: no browser was needed to find out.", "dim"))


def arrival(result: Login, *, folded: bool) -> Iterable[Part]:
    """What came back, each token named as what it is, then each one verified line by line."""
    got = result.tokens
    assert got is not None
    rows = []
    kinds = {one.label: one for one in result.verified}
    if got.id_token:
        rows.append(("ID token", token_line(kinds.get("ID token"), got.id_token, result.at)))
    else:
        rows.append(("ID token", "none"))
    rows.append(("access token", token_line(kinds.get("access token"), got.access_token, result.at)))
    rows.append(("refresh token", refresh_words(result)))
    if got.token_type != "Bearer":
        rows.append(("token type", got.token_type))
    if got.issued_token_type:
        rows.append(("issued", got.issued_token_type))
    rows.append(("scope", scopes(result)))
    yield line(("Answered ", "bold"), f"by {result.delivered or 'the token endpoint'}")
    yield indented(pairs(tuple(rows)))
    for one, came in zip(result.verified, channels(result.verified), strict=True):
        yield Line()
        yield from token_verdict(one, folded=folded, came=came, line_by_line=result.line_by_line)
    if result.checks:
        yield Line()
        agree = "they agree" if not result.failed_checks else "they contradict each other"
        yield line(("Held against each other", "bold"), (f"  {agree}", "red" if result.failed_checks else "green"))
        if result.line_by_line:
            yield indented(checks(result.checks))
        else:
            yield indented(*tally(result.checks, "" if folded else "; -v shows each"))
    if result.userinfo is not None:
        yield Line()
        yield line(("/userinfo ", "bold"), "says")
        yield indented(
            pairs(tuple((name, claim_value(name, value, result.at)) for name, value in result.userinfo.items()))
        )
