"""A login that no browser took part in, as people and programs see it: what was asked, rotation, what agrees."""

import io
import json
from typing import Any

import pytest
from forge import API, AT, CLIENT

from auth0ctl.findings import Check, Report, Status
from auth0ctl.lookup import load
from auth0ctl.model import Tenant, TokenKind
from auth0ctl.protocol import Refusal, TokenRequest, TokenSet
from auth0ctl.render import RENDERERS
from auth0ctl.results import Login, Verified
from auth0ctl.tokens.decode import decode

TENANT = Tenant(name="prod", origin="https://tenant.eu.auth0.com")
AGREES = Check(id="I13", title="after refresh: subject", status=Status.PASS, detail="the same")
DIFFERS = Check(id="I13", title="after refresh: subject", status=Status.FAIL, detail="auth0|u1, then auth0|u2")


def login(grant_type: str, scope: str = "", **more: Any) -> Login:
    request = TokenRequest(
        grant_type=grant_type, client_id=CLIENT, scope=tuple(scope.split()), parameters={"realm": "Users"}
    )
    return Login(tenant=TENANT, flow="a flow", request=request, at=AT, client_name="My App", **more)


def tokens(**more: Any) -> TokenSet:
    return TokenSet(received_at=AT, **({"access_token": "hush-access", "scope": "openid"} | more))


def seen(result: Login) -> str:
    """What stands on the terminal, on one line."""
    out = io.StringIO()
    load(RENDERERS["terminal"])(result, out)
    assert "hush" not in out.getvalue()
    return " ".join(out.getvalue().split())


def document(result: Login) -> Any:
    out = io.StringIO()
    load(RENDERERS["json"])(result, out)
    assert "hush" not in out.getvalue()
    return json.loads(out.getvalue())


def test_what_was_asked_of_the_token_endpoint() -> None:
    result = login("password", "openid read:x", tokens=tokens())
    shown = seen(result)
    assert shown.startswith("Asked the token endpoint flow a flow client My App")
    assert "grant type password scope openid read:x audience none realm Users" in shown
    assert "Answered by the token endpoint" in shown
    assert document(result)["asked"] == {
        "grant_type": "password",
        "client_id": CLIENT,
        "scope": "openid read:x",
        "audience": None,
        "realm": "Users",
    }


@pytest.mark.parametrize(
    ("grant_type", "refresh_token", "rotated", "words"),
    [
        ("refresh_token", "hush-new", True, "a new one: it rotated, the one before is used up"),
        ("refresh_token", None, False, "no new one: it did not rotate, the one before goes on"),
        ("password", "hush-new", None, "refresh token yes"),
        ("client_credentials", None, None, "refresh token none"),
    ],
)
def test_rotation_is_told_of_a_refresh_alone(
    grant_type: str, refresh_token: str | None, rotated: bool | None, words: str
) -> None:
    result = login(grant_type, tokens=tokens(refresh_token=refresh_token))
    assert words in seen(result)
    assert document(result)["answer"]["rotated"] is rotated


@pytest.mark.parametrize(
    ("grant_type", "asked", "granted", "words"),
    [
        ("client_credentials", "", "read:x", "read:x (none was asked for)"),
        ("client_credentials", "", None, "none in the answer, and none asked for"),
        ("password", "openid", None, "as asked (the answer does not repeat it)"),
        ("password", "openid read:x", "openid", "openid (not granted: read:x)"),
        ("password", "openid", "openid read:x", "(beyond what was asked: read:x)"),
        ("refresh_token", "", "openid", "scope none: all that was granted before audience none: the one of the login"),
    ],
)
def test_L11_the_granted_scope_is_held_against_the_one_asked_for(
    grant_type: str, asked: str, granted: str | None, words: str
) -> None:
    assert words in seen(login(grant_type, asked, tokens=tokens(scope=granted)))


def test_a_token_of_another_type_and_an_issued_type_are_named() -> None:
    kind = "urn:ietf:params:oauth:token-type:access_token"
    shown = seen(login("x", tokens=tokens(token_type="DPoP", issued_token_type=kind)))
    assert f"token type DPoP issued {kind}" in shown
    assert "token type" not in seen(login("x", tokens=tokens()))


def verified() -> Verified:
    passed = Check(id="V05", title="form", status=Status.PASS)
    token = decode("opaque")
    return Verified(token=token, report=Report(subject="x", checks=(passed,)), at=AT, label=f"{TokenKind.ID} token")


def test_what_agrees_and_what_does_not() -> None:
    good = login("refresh_token", tokens=tokens(), checks=(AGREES,), verified=(verified(),))
    bad = login("refresh_token", tokens=tokens(), checks=(DIFFERS,), verified=(verified(),))
    assert "Held against each other they agree" in seen(good)
    assert "they contradict each other" in seen(bad)
    assert "auth0|u1, then auth0|u2 I13" in seen(bad)
    assert (good.passed, bad.passed) == (True, False)
    assert [one["status"] for one in document(bad)["checks"]] == ["fail"]


def test_userinfo_is_shown_safely() -> None:
    claims = {"sub": "auth0|u1", "name": "\x1b[2J<b>Eve</b>\u202e", "updated": {"a": [1]}}
    shown = seen(login("password", tokens=tokens(), userinfo=claims))
    assert "/userinfo says sub auth0|u1" in shown
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    assert '{"a": [1]}' in shown
    assert document(login("password", tokens=tokens(), userinfo=claims))["userinfo"] == claims


def test_a_refusal_of_the_token_endpoint() -> None:
    refusal = Refusal(where="token", error="expired_token", description="Nobody confirmed the code.", status=0)
    result = login("x", refusal=refusal)
    assert "✗ Refused expired_token: Nobody confirmed the code." in seen(result)
    assert document(result)["refusal"]["error"] == "expired_token"
    assert document(result)["answer"] is None


def test_an_api_that_was_asked_for_is_named() -> None:
    request = TokenRequest(grant_type="refresh_token", client_id=CLIENT, scope=(), audience=API)
    assert f"audience {API}" in seen(Login(tenant=TENANT, flow="refresh", request=request, at=AT, tokens=tokens()))
