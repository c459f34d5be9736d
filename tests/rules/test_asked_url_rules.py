"""What a URL shows by itself: each fault is named, and a sound URL gets no remark."""

import time

import pytest
from recorded import API, APP, CALLBACK, TENANT, authorize_url

from auth0ctl.errors import UsageError
from auth0ctl.findings import Finding, Severity, severity_of
from auth0ctl.journeys.diagnosis.explain import explain_url
from auth0ctl.rules.asked.urls import read_place

HOST = "shop.eu.auth0.com"
SOUND = authorize_url()


def findings(url: str) -> tuple[Finding, ...]:
    return explain_url(url, {}).report.findings


def problems(url: str) -> list[str]:
    return [one.rule.name for one in findings(url) if severity_of(one) is not Severity.INFO]


@pytest.mark.parametrize("text", ["x" * 40_000, "https" * 8_000, "x " * 20_000])
def test_text_without_a_url_is_looked_through_once(text: str) -> None:
    began = time.perf_counter()
    read_place(text)
    assert time.perf_counter() - began < 5, "its length squared takes half a minute"


@pytest.mark.parametrize(
    "url",
    [
        SOUND,
        SOUND.replace("&", "&amp;"),
        SOUND.replace("%20", " ").replace("+", " "),  # as a browser shows it
        f'"{SOUND}",',
        f"curl -i '{SOUND}'",
        f"2026-11-22 INFO GET {SOUND.removeprefix(TENANT)} HTTP/1.1 302",
        SOUND[:70] + "\n" + SOUND[70:],
        SOUND.replace("%", "%25").replace(":", "%3A").replace("/", "%2F"),
        authorize_url(redirect_uri="com.shop.app://shop.eu.auth0.com/ios/com.shop.app/callback"),
        authorize_url(redirect_uri="http://localhost:3000/callback"),
        authorize_url(response_type="id_token token", nonce="n", code_challenge=None, code_challenge_method=None),
        authorize_url(organization="org_abc", connection="google-oauth2", prompt="login", max_age="0"),
        f"{TENANT}/authorize?client_id=spa&request_uri=urn%3Aietf%3Aparams%3Aoauth%3Arequest_uri%3Ax",
        f"{CALLBACK}?code=abcdefghijk&state=s",
        f"{TENANT}/v2/logout?client_id=spa&returnTo=https%3A%2F%2Fshop.example",
        f"{TENANT}/oidc/logout?id_token_hint=a.b.c&post_logout_redirect_uri=https%3A%2F%2Fshop.example",
    ],
)
def test_a_sound_url_gets_no_remark(url: str) -> None:
    assert problems(url) == []


