"""Options of ``auth0ctl login`` that make no sense together are refused in one sentence, before anything is asked."""

import re
from dataclasses import fields
from typing import Any

import pytest
from cli_process import Auth0ctl

from auth0ctl.cli.login import options as login_options
from auth0ctl.cli.login.command import login
from auth0ctl.cli.login.given import EXCLUDE, FITS, SAID_BY_URL, Given, check, chosen_flow, parameters
from auth0ctl.errors import UsageError
from auth0ctl.flows import FLOWS

URL = "https://tenant.eu.auth0.com/authorize?client_id=abc&response_type=code"
OPTIONS = {"--" + one.name.replace("_", "-") for one in fields(Given)}


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"flow": "telepathy"}, "there is no flow telepathy"),
        ({"response_type": "code pigeon"}, "no response type 'code pigeon'"),
        ({"flow": "pkce", "response_type": "token"}, "does not belong to --flow pkce"),
        ({"flow": "hybrid", "response_type": "code"}, "does not belong to --flow hybrid"),
        ({"flow": "hybrid", "response_mode": "query"}, "never sent in a query"),
        ({"response_mode": "web_message"}, "app's own origin"),
        ({"flow": "device", "response_type": "code"}, "--response-type means nothing to --flow device"),
        ({"flow": "client-credentials", "prompt": "none"}, "--prompt means nothing to --flow client-credentials"),
        ({"flow": "refresh", "port": 18484}, "--port means nothing to --flow refresh"),
        ({"flow": "password", "par": True}, "--par means nothing to --flow password"),
        ({"flow": "implicit", "dpop": True}, "--dpop means nothing to --flow implicit"),
        ({"response_type": "id_token token", "dpop": True}, "--dpop means nothing to --flow implicit"),
        ({"username": "user"}, "--username means nothing to --flow pkce"),
        ({"flow": "code", "realm": "users"}, "--realm means nothing to --flow code"),
        ({"subject_token_file": "t.jwt"}, "--subject-token-file means nothing to --flow pkce"),
        ({"flow": "device", "borrow_callback": True}, "--borrow-callback means nothing to --flow device"),
        ({"flow": "client-credentials", "userinfo": True}, "--userinfo means nothing to --flow client-credentials"),
        ({"flow": "implicit", "response_type": "token", "userinfo": True}, "--userinfo takes an ID token and"),
        ({"flow": "password-realm"}, "needs --realm"),
        ({"client_secret_file": "a", "private_key_file": "b"}, "exclude each other"),
        ({"client": "abc", "ensure_client": "test"}, "exclude each other"),
        ({"flow": "password", "client_secret_file": "-", "password_file": "-"}, "cannot both be read from standard"),
        ({"key_id": "k1"}, "there is none"),
        ({"max_age": 0, "prompt": "none"}, "--max-age 0 asks for a login page"),
        ({"from_url": URL, "audience": "https://api"}, "--audience cannot be given too"),
        ({"from_url": URL, "max_age": 0}, "--max-age cannot be given too"),
        ({"from_url": URL, "flow": "hybrid"}, "--flow cannot be given too"),
        ({"from_url": URL, "username": "user"}, "--username means nothing to --from-url"),
    ],
)
def test_contradiction_is_one_sentence(given: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError) as caught:
        check(Given(**given))
    assert words in caught.value.message
    assert "\n" not in caught.value.message


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"flow": "hybrid", "response_type": "code token", "response_mode": "form_post", "userinfo": True},
        {"flow": "code", "client_secret_file": "-", "par": True, "dpop": True, "max_age": 0, "prompt": "login"},
        {"flow": "device", "no_browser": True, "dpop": True},
        {"flow": "password", "username": "user", "realm": "users", "password_file": "-"},
        {"flow": "client-credentials", "private_key_file": "k.pem", "key_id": "k1", "organization": "org_a"},
        {"from_url": URL, "port": 18484, "userinfo": True, "dpop": True, "client_secret_file": "s.txt"},
    ],
)
def test_what_belongs_together_is_taken(given: dict[str, Any]) -> None:
    check(Given(**given))


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({}, "pkce"),
        ({"response_type": "code"}, "pkce"),
        ({"response_type": "token id_token"}, "implicit"),
        ({"response_type": "id_token code"}, "hybrid"),
        ({"flow": "code", "response_type": "code"}, "code"),
    ],
)
def test_L10_rejects_a_front_channel_flow_that_no_response_type_asked_for(given: dict[str, Any], name: str) -> None:
    assert chosen_flow(Given(**given)).name == name


def test_max_age_zero_is_given_and_sent() -> None:
    given = Given(max_age=0)
    assert given.named() == {"--max-age": 0}
    assert parameters(given, None, None) == {"max_age": "0"}


def test_parameters_of_the_request() -> None:
    given = Given(prompt="login", login_hint="user@example.com", acr_values="a b", param=("ext-a=b=c", "ui_locales="))
    assert parameters(given, "google", "org_a") == {
        "connection": "google",
        "organization": "org_a",
        "prompt": "login",
        "login_hint": "user@example.com",
        "acr_values": "a b",
        "ext-a": "b=c",
        "ui_locales": "",
    }


@pytest.mark.parametrize("text", ["state=x", "nonce=x", "code_challenge=x", "redirect_uri=x", "novalue", "=x"])
def test_param_that_the_login_decides_itself(text: str) -> None:
    with pytest.raises(UsageError):
        parameters(Given(param=(text,)), None, None)


@pytest.mark.parametrize("text", ["code_challenge_method=plain", "code_challenge_method=S256", "code_challenge=x"])
def test_L02_rejects_a_challenge_that_is_not_its_own(text: str) -> None:
    """``plain`` would hand the verifier to whoever reads the address; the method is S256 and nobody chooses it."""
    with pytest.raises(UsageError, match="code_challenge"):
        parameters(Given(param=(text,)), None, None)


def test_tables_name_options_and_flows_that_exist() -> None:
    named = {*FITS, *SAID_BY_URL, *(option for pair in EXCLUDE for option in pair[:2])}
    assert named <= OPTIONS
    assert {flow for fits in FITS.values() for flow in fits} <= set(FLOWS)
    taken = {"--" + name.replace("_", "-") for name in login.__annotations__} - {"--ctx", "--return", "--trace"}
    assert taken == OPTIONS
    assert len(vars(login_options)) > len(OPTIONS)


def test_every_option_of_login_stands_once_under_a_heading(auth0ctl: Auth0ctl) -> None:
    told = auth0ctl("login", "--help").stdout
    body = told[told.index("What to ask for:") :]
    headings = [line for line in body.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert len(headings) == len(set(headings)) == 6
    assert headings[-1] == "Every command:"
    for option in ("--audience", "--client", "--matrix", "--username", "--callback-host", "--timeout"):
        assert len(re.findall(rf"^  (?:-\w, )?{option} ", body, re.MULTILINE)) == 1
