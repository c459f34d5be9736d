"""HARs as browsers, proxies and hands make them: bodies in every form, and broken ones refused in one sentence."""

import base64
import json

import pytest
from recorded import TENANT, Entry, call, entry, grant, har, login, redeem

from auth0ctl.errors import UsageError
from auth0ctl.evidence.har import read_har
from auth0ctl.situation import Exchange


def exchanges(text: str) -> tuple[Exchange, ...]:
    found = read_har(text).exchanges
    assert found is not None
    return found


@pytest.mark.parametrize(
    "text",
    ["", "{", "null", "[]", "7", '{"log": 1}', '{"log": {"entries": {}}}', '{"log": {"entries": []}}',
     '{"log": {"entries": [1, null, {"request": 5}]}}', har(login())[:-40], "[" * 100_000],
)  # fmt: skip
def test_what_is_no_har_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_har(text)
    assert "HAR" in refused.value.message
    assert "\n" not in refused.value.message


def test_members_of_the_wrong_kind_do_no_harm() -> None:
    strange = {"request": {"url": f"{TENANT}/authorize?client_id=x", "headers": "q", "postData": []}, "response": 7}
    (one,) = exchanges(json.dumps({"log": {"entries": [strange]}}))
    assert one.status == 0
    assert one.method == "GET"


def test_bodies_as_text_as_json_and_taken_apart() -> None:
    as_json = entry("POST", f"{TENANT}/oauth/token", 401, body='{"grant_type": "password", "n": 1}')
    apart: Entry = entry("POST", f"{TENANT}/oauth/token", 401)
    apart["request"]["postData"] = {"params": [{"name": "grant_type", "value": "password"}]}
    as_text = grant(401, "", grant_type="password")
    assert [one.form for one in exchanges(har(as_json, apart, as_text))] == [{"grant_type": "password"}] * 3


def test_an_answer_in_base64_is_read() -> None:
    refused = grant(403, "", grant_type="password")
    refused["response"]["content"] = {
        "encoding": "base64",
        "text": base64.b64encode(b'{"error": "invalid_grant", "error_description": "no"}').decode(),
    }
    (one,) = exchanges(har(refused))
    assert one.answer_json == {"error": "invalid_grant", "error_description": "no"}


def test_requests_are_put_in_order_of_their_start() -> None:
    document = json.loads(har(login(), redeem()))
    document["log"]["entries"].reverse()
    assert [one.method for one in exchanges(json.dumps(document))] == ["GET", "POST"]


def test_pictures_and_scripts_are_left_out() -> None:
    kept = exchanges(
        har(entry("GET", "https://shop.example/app.js"), login(), entry("GET", "https://shop.example/a.png"))
    )
    assert len(kept) == 1


def test_a_byte_order_mark_is_no_fault() -> None:
    assert len(exchanges("\ufeff" + har(login()))) == 1


def test_values_stay_out_of_repr() -> None:
    (one,) = exchanges(har(call(401, "the-token-of-it")))
    assert "the-token-of-it" not in repr(one)


def test_what_kind_of_app_it_is() -> None:
    facts = read_har(har(login(), redeem()))
    assert facts.wish is not None
    assert (facts.wish.flow, facts.wish.has_secret, facts.wish.app_domain) == ("spa-pkce", None, "shop.eu.auth0.com")
    assert facts.request is not None
    assert facts.request.client_id == "spa"
