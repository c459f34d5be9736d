"""Calling the user's own API: what is sent where, what is kept of the answers, and what the rules conclude."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from called_api import Behaviour, Reply, called_api
from cli_process import Running
from forge import OPAQUE_JWE, access_claims, id_claims, key_set, rsa_signer
from machine import SDK_FOLDER, find_node

from auth0ctl.errors import NetworkError, UsageError
from auth0ctl.evidence.call import call_api, forged
from auth0ctl.findings import Finding, Severity, severity_of
from auth0ctl.model import Facts
from auth0ctl.rules import judge
from auth0ctl.situation import ApiAnswer
from auth0ctl.tenant.http import Http
from auth0ctl.tokens.decode import decode

SIGNER = rsa_signer()
ACCESS = SIGNER.sign(access_claims())
ID = SIGNER.sign(id_claims())
ORIGIN = "http://localhost:3000"
CHALLENGE = {"WWW-Authenticate": 'Bearer realm="api"'}
REFUSED = Reply(status=401, headers=CHALLENGE)
CORS = {"Access-Control-Allow-Origin": ORIGIN, "Access-Control-Allow-Headers": "Authorization, Content-Type"}


def refusing(description: str, status: int = 401, error: str = "invalid_token", more: str = "") -> Reply:
    said = f'Bearer error="{error}", error_description="{description}"{more}'
    return Reply(status=status, headers={"WWW-Authenticate": said})


def takes(*tokens: str, otherwise: Reply = REFUSED) -> Behaviour:
    """An API that takes these tokens; a call without one, and any other token, is refused."""

    def behave(method: str, token: str | None) -> Reply:
        if method == "OPTIONS":
            return Reply(status=204, headers=CORS)
        if token is None:
            return REFUSED
        return Reply(body='{"personal": "data"}') if token in tokens else otherwise

    return behave


def always(reply: Reply) -> Behaviour:
    return lambda method, token: reply


def found(
    behave: Behaviour, access: str = ACCESS, id_token: str | None = ID, origin: str | None = None
) -> list[Finding]:
    with called_api(behave) as api, Http(timeout=5) as http:
        answers = call_api(http, api.url, access_token=access, id_token=id_token, origin=origin)
    findings, _ = judge(Facts(api_answers=answers, token=decode(access)), ("AZ9",))
    for finding in findings:
        for token in (ACCESS, ID):
            assert token.rpartition(".")[2] not in repr(finding)
    return list(findings)


def problems(behave: Behaviour, access: str = ACCESS, origin: str | None = None) -> list[str]:
    findings = found(behave, access, origin=origin)
    return [one.rule.name for one in findings if severity_of(one) is not Severity.INFO]


def test_an_api_that_checks_everything_is_praised_and_not_blamed() -> None:
    (finding,) = found(takes(ACCESS), origin=ORIGIN)
    assert finding.rule.name == "api-checks-tokens"
    assert "its signature" in finding.detail
    assert "audience" in finding.detail


def test_what_is_sent() -> None:
    with called_api(takes(ACCESS)) as api, Http(timeout=5) as http:
        answers = call_api(http, api.url, access_token=ACCESS, id_token=ID, origin=ORIGIN)
    bent = forged(ACCESS)
    assert api.calls == [
        ("GET", "/items", None),
        ("GET", "/items", ACCESS),
        ("GET", "/items", bent["broken signature"]),
        ("GET", "/items", bent["unsigned"]),
        ("GET", "/items", ID),
        ("OPTIONS", "/items", None),
    ]
    assert [one.sent for one in answers] == [
        "nothing", "access token", "broken signature", "unsigned", "ID token", "preflight",
    ]  # fmt: skip
    assert "personal" not in repr(answers)  # of an answer that gives something away, nothing is kept


def test_forged_tokens_are_forged_indeed() -> None:
    bent = forged(ACCESS)
    assert len({ACCESS, *bent.values()}) == 3
    assert all(one.split(".")[1] == ACCESS.split(".")[1] for one in bent.values())
    assert decode(bent["unsigned"] + "x").header["alg"] == "none"
    assert forged(OPAQUE_JWE) == forged("opaque") == {}


def test_a_refused_token_is_not_followed_by_forged_ones() -> None:
    with called_api(always(REFUSED)) as api, Http(timeout=5) as http:
        call_api(http, api.url, access_token=ACCESS)
    assert len(api.calls) == 2


@pytest.mark.parametrize("url", ["http://api.example.com/items", "https://a@api.example.com/", "ftp://127.0.0.1/", "x"])
def test_a_token_goes_only_over_https_or_to_this_machine(url: str) -> None:
    with Http() as http, pytest.raises(UsageError):
        call_api(http, url, access_token=ACCESS)


def test_a_redirect_is_not_followed_and_its_query_not_kept() -> None:
    with (
        called_api(always(Reply())) as other,
        called_api(always(Reply(status=302, headers={"Location": f"{other.url}?state=secret"}))) as api,
        Http(timeout=5) as http,
    ):
        answers = call_api(http, api.url, access_token=ACCESS)
        assert other.calls == []
    assert "state" not in repr(answers)


def test_a_token_that_is_said_back_is_not_kept() -> None:
    def echo(method: str, token: str | None) -> Reply:
        body = f"no such token: {token}" if token else "no token"
        return Reply(status=401, headers={"WWW-Authenticate": f'Bearer error_description="{token}"'}, body=body)

    with called_api(echo) as api, Http(timeout=5) as http:
        answers = call_api(http, api.url, access_token=ACCESS, id_token=ID)
    assert "no such token" in answers[1].body
    for token in (ACCESS, ID):
        assert token.rpartition(".")[2] not in repr(answers)


def test_nothing_that_listens_is_an_error() -> None:
    with called_api(always(Reply())) as api:
        url = api.url
    with Http(timeout=3) as http, pytest.raises(NetworkError) as caught:
        call_api(http, url)
    assert "not the tenant" in caught.value.hint, "whoever reads it looks at the API, not at the domain"


@pytest.mark.parametrize(
    ("behave", "named"),
    [
        (always(Reply()), ["api-accepts-no-token"]),
        (takes(ACCESS, ID), ["api-accepts-id-token"]),
        (takes(ID), ["api-accepts-id-token"]),
        (takes(ACCESS, forged(ACCESS)["broken signature"]), ["api-accepts-forged-token"]),
        (takes(ACCESS, *forged(ACCESS).values(), ID), ["api-accepts-forged-token", "api-accepts-id-token"]),
        (
            always(Reply(status=302, headers={"Location": "https://t.eu.auth0.com/authorize"})),
            ["api-redirects-to-login"],
        ),
        (always(Reply(status=404)), ["api-path-not-found"]),
        (takes(otherwise=Reply(status=500, body="Error: unable to get JWKS")), ["api-fails-on-token"]),
        (takes(otherwise=REFUSED), ["api-refuses-access-token"]),
        (takes(otherwise=Reply(status=401, body="No authorization token was found")), ["authorization-header-missing"]),
    ],
)
def test_what_the_answers_mean(behave: Behaviour, named: list[str]) -> None:
    assert problems(behave) == named


@pytest.mark.parametrize(
    ("reply", "named"),
    [
        # express-oauth2-jwt-bearer, express-jwt, jsonwebtoken
        (refusing("Unexpected 'aud' value"), "token-for-another-audience"),
        (
            Reply(status=401, body="UnauthorizedError: jwt audience invalid. expected: https://b"),
            "token-for-another-audience",
        ),
        (refusing("Unexpected 'iss' value"), "token-for-another-issuer"),
        (refusing("jwt issuer invalid. expected: https://tenant.eu.auth0.com"), "issuer-missing-trailing-slash"),
        (refusing("jwt audience invalid. expected: https://api.example.com/"), "audience-slash-mismatch"),
        (refusing("signature verification failed"), "jwks-of-another-domain"),
        (refusing("no applicable key found in the JSON Web Key Set"), "jwks-of-another-domain"),
        (Reply(status=401, body='{"error": "invalid algorithm"}'), "token-algorithm-refused"),
        (refusing("'exp' claim timestamp check failed"), "token-expired"),
        (Reply(status=401, body="jwt not active"), "clock-skew"),
        # Spring Security
        (
            refusing("An error occurred while attempting to decode the Jwt: The iss claim is not valid"),
            "token-for-another-issuer",
        ),
        (refusing("This aud claim is not equal to the configured audience"), "token-for-another-audience"),
        (
            refusing("Signed JWT rejected: Another algorithm expected, or no matching key(s) found"),
            "token-algorithm-refused",
        ),
        # ASP.NET Core
        (refusing("The audience 'https://api.example.com' is invalid"), "token-for-another-audience"),
        (refusing("The issuer 'https://tenant.eu.auth0.com/' is invalid"), "token-for-another-issuer"),
        (refusing("The signature key was not found"), "jwks-of-another-domain"),
        # Python, Go, Ruby
        (Reply(status=401, body='{"detail": "Audience doesn\'t match"}'), "token-for-another-audience"),
        (Reply(status=401, body='{"detail": "Invalid issuer"}'), "token-for-another-issuer"),
        (Reply(status=401, body="The specified alg value is not allowed"), "token-algorithm-refused"),
        (
            Reply(status=401, body="square/go-jose/jwt: validation failed, invalid audience claim (aud)"),
            "token-for-another-audience",
        ),
        (Reply(status=401, body="Signature has expired"), "token-expired"),
        # scopes
        (
            refusing("Insufficient Scope", 403, "insufficient_scope", ', scope="read:items"'),
            "api-checks-scope-not-permissions",
        ),
        (refusing("Insufficient Scope", 403, "insufficient_scope", ', scope="delete:items"'), "token-scope-missing"),
    ],
)
def test_why_the_token_is_refused(reply: Reply, named: str) -> None:
    assert problems(takes(otherwise=reply)) == [named]


def test_an_opaque_token_is_the_cause_whatever_the_api_says() -> None:
    assert problems(takes(otherwise=refusing("Invalid Compact JWS")), access=OPAQUE_JWE) == [
        "audience-missing-opaque-token"
    ]


@pytest.mark.parametrize(
    ("preflight", "named"),
    [
        (Reply(status=204, headers=CORS), []),
        (Reply(status=200, headers={**CORS, "Access-Control-Allow-Origin": "*"}), []),
        (Reply(status=401), ["api-cors-missing"]),
        (Reply(status=204), ["api-cors-missing"]),
        (Reply(status=204, headers={**CORS, "Access-Control-Allow-Headers": "*"}), ["api-cors-missing"]),
    ],
)
def test_cors(preflight: Reply, named: list[str]) -> None:
    def behave(method: str, token: str | None) -> Reply:
        return preflight if method == "OPTIONS" else takes(ACCESS)(method, token)

    assert problems(behave, origin=ORIGIN) == named


def test_without_tokens_only_openness_is_judged() -> None:
    with called_api(always(Reply(status=401))) as api, Http(timeout=5) as http:
        answers = call_api(http, api.url)
    assert answers == (ApiAnswer(sent="nothing", status=401, challenge="", url=api.url),)
    findings, _ = judge(Facts(api_answers=answers), ("AZ9",))
    assert [one.rule.name for one in findings] == ["api-refusal-without-challenge"]


@contextmanager
def express(audience: str) -> Iterator[tuple[str, str]]:
    """The Express API of tests/sdk, and the issuer whose tokens it takes."""

    def issuer(method: str, token: str | None) -> Reply:
        return Reply(headers={"Content-Type": "application/json"}, body=document())

    with called_api(issuer) as keys:
        base = keys.url.removesuffix("items")

        def document() -> str:
            if keys.calls[-1][1].endswith("jwks.json"):
                return key_set(SIGNER).decode()
            return f'{{"issuer": "{base}", "jwks_uri": "{base}jwks.json"}}'

        node = find_node()
        assert node
        process = subprocess.Popen(
            [node, "api.js"],
            cwd=SDK_FOLDER,
            env={"PATH": os.environ["PATH"], "AUDIENCE": audience, "ISSUER_BASE_URL": base},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        running = Running(process)
        try:
            yield f"http://127.0.0.1:{running.json()['port']}/items", base
        finally:
            running.stop()


@pytest.mark.sdk
@pytest.mark.parametrize(
    ("audience", "named"),
    [("https://api.example.com", "api-checks-tokens"), ("https://other.example.com", "token-for-another-audience")],
)
def test_the_real_express_middleware(audience: str, named: str) -> None:
    now = int(time.time())
    with express(audience) as (url, issuer), Http(timeout=10) as http:
        times = {"iss": issuer, "iat": now - 5, "exp": now + 600}
        access, id_token = SIGNER.sign(access_claims(**times)), SIGNER.sign(id_claims(**times))
        answers = call_api(http, url, access_token=access, id_token=id_token)
    findings, _ = judge(Facts(api_answers=answers, token=decode(access)), ("AZ9",))
    # that sample's own error handler drops the challenge, which is noted and no more
    causes = [one.rule.name for one in findings if one.rule.name != "api-refusal-without-challenge"]
    assert causes == [named], [(one.sent, one.status, one.challenge, one.body) for one in answers]
