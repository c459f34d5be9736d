"""How fast many tokens are verified: ``python -m tests.benchmarks.bulk [ROUNDS [TOKENS_FOR_MEMORY]]``.

Every figure is a ratio within this run: against OpenSSL's own verifications a second on one core, against a loop of
PyJWT's ``jwt.decode``, two processes against one, and memory for many tokens against memory for few. What is compared
is measured in turn, for about as long, round after round, and the best of each counts: another program's load only ever
makes it slower, and a short measurement slips through between.
The commands are measured whole, from the start of Python to the last row. What runs on one core is measured in the
processor's time, as ``openssl speed`` measures itself; two processes against one, in time as it passes.
"""

import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from jwt.algorithms import ECAlgorithm, RSAAlgorithm

ISSUER, API, CLIENT = "https://tenant.eu.auth0.com/", "https://api.example.com", "kQ7mXv2sT9bYc4LdWz8RnHf3JpGa6EuV"
NOW = int(time.time())
KID = "NjVBRjY5MDlCMUIwNzU4RTA2Qz"
DISTINCT = 1000  # tokens; the rest of a file repeats them, and nothing is remembered of a whole token
MANY = {"RS256": 800_000, "ES256": 200_000}  # so many that the start of Python does not count
ROUNDS = 3
SECONDS = 15  # of each of OpenSSL's own measurements
TIMES = 260  # that a loop of jwt.decode goes over the distinct tokens: it takes about as long as a command
MEMORY = 1_000_000
BUSY = "import time\nn=0\nend=time.perf_counter()+3\nwhile time.perf_counter()<end: n+=1\nprint(n)"
PEAK = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def claims(number: int) -> dict[str, Any]:
    """An access token of a usual API with RBAC (auth0-facts/tokens.md section 3)."""
    permissions = [f"{verb}:{noun}" for noun in ("orders", "invoices", "reports") for verb in ("read", "write")]
    return {
        "iss": ISSUER,
        "sub": f"auth0|{number:024x}",
        "aud": [API, f"{ISSUER}userinfo"],
        "iat": NOW - 60,
        "exp": NOW + 86_340,
        "scope": "openid profile email offline_access " + " ".join(permissions),
        "azp": CLIENT,
        "permissions": permissions,
    }


