"""S08: no secret passes the redactor, by name, by value in any form, or by shape; and nothing else is eaten."""

import base64
import hashlib
import html
import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from urllib.parse import quote, quote_plus

import pytest
from forge import OPAQUE_JWE, REFRESH_TOKEN, id_claims, rsa_signer

from auth0ctl.findings import Severity
from auth0ctl.redact import RECORD_NAMES, SECRET_NAMES, Redactor, forms, hidden

KEY = rsa_signer()
TOKEN = KEY.sign(id_claims())
SIGNATURE = TOKEN.rpartition(".")[2]
SECRETS = [
    "p7Kq2-plain-and-long-0123456789",
    "quo\"te's & <tags> \\ back",
    "ünïcödé-秘密-пароль-🔑",
    "per%cent/slash+plus=equals?&#",
    "two words and a\ttab",
    "$(x)`y`|*[]{}^-exactly",
    "12345678",
]

Echo = Callable[[str], str]
ECHOES: dict[str, Echo] = {
    "plain": str,
    "url": lambda one: quote(one, safe=""),
    "url, lower case": lambda one: "".join(
        f"%{byte:02x}" if chr(byte) not in UNRESERVED else chr(byte) for byte in one.encode()
    ),
    "url, twice": lambda one: quote(quote(one, safe=""), safe=""),
    "backwards": lambda one: one[::-1],
    "form": quote_plus,
    "json": lambda one: json.dumps({"x": one}),
    "json, not ascii": lambda one: json.dumps([one], ensure_ascii=False),
    "html": html.escape,
    "base64": lambda one: base64.b64encode(one.encode()).decode(),
    "base64url": lambda one: base64.urlsafe_b64encode(one.encode()).rstrip(b"=").decode(),
    "basic, one before": lambda one: base64.b64encode(f"c:{one}".encode()).decode(),
    "basic, two before": lambda one: base64.b64encode(f"cl:{one}:after".encode()).decode(),
    "hexadecimal": lambda one: one.encode().hex(),
    "repr": repr,
    "unicode_escape": lambda one: one.encode("unicode_escape").decode(),
}
UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"


