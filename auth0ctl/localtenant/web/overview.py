"""``GET /``: the tenant's own page, without a script; and the log inside it, which refreshes itself."""

from collections.abc import Iterable, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from urllib.parse import quote

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.login.page import BANNER
from auth0ctl.localtenant.messages import Request, Response
from auth0ctl.localtenant.store.state import JSON
from auth0ctl.localtenant.tenant import Tenant
from auth0ctl.localtenant.web.app_settings import snippets

SHOWN = 50  # of each kind; a tenant may hold a hundred thousand
LOG_SHOWN = 30
REFRESH_SECONDS = 3


def overview(request: Request, tenant: Tenant) -> Response:
    """What the tenant holds. ``?client=ID`` and ``?api=IDENTIFIER`` choose what the settings are for."""
    client = _chosen_client(tenant, request.args.get("client", ""))
    audience = _chosen_audience(tenant, request.args.get("api", ""))
    return _page(
        "overview",
        frames="'self'",
        title=f"{tenant.settings().get('friendly_name') or 'Local tenant'}",
        issuer=tenant.issuer,
        auto_login=_Html(_note(tenant)),
        clients=_clients(tenant, client, audience),
        apis=_apis(tenant, client, audience),
        users=_users(tenant),
        settings=_settings(tenant, client, audience),
    )


def log(_request: Request, tenant: Tenant) -> Response:
    """The newest log entries, for the frame on the page."""
    entries = tenant.state.page("log", offset=0, limit=LOG_SHOWN, newest_first=True)
    rows = [
        (
            _Html(f'<time datetime="{escape(str(entry["date"]))}">{escape(str(entry["date"])[11:19])}</time>'),
            _Html(f"<code>{escape(str(entry['type']))}</code>"),
            str(entry.get("client_name") or entry.get("client_id") or ""),
            str(entry.get("user_name") or entry.get("user_id") or ""),
            str(entry.get("description") or ""),
        )
        for entry in entries
    ]
    table = _table(("Time (UTC)", "Type", "Client", "User", "What happened"), rows, len(rows))
    if not rows:
        table = _Html("<p>Nothing has happened yet.</p>")
    refresh = str(REFRESH_SECONDS)
    return _page("log", framed_by="'self'", title="Recent log entries", entries=table, refresh=refresh)


class _Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def _chosen_client(tenant: Tenant, client_id: str) -> JSON | None:
    rows = tenant.state.page("client", offset=0, limit=SHOWN)
    return tenant.client(client_id) or next((one for one in rows if not one.get("global")), None)


def _chosen_audience(tenant: Tenant, identifier: str) -> str | None:
    if identifier and tenant.state.find("resource_server", identifier):
        return identifier
    rows = tenant.state.page("resource_server", offset=0, limit=SHOWN)
    return next((str(row["identifier"]) for row in rows if not row.get("is_system")), None)


def _clients(tenant: Tenant, chosen: JSON | None, audience: str | None) -> _Html:
    rows = [
        (
            _choice(str(one.get("name") or one["client_id"]), str(one["client_id"]), audience, one == chosen),
            _Html(f"<code>{escape(str(one['client_id']))}</code>"),
            str(one.get("app_type") or "not stated"),
            "first" if one.get("is_first_party", True) else "third",
        )
        for one in tenant.state.page("client", offset=0, limit=SHOWN)
        if not one.get("global")
    ]
    return _table(("Client", "Client ID", "Type", "Party"), rows, tenant.state.count("client"))


def _apis(tenant: Tenant, client: JSON | None, chosen: str | None) -> _Html:
    client_id = str(client["client_id"]) if client else ""
    rows = [
        (
            _choice(str(one.get("name") or identifier), client_id, identifier, identifier == chosen),
            _Html(f"<code>{escape(identifier)}</code>"),
            str(one.get("signing_alg") or ""),
            _scopes(one),
        )
        for one in tenant.state.page("resource_server", offset=0, limit=SHOWN)
        for identifier in [str(one["identifier"])]
    ]
    return _table(("API", "Identifier", "Signed by", "Scopes"), rows, tenant.state.count("resource_server"))


