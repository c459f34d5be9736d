"""The flows of the token endpoint alone: the form that each sends, what it shows of it, and what it refuses to send."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest

from auth0ctl.errors import NetworkError, UsageError
from auth0ctl.flows import FLOWS
from auth0ctl.flows.direct import ACCESS_TOKEN_TYPE, DirectWish, shown
from auth0ctl.lookup import load
from auth0ctl.protocol import ClientAuthentication, ClientAuthMethod, TokenSet
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.token_endpoint import PASSWORD_REALM, TokenEndpoint, TokenRefused

ORIGIN = "https://tenant.example.com"
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
GOOD = (200, {"access_token": "at", "expires_in": 60, "token_type": "Bearer"})
SECRETS = ("hush-password", "hush-refresh", "hush-subject", "hush-client", "hush-actor")


def run(name: str, reply: tuple[int, Any] | None = GOOD, **wished: Any) -> tuple[TokenSet, dict[str, str]]:
    """Run a flow: what it brought, and the form that it sent. ``reply`` None: no answer comes."""
    forms: list[dict[str, str]] = []

    def tenant(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        size = int(environ["CONTENT_LENGTH"])
        form = parse_qs(environ["wsgi.input"].read(size).decode(), keep_blank_values=True)
        forms.append({key: one[0] for key, one in form.items()})
        if reply is None:
            raise httpx.ReadTimeout("no answer")
        start_response(f"{reply[0]} Status", [("Content-Type", "application/json")])
        return [json.dumps(reply[1]).encode()]

    wish = DirectWish(flow=FLOWS[name], client_id="client", **wished)
    with Http(apps={ORIGIN: tenant}) as http:
        endpoint = TokenEndpoint(
            http=http,
            url=f"{ORIGIN}/oauth/token",
            issuer=f"{ORIGIN}/",
            client_id="client",
            now=lambda: NOW,
            authentication=ClientAuthentication(method=ClientAuthMethod.POST, client_secret="hush-client"),
        )
        tokens = load(FLOWS[name].target)(wish, endpoint)
    assert len(forms) == 1
    form = forms[0]
    assert form.pop("client_secret") == "hush-client"
    assert form.pop("client_id") == "client"
    return tokens, form


def test_client_credentials_asks_for_no_scope_of_its_own() -> None:
    tokens, form = run("client-credentials", audience="https://api")
    assert tokens.access_token == "at"
    assert form == {"grant_type": "client_credentials", "audience": "https://api"}


def test_client_credentials_with_an_organization() -> None:
    _, form = run("client-credentials", audience="https://api", scope=("read:x",), organization="org_1")
    assert (form["organization"], form["scope"]) == ("org_1", "read:x")


@pytest.mark.parametrize(("realm", "grant_type"), [(None, "password"), ("Users", PASSWORD_REALM)])
def test_password_with_and_without_realm(realm: str | None, grant_type: str) -> None:
    wished: dict[str, Any] = {
        "username": "user@example.com",
        "password": "hush-password",
        "realm": realm,
        "scope": ("openid",),
    }
    _, form = run("password", **wished)
    named = {"realm": realm} if realm else {}
    assert form == {
        "grant_type": grant_type,
        "username": "user@example.com",
        "password": "hush-password",
        "scope": "openid",
        **named,
    }
    assert shown(DirectWish(flow=FLOWS["password"], client_id="client", **wished)).grant_type == grant_type


def test_refresh_asks_for_what_was_granted_before_unless_told_otherwise() -> None:
    _, form = run("refresh", refresh_token="hush-refresh", scope_before=("openid",), audience_before="https://api")
    assert form == {"grant_type": "refresh_token", "refresh_token": "hush-refresh"}
    _, form = run("refresh", refresh_token="hush-refresh", scope=("openid",), audience="https://other")
    assert (form["scope"], form["audience"]) == ("openid", "https://other")


def test_exchange_says_what_the_subject_token_is() -> None:
    _, form = run("token-exchange", subject_token="hush-subject", audience="https://api")
    assert form == {
        "grant_type": FLOWS["token-exchange"].grant_type,
        "subject_token": "hush-subject",
        "subject_token_type": ACCESS_TOKEN_TYPE,
        "audience": "https://api",
    }
    vault_grant = "urn:auth0:params:oauth:grant-type:token-exchange:federated-connection-access-token"
    wished: dict[str, Any] = {
        "subject_token": "hush-subject",
        "parameters": {"grant_type": vault_grant, "connection": "google"},
    }
    _, form = run("token-exchange", **wished)
    assert (form["grant_type"], form["connection"]) == (vault_grant, "google")
    request = shown(DirectWish(flow=FLOWS["token-exchange"], client_id="client", **wished))
    assert (request.grant_type, request.parameters) == (vault_grant, {"connection": "google"})


@pytest.mark.parametrize(
    ("name", "wished", "says"),
    [
        ("password", {}, "a user name and a password"),
        ("password", {"username": "user"}, "a user name and a password"),
        ("password-realm", {"password": "hush-password"}, "a user name and a password"),
        ("refresh", {}, "no refresh token"),
        ("token-exchange", {}, "needs the token to exchange"),
    ],
)
def test_nothing_is_sent_where_something_is_missing(name: str, wished: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        run(name, **wished)


def test_the_tenants_refusal_passes_through() -> None:
    with pytest.raises(TokenRefused) as refused:
        run("client-credentials", (403, {"error": "access_denied", "error_description": "Service not found: x"}))
    assert (refused.value.code, refused.value.status) == ("access_denied", 403)


def test_a_refresh_without_an_answer_says_what_that_may_mean() -> None:
    with pytest.raises(NetworkError) as error:
        run("refresh", None, refresh_token="hush-refresh")
    assert "used up the refresh token" in error.value.hint


def test_no_secret_shows_in_a_wish_or_in_its_request() -> None:
    wish = DirectWish(
        flow=FLOWS["token-exchange"],
        client_id="client",
        username="user",
        password="hush-password",
        refresh_token="hush-refresh",
        subject_token="hush-subject",
        subject_token_type="urn:x:type",
        organization="org_1",
        parameters={"actor_token": "hush-actor", "actor_token_type": "urn:x:actor", "otp": "123456", "login_hint": "a"},
    )
    request = shown(wish)
    assert not [secret for secret in SECRETS if secret in repr(wish) + repr(request)]
    assert request.parameters == {
        "username": "user",
        "subject_token_type": "urn:x:type",
        "organization": "org_1",
        "actor_token": "(hidden)",
        "actor_token_type": "urn:x:actor",
        "otp": "(hidden)",
        "login_hint": "a",
    }