@pytest.mark.parametrize(
    ("url", "name"),
    [
        (SOUND.replace("https://", "https://https://", 1), "domain-has-scheme"),
        (SOUND.replace("https://", "https://https//", 1), "domain-has-scheme"),
        (SOUND.replace("/authorize", "//authorize"), "domain-has-scheme"),
        (SOUND.replace(HOST, "undefined"), "domain-missing"),
        (SOUND.replace(HOST, ""), "domain-missing"),
        (SOUND.replace(f"{HOST}/authorize", "authorize/"), "domain-missing"),
        (SOUND.replace(HOST, "localhost:3000/undefined"), "domain-missing"),
        (SOUND.replace(HOST, f"localhost:3000/{HOST}"), "issuer-without-scheme"),
        (SOUND.replace(HOST, "YOUR_DOMAIN"), "wrong-tenant-domain"),
        (SOUND.replace(HOST, "manage.auth0.com"), "wrong-tenant-domain"),
        (SOUND.replace(HOST, "eu.auth0.com"), "wrong-tenant-domain"),
        (SOUND.replace(HOST, "shop"), "wrong-tenant-domain"),
        (SOUND.replace(HOST, "shop.example"), "wrong-tenant-domain"),
        (SOUND.replace("/authorize", "/oauth2/authorize"), "authorize-endpoint-wrong"),
        (authorize_url(client_id=None), "client-id-missing"),
        (authorize_url(client_id="undefined"), "client-id-missing"),
        (authorize_url(client_id=None, clientId="spa"), "client-id-missing"),
        (authorize_url(client_id="YOUR_CLIENT_ID"), "setting-placeholder"),
        (authorize_url(client_id="'spa'"), "setting-quoted-or-padded"),
        (authorize_url(client_id="1.apps.googleusercontent.com"), "client-unknown"),
        (authorize_url(client_secret="a-secret-of-the-app"), "secret-sent-by-browser"),
        (authorize_url(redirect_uri=None), "redirect-uri-missing"),
        (authorize_url(redirect_uri="undefined/callback"), "redirect-uri-malformed"),
        (authorize_url(redirect_uri="https://https://shop.example"), "redirect-uri-malformed"),
        (authorize_url(redirect_uri=f"{CALLBACK},{APP}"), "redirect-uri-malformed"),
        (authorize_url(redirect_uri="https%3A%2F%2Fshop.example"), "redirect-uri-malformed"),
        (authorize_url(redirect_uri=f"{TENANT}/login/callback"), "wrong-tenant-domain"),
        (authorize_url(redirect_uri="http://shop.example/callback"), "callback-scheme-behind-proxy"),
        (authorize_url(redirect_uri=f"{APP}//callback"), "callback-url-not-registered"),
        (authorize_url(response_type=None), "authorize-request-invalid"),
        (authorize_url(response_type="code,id_token"), "authorize-request-invalid"),
        (authorize_url(response_type="id_token"), "authorize-request-invalid"),
        (authorize_url(prompt="none login"), "authorize-request-invalid"),
        (authorize_url(code_challenge="short="), "authorize-request-invalid"),
        (authorize_url(response_type="token"), "response-type-without-id-token"),
        (SOUND + "&state=again", "authorize-request-invalid"),
        (authorize_url(scope="openid,profile"), "openid-scope-missing"),
        (authorize_url(scope="openid+profile"), "openid-scope-missing"),
        (authorize_url(scope="profile"), "openid-scope-missing"),
        (authorize_url(audience=None), "audience-missing-opaque-token"),
        (authorize_url(audience=f"{TENANT}/userinfo"), "audience-missing-opaque-token"),
        (authorize_url(audience="undefined"), "audience-not-registered"),
        (authorize_url(audience="spa"), "audience-not-registered"),
        (authorize_url(audience="https://other.us.auth0.com/api/v2/"), "audience-not-registered"),
        (authorize_url(audience=f"{TENANT}/api/v2"), "audience-slash-mismatch"),
        (authorize_url(audience=None, resource=API), "resource-param-not-mapped"),
        (
            authorize_url(audience="https://login.shop.example/api/v2/").replace(HOST, "login.shop.example"),
            "custom-domain-system-audience",
        ),
        (authorize_url(connection="google"), "connection-not-enabled"),
        (authorize_url(organization="acme"), "organization-name-for-id"),
        (authorize_url(organization="undefined"), "organization-unknown"),
        (
            authorize_url(redirect_uri="http://localhost:3000", prompt="none", response_mode="web_message"),
            "consent-required-localhost",
        ),
        (f"{CALLBACK}?error=access_denied&error_description=Service%20not%20found%3A%20x", "audience-not-registered"),
        (f"{APP}/?access_token=abc", "token-in-url"),
        (f"{TENANT}/u/login?state=hKFo2SB", "login-page-bookmarked"),
        (f"{TENANT}/v2/logout?returnTo={APP}", "logout-client-id-missing"),
        (f"{TENANT}/v2/logout?client_id=spa&redirect_uri={APP}", "logout-parameter-unknown"),
        (f"{TENANT}/oidc/logout?client_id=spa&returnTo={APP}", "logout-parameter-unknown"),
        (f"{TENANT}/v2/logout?client_id=spa&returnTo=undefined", "logout-url-not-allowed"),
        (f"{TENANT}/logout?client_id=spa&returnTo={APP}", "authorize-endpoint-wrong"),
    ],
)
def test_a_fault_is_named_first(url: str, name: str) -> None:
    assert problems(url)[:1] == [name]


@pytest.mark.parametrize("text", ["", "hello world", "https://example.com/", f"{TENANT}/samlp/abc?SAMLRequest=x"])
def test_what_belongs_to_no_login_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        findings(text)


@pytest.mark.parametrize(
    "url", [f"https://[{HOST}/authorize?client_id=spa", "https://%00/authorize?response_type=code"]
)
def test_a_host_that_cannot_be_read_ends_in_findings(url: str) -> None:
    assert problems(url)


def test_a_secret_in_the_url_is_not_repeated() -> None:
    said = repr(findings(authorize_url(client_secret="a-secret-of-the-app")))
    assert "a-secret-of-the-app" not in said
