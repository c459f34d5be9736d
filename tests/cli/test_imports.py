"""What a command that needs no network must not import: each of these costs more than the command itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from forge import access_claims, rsa_signer

DEAR = {"httpx", "jwt", "cryptography", "keyring", "authlib", "werkzeug", "joserfc", "pydantic", "importlib.metadata"}
TOKEN = rsa_signer().sign(access_claims())
# The program as it is started, and then the names of all that it imported, as the last line.
PROBE = """
import json, sys
from auth0ctl.__main__ import main
sys.argv[0] = "auth0ctl"
code = main()
sys.stdout.flush()
sys.stderr.write(json.dumps({"code": code, "modules": sorted(sys.modules)}))
"""


def imported(home: Path, *arguments: str) -> set[str]:
    """The modules that one successful run of ``auth0ctl ARGUMENTS`` imported."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", PROBE, *arguments],
        env={"HOME": str(home), "AUTH0CTL_HOME": str(home)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    told = json.loads(done.stderr.splitlines()[-1])
    assert told["code"] == 0, done.stdout
    return set(told["modules"])


@pytest.mark.parametrize("output", ["terminal", "json", "quiet"])
def test_Q16_rejects_dear_imports_in_decode(tmp_path: Path, output: str) -> None:
    token = tmp_path / "token"
    token.write_text(TOKEN)
    assert not DEAR & imported(tmp_path, "token", "decode", "--file", str(token), "-o", output)


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["token", "--help"], ["login", "--help"]])
def test_Q16_rejects_dear_imports_in_help_and_version(tmp_path: Path, arguments: list[str]) -> None:
    modules = imported(tmp_path, *arguments)
    if arguments[0] == "login":  # its own module was asked for, and with it what a login needs
        modules -= {"httpx", "jwt", "cryptography", "authlib", "importlib.metadata"}
    assert not DEAR & modules


def test_version_imports_no_command_line(tmp_path: Path) -> None:
    assert "typer" not in imported(tmp_path, "--version")


def test_json_never_imports_the_terminals_library(tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text(TOKEN)
    assert "rich" not in imported(tmp_path, "token", "decode", "--file", str(token), "-o", "json")


def test_Q16_accepts_them_in_a_command_that_verifies(tmp_path: Path) -> None:
    # Otherwise the tests above could not fail.
    assert {"httpx", "cryptography"} <= imported(tmp_path, "client", "list")
