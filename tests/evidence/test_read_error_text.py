"""Reading a pasted error: whatever it is wrapped in, the words, the OAuth error and the status come out."""

import json
import time

import pytest

from auth0ctl.evidence.errortext import LONGEST, LONGEST_WORD, read_error_text
from auth0ctl.evidence.stacktrace import library_of, without_frames

DENIED = ("access_denied", "Service not found: https://api.example.com")


@pytest.mark.parametrize(
    "text",
    [
        "access_denied: Service not found: https://api.example.com",
        "access_denied (Service not found: https://api.example.com)",
        '{"error":"access_denied","error_description":"Service not found: https://api.example.com"}',
        "{'error': 'access_denied', 'error_description': 'Service not found: https://api.example.com'}",
        '{"error" => "access_denied", "error_description" => "Service not found: https://api.example.com"}',
        r'"{\"error\":\"access_denied\",\"error_description\":\"Service not found: https://api.example.com\"}"',
        "/cb?error=access_denied&error_description=Service%20not%20found%3A%20https%3A%2F%2Fapi.example.com&state=s",
        "http://a.example/cb#error=access_denied&error_description=Service+not+found:+https://api.example.com&state=s",
        "/login?next=%2Fcb%3Ferror%3Daccess_denied%26error_description%3DService%2520not%2520found%253A%2520https%253A%252F%252Fapi.example.com",
        "/cb?error=access_denied&amp;error_description=Service%20not%20found%3A%20https%3A%2F%2Fapi.example.com&amp;x=1",
        "\x1b[31mError:\x1b[0m access_denied: Service not found: https://api.example.com",
    ],
)
def test_the_error_comes_out_of_every_wrapping(text: str) -> None:
    said = read_error_text(text)
    assert (said.error, said.description) == DENIED


def test_json_inside_json_is_read() -> None:
    inner = json.dumps({"error": DENIED[0], "error_description": DENIED[1]})
    said = read_error_text(json.dumps({"status": 403, "response": {"body": inner}}))
    assert (said.error, said.description) == DENIED
    assert said.status == 403


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("HTTP/1.1 401 Unauthorized", 401),
        ("POST /oauth/token 403 {}", 403),
        ("Request failed with status code 429", 429),
        ("statusCode: 400", 400),
        ("403 Forbidden", 403),
        ("Timeout after 500ms", None),
        ("listening on port 4000", None),
        ("it took 450 years", None),
    ],
)
def test_the_status(text: str, status: int | None) -> None:
    assert read_error_text(text).status == status


def test_a_page_is_its_words() -> None:
    said = read_error_text("<html><head><style>b{}</style></head><body><h1>Oops!</h1>Unknown client: abc</body></html>")
    assert said.text == "Oops!\nUnknown client: abc"


def test_quotes_are_all_alike() -> None:
    assert read_error_text('“frame-src” ‘x’ "y" `z`').text == "'frame-src' 'x' 'y' 'z'"


def test_facts_stand_beside_the_text() -> None:
    said = read_error_text("Consent required", {"error": "consent_required", "status": "302", "browser": "Safari"})
    assert (said.error, said.status, said.known["browser"]) == ("consent_required", 302, "Safari")


TRACES = {
    "jsonwebtoken": """JsonWebTokenError: jwt malformed
    at Object.module.exports [as verify] (/srv/node_modules/jsonwebtoken/verify.js:70:17)
    at async file:///srv/app.mjs:4:1""",
    "python-jose": """Traceback (most recent call last):
  File "/srv/venv/lib/python3.12/site-packages/jose/jws.py", line 70, in verify
    verify_claims(token, invalid_signature_would_be_code)
jose.exceptions.JWTError: jwt malformed""",
    "java-jwt": """com.auth0.jwt.exceptions.JWTDecodeException: jwt malformed
	at com.auth0.jwt.TokenUtils.splitToken(TokenUtils.java:24)
	... 12 more""",
    "Microsoft.IdentityModel": """Microsoft.IdentityModel.Tokens.SecurityTokenException: jwt malformed
   at Microsoft.IdentityModel.JsonWebTokens.JsonWebToken.ReadToken(String encodedJson) in /_/src/JsonWebToken.cs:line 9
   --- End of inner exception stack trace ---""",
    "omniauth-auth0": """jwt malformed
/usr/lib/ruby/gems/omniauth-auth0/lib/strategy.rb:12:in `verify'
	from /usr/lib/ruby/gems/rack/lib/rack.rb:1:in `call'""",
    "php-jwt": """UnexpectedValueException: jwt malformed
#0 /srv/vendor/firebase/php-jwt/src/JWT.php(102): Firebase\\JWT\\JWT::decode()
#1 {main}""",
    "go-jwt-middleware": """jwt malformed
goroutine 1 [running]:
github.com/auth0/go-jwt-middleware/v2.(*Validator).ValidateToken(0xc0001)
	/home/dev/go/pkg/mod/validator.go:88 +0x1d""",
}


@pytest.mark.parametrize("library", TRACES)
def test_frames_go_and_name_their_library(library: str) -> None:
    said = read_error_text(TRACES[library])
    assert said.known["sdk"] == library
    assert "jwt malformed" in said.text
    assert len(said.text.splitlines()) == 1 + ("Traceback" in said.text)


def test_the_library_somebody_named_wins() -> None:
    assert read_error_text(TRACES["jsonwebtoken"], {"sdk": "express-jwt"}).known["sdk"] == "express-jwt"


def test_a_text_of_frames_alone_is_kept() -> None:
    frame = "    at verify (/srv/app.js:1:2)"
    assert without_frames(frame) == frame
    assert library_of("nothing of the kind") == ""


@pytest.mark.parametrize(
    "text", ["", "\x00\x1b", "{" * 5000, "[" * 100_000, "%" * 5000, "%ff%fe", "\ud800", "error=" * 9000]
)
def test_no_paste_breaks_the_reader(text: str) -> None:
    read_error_text(text)


def test_what_is_far_too_long_is_cut() -> None:
    assert len(read_error_text("ab cd\n" * LONGEST).text) <= LONGEST


def test_one_line_without_a_space_is_read_in_a_moment() -> None:
    started = time.process_time()
    said = read_error_text("x" * LONGEST)
    assert time.process_time() - started < 2, "squared time took half a minute"
    assert len(said.text) == LONGEST_WORD


def test_an_error_after_a_long_word_is_still_found() -> None:
    said = read_error_text("x" * (LONGEST_WORD * 2) + "\naccess_denied: Service not found: https://api.example.com")
    assert (said.error, said.description) == DENIED
