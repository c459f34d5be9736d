"""A login or a token request that must be refused, with the declared error."""

from collections.abc import Mapping
from typing import Any

from auth0ctl.evidence.probe import ask_authorize
from auth0ctl.findings import Finding
from auth0ctl.flows import FLOWS
from auth0ctl.journeys.smoke.declared import BROWSER, Declared
from auth0ctl.journeys.smoke.flow import USUAL, client_of, run, world_for
from auth0ctl.journeys.smoke.ground import Try
from auth0ctl.journeys.smoke.matching import Difference
from auth0ctl.journeys.smoke.seen import Seen, explained
from auth0ctl.journeys.smoke.values import words
from auth0ctl.model import Facts
from auth0ctl.protocol import Refusal
from auth0ctl.rules import judge
from auth0ctl.tenant.oauth import default_mode, new_attempt


def refused(check: Declared, one: Try) -> Seen:
    """Ask, once; a browser's flow without a browser: /authorize says no before any login page. Raises NetworkError."""
    if check.given["flow"] in BROWSER:
        refusal, findings = at_authorize(check, one)
    else:
        result = run(check, one)
        refusal, findings = result.refusal, result.findings
    differs = differences_of(check.given, refusal)
    if not differs:
        return Seen(detail=said(refusal))
    return explained("refusal", check.title, differs, findings if refusal is not None else ())


def at_authorize(check: Declared, one: Try) -> tuple[Refusal | None, tuple[Finding, ...]]:
    """How /authorize refuses it, and why; None where it goes on to a login page."""
    given = check.given
    flow = FLOWS[str(given["flow"])]
    client_id = client_of(check, one)
    response_type = str(given.get("response_type", flow.response_type))
    extra = {name: str(given[name]) for name in ("connection", "organization") if name in given}
    world = world_for(check, one, client_id)
    attempt = new_attempt(
        world.discovery,
        client_id=client_id,
        redirect_uri=str(given.get("redirect_uri", "")) or first_callback(one, client_id),
        response_type=response_type,
        response_mode=str(given.get("response_mode", default_mode(response_type))),
        scope=words(given.get("scope", USUAL)),
        audience=given.get("audience"),
        pkce="code" in response_type.split(),
        extra={**extra, **given.get("parameters", {})},
    )
    refusal = ask_authorize(one.http, attempt.request)
    findings, _ = judge(Facts(tenant=one.ground.tenant, request=attempt.request, refusal=refusal), ("AZ3",))
    return refusal, findings


def first_callback(one: Try, client_id: str) -> str:
    """One of the client's own callbacks: what is to be refused is something else."""
    if one.management is None:
        return "http://127.0.0.1:18484/callback"
    callbacks = one.management.client(client_id).get("callbacks") or ()
    return str(callbacks[0]) if callbacks else "http://127.0.0.1:18484/callback"


def differences_of(given: Mapping[str, Any], refusal: Refusal | None) -> tuple[Difference, ...]:
    """The error as a whole, the description in part and in any case of letters."""
    expected = str(given["error"])
    if refusal is None:
        return (Difference(name="the request", expected=f"refused: {expected}", seen="not refused"),)
    words_of_page = f"{refusal.error}: {refusal.description}".lower()
    if refusal.error != expected and expected.lower() not in words_of_page.partition(": ")[2]:
        return (Difference(name="error", expected=expected, seen=said(refusal)),)
    description = str(given.get("description", ""))
    if description.lower() not in refusal.description.lower():
        return (Difference(name="description", expected=f"contains {description}", seen=refusal.description or "none"),)
    return ()


def said(refusal: Refusal | None) -> str:
    if refusal is None:
        return ""
    return f"{refusal.error}: {refusal.description}" if refusal.description else refusal.error
