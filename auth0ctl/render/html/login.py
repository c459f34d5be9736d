"""A login as a page: the verdict, the cause, what was asked and what came back, the whole way there, the tokens."""

import json
from collections.abc import Mapping

from auth0ctl.protocol import AuthorizeRequest, Event
from auth0ctl.render.html.diagram import PARTIES, diagram, failed
from auth0ctl.render.html.markup import checks, findings, pairs, prose, section, table, tag, text
from auth0ctl.render.html.timeline import timeline
from auth0ctl.render.html.token import verified
from auth0ctl.render.tokenwords import channels, scopes, token_line
from auth0ctl.results import Login


def login(result: Login) -> str:
    """The page's body."""
    return "".join(
        (
            verdict(result),
            findings(result.findings),
            tag("div", section("Asked", pairs(asked(result))), section("Answered", pairs(answered(result))), cls="two"),
            section(
                "The way there",
                diagram(result.trace, tenant=result.tenant.domain),
                steps(result.trace),
            ),
            section("Lifetimes", timeline([(one.label or "token", one.token) for one in result.verified], result.at)),
            *map(verified, result.verified, channels(result.verified)),
            section("Held against each other", checks(result.checks)),
            section("What /userinfo says", userinfo(result)),
        )
    )


def verdict(result: Login) -> str:
    """The first thing to read."""
    if result.refusal:
        said = f": {result.refusal.description}" if result.refusal.description else ""
        head, note, cls = "The login was refused", f"{result.refusal.error}{said}", "bad"
    elif result.passed:
        names = " and ".join(one.label for one in result.verified)
        head, note, cls = "The login works", f"{names} verified", "good"
    elif result.tokens:
        bad = [one.label for one in result.verified if not one.report.passed]
        note = f"{' and '.join(bad)} did not pass" if bad else "not everything could be verified"
        head, cls = "The login came back, but not clean", "bad"
    else:
        head, note, cls = "The login did not end", "no tokens came", "bad"
    mark = "✓" if cls == "good" else "✗"
    return tag("header", tag("h1", f"{mark} {head}"), tag("p", prose(note)), cls=f"verdict {cls}")


def asked(result: Login) -> list[tuple[str, str]]:
    """What was asked for, and by whom."""
    request = result.request
    named = f"{result.client_name} ({request.client_id})" if result.client_name else request.client_id
    rows = [("tenant", result.tenant.domain), ("client", named), ("flow", result.flow)]
    if isinstance(request, AuthorizeRequest):
        rows += [("response type", request.response_type), ("response mode", request.response_mode)]
    rows += [("scope", " ".join(request.scope) or "none"), ("audience", request.audience or "none")]
    if isinstance(request, AuthorizeRequest):
        return [*rows, ("callback", request.redirect_uri)]
    return [*rows, ("grant type", request.grant_type), *request.parameters.items()]


def answered(result: Login) -> list[tuple[str, str]]:
    """What came back, each token named as what it is."""
    rows = [("at", result.at.isoformat(timespec="seconds"))]
    if result.refusal:
        at = {"page": "an error page", "redirect": "the callback", "token": "the token endpoint"}
        rows += [
            ("refused at", at.get(result.refusal.where, result.refusal.where)),
            ("error", result.refusal.error),
            ("description", result.refusal.description or "none"),
        ]
        if not result.browser_opened:
            rows.append(("browser", "not opened: it was not needed to find out"))
    if got := result.tokens:
        kinds = {one.label: one for one in result.verified}
        rows += [
            ("came by", result.delivered or "the token endpoint"),
            ("ID token", token_line(kinds.get("ID token"), got.id_token, result.at) if got.id_token else "none"),
            ("access token", token_line(kinds.get("access token"), got.access_token, result.at)),
            ("refresh token", "yes" if got.refresh_token else "none"),
            ("token type", got.token_type),
            ("scope", scopes(result)),
        ]
    if result.saved:
        rows.append(("kept", result.saved))
    return rows


def steps(events: tuple[Event, ...]) -> str:
    """Every step in words, with what it carried. The diagram's numbers are these."""
    return tag("ol", *(_step(event, events[0]) for event in events), cls="steps") if events else ""


def _step(event: Event, first: Event) -> str:
    way = f"{PARTIES.get(event.source, event.source)} → {PARTIES.get(event.target, event.target)}"
    after = max((event.at - first.at).total_seconds(), 0)
    words = (
        tag("span", text(way), cls="dim")
        + f" {tag('span', text(event.what), cls='bad' if failed(event) else '')} "
        + tag("span", f"+{after:.2f} s", cls="dim")
    )
    if not event.details:
        return tag("li", words)
    return tag("li", tag("details", tag("summary", words), tag("pre", _pretty(event.details))))


def _pretty(details: Mapping[str, object]) -> str:
    """What a step carried, as JSON whose strings are safe to look at."""
    written = json.dumps(dict(details), indent=2, ensure_ascii=False, default=str)
    return "\n".join(text(line) for line in written.split("\n"))


def userinfo(result: Login) -> str:
    """The claims that /userinfo answered with."""
    claims = result.userinfo or {}
    rows = [(tag("code", text(name)), text(json.dumps(value, ensure_ascii=False))) for name, value in claims.items()]
    return table(rows, cls="claims")
