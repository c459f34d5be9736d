"""Q04, T13: an answer that is lost after the tenant has made what it was asked for never makes it twice."""

import io
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from proof.ambiguous import LOST, NOT_DONE, TYPES, Lost, losing
from proof.broken_network import Plan

from auth0ctl.errors import NetworkError, TenantError
from auth0ctl.journeys.records.once import client_grant_once, client_once, of_run, resource_server_once

RUN = "0b5b7d3a6f5f4b7c9e0d1a2b3c4d5e6f"


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lost]:
    with losing(tmp_path_factory.mktemp("lost") / "tenant") as one:
        yield one


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("fault", ["reset-after", "truncated-json", "empty-204", "502"])
def test_Q04_accepts_what_a_lost_request_has_made(lost: Lost, kind: str, fault: str) -> None:
    assert fault in LOST
    assert lost.trial(kind, fault) == ""


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("fault", ["reset-before", "503", "refuse"])
def test_Q04_a_request_that_did_nothing_is_sent_once_more(lost: Lost, kind: str, fault: str) -> None:
    assert fault in NOT_DONE
    assert lost.trial(kind, fault) == ""


def test_Q04_rejects_a_second_object_where_the_first_request_arrives_late(lost: Lost) -> None:
    """The look comes before the lost request is carried out: then both are there, both ours, and one is deleted."""
    sound = lost.over.app
    assert sound is not None

    def late(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] == "POST":  # the lost one, which is the same, is carried out just before it
            body = environ["wsgi.input"].read()
            list(sound({**environ, "wsgi.input": io.BytesIO(body)}, lambda *_: lambda _: None))
            environ = {**environ, "wsgi.input": io.BytesIO(body)}
        return sound(environ, start_response)

    lost.over.app = late
    lost.over.plan = plan = Plan(fault="reset-before", first=1, methods=("POST",))
    kept = client_once(lost.management, {"name": "late", "app_type": "spa"}, RUN)
    lost.over.plan, lost.over.app = Plan(), sound
    assert plan.requests.count("POST /api/v2/clients") == 2
    assert [one["client_id"] for one in of_run(lost.management, RUN)] == [kept["client_id"]]


def test_Q04_rejects_an_api_of_other_settings_as_the_one_it_made(lost: Lost) -> None:
    body = {"identifier": "https://other.example", "name": "Other", "signing_alg": "RS256"}
    resource_server_once(lost.management, body)
    lost.over.plan = Plan(fault="reset-before", first=1, methods=("POST",))
    with pytest.raises(TenantError) as caught:
        resource_server_once(lost.management, {**body, "signing_alg": "HS256"})
    assert caught.value.status == 409
    lost.over.plan = Plan()


def test_Q04_a_grant_that_is_there_is_taken_with_the_same_scopes_and_compared_with_others(lost: Lost) -> None:
    lost.prepare("granted")
    body = {"client_id": "granted-client", "audience": "https://granted.grant.example", "scope": ["read:x"]}
    made = client_grant_once(lost.management, body)
    assert client_grant_once(lost.management, body)["id"] == made["id"]
    with pytest.raises(TenantError, match="it has read:x besides") as caught:
        client_grant_once(lost.management, {**body, "scope": []})
    assert caught.value.status == 409


def test_Q04_where_the_look_fails_too_the_way_on_is_named(lost: Lost) -> None:
    lost.over.plan = Plan(fault="reset-after", first=1, lasting=True)
    with pytest.raises(NetworkError) as caught:
        client_once(lost.management, {"name": "unknown fate", "app_type": "spa"}, "another-run")
    lost.over.plan = Plan()
    assert "run the command again, with --ensure" in caught.value.hint
