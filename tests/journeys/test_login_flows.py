"""Every browser flow from beginning to end against the embedded tenant: what is asked, called, verified and refused."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from login_bench import API, SECRET, SPA, WEB, Bench, bench, web

from auth0ctl.errors import UsageError
from auth0ctl.findings import Status
from auth0ctl.localtenant import open_tenant
from auth0ctl.protocol import ClientAuthMethod
from auth0ctl.results import Login
from auth0ctl.tenant.dpop import DpopKey

TOKEN, USERINFO = "POST /oauth/token", "GET /userinfo"
Open = Callable[..., Bench]


@pytest.fixture(scope="module")
def first_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tenant's folder that was opened once: its keys take a while to make."""
    folder = tmp_path_factory.mktemp("first-run") / "local"
    open_tenant(folder).close()
    return folder


@pytest.fixture
def at(tmp_path: Path, first_run: Path) -> Iterator[Open]:
    """``at("missing-sub")`` opens a tenant with that fault."""
    with ExitStack() as stack:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]

        def opened(*faults: str, **more: object) -> Bench:
            return stack.enter_context(bench(tmp_path / "local", first_run, (port,), *faults, **more))  # type: ignore[arg-type]

        yield opened


def labels(result: Login) -> list[str]:
    return [one.label for one in result.verified]


def failed(result: Login) -> set[str]:
    """The ids of everything that failed, in the tokens and between them."""
    checks = [check for one in result.verified for check in one.report.checks] + list(result.checks)
    return {check.id for check in checks if check.status is Status.FAIL}


@pytest.mark.parametrize(
    ("flow", "response_type", "came"),
    [
        ("pkce", None, ["ID token", "access token"]),
        ("implicit", None, ["ID token", "access token"]),
        ("implicit", "id_token", ["ID token"]),
        ("implicit", "token", ["access token"]),
        ("hybrid", None, ["front-channel ID token", "ID token", "access token"]),
        ("hybrid", "token code", ["front-channel access token", "ID token", "access token"]),
        (
            "hybrid",
            "code id_token token",
            ["front-channel ID token", "front-channel access token", "ID token", "access token"],
        ),
    ],
)
@pytest.mark.parametrize("mode", [None, "form_post"])
def test_every_response_type(at: Open, flow: str, response_type: str | None, came: list[str], mode: str | None) -> None:
    one = at()
    result = one.run(flow, response_type=response_type, response_mode=mode, audience=API)
    assert result.passed, failed(result)
    assert labels(result) == came
    assert result.delivered == (mode or ("query" if flow == "pkce" else "fragment"))
    assert one.calls(TOKEN) == (0 if flow == "implicit" else 1)


@pytest.mark.parametrize("method", [ClientAuthMethod.POST, ClientAuthMethod.BASIC])
def test_code_with_a_secret_is_sent_by_the_method_on_the_record(at: Open, method: ClientAuthMethod) -> None:
    one = at()
    one.register(web(token_endpoint_auth_method=method.value))
    result = one.run("code", client_id=WEB, secret=SECRET, audience=API)
    assert result.passed, result.refusal
    assert one.run("code", client_id=WEB, secret="wrong", audience=API).refusal is not None


def test_L02_accepts_pkce_with_a_secret_too(at: Open) -> None:
    one = at()
    one.register(web())
    one.run("code", client_id=WEB, secret=SECRET)
    assert "code_challenge_method=S256" in one.opened[0]


def test_flow_code_without_anything_to_prove_is_a_usage_error(at: Open) -> None:
    one = at()
    with pytest.raises(UsageError, match="nothing to prove it with"):
        one.run("code")
    assert one.opened == []


def test_secret_of_a_public_client_stays_here(at: Open) -> None:
    one = at()
    assert one.run("pkce", secret="not-this-clients-secret").passed


@pytest.mark.parametrize(
    ("fault", "id_"),
    [
        ("invalid-iss", "I01"),
        ("missing-sub", "V16"),
        ("invalid-aud", "I02"),
        ("missing-iat", "V15"),
        ("nonce-invalid", "I05"),
        ("invalid-sig", "V01"),
        ("invalid-c-hash", "I09"),
        ("missing-c-hash", "I09"),
        ("invalid-s-hash", "I09"),
    ],
)
def test_I11_rejects_any_call_after_a_bad_front_channel_id_token(at: Open, fault: str, id_: str) -> None:
    one = at(fault)
    result = one.run("hybrid", userinfo=True)
    assert not result.passed
    assert labels(result) == ["front-channel ID token"]
    assert id_ in failed(result) or fault == "invalid-sig"
    assert one.calls(TOKEN) == 0
    assert one.calls(USERINFO) == 0
    assert result.findings or result.verified[0].report.findings


