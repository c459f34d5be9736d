"""Every error that is recorded, captured or documented, reproduced: status, code, text, and where it lands."""

import shutil
from pathlib import Path

import error_rows_authorize
import error_rows_management
import error_rows_password
import error_rows_proofs
import error_rows_token
import pytest
from error_row import Row, check
from local_browser import Browser, Clock, api

from auth0ctl.localtenant import open_tenant

ROWS = (
    *error_rows_authorize.ROWS,
    *error_rows_token.ROWS,
    *error_rows_password.ROWS,
    *error_rows_proofs.ROWS,
    *error_rows_management.ROWS,
)

# Entries of error-catalog.md that no row stands for, and why.
_NO_ERROR = "no error at all: Auth0 stays silent, and so does the tenant; test_local_tokens.py and others show it"
_LIBRARY = "the text of a library at the API or in the application, which the tenant does not write"
NOT_HERE = {
    **dict.fromkeys(("E038", "E039", "E040", "E041", "E042", "E043", "E095"), _NO_ERROR),
    **dict.fromkeys([f"E0{number}" for number in (*range(63, 82), 83)], _LIBRARY),
    "E049": "the whole entry is INFERRED",
    "E082": "the browser's own text; test_local_cors.py shows the header that is not sent, and the log entry fco",
    "E087": "needs actor tokens in a chain, which a foreign Action makes",
    "E093": "the whole entry is INFERRED",
}

# Rows of the tables that are in no catalog entry, and cannot occur here.
NOT_HERE_EITHER = {
    "authorize.md 3, a Rule that throws": "Rules ended on 18 November 2026 and are not executed",
    "authorize.md 3, 429 page": "the 429 answer is the same for all; no page of it is described",
    "token-endpoint.md 2, 'Rate limit exceeded. Please retry after some time.'": "the other text of the same refusal",
    "token-endpoint.md 4, 'Client is not authorized to access ...'": "the older text; the current one is a row",
    "token-endpoint.md 10, MFA with an actor_token": "needs an Action that sets an actor",
}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_tenant_answers_as_the_row_says(row: Row, tmp_path: Path, first_run: Path, clock: Clock) -> None:
    shutil.copytree(first_run, tmp_path / "local")
    tenant = open_tenant(tmp_path / "local", now=clock, faults=row.faults)
    tenant.seed({"resource_servers": [api()]})
    tenant.seed(row.seed)
    browser = Browser(tenant, clock=clock)
    response = row.ask(browser)
    browser.http.close()
    tenant.close()
    check(row, response)


def test_every_entry_of_the_catalog_is_a_row_or_has_a_reason() -> None:
    shown = {entry for row in ROWS for entry in row.catalog}
    assert shown.isdisjoint(NOT_HERE)
    assert shown | set(NOT_HERE) == {f"E{number:03}" for number in range(1, 96)}
    assert all(reason for reason in NOT_HERE_EITHER.values())
