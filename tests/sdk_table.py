"""The README's table of SDKs: SDK, version, what was run, result. A run of the tests in ``tests/sdk`` writes it.

``AUTH0CTL_SDK_TABLE=README.md python -m pytest tests/sdk`` writes what that run found between the two markers of the
file. A test carries ``@pytest.mark.shows("NAME")`` for each row of ``ROWS`` that it belongs to; a row passes when every
test of it passed, and was not run when one of them was skipped.
"""

import json
import os
import re
from collections import defaultdict
from collections.abc import Generator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import pytest
from machine import SDK_FOLDER

ENVIRONMENT = "AUTH0CTL_SDK_TABLE"
PASSES, FAILS, NOT_RUN = "passes", "**fails**", "not run"
_BETWEEN = re.compile(r"(<!-- sdks -->\n).*?(<!-- /sdks -->)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """``package`` is the folder in node_modules or, of Python, the distribution's name."""

    sdk: str
    package: str
    did: str
    where: str
    python: bool = False

    @property
    def version(self) -> str:
        """Of what is installed, which is what was run."""
        if self.python:
            return version(self.package)
        manifest = json.loads((SDK_FOLDER / "node_modules" / self.package / "package.json").read_text())
        return str(manifest["version"])


ROWS: Mapping[str, Row] = {
    "auth0-js": Row(
        sdk="`auth0-js`",
        package="auth0-js",
        did=(
            "`authorize` and `parseHash` (implicit, both tokens), `checkSession` in a hidden frame, `login` by the "
            "page's own form (cross-origin authentication)"
        ),
        where="Chromium",
    ),
    "auth0-spa-js": Row(
        sdk="`@auth0/auth0-spa-js`",
        package="@auth0/auth0-spa-js",
        did="`loginWithRedirect`, `getTokenSilently` by refresh token and by a hidden frame, `logout`",
        where="Chromium",
    ),
    "express-oauth2-jwt-bearer": Row(
        sdk="`express-oauth2-jwt-bearer`",
        package="express-oauth2-jwt-bearer",
        did="an API that takes its access tokens, and refuses ID tokens, opaque and altered ones",
        where="Node",
    ),
    "express-openid-connect": Row(
        sdk="`express-openid-connect`",
        package="express-openid-connect",
        did="ID token by form post, code with a secret, userinfo, refresh, `/v2/logout`, RP-initiated logout",
        where="Node, Chromium",
    ),
    "auth0": Row(
        sdk="npm `auth0`, `ManagementClient`",
        package="auth0",
        did="clients, APIs, grants, users, roles, organizations, Actions, settings, keys, logs; refusals",
        where="Node",
    ),
    "auth0-legacy": Row(
        sdk="npm `auth0/legacy`, `AuthenticationClient`",
        package="auth0-legacy",
        did="client credentials, password, refresh, revocation, PAR, userinfo, sign-up, change of password; refusals",
        where="Node",
    ),
    "auth0-auth-js": Row(
        sdk="`@auth0/auth0-auth-js`, `AuthClient`",
        package="@auth0/auth0-auth-js",
        did="client credentials, password, refresh, revocation, PAR, userinfo; refusals",
        where="Node",
    ),
    "auth0-python": Row(
        sdk="PyPI `auth0-python`",
        package="auth0-python",
        did="`ManagementClient`, `GetToken`, `Database`, `Users`, `RevokeToken`, PAR, `TokenVerifier`; refusals",
        where="Python",
        python=True,
    ),
    "auth0-api-python": Row(
        sdk="PyPI `auth0-api-python`",
        package="auth0-api-python",
        did="an API that takes its access tokens, and refuses ID tokens, opaque and altered ones",
        where="Python",
        python=True,
    ),
    "auth0-deploy-cli": Row(
        sdk="`auth0-deploy-cli`",
        package="auth0-deploy-cli",
        did="export; damage by hand; import; export again: no difference",
        where="Node",
    ),
}


def table(results: Mapping[str, str]) -> str:
    """The table as Markdown; a row without a result was not run."""
    head = ("| SDK | version | what was run | in | result |", "|---|---|---|---|---|")
    return "\n".join(
        (
            *head,
            *(
                f"| {row.sdk} | {row.version} | {row.did} | {row.where} | {results.get(name, NOT_RUN)} |"
                for name, row in ROWS.items()
            ),
        )
    )


def brought_up_to_date(text: str, results: Mapping[str, str]) -> str:
    """``text`` with everything between ``<!-- sdks -->`` and ``<!-- /sdks -->`` written anew."""
    fresh = table(results)
    return _BETWEEN.sub(lambda match: f"{match.group(1)}{fresh}\n{match.group(2)}", text)


OUTCOMES = pytest.StashKey[dict[str, list[str]]]()  # of each row, the outcomes of its tests


def pytest_configure(config: pytest.Config) -> None:
    outcomes: dict[str, list[str]] = defaultdict(list)
    config.stash[OUTCOMES] = outcomes


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Note the outcome of a test that shows something; of setup and teardown, only what went wrong."""
    report = yield
    if report.when == "call" or not report.passed:
        for mark in item.iter_markers("shows"):
            item.config.stash[OUTCOMES][mark.args[0]].append(report.outcome)
    return report


def results_of(outcomes: Mapping[str, list[str]]) -> dict[str, str]:
    def result(seen: list[str]) -> str:
        if "failed" in seen:
            return FAILS
        return NOT_RUN if "skipped" in seen else PASSES

    return {name: result(seen) for name, seen in outcomes.items()}


def pytest_sessionfinish(session: pytest.Session) -> None:
    if not (named := os.environ.get(ENVIRONMENT)):
        return
    file = Path(named)
    outcomes = session.config.stash[OUTCOMES]
    file.write_text(brought_up_to_date(file.read_text(encoding="utf-8"), results_of(outcomes)), encoding="utf-8")