def test_I11_accepts_a_good_front_channel_id_token_and_redeems_the_code(at: Open) -> None:
    one = at()
    result = one.run("hybrid", userinfo=True)
    assert result.passed, failed(result)
    assert (one.calls(TOKEN), one.calls(USERINFO)) == (1, 1)
    assert result.userinfo is not None
    assert result.userinfo["sub"] == result.verified[0].token.claims["sub"]
    assert {check.id for check in result.checks} == {"I10", "I12"}


@pytest.mark.parametrize("fault", ["back-channel-other-sub", "back-channel-claims-differ"])
def test_I10_front_and_back_channel_disagree(at: Open, fault: str) -> None:
    one = at(fault)
    result = one.run("hybrid", userinfo=True)
    assert failed(result) == {"I10"}
    assert [finding.rule.name for finding in result.findings if finding.rule.code.startswith("AZ8")] == [
        "front-and-back-id-tokens-differ"
    ]
    assert one.calls(USERINFO) == 0
    assert result.userinfo is None


@pytest.mark.parametrize("flow", ["pkce", "implicit"])
def test_no_userinfo_call_after_a_bad_id_token(at: Open, flow: str) -> None:
    one = at("invalid-aud")
    result = one.run(flow, userinfo=True)
    assert not result.passed
    assert one.calls(USERINFO) == 0


@pytest.mark.parametrize("fault", ["userinfo-invalid-sub", "userinfo-401"])
def test_I12_userinfo_of_somebody_else_is_not_shown(at: Open, fault: str) -> None:
    result = at(fault).run(userinfo=True)
    assert failed(result) == {"I12"}
    assert result.userinfo is None
    assert not result.passed


def test_I12_signed_userinfo_is_verified(at: Open) -> None:
    result = at("userinfo-signed").run(userinfo=True)
    assert result.passed, [check for check in result.checks if check.status is Status.FAIL]
    assert result.userinfo is not None
    assert [check.status for check in result.checks if check.title == "userinfo: signature"] == [Status.PASS]


def test_I06_max_age_is_sent_and_checked(at: Open) -> None:
    one = at()
    result = one.run(extra={"max_age": "0", "acr_values": ""})
    assert result.passed, failed(result)
    assert "max_age=0" in one.opened[0]
    checks = {check.id: check.status for check in result.verified[0].report.checks}
    assert checks["I06"] is Status.PASS


def test_I07_acr_that_was_asked_for_and_did_not_come(at: Open) -> None:
    result = at().run(extra={"acr_values": "http://schemas.openid.net/pape/policies/2007/06/multi-factor"})
    assert "I07" in failed(result)


@pytest.mark.parametrize(
    ("fault", "announced"), [("iss-param-wrong", False), ("iss-param-wrong", True), ("iss-param-missing", True)]
)
def test_L03_rejects_an_answer_of_another_issuer(at: Open, fault: str, announced: bool) -> None:
    one = at(fault, settings={"authorization_response_iss_parameter_supported": announced})
    result = one.run()
    assert result.refusal is not None
    assert result.refusal.error == "issuer_mismatch"
    assert one.calls(TOKEN) == 0
    assert result.tokens is None


@pytest.mark.parametrize("announced", [False, True])
def test_L03_accepts_the_right_issuer_or_none_where_none_is_announced(at: Open, announced: bool) -> None:
    one = at(settings={"authorization_response_iss_parameter_supported": announced})
    assert one.world.discovery.iss_parameter_supported is announced
    assert one.run().passed


@pytest.mark.parametrize("flow", ["implicit", "hybrid"])
def test_L03_id_token_at_the_callback_names_its_issuer_itself(at: Open, flow: str) -> None:
    """RFC 9207 section 4: the parameter may then be left out; with a code or an access token alone it may not."""
    one = at("iss-param-missing", settings={"authorization_response_iss_parameter_supported": True})
    assert one.run(flow).passed
    refusal = one.run("hybrid", response_type="code token").refusal
    assert refusal is not None
    assert refusal.error == "issuer_mismatch"


