"""A person at a browser, in a few lines: follows a login to its callback and answers the embedded tenant's pages."""

import html
import re
import ssl
from urllib.parse import urljoin, urlsplit

import httpx

FORM = re.compile(r'<form method="post" action="([^"]+)"')
HIDDEN = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')
ONCE = re.compile(r'data-once="([^"]+)"')
NOBODY = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # loopback without TLS: reading certificates takes longer than a login
STEPS = 16  # requests; a login with every page takes nine


def browse(
    url: str, *, username: str = "user@example.com", password: str = "password", visited: list[str] | None = None
) -> str:
    """Go wherever the tenant sends its visitor, with cookies; say yes to every page, as this user.

    Fragments and self-posting forms are delivered as a browser's scripts do it. ``visited`` gets every address, as an
    address bar shows it. Returns the text of the last page.
    """
    history = [] if visited is None else visited
    with httpx.Client(verify=NOBODY, trust_env=False) as http:
        answer = http.get(url)
        for _ in range(STEPS):
            history.append(url)
            here, page = str(answer.request.url), answer.text
            if onward := answer.headers.get("location") or at_once(answer.headers.get("refresh", "")):
                url = urljoin(here, onward)
                answer = http.get(url)
            elif (fragment := urlsplit(url).fragment) and (once := ONCE.search(page)):
                headers = {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "X-Auth0ctl-Once": once.group(1),
                    "Origin": origin(here),
                    "Sec-Fetch-Site": "same-origin",
                }
                answer = http.post(f"{origin(here)}/fragment", content=fragment, headers=headers)
                if not answer.is_success:
                    break
                url = f"{origin(here)}/done"  # as the callback's own script goes on
                answer = http.get(url)
            elif form := FORM.search(page):
                fields = {html.unescape(name): html.unescape(value) for name, value in HIDDEN.findall(page)}
                if 'name="username"' in page:
                    fields |= {"username": username, "password": password, "action": "default"}
                elif 'name="action" value="accept"' in page:
                    fields |= {"action": "accept"}
                url = urljoin(here, html.unescape(form.group(1)))
                answer = http.post(url, data=fields, headers={"Origin": origin(here)})
            else:
                break
        return answer.text


def at_once(refresh: str) -> str:
    """Where a ``Refresh`` header sends a browser without waiting; empty where it does not."""
    return refresh.removeprefix("0; url=") if refresh.startswith("0; url=") else ""


def origin(url: str) -> str:
    return "://".join(urlsplit(url)[:2])
