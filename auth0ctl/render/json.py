"""Exactly one JSON document for every result, and for every error. ASCII only, so nothing in it acts on a terminal."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import singledispatch
from typing import Any, TextIO

from auth0ctl.errors import Auth0ctlError
from auth0ctl.findings import Check, Finding, Report, Skipped, severity_of
from auth0ctl.model import Token
from auth0ctl.protocol import AuthorizeRequest, Refusal, TokenRequest
from auth0ctl.results import Bare, Changed, Compared, Decoded, Difference, Inspection, Listing, Login, Story, Verified

HIDDEN = "(hidden)"
SECRET_MEMBERS = ("client_secret", "signing_secret", "encryption_key")


def render(result: Any, out: TextIO) -> None:
    """Write one document."""
    out.write(json.dumps(document(result), indent=2, ensure_ascii=True, default=plain) + "\n")


def error(failure: Auth0ctlError) -> dict[str, Any]:
    """The document for an error: ``code`` is the exit code."""
    said: dict[str, Any] = {
        "code": int(failure.exit_code),
        "name": failure.exit_code.name.lower(),
        "message": failure.message,
    }
    if failure.hint:
        said["hint"] = failure.hint
    return {"error": said}


def plain(value: Any) -> Any:
    """What ``json`` itself cannot write."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"no JSON for {type(value).__name__}")


@singledispatch
def document(result: Any) -> Any:
    """The JSON value of a result."""
    raise TypeError(f"no JSON for {type(result).__name__}")


@document.register
def _(result: Listing) -> Any:
    return [without_secrets(one) for one in result.objects]


@document.register
def _(result: Inspection) -> Any:
    found: dict[str, Any] = {"resource": without_secrets(result.resource)}
    if result.verdict:
        found["verdict"] = result.verdict
    found["findings"] = [finding(one) for one in result.findings]
    if result.skipped:
        found["skipped"] = [skipped(one) for one in result.skipped]
    return found


@document.register
def _(result: Changed) -> Any:
    return {"message": result.sentence} if result.resource is None else without_secrets(result.resource)


@document.register
def _(result: Bare) -> Any:
    return {result.name: result.text}


@document.register
def _(result: Decoded) -> Any:
    return {
        "schema": "auth0ctl/token/1",
        "verified": False,
        **token(result.token),
        "findings": [finding(one) for one in result.findings],
    }


@document.register
def _(result: Verified) -> Any:
    return {**report(result.report), "token": token(result.token), "at": result.at}


@document.register
def _(result: Compared) -> Any:
    return {
        "schema": "auth0ctl/diff/1",
        "verified": False,
        "same": not result.differences,
        "at": result.at,
        "a": token(result.a),
        "b": token(result.b),
        "differences": [difference(one) for one in result.differences],
        "by_nature": list(result.by_nature),
    }


@document.register
def _(result: Report) -> Any:
    return report(result)


@document.register
def _(result: Login) -> Any:
    return {
        "schema": "auth0ctl/login/1",
        "passed": result.passed,
        "tenant": result.tenant.domain,
        "flow": result.flow,
        "asked": asked(result.request),
        "answer": answer(result),
        "refusal": refusal(result.refusal),
        "tokens": [document(one) for one in result.verified],
        "checks": [check(one) for one in result.checks],
        "userinfo": result.userinfo,
        "findings": [finding(one) for one in result.findings],
        "saved": result.saved or None,
    }


@document.register
def _(result: Story) -> Any:
    return {
        "schema": "auth0ctl/demo/1",
        "title": result.title,
        "passed": result.passed,
        "browser": result.browser,
        "steps": [
            {
                "title": step.title,
                "command": step.command,
                "told": step.told,
                "ok": step.ok,
                "result": document(step.result),
            }
            for step in result.steps
        ],
    }


def asked(request: AuthorizeRequest | TokenRequest) -> dict[str, Any]:
    """What a login asked for; what no two logins share (state, nonce) is left out."""
    common = {"client_id": request.client_id, "scope": " ".join(request.scope), "audience": request.audience}
    if isinstance(request, TokenRequest):
        return {"grant_type": request.grant_type, **common, **request.parameters}
    return {
        **common,
        "redirect_uri": request.redirect_uri,
        "response_type": request.response_type,
        "response_mode": request.response_mode,
    }


def answer(login: Login) -> dict[str, Any] | None:
    """What came back, by name; the tokens themselves are printed by ``token get`` alone."""
    got = login.tokens
    if got is None:
        return None
    return {
        "delivered_by": login.delivered,
        "id_token": got.id_token is not None,
        "access_token": got.access_token is not None,
        "refresh_token": got.refresh_token is not None,
        "token_type": got.token_type,
        "expires_in": got.expires_in,
        "scope": got.scope,
        "received_at": got.received_at,
    }


def token(one: Token) -> dict[str, Any]:
    """A token's contents: never its text, the signature only by its size."""
    return {
        "form": one.form.value,
        "kind": one.kind.value,
        "kind_reason": one.kind_reason,
        "note": one.note or None,
        "header": one.header,
        "claims": one.claims,
        "signature_bytes": len(one.signature),
        "faults": [{"id": fault.id, "sentence": fault.sentence} for fault in one.faults],
    }


def report(one: Report) -> dict[str, Any]:
    """The documented report; ``report.schema.json`` beside this file is its schema."""
    return {
        "schema": "auth0ctl/report/1",
        "subject": one.subject,
        "passed": one.passed,
        "checks": [check(line) for line in one.checks],
        "findings": [finding(each) for each in one.findings],
        "skipped": [skipped(each) for each in one.skipped],
        "facts": one.facts,
    }


def check(line: Check) -> dict[str, Any]:
    """One line of a verification."""
    return {"id": line.id, "title": line.title, "status": line.status.value, "detail": line.detail}


def finding(one: Finding) -> dict[str, Any]:
    """A finding, with the prose of its rule."""
    return {
        "code": one.rule.code,
        "name": one.rule.name,
        "severity": severity_of(one).value,
        "title": one.rule.title,
        "subject": one.subject,
        "detail": one.detail,
        "evidence": list(one.evidence),
        "why": one.rule.why,
        "fix": one.fix or one.rule.fix,
        "confidence": one.confidence.value,
        "explains": list(one.explains),
        "docs": one.rule.docs,
    }


def difference(one: Difference) -> dict[str, Any]:
    """One difference between two tokens; ``only_in`` is null where both have the member."""
    return {
        "where": one.where,
        "name": one.name,
        "a": one.a,
        "b": one.b,
        "only_in": one.only_in or None,
        "meaning": one.meaning,
    }


def skipped(one: Skipped) -> dict[str, Any]:
    """A rule that could not be judged."""
    return {"code": one.rule.code, "name": one.rule.name, "reason": one.reason}


def refusal(one: Refusal | None) -> dict[str, Any] | None:
    """How the tenant said no."""
    if one is None:
        return None
    return {"where": one.where, "error": one.error, "error_description": one.description, "status": one.status or None}


def without_secrets(resource: Mapping[str, Any]) -> dict[str, Any]:
    """An API object with its secret members hidden; they stay visible as members, so that nothing looks absent."""
    return {name: HIDDEN if name in SECRET_MEMBERS else value for name, value in resource.items()}
