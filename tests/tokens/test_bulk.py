"""Many tokens get the verdict that each gets alone: every attack, and good tokens bent at random, judged both ways."""

import pickle
import random
from dataclasses import replace
from datetime import timedelta

import pytest
from attacks.bench import KINDS, Attack, make_keys
from attacks.bench import Bench as Forge
from attacks.corpus import ATTACKS
from forge import API, AT, CLIENT, ISSUER, OPAQUE_JWE, REFRESH_TOKEN, access_claims, hs256, id_claims, key_set

from auth0ctl.errors import TenantError
from auth0ctl.findings import Report, Status
from auth0ctl.journeys.tokens.block import Results, Task, row_of
from auth0ctl.journeys.tokens.verify import verify
from auth0ctl.model import Expected, TokenKind
from auth0ctl.tokens.bulk import Bench, Expectations, Judged
from auth0ctl.tokens.jwks import KeySet
from auth0ctl.tokens.signature import packed, read_keys, unpacked

KEYS = make_keys()
FORGE = Forge(issuer=ISSUER, evil="http://127.0.0.1:9")
ID = Expected(kind=TokenKind.ID, at=AT, issuer=ISSUER, client_id=CLIENT, nonce="nonce-1")
ACCESS = Expected(kind=TokenKind.ACCESS, at=AT, issuer=ISSUER, audience=API, require_scopes=("read:items",))
EXPECTED = {"id": ID, "access": ACCESS}


def alone(text: str, expected: Expected, keys: KeySet | None, secret: bytes | None = None) -> Report:
    return verify(text, expected, None if keys is None else lambda _kid, _refresh: keys, secret=secret)


def bench(expected: Expected, keys: KeySet | None, secret: bytes | None = None) -> Bench:
    return Bench(Expectations(of_id=expected, of_access=expected), keys, secret)


def in_bulk(one: Bench, text: str) -> Judged:
    """The full judgement; where likeness lets the token pass, it has to be of the same mind."""
    alike = one.passes(text.encode("utf-8", "replace"))
    judged = one.judge(text) or one.judge_finally(text)
    assert alike is None or (judged.token.kind, judged.failed) == (alike, ())
    return judged


def assert_same(judged: Judged, report: Report) -> None:
    """The same checks failed, the same rules were found, and the token passed or did not."""
    results = Results(at=AT)
    row_of(results, 1, judged)
    failed = list(dict.fromkeys(check.id for check in report.checks if check.status is Status.FAIL))
    assert list(judged.failed) == failed
    assert (results.passed, results.failed) == ((1, 0) if report.passed else (0, 1))
    named = [finding.rule.name for finding in report.findings]
    assert row_of(Results(at=AT), 1, judged).split('"findings": ')[1] == str(named).replace("'", '"') + "}\n"


def keys_of(attack: Attack) -> KeySet | None:
    try:
        return read_keys(attack.published(FORGE))
    except TenantError:
        return None


@pytest.mark.parametrize("kind", KINDS)
def test_every_attack_gets_the_verdict_that_it_gets_alone(kind: str) -> None:
    for attack in ATTACKS:
        secret = attack.secret(FORGE) if attack.secret else None
        expected = replace(EXPECTED[kind], algs=("HS256",) if secret is not None else ("RS256",))
        keys, text = keys_of(attack), attack.make(FORGE, kind)
        judged = in_bulk(bench(expected, keys, secret), text)
        assert_same(judged, alone(text, expected, keys, secret))


@pytest.mark.parametrize("kind", KINDS)
def test_one_bench_after_all_attacks_still_tells_good_from_bad(kind: str) -> None:
    """What is remembered of one token's header must never help another."""
    keys = read_keys(key_set(KEYS.own, KEYS.curve))
    one = bench(EXPECTED[kind], keys)
    texts = [attack.make(FORGE, kind) for attack in ATTACKS]
    good = KEYS.own.sign(FORGE.claims(kind))
    for text in [good, *(part for forged in texts for part in (forged, good)), *reversed(texts)]:
        assert_same(in_bulk(one, text), alone(text, EXPECTED[kind], keys))
    assert one.judge(good) == in_bulk(one, good)


@pytest.mark.parametrize("kind", KINDS)
def test_good_tokens_bent_at_random_get_the_same_verdict(kind: str) -> None:
    chance = random.Random(20261123)
    keys = read_keys(key_set(KEYS.own, KEYS.curve))
    one = bench(EXPECTED[kind], keys)
    good = KEYS.own.sign(FORGE.claims(kind))
    for _ in range(400):
        at = chance.randrange(len(good))
        text = good[:at] + chance.choice(("", chance.choice("ABab01-_.= \n%é"), good[at] * 2)) + good[at + 1 :]
        judged = in_bulk(one, text)
        assert_same(judged, alone(text, EXPECTED[kind], keys))
        assert judged.failed or text == good


