"""What an SDK says about the program around it: each rule has a text that fires it, and one like it that does not."""

import pytest

from auth0ctl.evidence.errortext import read_error_text
from auth0ctl.rules.said.causes import api, app, browser
from auth0ctl.rules.said.judges import candidates
from auth0ctl.rules.said.reading import Captures, wording
from auth0ctl.rules.said.reading import fits as fits_row
from auth0ctl.rules.said.words import words_of

# rule -> texts that fire it, texts that resemble them and do not
TEXTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    browser.POST_NEEDED.name: (
        (
            'ActionController::RoutingError (No route matches [GET] "/auth/auth0"):',
            "(auth0) Authentication failure! authenticity_error: OmniAuth::AuthenticityError, Forbidden",
        ),
        (
            'ActionController::RoutingError (No route matches [GET] "/auth/auth0/callback"):',
            'ActionController::RoutingError (No route matches [GET] "/favicon.ico"):',
            "ActionController::InvalidAuthenticityToken (Can't verify CSRF token authenticity.):",
        ),
    ),
    browser.CROSS_ORIGIN_ISOLATED.name: (
        ("Error: The application is running in a Cross-Origin Isolated context, silently retrieving a token is not",),
        ("SharedArrayBuffer needs cross-origin isolation",),
    ),
    app.NATIVE_CALLBACK.name: (
        (
            "ActivityNotFoundException: No Activity found to handle Intent { dat=demo://t.auth0.com/callback?code=x }",
            "net::ERR_UNKNOWN_URL_SCHEME at com.acme.demo://t.auth0.com/ios/com.acme.demo/callback",
            "Using HTTPS callbacks requires Associated Domains using the `webcredentials` service type for t.auth0.com",
            "AndroidManifest.xml requires a placeholder substitution but no value for <auth0Domain> is provided.",
        ),
        (
            "ActivityNotFoundException: No Activity found to handle Intent { dat=mailto:a@example.com }",
            "net::ERR_UNKNOWN_URL_SCHEME whatsapp://send?text=callback",
        ),
    ),
    app.HOST_NOT_TRUSTED.name: (
        ("[auth][error] UntrustedHost: Host must be trusted. URL was: https://app.example.com/api/auth/session",),
        ("Host key verification failed.", "The host must be trusted before it can be copied to"),
    ),
    app.ID_TOKEN_ANSWER.name: (
        ("RPError: id_token detected in the response, you must use client.callback() instead of another",),
        ("RPError: id_token not present in TokenSet",),
    ),
    app.SESSION_MISSING.name: (
        (
            "AccessTokenError: The user does not have an active session.",
            '{"error":"not_authenticated","description":"The user does not have an active session"}',
            "com.auth0.android CredentialsManagerException: No Credentials were previously set.",
        ),
        ("The user does not have a valid session in the game lobby", "The session has expired. Please save your work."),
    ),
    app.MIDDLEWARE_MISSING.name: (
        (
            "Error: req.oidc is not found, did you include the auth middleware?",
            "OAuth 2.0 authentication requires session support. Did you forget to use express-session middleware?",
        ),
        ("express-session deprecated undefined resave option; provide resave option app.js:12:9",),
    ),
    app.TOKEN_LIFETIME.name: (
        ("The minTTL requested (86400s) is greater than the lifetime of the renewed access token (7200s).",),
        ("minTTL requested: 60 s; the renewed access token lives for 7200 s",),
    ),
    api.AUDIENCE_LIST.name: (
        ("json: cannot unmarshal array into Go struct field StandardClaims.aud of type string",),
        (
            "json: cannot unmarshal array into Go struct field Config.hosts of type string",
            "json: cannot unmarshal string into Go struct field Claims.aud of type []string",
        ),
    ),
    api.MANAGEMENT_CONFLICT.name: (
        ("409 Conflict: A resource server with the same identifier already exists.",),
        ('Conflict. The container name "/web" is already in use', "409 Conflict: a namespace already exists"),
    ),
}


def named(text: str) -> list[str]:
    return [one.rule.name for one in candidates(read_error_text(text))]


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, (texts, _) in TEXTS.items() for text in texts])
def test_its_own_words_fire_a_rule(rule: str, text: str) -> None:
    assert named(text)[:1] == [rule]


@pytest.mark.parametrize(("rule", "text"), [(rule, text) for rule, (_, texts) in TEXTS.items() for text in texts])
def test_other_words_do_not(rule: str, text: str) -> None:
    assert rule not in named(text)


def test_an_exception_that_only_wraps_another_says_where_to_look() -> None:
    found = candidates(read_error_text("AuthenticationException: Could not verify the ID token (com.auth0.android)"))
    assert len(found) > 1
    assert all("exception below it" in one.detail for one in found)


def test_an_exception_with_its_cause_is_read_by_its_cause() -> None:
    text = "Could not verify the ID token. Caused by: Nonce (nonce) claim mismatch in the ID token; expected a, found b"
    assert named(text)[0] == "token-nonce-mismatch"


def fits(text: str, *phrases: str, near: tuple[str, ...] = ()) -> tuple[str, Captures] | None:
    return fits_row(words_of(read_error_text(text)), wording(app.SETTING_MISSING, 50, *phrases, near=near))


def test_a_phrase_without_the_words_near_it_leaves_room_for_one_that_needs_none() -> None:
    assert fits("no luck today", "no luck", near=("auth0",)) is None
    assert fits("no luck today", "no luck", "=no luck today", near=("auth0",)) == ("no luck today", {})
    assert fits("no luck with auth0", "no luck", near=("auth0",)) == ("no luck", {})
