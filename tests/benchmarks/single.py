"""What one command about one token takes, with the tenant's keys kept: ``python -m tests.benchmarks.single [ROUNDS]``.

In P, the time of ``python -I -c pass``; everything is byte-compiled, the commands are run in turn, medians count. The
kept key set is made by a first run against a tenant on loopback, which is then stopped: no figure has a request in it.
"""

import compileall
import json
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

import auth0ctl

API = "https://api.example.com"
START = "import sys; from auth0ctl.__main__ import main; sys.exit(main())"  # what the installed script does
ROUNDS = 21
WANTED = {"--version": 1.3, "token decode": 9.0, "token verify": 13.0}


def tenant() -> tuple[ThreadingHTTPServer, str]:
    """A tenant that serves its key set, and one of its access tokens."""
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pages: dict[str, Any] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = json.dumps(pages[self.path]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    origin = f"http://127.0.0.1:{server.server_address[1]}"
    jwk = RSAAlgorithm.to_jwk(private.public_key(), as_dict=True)
    pages["/jwks"] = {"keys": [{**jwk, "kid": "key-1", "use": "sig", "alg": "RS256"}]}
    pages["/.well-known/openid-configuration"] = {
        "issuer": f"{origin}/",
        "authorization_endpoint": f"{origin}/authorize",
        "token_endpoint": f"{origin}/oauth/token",
        "jwks_uri": f"{origin}/jwks",
    }
    now = int(time.time())
    claims = {"iss": f"{origin}/", "sub": "auth0|1", "aud": API, "iat": now, "exp": now + 86_400, "scope": "read:x"}
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, jwt.encode(claims, private, "RS256", {"kid": "key-1"})


def run(arguments: tuple[str, ...], environ: dict[str, str]) -> float:
    """Run Python isolated with ``arguments``; the seconds it took. Raises CalledProcessError if it fails."""
    before = time.perf_counter()
    subprocess.run(
        [sys.executable, "-I", "-c", *arguments],
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - before


def main() -> None:
    """Byte-compile, keep the keys, measure, and print the table."""
    for folder in (Path(auth0ctl.__file__).parent, Path(sysconfig.get_path("purelib"))):
        compileall.compile_dir(folder, quiet=2, workers=0)
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as home:
        server, token = tenant()
        file = Path(home, "token")
        file.write_text(token)
        environ = {"HOME": home, "AUTH0CTL_HOME": home, "AUTH0_DOMAIN": f"http://127.0.0.1:{server.server_address[1]}"}
        decode = ("token", "decode", "--file", str(file))
        verify = ("token", "verify", "--file", str(file), "--audience", API)
        lines = {
            "P": ("pass",),
            "--version": (START, "--version"),
            "token decode": (START, *decode),
            "token decode -o json": (START, *decode, "-o", "json"),
            "token verify": (START, *verify),
            "token verify -o json": (START, *verify, "-o", "json"),
            "token verify -o quiet": (START, *verify, "-o", "quiet"),
        }
        for line in lines.values():
            run(line, environ)
        server.shutdown()
        server.server_close()
        taken: dict[str, list[float]] = {name: [] for name in lines}
        for _ in range(rounds):
            for name, line in lines.items():
                taken[name].append(run(line, environ))
    empty = median(taken.pop("P"))
    rows = [f"P = {empty * 1000:.1f} ms  (python -I -c pass, {sys.version.split()[0]}, {rounds} rounds)"]
    for name, times in taken.items():
        wanted = f"   (wanted: {WANTED[name]})" if name in WANTED else ""
        rows.append(f"{name:22} {median(times) / empty:5.1f} P{wanted}")
    sys.stdout.write("\n".join(rows) + "\n")


if __name__ == "__main__":
    main()
