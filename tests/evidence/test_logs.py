"""The tenant's log of one attempt: read where it may be, else a reason; and a refusal explained by it."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from auth0ctl.evidence.logs import read_log
from auth0ctl.journeys.login.postmortem import post_mortem
from auth0ctl.localtenant import LocalTenant, open_tenant
from auth0ctl.model import Facts, Tenant
from auth0ctl.protocol import ClientAuthentication, ClientAuthMethod, Refusal, TokenRequest
from auth0ctl.rules import judge
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.management import Management
from auth0ctl.tenant.token_endpoint import TokenEndpoint, TokenRefused, client_credentials

ORIGIN = "http://127.0.0.1:18400"
TENANT = Tenant(name="local", origin=ORIGIN)
SINCE = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
MACHINE = "machine00000000000000000000000000"


def entry(log_id: str, *, after: float = 1, client_id: str = "abc", type: str = "f") -> dict[str, Any]:
    date = (SINCE + timedelta(seconds=after)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    return {"log_id": log_id, "date": date, "type": type, "description": "no", "client_id": client_id}


def answering(status: int, body: Any) -> Callable[..., Iterable[bytes]]:
    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        assert environ["PATH_INFO"] == "/api/v2/logs"
        assert "client_id%3A%22abc%22" in environ["QUERY_STRING"]
        start(f"{status} Whatever", [("Content-Type", "application/json")])
        return [json.dumps(body).encode()]

    return app


def read(status: int, body: Any) -> Facts:
    with Http(apps={ORIGIN: answering(status, body)}) as http:
        return read_log(Facts(), Management(http, TENANT, lambda: "t"), "abc", SINCE)


def test_the_entries_of_this_client_and_this_attempt_are_read_and_no_others() -> None:
    written = [
        entry("new"),
        entry("clocks differ", after=-9),
        entry("old", after=-11),
        entry("other", client_id="xyz"),
        {"date": "nonsense", "client_id": "abc"},
    ]
    log = read(200, written).log
    assert log is not None
    assert [one.log_id for one in log] == ["new", "clocks differ"]
    assert (log[0].type, log[0].description) == ("f", "no")


def test_a_list_of_anything_else_is_no_log() -> None:
    facts = read(200, [entry("new"), "no object"])
    assert facts.log is None
    assert "one of the logs, which is no object" in facts.missing["log"]


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (
            403,
            {"errorCode": "insufficient_scope", "message": "Insufficient scope, expected any of: read:logs"},
            "needs read:logs",
        ),
        (401, {"message": "Expired token"}, "Expired token"),
        (429, {"message": "Global limit has been reached"}, "Global limit"),
        (500, "broken", "answered 500"),
        (200, {"logs": []}, "not a list"),
    ],
)
def test_a_log_that_may_not_be_read_is_a_reason_and_no_error(status: int, body: Any, reason: str) -> None:
    facts = read(status, body)
    assert facts.log is None
    assert reason in facts.missing["log"]


def test_a_log_that_cannot_be_reached_or_asked_is_a_reason_too() -> None:
    with Http(timeout=1) as http:
        nowhere = Management(http, replace(TENANT, origin="http://127.0.0.1:9"), lambda: "t")
        assert "refused the connection" in read_log(Facts(), nowhere, "abc", SINCE).missing["log"]
    assert read_log(Facts(), None, "abc", SINCE, why_not="no token here").missing["log"] == "no token here"


@pytest.fixture
def local(tmp_path: Path) -> Iterator[LocalTenant]:
    opened = open_tenant(tmp_path)
    secret = {"client_secret": "s" * 32, "token_endpoint_auth_method": "client_secret_post"}
    machine = {
        "client_id": MACHINE,
        "name": "Job",
        "app_type": "non_interactive",
        "grant_types": ["client_credentials"],
    }
    opened.seed({"clients": [machine | secret]})
    yield opened
    opened.close()


def refused_at(local: LocalTenant, scope: str | None) -> Facts:
    """A real refusal of the embedded tenant, and what its log says about it to a token with these scopes."""
    with Http(apps={ORIGIN: local.app}) as http:
        began = datetime.now(UTC)
        endpoint = TokenEndpoint(
            http=http,
            url=f"{ORIGIN}/oauth/token",
            issuer=f"{ORIGIN}/",
            client_id=MACHINE,
            authentication=ClientAuthentication(method=ClientAuthMethod.POST, client_secret="s" * 32),
            now=lambda: began,
        )
        with pytest.raises(TokenRefused) as caught:
            client_credentials(endpoint, audience=f"{ORIGIN}/api/v2/")
        refusal = Refusal(where="token", error=caught.value.code, description=caught.value.description, status=403)
        asked = TokenRequest(grant_type="client_credentials", client_id=MACHINE, scope=(), audience=f"{ORIGIN}/api/v2/")
        facts = Facts(token_request=asked, refusal=refusal)
        return post_mortem(facts, Management(http, TENANT, lambda: local.management_token(scope)), began)


def test_a_post_mortem_names_the_log_entry_in_the_finding(local: LocalTenant) -> None:
    facts = refused_at(local, None)
    assert facts.log is not None
    assert facts.log[0].type == "feccft"
    findings, _ = judge(facts, ("AZ3",))
    assert [one.rule.name for one in findings] == ["client-grant-missing"]
    assert findings[0].evidence[-1].startswith("tenant log: feccft (failed client credentials)")
    assert facts.log[0].log_id in findings[0].evidence[-1]


def test_a_post_mortem_without_the_scope_explains_the_refusal_all_the_same(local: LocalTenant) -> None:
    facts = refused_at(local, "read:clients")
    assert (facts.log, "read:logs" in facts.missing["log"]) == (None, True)
    assert [one.rule.name for one in judge(facts, ("AZ3",))[0]] == ["client-grant-missing"]


def test_a_post_mortem_of_nothing_asks_nothing() -> None:
    assert post_mortem(Facts(), None, SINCE) == Facts()
