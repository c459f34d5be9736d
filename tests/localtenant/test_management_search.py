"""The search language of users and logs."""

from typing import Any

import pytest

from auth0ctl.localtenant.management.call import ApiError
from auth0ctl.localtenant.management.search import exact_terms, matching

ROWS: list[dict[str, Any]] = [
    {"n": 1, "email": "ada@example.com", "logins_count": 3, "blocked": True, "created_at": "2026-01-02T00:00:00.000Z"},
    {"n": 2, "email": "bob@example.org", "logins_count": 30, "app_metadata": {"tags": ["red", "green"]},
     "created_at": "2026-05-02T00:00:00.000Z"},
    {"n": 3, "name": "Ada Lovelace", "identities": [{"provider": "auth0"}, {"provider": "google-oauth2"}]},
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("email:ada@example.com", [1]),
        ('email:"ADA@example.com"', [1]),
        ("email:ada*", [1]),
        ("email:*example*", [1, 2]),
        ("email:*.org", [2]),
        ("email:a*a*m", [1]),
        ('name:"Ada Lovelace"', [3]),
        ('name:"Ada*"', []),
        ("logins_count:[3 TO 30]", [1, 2]),
        ("logins_count:{3 TO 30]", [2]),
        ("logins_count:[* TO 3]", [1]),
        ("logins_count:>=30", [2]),
        ("logins_count:<30", [1]),
        ("created_at:[2026-02-01 TO *]", [2]),
        ("_exists_:app_metadata.tags", [2]),
        ("NOT _exists_:email", [3]),
        ("app_metadata.tags:green", [2]),
        ("identities.provider:google-oauth2", [3]),
        ("blocked:true", [1]),
        ("email:ada* OR name:Ada*", [1, 3]),
        ("email:*example* AND NOT blocked:true", [2]),
        ("(email:ada* OR email:bob*) AND logins_count:30", [2]),
        ("email:ada* OR email:bob* AND logins_count:1", [1]),
        ("bob@example.org", [2]),
        ('"green"', [2]),
    ],
)
def test_what_is_found(query: str, found: list[int]) -> None:
    assert [row["n"] for row in matching(ROWS, query)] == found


@pytest.mark.parametrize(
    "query",
    ["a b", "(", ")", "a OR", "AND a", "email:", "email:(a b)", "(" * 3000, "NOT " * 500 + "a", "a" * 5000, '"'],
)
def test_what_is_outside_the_language_is_refused(query: str) -> None:
    with pytest.raises(ApiError) as refused:
        matching(ROWS, query)
    assert refused.value.body["errorCode"] == "invalid_query_string"


def test_many_stars_take_no_time() -> None:
    row = {"n": 1, "email": "a" * 3000}
    assert matching([row], "email:" + "*a" * 1500 + "*b") == []


@pytest.mark.parametrize(
    ("query", "terms"),
    [
        ('email:"ada@example.com"', {"email": "ada@example.com"}),
        ("email:ada@example.com AND blocked:true", {"email": "ada@example.com", "blocked": "true"}),
        (
            'logins_count:[1 TO 3] && identities.connection:"db" AND email:x',
            {"identities.connection": "db", "email": "x"},
        ),
        ("ada AND email:x", {"email": "x"}),
        ("email:ada*", {}),
        ("email:a OR email:b", {}),
        ("email:a AND email:b OR email:c", {}),
        ("NOT email:a", {}),
        ("blocked:true AND NOT email:a", {}),
        ("(email:a)", {}),
        ("", {}),
    ],
)
def test_what_every_row_must_be_is_known_before_any_is_read(query: str, terms: dict[str, str]) -> None:
    assert exact_terms(query) == terms
