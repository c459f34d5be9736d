"""What a text complains about, in sentences that stand in no table."""

import time

import pytest

from auth0ctl.rules.said.verdicts import MOST, names, two_urls, unjoined, verdict

COMPLAINTS = {
    "issuer": ("the issuer of this credential is not accepted here", "JWTNotInIssuer: wrong iss", "IssuerMismatch"),
    "audience": ("aud of the credential was rejected", "JWTNotInAudience", "an unacceptable audience came"),
    "signature": ("could not verify the signature", "JWSInvalidSignature", "Jwt verification fails"),
    "algorithm": ("alg in the header is not supported", "UnsupportedAlgorithm"),
    "type": ("unexpected typ in the header",),
    "key": ("no suitable verification key in the set", "cannot find a matching public key"),
    "state": ("login.OAuthLogin(missing saved state)", "state on the session was not found", "csrf_attack"),
    "header": ("no bearer token came with the request", "Authorization header not present"),
    "dpop_missing": ("a request without DPoP",),
    "dpop": ("the DPoP proof was already used", "invalid DPoP proof"),
    "cancelled": ("User closed the login window", "user cancelled flow"),
    "malformed": ("a token is three parts",),
    "discovery": ("failed to load the provider metadata", "Error retrieving discovery document"),
    "refresh": ("could not renew the credentials", "there was an error while trying to refresh it"),
    "azp": ("azp of the token differs", "incorrect azp"),
    "nonce": ("the nonce in the answer does not match", "Invalid nonce claim"),
    "at_hash": ("missing required property at_hash", "access token hash does not match value"),
    "expired": ("the JWT has expired", "JWTExpired", "maxAge exceeded"),
    "early": ("iat is in the future", "the token is not valid yet", "JWT before use time"),
    "claim_missing": ("missing required 'org' claim", "The Claim 'org' is not present", "Missing required claim: org"),
    "no_domain": ("domain must be configured", "you must supply an API domain"),
    "no_client_id": ("clientId cannot be null", "requires a client id"),
    "no_client_secret": ("the client secret or client assertion signing key must be provided",),
    "no_cookie_secret": ("'cookieSecret' must be configured",),
    "no_redirect_uri": ("redirectUri option is required",),
    "no_setting": (
        "algorithms is a required option",
        "issuer URL is required",
        "validation of 'audience' was unsuccessful",
    ),
}
INNOCENT = (
    "unable to get local issuer certificate",
    "Error acquiring the state lock",
    "Invalid state transition: cannot go from shipped to draft",
    "CSRF token missing",
    "public key of the bucket policy",
    "missing authorization code",
    "InvalidStateError: Failed to execute 'transaction' on 'IDBDatabase'",
    "the audience loved the show",
    "Bad state: No element",
    "nonce too low: next nonce 12, tx nonce 10",
    "the access token expires in 300 s",
    "nbf check passed, iat check passed",
    "the claim 'org' is present",
    "domain is set, client id is set",
)


@pytest.mark.parametrize(("subject", "text"), [(name, text) for name, texts in COMPLAINTS.items() for text in texts])
def test_a_complaint_is_read_in_any_words(subject: str, text: str) -> None:
    assert verdict(subject, unjoined(text))


@pytest.mark.parametrize("text", INNOCENT)
def test_an_innocent_text_complains_of_nothing(text: str) -> None:
    assert [subject for subject in names() if verdict(subject, unjoined(text))] == []


def test_every_subject_has_an_example() -> None:
    assert set(COMPLAINTS) == set(names())


def test_two_urls_that_differ_by_a_slash_need_no_words() -> None:
    assert two_urls("a https://t.auth0.com b https://t.auth0.com/ c") == ("https://t.auth0.com/", "https://t.auth0.com")


def test_the_word_before_a_url_says_which_was_expected() -> None:
    assert two_urls("got https://a.example/ expected https://b.example/") == (
        "https://a.example/",
        "https://b.example/",
    )
    assert two_urls("expected https://b.example/, found https://a.example/") == (
        "https://a.example/",
        "https://b.example/",
    )
    assert two_urls("https://a.example https://b.example https://c.example") == ("", "")


def test_a_long_text_takes_no_long_time() -> None:
    text = unjoined("issuer audience signature state no key failed to " * 8_000)
    assert len(text) <= MOST + 1
    began = time.process_time()
    for subject in names():
        verdict(subject, text)
    assert time.process_time() - began < 2
