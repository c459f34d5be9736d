"""The parts of a JSON document: a token, a check, a finding, what was asked and answered. Plain JSON values."""

from collections.abc import Mapping
from typing import Any

from auth0ctl import edits
from auth0ctl.findings import Check, Finding, Report, Skipped, severity_of
from auth0ctl.model import Token
from auth0ctl.protocol import AuthorizeRequest, Refusal, TokenRequest
from auth0ctl.render.tokenwords import rotated
from auth0ctl.results import (
    Cell,
    Difference,
    Group,
    Login,
    Mended,
    Origin,
)

HIDDEN = "(hidden)"
SECRET_MEMBERS = ("client_secret", "signing_secret", "encryption_key")


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


def cell(one: Cell) -> dict[str, Any]:
    """One variant: how it was asked for, how it ended, and the name of the cause."""
    login = one.login
    return {
        "response_type": one.response_type,
        "response_mode": one.response_mode,
        "audience": one.audience,
        "verdict": one.verdict,
        "why": one.why or None,
        "refusal": refusal(login.refusal) if login else None,
        "answer": answer(login) if login else None,
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
        "rotated": rotated(login),
        "token_type": got.token_type,
        "issued_token_type": got.issued_token_type,
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
        "consequences": [finding(each) for each in one.consequences],
        "edits": [edits.document(each) for each in one.edits],
        "docs": one.rule.docs,
    }


def mended(one: Mended) -> dict[str, Any]:
    """What became of the edits of one finding."""
    cause = one.finding
    return {
        "name": cause.rule.name,
        "subject": cause.subject,
        "outcome": one.outcome.value,
        "note": one.note,
        "edits": [edits.document(each) for each in cause.edits],
    }


def groups(every: tuple[Group, ...], findings: tuple[Finding, ...]) -> list[dict[str, Any]]:
    """Whose each finding of the report is, by its place there. ``client`` is null for what all of them share."""
    return [
        {
            "title": one.title,
            "client": one.client or None,
            "findings": [number for number, each in enumerate(findings) if any(each is mine for mine in one.findings)],
        }
        for one in every
    ]


def origin(one: Origin) -> dict[str, Any]:
    """Who put a thing into the token, or took it away."""
    return {
        "kind": one.kind,
        "name": one.name,
        "present": one.present,
        "who": one.who,
        "why": one.why,
        "confidence": one.sure.value,
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
