"""Our verdict beside those of PyJWT and joserfc, on tokens made at random.

Our verdict is that of one token alone; the judge of many, which keeps what it has learned, must be of the same mind.
We must accept nothing that either of them refuses, and every token that we alone refuse must have a named reason. Each
library is used as its own documentation recommends: a key chosen by ``kid``, a fixed list of algorithms, issuer,
audience and required claims. Both read the real clock, so tokens are made around the present.

    python -m tests.proof.differential --count 100000 [--seed N]
"""

import argparse
import sys
import time
import warnings
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

import joserfc.jwt
import jwt
from forge import API, CLIENT, ISSUER
from joserfc.jwk import JWKRegistry, KeySet, OctKey
from joserfc.jws import JWSRegistry

from auth0ctl.findings import Report, Status
from auth0ctl.journeys.tokens.verify import verify
from auth0ctl.model import Expected, TokenKind
from auth0ctl.tokens import jwks
from auth0ctl.tokens.bulk import Bench, Expectations
from auth0ctl.tokens.signature import read_keys
from auth0ctl.tokens.strictjson import read
from proof.made_tokens import Made, Maker

REQUIRED = ("exp", "iat", "iss", "aud", "sub")
LEEWAY = 60  # seconds
STILL = datetime.fromtimestamp(0, UTC)  # a bench is found again by what it expects, but for the time


@dataclass(slots=True, kw_only=True)
class Tally:
    """What a run showed. ``ours_alone`` counts the reasons for tokens that only we refuse."""

    count: int = 0
    accepted_by: Counter[str] = field(default_factory=Counter)
    ours_alone: Counter[str] = field(default_factory=Counter)
    refused_by_us_alone: int = 0
    too_lenient: list[tuple[str, Made]] = field(default_factory=list)  # the library that refuses, and the token
    unexplained: list[tuple[set[str], Made]] = field(default_factory=list)  # failed checks without a finding
    different: list[Made] = field(default_factory=list)  # alone another verdict than among many
    alike: int = 0  # passed among many by likeness


