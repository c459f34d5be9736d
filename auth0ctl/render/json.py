"""Exactly one JSON document for every result, and for every error. ASCII only, so nothing in it acts on a terminal."""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import singledispatch
from typing import Any, TextIO

from auth0ctl.errors import Auth0ctlError
from auth0ctl.findings import Report
from auth0ctl.render.jsonparts import (
    answer,
    asked,
    cell,
    check,
    difference,
    finding,
    groups,
    mended,
    origin,
    refusal,
    report,
    skipped,
    token,
    without_secrets,
)
from auth0ctl.render.jsonsmoke import smoked
from auth0ctl.results import (
    Bare,
    Changed,
    Compared,
    Decoded,
    Diagnosed,
    Explained,
    Inspection,
    Listing,
    Login,
    Matrix,
    Story,
    Verified,
)
from auth0ctl.smoked import Smoked


def render(result: Any, out: TextIO) -> None:
    """Write one document."""
    out.write(json.dumps(document(result), indent=2, ensure_ascii=True, default=plain) + "\n")


def render_error(failure: Auth0ctlError, out: TextIO) -> None:
    """Write the one document of a command that came to no result."""
    out.write(json.dumps(error(failure), indent=2) + "\n")


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
    origins = {"origins": [origin(one) for one in result.origins]} if result.origins else {}
    return {**report(result.report), "token": token(result.token), "at": result.at, **origins}


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
def _(result: Diagnosed) -> Any:
    fixed = {} if result.mended is None else {"mended": [mended(one) for one in result.mended]}
    grouped = {} if result.groups is None else {"groups": groups(result.groups, result.report.findings)}
    return {**report(result.report), "passed": result.passed, **fixed, **grouped}


@document.register
def _(result: Explained) -> Any:
    return report(result.report)


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
def _(result: Matrix) -> Any:
    return {
        "schema": "auth0ctl/matrix/1",
        "passed": result.passed,
        "login": document(result.first),
        "cells": [cell(one) for one in result.cells],
        "notes": list(result.notes),
        "findings": [finding(one) for one in result.findings],
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


@document.register
def _(result: Smoked) -> Any:
    return smoked(result, document)