def knowing(*secrets: str) -> Redactor:
    redactor = Redactor()
    for one in secrets:
        redactor.learn(one)
    return redactor


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize("form", ECHOES)
def test_S08_rejects_a_known_value_in_every_form(form: str, secret: str) -> None:
    echoed = ECHOES[form](secret)
    text = f"the tenant said: {echoed}, and more"
    shown = knowing(secret).text(text)
    assert "(hidden" in shown
    assert len(shown) < len(text) + 24
    # What is left of it is what no one could rebuild it from: the edges of base64, brackets and quotes of its own.
    assert longest_common(shown, echoed) < max(8, len(echoed) // 2)


def longest_common(a: str, b: str) -> int:
    """The length of the longest piece of ``b`` that stands in ``a``."""
    return max(
        (end - start for start in range(len(b)) for end in range(start, len(b) + 1) if b[start:end] in a), default=0
    )


@pytest.mark.parametrize("secret", [one for one in SECRETS if len(one) >= 24])
def test_S08_rejects_the_beginning_of_a_value_that_was_cut_off(secret: str) -> None:
    for length in range(12, len(secret)):
        assert knowing(secret).text(f"you sent: {secret[:length]}… (cut)") == "you sent: (hidden)… (cut)"
    assert knowing(secret).text(f"{secret[:15]} {secret}") == f"(hidden) {hidden(secret)}"


def test_S08_accepts_what_is_too_short_to_be_a_secret() -> None:
    assert knowing("short", "", "1234567").text("a short story of 1234567 words") == "a short story of 1234567 words"


def test_S08_accepts_a_word_of_the_protocol_that_is_somebodys_password_backwards() -> None:
    assert knowing("drowssap").text("grant_type=password, not drowssap") == "grant_type=password, not (hidden)"


@pytest.mark.parametrize("name", sorted(SECRET_NAMES))
def test_S08_rejects_a_secret_by_its_name_in_urls_and_json(name: str) -> None:
    redactor = Redactor()
    value = "s3cr3t-value-that-nobody-knew"
    for text in (
        f"https://x/?a=1&{name}={value}&b=2",
        f"https://x/#{name}={value}",
        f"{name.upper()}={value}",
        json.dumps({"why": "no", name: value}),
    ):
        assert value not in redactor.text(text)
        assert "(hidden" in redactor.text(text)
    assert value not in json.dumps(redactor.fields({"deep": [{name: value}]}))
    camel = name.split("_", 1)[0] + "".join(part.title() for part in name.split("_")[1:])
    assert value not in json.dumps(redactor.fields({camel: value, name.upper().replace("_", "-"): value}))


def test_S08_rejects_a_code_on_the_wire_and_accepts_an_error_code() -> None:
    redactor = Redactor()
    assert "SplxlOBeZQQYbYS6WxSbIA" not in redactor.text("http://127.0.0.1/cb?code=SplxlOBeZQQYbYS6WxSbIA&state=x")
    assert redactor.fields({"code": "SplxlOBeZQQYbYS6WxSbIA"}, wire=True) == {"code": "(hidden)"}
    assert redactor.fields({"code": "invalid_request"}) == {"code": "invalid_request"}
    redactor.learn_from({"error": {"code": "invalid_request"}})
    assert redactor.text("invalid_request") == "invalid_request"


def test_state_and_nonce_stay_where_a_person_must_open_the_url_and_go_where_it_is_recorded() -> None:
    url = "https://t/authorize?client_id=c&state=0123456789abcdef&nonce=fedcba9876543210&request_uri=urn:ietf:abcdef"
    redactor = Redactor()
    assert redactor.text(url) == url
    recorded = redactor.url(url)
    for one in ("0123456789abcdef", "fedcba9876543210", "urn:ietf:abcdef"):
        assert one not in recorded
    assert "client_id=c" in recorded
    assert {"state", "nonce", "request_uri", "code"} <= RECORD_NAMES


def test_S08_rejects_a_signature_and_accepts_the_header_and_the_claims() -> None:
    header, payload, _ = TOKEN.split(".")
    shown = Redactor().text(f"token {TOKEN} end")
    assert shown == f"token {header}.{payload}.…sig(256B) end"
    learned = knowing(TOKEN)
    assert learned.text(TOKEN) == f"{header}.{payload}.…sig(256B)"
    assert SIGNATURE not in learned.text(f"only the end: {SIGNATURE}")


def test_S08_rejects_an_encrypted_token() -> None:
    shown = Redactor().text(f"opaque: {OPAQUE_JWE}")
    assert "b" * 60 not in shown
    assert OPAQUE_JWE.split(".")[0] in shown
    assert "encrypted(" in shown


def test_a_word_that_only_begins_like_a_token_stays() -> None:
    for text in ("eyJustAWord.with.dots", "see eyJ", "a.b.c", "https://eyJexample.com.au/x"):
        assert Redactor().text(text) == text


def test_a_request_object_in_a_url_stays_one_that_opens() -> None:
    url = f"https://t/authorize?client_id=c&request={TOKEN}"
    assert Redactor().text(url) == url
    assert SIGNATURE not in Redactor().url(url)


def test_S08_rejects_secrets_in_headers_and_accepts_their_names() -> None:
    redactor = Redactor()
    basic = base64.b64encode(b"client:the%2Bsecret-of-the-client").decode()
    sent = {"Authorization": f"Basic {basic}", "Cookie": "did=abcdefgh12345678; auth0=zyxwvu987654321"}
    got = {
        "set-cookie": "session=0987654321abcdef; Path=/; HttpOnly",
        "dpop-nonce": "n0nce-n0nce-n0nce",
        "date": "today",
    }
    redactor.learn_headers(sent)
    redactor.learn_headers(got)
    shown = redactor.headers(sent | got)
    assert shown["Authorization"].startswith("Basic (hidden")
    assert shown["Cookie"] == "did=(hidden); auth0=(hidden)"
    assert shown["set-cookie"] == "session=(hidden)"
    assert shown["date"] == "today"
    assert "n0nce" not in shown["dpop-nonce"]
    told = redactor.text("you sent the+secret-of-the-client, abcdefgh12345678 and 0987654321abcdef")
    assert told == "you sent (hidden, 24 characters), (hidden) and (hidden)"
    assert (
        redactor.text("Authorization: Bearer abcdefghijklmnopqrstuvwxyz")
        == "Authorization: Bearer (hidden, 26 characters)"
    )


def test_learns_from_forms_answers_and_urls() -> None:
    redactor = Redactor()
    redactor.learn_from(
        {"grant_type": "authorization_code", "code": "c0de-c0de-c0de", "client_id": "client-one"}, wire=True
    )
    redactor.learn_from({"data": [{"refresh_token": REFRESH_TOKEN}], "error": "invalid_grant"})
    redactor.learn_from({"url": "https://t/cb?x=1#access_token=0paque-0paque-0paque"})
    told = redactor.text(f"c0de-c0de-c0de client-one invalid_grant {REFRESH_TOKEN} 0paque-0paque-0paque")
    assert told == f"(hidden) client-one invalid_grant {hidden(REFRESH_TOKEN)} (hidden)"


def test_a_private_key_is_known_by_each_of_its_lines() -> None:
    pem = (
        "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ\nEFAASCBKcwggSjAgEAAoIBAQ\n-----END PRIVATE KEY-----\n"
    )
    redactor = knowing(pem)
    assert "EFAASCBKcwggSjAgEAAoIBAQ" not in redactor.text("cannot read EFAASCBKcwggSjAgEAAoIBAQ")
    assert redactor.text("-----BEGIN PRIVATE KEY-----") == "-----BEGIN PRIVATE KEY-----"


def test_the_user_part_of_a_url_is_never_recorded() -> None:
    assert Redactor().url("https://me:secret@host.example/path?x=1") == "https://host.example/path?x=1"


class Pair(NamedTuple):
    a: str
    b: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    name: str
    severity: Severity
    rows: tuple[tuple[str, str], ...]
    raw: dict[str, Any]
    text: str = field(repr=False)


def test_a_result_is_cleaned_at_any_depth_and_keeps_what_no_renderer_prints() -> None:
    redactor = knowing("s3cr3t-s3cr3t")
    one = Shown(
        name="has s3cr3t-s3cr3t",
        severity=Severity.ERROR,
        rows=(("a", "s3cr3t-s3cr3t"),),
        raw={"s3cr3t-s3cr3t": ["s3cr3t-s3cr3t", 7, None]},
        text="s3cr3t-s3cr3t",
    )
    clean = redactor.result(one)
    assert clean == Shown(
        name="has (hidden)",
        severity=Severity.ERROR,
        rows=(("a", "(hidden)"),),
        raw={"(hidden)": ["(hidden)", 7, None]},
        text="s3cr3t-s3cr3t",
    )
    assert clean.severity is Severity.ERROR
    untouched = Shown(name="x", severity=Severity.INFO, rows=(), raw={}, text="y")
    assert redactor.result(untouched) is untouched
    assert redactor.result(Pair("a", "b")) == Pair("a", "b")


def test_hiding_twice_changes_nothing() -> None:
    redactor = knowing(*SECRETS)
    text = " ".join(SECRETS) + f" ?code=abcdefghijk&x {TOKEN}"
    once = redactor.text(text, record=True)
    assert redactor.text(once, record=True) == once


def test_every_form_is_long_enough_not_to_eat_words() -> None:
    assert [form for one in SECRETS for form in forms(one) if len(form) < 8] == []


def test_a_secret_that_is_a_word_of_the_protocol_hides_nothing() -> None:
    redactor = Redactor()
    redactor.learn("password")
    assert redactor.text("flow password-realm") == "flow password-realm"


def thousand() -> list[str]:
    return [hashlib.sha256(str(number).encode()).hexdigest() for number in range(1000)]


def test_S08_rejects_each_of_a_thousand_secrets_and_is_quick_about_it() -> None:
    """A tenant of a thousand clients, each with a secret, whose list is cleaned text by text."""
    began, secrets = time.process_time(), thousand()
    redactor = knowing(*secrets)
    clients = [{"name": f"client {one}", "description": f"its secret is {one}!", "uri": "https://a"} for one in secrets]
    cleaned = redactor.fields([[dict(client, number=str(number)) for number in range(10)] for client in clients])
    assert all(one not in json.dumps(rows) for one, rows in zip(secrets, cleaned, strict=True))
    assert cleaned[0][0]["description"] == f"its secret is {hidden(secrets[0])}!"
    assert time.process_time() - began < 15  # one after the other, it was more than a minute


def test_S08_rejects_secrets_while_others_are_learnt() -> None:
    """Pages of a list come side by side, each with secrets of its own."""
    redactor, secrets = Redactor(), thousand()[:300]

    def learn_and_hide(secret: str) -> str:
        redactor.learn(secret)
        return redactor.text(f"a={secret} {secret[:20]}")

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(learn_and_hide, secrets))
    assert not [text for text, secret in zip(told, secrets, strict=True) if secret[:20] in text]


def test_S08_rejects_the_longer_of_two_secrets_that_share_a_beginning() -> None:
    redactor = knowing("shared-beginning", "shared-beginning-and-more")
    assert redactor.text("x shared-beginning-and-more y") == f"x {hidden('shared-beginning-and-more')} y"
    assert redactor.text("x shared-beginning y") == f"x {hidden('shared-beginning')} y"