def compare(count: int, seed: int, progress: bool = False) -> Tally:
    """Make ``count`` tokens and hold the three verdicts against each other."""
    maker, tally = Maker(seed), Tally()
    for index in range(count):
        made = maker.make(int(time.time()))
        expected = expected_of(made)
        report = by_us(made, expected)
        _among_many(tally, made, expected, report.passed)
        accepted = {"pyjwt": by_pyjwt(made), "joserfc": by_joserfc(made)}
        _enter(tally, made, report, accepted)
        if progress and count >= 10 and (index + 1) % (count // 10) == 0:
            print(f"{index + 1} of {count}", file=sys.stderr, flush=True)  # noqa: T201
    return tally


def _enter(tally: Tally, made: Made, report: Report, accepted: dict[str, bool]) -> None:
    tally.count += 1
    tally.accepted_by.update(name for name, good in (accepted | {"auth0ctl": report.passed}).items() if good)
    if report.passed:
        tally.too_lenient += [(name, made) for name, good in accepted.items() if not good]
        tally.accepted_by["all three"] += all(accepted.values())
        return
    failed = {check.id for check in report.checks if check.status is Status.FAIL}
    explained = {id_ for finding in report.findings for id_ in finding.explains}
    if not failed or failed - explained:
        tally.unexplained.append((failed - explained, made))
    if all(accepted.values()):
        tally.refused_by_us_alone += 1
        tally.ours_alone.update(finding.rule.name for finding in report.findings if finding.explains)


def expected_of(made: Made) -> Expected:
    kind = TokenKind(made.kind)
    identity = kind is TokenKind.ID
    return Expected(
        kind=kind,
        at=datetime.now(UTC),
        issuer=ISSUER,
        audience=None if identity else API,
        client_id=CLIENT if identity else None,
        nonce="nonce-1" if identity else None,
        algs=made.algs,
        leeway=LEEWAY,
    )


def by_us(made: Made, expected: Expected) -> Report:
    keys = _our_keys(made.document)
    return verify(made.text, expected, lambda _kid, _refresh: keys, secret=made.secret)


def _among_many(tally: Tally, made: Made, expected: Expected, passed: bool) -> None:
    bench = _bench(replace(expected, at=STILL), made.document, made.secret)
    bench.move_to(expected.at)
    if bench.passes(made.text.encode("utf-8", "replace")):
        tally.alike += 1
        good = True
    else:
        good = not (bench.judge(made.text) or bench.judge_finally(made.text)).failed
    if good is not passed:
        tally.different.append(made)


@lru_cache
def _bench(expected: Expected, document: bytes, secret: bytes | None) -> Bench:
    return Bench(Expectations(of_id=expected, of_access=expected), _our_keys(document), secret)


def by_pyjwt(made: Made) -> bool:
    try:
        key = made.secret or _chosen(made, _pyjwt_keys(made.document, made.algs[0]))
        jwt.decode(
            made.text,
            key,
            algorithms=list(made.algs),
            audience=CLIENT if made.kind == "id" else API,
            issuer=ISSUER,
            leeway=LEEWAY,
            options={"require": list(REQUIRED)},
        )
    except Exception:
        return False
    return True


def by_joserfc(made: Made) -> bool:
    audience = CLIENT if made.kind == "id" else API
    claims: dict[str, Any] = {name: {"essential": True} for name in REQUIRED}
    claims |= {"iss": {"essential": True, "value": ISSUER}, "aud": {"essential": True, "value": audience}}
    try:
        secret = OctKey.import_key(made.secret) if made.secret else None
        key = secret or KeySet([_chosen(made, _joserfc_keys(made.document))])
        # By default joserfc refuses header members that it does not know; RFC 7515 section 4 has them ignored.
        registry = JWSRegistry(algorithms=list(made.algs), strict_check_header=False)
        registry.max_header_length = 8 * 1024  # its own 512 bytes is a limit of size, not a judgement
        token = joserfc.jwt.decode(made.text, key, registry=registry)
        joserfc.jwt.JWTClaimsRegistry(now=int(time.time()), leeway=LEEWAY, **claims).validate(token.claims)
    except Exception:
        return False
    return True


def _chosen(made: Made, keys: Sequence[tuple[dict[str, Any], Any]]) -> Any:
    """What a careful caller hands over: the key of the token's kid, or the only one of the algorithm's type."""
    kid = jwt.get_unverified_header(made.text).get("kid")
    kty = "EC" if made.algs[0].startswith("ES") else "RSA"
    fit = [key for jwk, key in keys if jwk.get("kty") == kty and kid in (None, jwk.get("kid"))]
    if not fit or (kid is None and len(fit) > 1):
        raise LookupError("no key for this token")
    return fit[0]


@lru_cache
def _our_keys(document: bytes) -> jwks.KeySet:
    return read_keys(document)


@lru_cache
def _pyjwt_keys(document: bytes, alg: str) -> list[tuple[dict[str, Any], Any]]:
    # A key that names no algorithm would be taken for RS256; the caller knows which one it is for.
    return _each(document, lambda jwk: jwt.PyJWK(jwk, None if jwk.get("alg") else alg))


@lru_cache
def _joserfc_keys(document: bytes) -> list[tuple[dict[str, Any], Any]]:
    return _each(document, JWKRegistry.import_key)


def _each(document: bytes, make: Any) -> list[tuple[dict[str, Any], Any]]:
    """Each member that the library can use; the caller leaves the others out."""
    found = []
    for jwk in read(document)[0]["keys"]:
        try:
            found.append((jwk, make(jwk)))
        except Exception:
            continue
    return found


def main() -> int:
    """Run it and print the figures; 0 where nothing was found."""
    parser = argparse.ArgumentParser(prog="python -m tests.proof.differential", description=__doc__)
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.monotonic()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # PyJWT warns of short keys; that is a verdict to us
        tally = compare(options.count, options.seed, progress=True)
    lines = [
        f"{tally.count} tokens, seed {options.seed}, {time.monotonic() - began:.0f} s",
        *(f"accepted by {name}: {many}" for name, many in tally.accepted_by.most_common()),
        f"refused by auth0ctl alone: {tally.refused_by_us_alone}, because of",
        *(f"    {name}: {many}" for name, many in tally.ours_alone.most_common()),
        f"passed among many by likeness: {tally.alike}; alone another verdict than among many: {len(tally.different)}",
        *(f"    {made.kind} {made.twists} {made.text}" for made in tally.different[:20]),
        f"accepted by auth0ctl, refused by another: {len(tally.too_lenient)}",
        *(f"    {name} refuses {made.twists} {made.text}" for name, made in tally.too_lenient[:20]),
        f"refused without a finding for every failed check: {len(tally.unexplained)}",
        *(f"    {lacking} {made.kind} {made.twists} {made.text}" for lacking, made in tally.unexplained[:20]),
    ]
    print("\n".join(lines))  # noqa: T201
    return 1 if tally.too_lenient or tally.unexplained or tally.different else 0


if __name__ == "__main__":
    sys.exit(main())