class Corpus:
    """Tokens of one algorithm in a file, and the key set beside it."""

    def __init__(self, folder: Path, alg: str) -> None:
        private: Any
        if alg == "RS256":
            private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
            jwk = RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
        else:
            private = ec.generate_private_key(ec.SECP256R1())
            jwk = ECAlgorithm.to_jwk(private.public_key(), as_dict=True)
        self.alg, self.public = alg, private.public_key()
        self.tokens = [jwt.encode(claims(n), private, alg, {"kid": KID}) for n in range(DISTINCT)]
        self.block = "".join(f"{token}\n" for token in self.tokens).encode()
        self.file, self.keys = folder / f"{alg}.ndjson", folder / f"{alg}.json"
        self.file.write_bytes(self.block * (MANY[alg] // DISTINCT))
        self.keys.write_text(json.dumps({"keys": [{**jwk, "kid": KID, "use": "sig", "alg": alg}]}))

    def command(self, source: str, *more: str) -> list[str]:
        judged = ("--issuer", ISSUER, "--audience", API, "--alg", self.alg, "--at", str(NOW), "--jwks", str(self.keys))
        return [sys.executable, "-m", "auth0ctl", "token", "verify", "--file", source, *judged, *more]

    def bulk(self, jobs: int) -> tuple[float, float]:
        """Tokens a second of the whole command: of the processor's time, and by the clock."""
        spent, before = children(), time.perf_counter()
        subprocess.run(
            self.command(str(self.file), "--jobs", str(jobs)),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=True,
        )
        return MANY[self.alg] / (children() - spent), MANY[self.alg] / (time.perf_counter() - before)

    def pyjwt(self, *, choose_key: bool) -> float:
        """Tokens a second of a loop of ``jwt.decode``; with ``choose_key`` the header is read for the kid first."""
        keys = {KID: self.public}
        before = time.process_time()
        for token in self.tokens * TIMES:
            key = keys[jwt.get_unverified_header(token)["kid"]] if choose_key else self.public
            jwt.decode(token, key, algorithms=[self.alg], audience=API, issuer=ISSUER)
        return TIMES * len(self.tokens) / (time.process_time() - before)

    def peak(self, tokens: int) -> int:
        """Kilobytes of memory that the command took at most, with ``tokens`` on its standard input."""
        command = [sys.executable, "-c", PEAK, *self.command("-", "--field", "t")]
        row = b"".join(json.dumps({"t": token}).encode() + b"\n" for token in self.tokens)
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
            assert process.stdin is not None
            for _ in range(tokens // DISTINCT):
                process.stdin.write(row)
            told, _ = process.communicate()
        code, peak = told.split()
        assert code == b"0", "a token did not pass"
        return int(peak)


def openssl(what: str) -> float:
    """Verifications a second on one core, as OpenSSL counts them."""
    command = ["openssl", "speed", "-seconds", str(SECONDS), what]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = re.search(r"([\d.]+)\s*$", done.stdout.strip())
    assert found is not None
    return float(found[1])


def children() -> float:
    """Seconds of processor time that the processes started and ended so far have taken."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def counted(count: int) -> int:
    """How far so many idle loops at once come: whether the second core is really there."""
    running = [
        subprocess.Popen([sys.executable, "-I", "-c", BUSY], stdout=subprocess.PIPE, text=True) for _ in range(count)
    ]
    return sum(int(one.communicate()[0]) for one in running)


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    """Measure in turn, and print the best of each and their ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    tokens = int(sys.argv[2]) if len(sys.argv) > 2 else MEMORY
    with tempfile.TemporaryDirectory() as folder:
        rs, es = (Corpus(Path(folder), alg) for alg in ("RS256", "ES256"))
        best: defaultdict[str, float] = defaultdict(float)

        def note(name: str, rate: float) -> None:
            best[name] = max(best[name], rate)

        for _ in range(rounds):
            note("openssl rsa2048", openssl("rsa2048"))
            for _ in range(2):
                by_processor, by_clock = rs.bulk(1)
                note("bulk RS256, one process", by_processor)
                note("jwt.decode", rs.pyjwt(choose_key=False))
                note("by the clock, one process", by_clock)
                note("by the clock, two processes", rs.bulk(2)[1])
            note("jwt.decode, key by kid", rs.pyjwt(choose_key=True))
            note("one idle loop", counted(1))
            note("two idle loops", counted(2))
            note("openssl ecdsap256", openssl("ecdsap256"))
            note("bulk ES256, one process", es.bulk(1)[0])
        core = best.pop("two idle loops") / best.pop("one idle loop")
        say(f"{rounds} rounds, tokens of {len(rs.tokens[0])} characters, load {os.getloadavg()[0]:.1f}; a second:")
        for name, rate in best.items():
            say(f"  {name:28} {rate:10,.0f}")
        one = best["bulk RS256, one process"]
        two = best["by the clock, two processes"] / best["by the clock, one process"]
        say("ratios:")
        say(f"  RS256 to openssl             {one / best['openssl rsa2048']:6.2f}   (wanted: 0.45)")
        say(f"  RS256 to jwt.decode          {one / best['jwt.decode']:6.2f}   (wanted: 3)")
        say(f"  RS256 to jwt.decode by kid   {one / best['jwt.decode, key by kid']:6.2f}")
        say(f"  two processes to one         {two:6.2f}   (wanted: 1.6; two idle loops do {core:.2f} of one)")
        es_ratio = best["bulk ES256, one process"] / best["openssl ecdsap256"]
        say(f"  ES256 to openssl             {es_ratio:6.2f}   (wanted: 0.6)")
        few, many = rs.peak(10_000), rs.peak(tokens)
        say(f"memory: {few:,} KB for 10,000 tokens, {many:,} KB for {tokens:,}")
        say(f"  many to few                  {many / few:6.2f}   (wanted: at most 1.3)")


if __name__ == "__main__":
    main()