@pytest.mark.parametrize(
    "text", ["", "x", OPAQUE_JWE, REFRESH_TOKEN, CLIENT, "eyJ", "..", "e..", '{"access_token": "x"}', "é" * 70_000]
)
def test_what_is_no_token_gets_the_same_verdict(text: str) -> None:
    keys = read_keys(key_set(KEYS.own))
    for expected in (ID, ACCESS):
        assert_same(in_bulk(bench(expected, keys), text), alone(text, expected, keys))


def test_good_tokens_of_every_family_pass() -> None:
    keys = read_keys(key_set({k: v for k, v in KEYS.own.jwk.items() if k != "alg"}, KEYS.curve))
    secret = b"0123456789abcdef0123456789abcdeF"
    for text, algs, given in (
        (KEYS.own.sign(access_claims()), ("RS256",), None),
        (KEYS.own.sign(access_claims(), alg="PS256"), ("PS256",), None),
        (KEYS.curve.sign(access_claims(), alg="ES256"), ("ES256",), None),
        (hs256(access_claims(), secret), ("HS256",), secret),
        (KEYS.own.sign(access_claims(cnf={"jkt": "x"})), ("RS256",), None),
    ):
        expected = replace(ACCESS, algs=algs)
        judged = in_bulk(bench(expected, None if given else keys, given), text)
        assert judged.failed == ()
        assert_same(judged, alone(text, expected, None if given else keys, given))


def test_without_keys_nothing_passes() -> None:
    text = KEYS.own.sign(access_claims())
    judged = bench(ACCESS, None).judge(text)
    assert judged is not None
    assert judged.failed == ("V11",)
    assert_same(judged, alone(text, ACCESS, None))


def test_an_unknown_kid_is_left_open_until_newer_keys_were_asked_for() -> None:
    text = KEYS.second.sign(access_claims())
    old, new = (read_keys(key_set(*keys)) for keys in ((KEYS.own,), (KEYS.own, KEYS.second)))
    assert bench(ACCESS, old).judge(text) is None
    assert bench(ACCESS, old).judge_finally(text).failed == ("V08",)
    assert in_bulk(bench(ACCESS, new), text).failed == ()


def test_each_token_is_judged_as_what_it_is() -> None:
    one = Bench(Expectations(of_id=ID, of_access=ACCESS), read_keys(key_set(KEYS.own)))
    for claims, kind in ((id_claims(), TokenKind.ID), (access_claims(), TokenKind.ACCESS)):
        judged = one.judge(KEYS.own.sign(claims))
        assert judged is not None
        assert (judged.expected.kind, judged.failed) == (kind, ())


def test_time_moves_on_for_a_stream() -> None:
    text, one = KEYS.own.sign(access_claims()), bench(ACCESS, read_keys(key_set(KEYS.own)))
    assert in_bulk(one, text).failed == ()
    one.move_to(AT + timedelta(days=2))
    assert in_bulk(one, text).failed == ("V14",)
    one.move_to(AT)
    assert in_bulk(one, text).failed == ()


def test_keys_for_another_process_are_the_same_keys() -> None:
    stray = KEYS.own.jwk | {"crv": "P-256", "kid": "stray"}
    weak = KEYS.small.jwk | {"kid": "weak"}
    keys = read_keys(key_set(KEYS.own, KEYS.curve, stray, weak))
    again = unpacked(packed(keys))
    assert [(key.kid, key.refused) for key in again.keys] == [(key.kid, key.refused) for key in keys.keys]
    for text, algs in (
        (KEYS.own.sign(access_claims()), ("RS256",)),
        (KEYS.own.sign(access_claims(), kid="stray"), ("RS256",)),
        (KEYS.curve.sign(access_claims(), alg="ES256"), ("ES256",)),
        (KEYS.small.sign(access_claims(), kid="weak"), ("RS256",)),
    ):
        expected = replace(ACCESS, algs=algs)
        assert_same(in_bulk(bench(expected, again), text), alone(text, expected, keys))


def test_a_task_survives_the_way_to_another_process() -> None:
    """Where processes do not begin as copies, what they are given is pickled."""
    task = Task(expectations=Expectations(of_id=ID, of_access=ACCESS), member="t", secret=b"s" * 32)
    assert pickle.loads(pickle.dumps(task)) == task
