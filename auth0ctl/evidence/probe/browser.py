"""What a browser is told: whether a page may read the tenant's answers, and where a logout may come back to."""

from auth0ctl.evidence.probe.asking import Asking
from auth0ctl.evidence.probe.authorize import landing
from auth0ctl.situation import LogoutRequest, Probe

METHODS = {"/oauth/token": "POST", "/userinfo": "GET"}


def probe_cors(asking: Asking, url: str, path: str, origin: str) -> Probe:
    """The preflight that a browser sends before a page's call: is the page's origin named in the answer?"""
    asked = {
        "Origin": origin,
        "Access-Control-Request-Method": METHODS[path],
        "Access-Control-Request-Headers": "authorization" if path == "/userinfo" else "content-type",
    }
    answer = asking.send("OPTIONS", url, headers=asked)
    named = answer.headers.get("access-control-allow-origin", "")
    fine = answer.status < 400 and named in ("*", origin)
    detail = f"{path} may be read by a page of {origin}" if fine else f"{path} names {named or 'no origin'}: {origin}"
    return Probe(
        name="cors",
        outcome="allowed" if fine else "not allowed",
        detail=detail if fine else f"{detail} may not read it",
        facts={"path": path, "origin": origin},
    )


def probe_logout(asking: Asking, logout: LogoutRequest) -> Probe:
    """The logout without a session: it ends nothing, and goes to the return URL or says why not."""
    answer = asking.send("GET", logout.url)
    seen = landing(answer, logout.return_to or "")
    back = logout.return_to and seen.place.split("?")[0].split("#")[0] == logout.return_to.split("?")[0].split("#")[0]
    if seen.refusal is None and (back or not logout.return_to or answer.status < 300):
        return Probe(name="logout url", outcome="accepted", detail=f"logout goes to {logout.return_to or 'no page'}")
    said = seen.refusal.description if seen.refusal else f"it goes to {seen.place.split('?')[0]}"
    return Probe(name="logout url", outcome="refused", refusal=seen.refusal, detail=said)
