"""The tenant's HTML pages: filled from pages/*.html, every value escaped, no script unless the page is one."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from html import escape
from importlib.resources import files
from string import Template
from urllib.parse import urlsplit

from auth0ctl.localtenant import chance
from auth0ctl.localtenant.messages import Response

BANNER = "This is the auth0ctl local tenant, not Auth0"

# Browsers apply form-action to every redirect that follows a submitted form, so it has to let the application's
# callback through, and whatever the callback redirects to. It still keeps forms away from javascript: and data:.
_FORM_TARGETS = "form-action 'self' http: https:"


def login(
    *, client_name: str, transaction: str, username: str, form_scheme: str, error: str = "", status: int = 200
) -> Response:
    return _page(
        "login",
        status=status,
        title="Log in",
        client=client_name,
        transaction=transaction,
        username=username,
        error=_alert(error),
        form_scheme=form_scheme,
    )


def signup(
    *, client_name: str, transaction: str, email: str, form_scheme: str, error: str = "", status: int = 200
) -> Response:
    return _page(
        "signup",
        status=status,
        title="Sign up",
        client=client_name,
        transaction=transaction,
        email=email,
        error=_alert(error),
        form_scheme=form_scheme,
    )


def consent(
    *,
    client_name: str,
    api_name: str,
    user_name: str,
    scopes: Sequence[tuple[str, str]],
    transaction: str,
    form_scheme: str,
) -> Response:
    """``scopes``: pairs of a scope and its description, which may be empty."""
    items = "".join(
        f"<li><strong>{escape(scope)}</strong>{': ' + escape(text) if text else ''}</li>" for scope, text in scopes
    )
    return _page(
        "consent",
        title="Authorize App",
        client=client_name,
        api=api_name,
        user=user_name,
        transaction=transaction,
        scopes=_Html(items),
        form_scheme=form_scheme,
    )


def confirm(*, client_name: str, callback: str, user_name: str, transaction: str, form_scheme: str) -> Response:
    return _page(
        "confirm",
        title="Confirm log in",
        client=client_name,
        callback=callback,
        user=user_name,
        transaction=transaction,
        form_scheme=form_scheme,
    )


def activate(*, user_code: str = "", error: str = "", status: int = 200) -> Response:
    return _page("activate", status=status, title="Device Activation", user_code=user_code, error=_alert(error))


def device(*, client_name: str, user_code: str, transaction: str) -> Response:
    return _page(
        "device", title="Device Confirmation", client=client_name, user_code=user_code, transaction=transaction
    )


def mfa(
    *, transaction: str, user_name: str, played: bool, form_scheme: str, error: str = "", status: int = 200
) -> Response:
    """``played``: the user has no authenticator app, and a code of the tenant's own does."""
    return _page(
        "mfa",
        status=status,
        title="Verify Your Identity",
        hint="On this tenant every code is 000000." if played else "",
        user=user_name,
        transaction=transaction,
        error=_alert(error),
        form_scheme=form_scheme,
    )


def reset(*, ticket: str, email: str) -> Response:
    return _page("reset", title="Change your password", ticket=ticket, email=email)


def logout(*, state: str) -> Response:
    return _page("logout", title="Log out", state=state)


def message(*, title: str, text: str) -> Response:
    """A page that only says something; where a way ends that no application waits behind."""
    return _page("message", title=title, text=text)


def error(*, lines: Sequence[str], tracking: str, status: int) -> Response:
    """Auth0's own error page: the title, what is wrong, and an id that is found again in the tenant's log."""
    paragraphs = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return _page(
        "error", status=status, title="Oops!, something went wrong", lines=_Html(paragraphs), tracking=tracking
    )


def custom(html: str, *, status: int) -> Response:
    """The tenant's own page, under the banner. It may style itself, but it runs no script."""
    banner = f'<p role="note">{escape(BANNER)}</p>'
    whole = re.sub(r"<body[^>]*>", lambda match: match.group() + banner, html, count=1, flags=re.IGNORECASE)
    response = Response(
        whole if whole != html else banner + html, status=status, content_type="text/html; charset=utf-8"
    )
    policy = ["default-src 'none'", "style-src 'unsafe-inline' https:", "img-src https: data:", "font-src https:"]
    response.headers.extend(_headers([*policy, "frame-ancestors 'none'", "base-uri 'none'"], framed=False))
    return response


def form_post(action: str, fields: Mapping[str, str]) -> Response:
    """A form that submits itself to the callback (OAuth 2.0 Form Post Response Mode)."""
    inputs = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">' for name, value in fields.items()
    )
    scheme = urlsplit(action).scheme
    scheme = "" if scheme in {"http", "https"} else f"{scheme}:"
    return _page(
        "form_post", title="Submit this form", script=True, form_scheme=scheme, action=action, inputs=_Html(inputs)
    )


def web_message(*, target: str | None, message: str) -> Response:
    """Posts ``message`` (JSON text) to the window that asked; only that origin may frame the page."""
    return _page(
        "web_message",
        title="Authorization response",
        script=True,
        frame_ancestors=target or "'none'",
        message=_json(message),
        target=_json(f'"{target or ""}"'),
    )


def cross_origin(*, transaction: str, frame: str, target: str, co_id: str) -> Response:
    """Asks the page ``frame``, of the origin ``target``, for the verifier of ``co_id`` and posts it to /co/verify."""
    return _page(
        "cross_origin",
        title="Logging in",
        script=True,
        frames=target,
        transaction=transaction,
        frame=_json(json.dumps(frame)),
        target=_json(json.dumps(target)),
        co_id=_json(json.dumps(co_id)),
    )


class _Html(str):
    """Text that is HTML already."""


def _page(
    name: str,
    *,
    status: int = 200,
    script: bool = False,
    frame_ancestors: str = "'none'",
    frames: str = "",
    form_scheme: str = "",
    **values: str,
) -> Response:
    nonce = chance.token_urlsafe(16)
    filled = {key: value if isinstance(value, _Html) else escape(value) for key, value in values.items()}
    title = filled.get("title", "")
    body = _template(name).substitute(filled, nonce=nonce)
    html = _template("layout").substitute(title=title, banner=escape(BANNER), nonce=nonce, body=body)
    policy = [
        "default-src 'none'",
        f"style-src 'nonce-{nonce}'",
        *([f"script-src 'nonce-{nonce}'"] if script else []),
        *([f"frame-src {frames}"] if frames else []),
        f"{_FORM_TARGETS} {form_scheme}".rstrip(),
        f"frame-ancestors {frame_ancestors}",
        "base-uri 'none'",
    ]
    response = Response(html, status=status, content_type="text/html; charset=utf-8")
    response.headers.extend(_headers(policy, framed=frame_ancestors != "'none'"))
    return response


def _headers(policy: Iterable[str], *, framed: bool) -> dict[str, str]:
    headers = {
        "Content-Security-Policy": "; ".join(policy),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
        "X-Content-Type-Options": "nosniff",
    }
    return headers if framed else headers | {"X-Frame-Options": "deny"}


@cache
def _template(name: str) -> Template:
    return Template((files("auth0ctl.localtenant.login") / "pages" / f"{name}.html").read_text("utf-8"))


def _alert(text: str) -> _Html:
    return _Html(f'<p class="error" role="alert">{escape(text)}</p>' if text else "")


def _json(text: str) -> _Html:
    # JSON inside a script element: no "</script>" and no HTML comment can come out of it.
    return _Html(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
