"""``auth0ctl explain``: what an error means. No network, no tenant, no credentials."""

import re
from pathlib import Path
from typing import Annotated

import typer

from auth0ctl.cli.session import Session
from auth0ctl.errors import ExitCode, UsageError
from auth0ctl.journeys.diagnosis.explain import (
    explain_har,
    explain_log,
    explain_text,
    explain_url,
    listed_rules,
    looks_like_rule,
    rule_named,
    shown_rule,
)

LARGEST = 64 * 1024 * 1024  # characters; a HAR of a long session has that many
A_URL = re.compile(
    r"^[\"'<]?(?:https?://|[a-z][a-z0-9+.-]*://)\S+[\"'>]?$", re.IGNORECASE
)  # one word, nothing before or after

KNOW = """A fact beside the text, KEY=VALUE, repeatable. Any key is taken. These separate causes: app (spa, native,
regular_web, m2m), sdk, browser, works_in, inside_iframe, origin, opened_at, redirect_uri, web_origins_ok,
page_has_csp, scope, audience, login_audience, token_aud, client_id, expected_issuer, token_iss, custom_domain,
has_secret, proxy, rotation, status, error."""


def explain(
    ctx: typer.Context,
    what: Annotated[
        list[str] | None,
        typer.Argument(metavar="[TEXT|URL|CODE|NAME|-]", help="The error, as it was printed; - reads standard input."),
    ] = None,
    know: Annotated[list[str] | None, typer.Option("--know", metavar="KEY=VALUE", help=KNOW)] = None,
    har: Annotated[str | None, typer.Option("--har", metavar="FILE", help="A recorded login; - for stdin.")] = None,
    log: Annotated[
        str | None, typer.Option("--log", metavar="FILE", help="Tenant log entries as JSON; - for stdin.")
    ] = None,
    file: Annotated[str | None, typer.Option("--file", metavar="FILE", help="Read the text from a file.")] = None,
    every: Annotated[bool, typer.Option("--list", help="List all rules.")] = False,
) -> int:
    """Say what an error text, a stack trace, a callback URL, a HAR or a log entry points to, and how to mend it.

    Ends with 1 when it names a cause or does not know the text, with 0 for a URL or HAR that nothing is wrong with.

    Example: auth0ctl explain "access_denied: Service not found: https://api.example.com"
    """
    session: Session = ctx.obj
    words = " ".join(what or ())
    given = [bool(words), har is not None, log is not None, file is not None, every]
    if sum(given) != 1:
        raise UsageError(
            "give one thing to explain: a text, a URL, a rule, --file, --har, --log or --list",
            'For example: auth0ctl explain "login_required: Login required" --know browser=Safari.',
        )
    known = read_known(know or [])
    if every:
        session.show(listed_rules())
        return int(ExitCode.OK)
    if looks_like_rule(words):
        session.show(shown_rule(rule_named(words)))
        return int(ExitCode.OK)
    if har is not None:
        result = explain_har(read(session, har, "HAR"), known)
    elif log is not None:
        result = explain_log(read(session, log, "log"), known)
    else:
        text = read(session, file or "-", "text") if file is not None or words == "-" else words
        one_url = A_URL.match(text.strip()) is not None
        result = explain_url(text.strip(), known) if one_url else explain_text(text, known)
    session.show(result)
    return int(ExitCode.OK if result.passed else ExitCode.FOUND)


def read(session: Session, file: str, what: str) -> str:
    """A file or standard input, as text. Raises UsageError when it cannot be read or is far too long."""
    try:
        if file == "-":
            text = session.stdin.read(LARGEST + 1)
        else:
            with Path(file).open(encoding="utf-8-sig", errors="replace") as source:
                text = source.read(LARGEST + 1)
    except OSError as error:
        hint = "Check the path, or pipe it: auth0ctl explain - < FILE."
        raise UsageError(f"the {what} cannot be read from {file}: {error.strerror}", hint) from None
    if "\0" in text:
        hint = "Save it as UTF-8, or paste the error itself."
        raise UsageError(f"the {what} in {'standard input' if file == '-' else file} is not UTF-8 text", hint)
    if len(text) > LARGEST:
        raise UsageError(f"the {what} is longer than {LARGEST // 1024 // 1024} MiB")
    return text


def read_known(given: list[str]) -> dict[str, str]:
    """``KEY=VALUE`` pairs; a key alone is a fact that is true. Raises UsageError for one without a key."""
    known = {}
    for one in given:
        key, equals, value = one.partition("=")
        if not key.strip():
            raise UsageError(f"--know {one} names no fact", "Write --know KEY=VALUE, such as --know browser=Safari.")
        known[key.strip()] = value.strip() if equals else "true"
    return known