def test_L10_accepts_front_channel_flows_and_says_what_they_are_for(at: Open) -> None:
    one = at()
    assert "debug only" in one.run("implicit").flow
    assert "debug only" in one.run("hybrid").flow
    assert "debug" not in one.run().flow


def test_dpop_binds_the_tokens_to_the_key(at: Open) -> None:
    one = at()
    key = DpopKey.generate()
    result = one.run(dpop_key=key, audience=API, userinfo=True)
    assert result.passed, (result.refusal, [check for check in result.checks if check.status is Status.FAIL])
    assert result.tokens is not None
    assert result.tokens.token_type == "DPoP"
    assert {"L11", "A05"} <= {check.id for check in result.checks}
    assert f"dpop_jkt={key.thumbprint}" in one.opened[0]


def test_pushed_request_leaves_the_url_empty(at: Open) -> None:
    one = at(settings={"pushed_authorization_requests_supported": True})
    one.register(web())
    result = one.run("code", client_id=WEB, secret=SECRET, par=True, audience=API)
    assert result.passed, result.refusal
    assert "request_uri=" in one.opened[0]
    assert API not in one.opened[0]
    assert one.calls("POST /oauth/par") == 2  # one for the preflight, one for the person


def test_pushed_request_that_is_refused_opens_no_browser(at: Open) -> None:
    one = at(settings={"pushed_authorization_requests_supported": True})
    one.register(web())
    result = one.run("code", client_id=WEB, secret="wrong", par=True)
    assert result.refusal is not None
    assert one.opened == []


def test_prompt_none_is_not_refused_by_the_preflight(at: Open) -> None:
    one = at(settings={"skip_non_verifiable_callback_uri_confirmation_prompt": True})
    one.run(extra={"prompt": "none"})
    assert len(one.opened) == 1


@pytest.mark.parametrize(
    ("flow", "wish", "words"),
    [
        ("pkce", {"response_type": "id_token"}, "does not belong to --flow pkce"),
        ("implicit", {"response_type": "code"}, "does not belong to --flow implicit"),
        ("hybrid", {"response_type": "code"}, "does not belong to --flow hybrid"),
        ("implicit", {"response_mode": "query"}, "never sent in a query"),
        ("hybrid", {"response_mode": "query"}, "never sent in a query"),
        ("pkce", {"response_mode": "web_message"}, "app's own origin"),
        ("pkce", {"response_mode": "pigeon"}, "no response mode pigeon"),
    ],
)
def test_what_a_flow_cannot_carry(at: Open, flow: str, wish: dict[str, Any], words: str) -> None:
    one = at()
    with pytest.raises(UsageError, match=words):
        one.run(flow, **wish)
    assert one.opened == []


def test_trace_tells_where_the_person_went_and_how_it_ended(at: Open) -> None:
    one = at()
    one.run()
    assert [(event.source, event.target, event.what) for event in one.events] == [
        ("auth0ctl", "browser", "open /authorize"),
        ("browser", "auth0ctl", "callback by query"),
        ("auth0ctl", "person", "verified"),
    ]


def test_client_is_named_in_the_result(at: Open) -> None:
    result = at().run(client_id=SPA)
    assert result.client_name == "Example SPA"


def test_L05_accepts_the_same_redirect_uri_at_both_endpoints(at: Open) -> None:
    """The tenant compares them (RFC 6749 section 4.1.3), so that a login which passed has sent the same one twice."""
    one = at()
    result = one.run()
    assert result.passed
    assert f"redirect_uri=http%3A%2F%2F127.0.0.1%3A{one.ports[0]}%2Fcallback" in one.opened[0]
    assert one.calls(TOKEN) == 1


def test_L07_rejects_sending_a_refused_code_again(at: Open) -> None:
    one = at()
    one.register(web())
    result = one.run("code", client_id=WEB, secret="wrong")
    assert result.refusal is not None
    assert result.refusal.where == "token"
    assert one.calls(TOKEN) == 1


def test_organization_must_be_the_one_in_the_id_token(at: Open) -> None:
    result = at().run(extra={"organization": "org_nobody"})
    # The tenant refuses an organization that it does not have; a token without org_id would fail as well.
    assert not result.passed