def _scopes(api: JSON) -> str:
    values = [str(scope.get("value")) for scope in api.get("scopes") or []]
    return " ".join(values) if len(values) <= 12 else f"{len(values)} scopes"


def _users(tenant: Tenant) -> _Html:
    rows = [
        (
            str(one.get("email") or one.get("name") or ""),
            _Html(f"<code>{escape(str(one['user_id']))}</code>"),
            ", ".join(str(identity.get("connection")) for identity in one.get("identities") or []),
            "blocked" if one.get("blocked") else "",
        )
        for one in tenant.state.page("user", offset=0, limit=SHOWN)
    ]
    return _table(("User", "User ID", "Connection", ""), rows, tenant.state.count("user"))


def _settings(tenant: Tenant, client: JSON | None, audience: str | None) -> _Html:
    if client is None:
        return _Html("<p>There is no client yet.</p>")
    insecure = tenant.issuer.startswith("http:")
    parts = [f"<p>For the client <strong>{_isolated(str(client.get('name') or client['client_id']))}</strong>.</p>"]
    for one in snippets(tenant.issuer, client, audience):
        lacking = " Needs <code>auth0ctl local serve --https</code>." if insecure and one.https else ""
        parts.append(
            f"<h3>{escape(one.title)}</h3><p>{escape(one.file)}.{lacking}</p>"
            f'<pre tabindex="0" aria-label="Settings for {escape(one.title)}"><code>{escape(one.code)}</code></pre>'
        )
    return _Html("".join(parts))


def _note(tenant: Tenant) -> str:
    if not tenant.auto_login:
        return ""
    return f"<p>Everybody is logged in as <strong>{_isolated(tenant.auto_login)}</strong> without a page.</p>"


def _choice(name: str, client_id: str, audience: str | None, chosen: bool) -> _Html:
    query = f"?client={quote(client_id, safe='')}" + (f"&api={quote(audience, safe='')}" if audience else "")
    current = ' aria-current="true"' if chosen else ""
    return _Html(f'<a href="/{escape(query)}#settings"{current}>{_isolated(name)}</a>')


def _isolated(text: str) -> str:
    # A name may be written from right to left, or contain marks that turn what stands beside it.
    return f"<bdi>{escape(text)}</bdi>"


def _table(heads: Iterable[str], rows: Sequence[tuple[str, ...]], total: int) -> _Html:
    head = "".join(f'<th scope="col">{escape(one)}</th>' for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{_cell(value)}</td>" for value in row) + "</tr>" for row in rows)
    more = f"<p>The first {SHOWN} of {total}.</p>" if total > SHOWN else ""
    return _Html(f'<div class="wide"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>{more}')


def _cell(value: str) -> str:
    return value if isinstance(value, _Html) else _isolated(value)


def _page(name: str, *, frames: str = "'none'", framed_by: str = "'none'", **values: str) -> Response:
    nonce = chance.token_urlsafe(16)
    filled = {key: value if isinstance(value, _Html) else escape(value) for key, value in values.items()}
    html = _template(f"{name}.html").substitute(
        filled, nonce=nonce, banner=escape(BANNER), style=_template("page.css").template
    )
    response = Response(html, content_type="text/html; charset=utf-8")
    policy = (
        "default-src 'none'",
        f"style-src 'nonce-{nonce}'",
        f"frame-src {frames}",
        f"frame-ancestors {framed_by}",
        "form-action 'none'",
        "base-uri 'none'",
    )
    response.headers["Content-Security-Policy"] = "; ".join(policy)
    response.headers["X-Frame-Options"] = "DENY" if framed_by == "'none'" else "SAMEORIGIN"
    response.headers["Cache-Control"] = "no-store"
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


@cache
def _template(name: str) -> Template:
    return Template((files("auth0ctl.localtenant.web") / "pages" / name).read_text("utf-8"))
