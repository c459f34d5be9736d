"""auth0ctl as strangers install it: the wheel in new environments, with the newest and with the lowest libraries that
``pyproject.toml`` allows, and the commands that use every one of them.

    python -m tests.packaging.environments            # build, install and try both
    python -m tests.packaging.environments --audit    # known vulnerabilities of the newest, by pip-audit

Libraries come from the package index that pip is set up for. Ends with 1 if something does not work, or, with
``--audit``, if a library has a known vulnerability or could not be looked up.
"""

import argparse
import json
import os
import re
import signal
import subprocess
import sys
import tomllib
import venv
from collections.abc import Container, Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.append(str(Path(__file__).parent.parent))

from built_packages import ROOT, build

BOUND = re.compile(r"([A-Za-z0-9-]+)(?:\[[^]]*\])?>=([0-9.]+)")
PIP = ("install", "--quiet", "--disable-pip-version-check")
FOR_PYTHON = """
from auth0ctl import local_tenant, verify_token

with local_tenant(https=True) as tenant:
    ca_file = str(tenant.ca_file)
    token = tenant.mint(audience="https://api.example.com", scope="read:items")
    good = verify_token(token, issuer=tenant.issuer, audience="https://api.example.com", ca_file=ca_file)
    bad = verify_token(token, issuer=tenant.issuer, audience="https://other.example.com", ca_file=ca_file)
    assert good.passed and not bad.passed and bad.findings, (good, bad)
print("verified")
"""


class Environment:
    """A virtual environment, and a home, in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        venv.create(folder / "venv", symlinks=os.name != "nt", with_pip=True)
        self.bin = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
        self.python = str(self.bin / "python")
        self.home = folder / "home"
        self.home.mkdir()

    def environ(self) -> dict[str, str]:
        """Nothing of the one around but the way to programs."""
        return {"PATH": os.environ.get("PATH", ""), "HOME": str(self.home), "LANG": "C.UTF-8"}

    def pip(self, *arguments: str) -> str:
        """Run pip with the settings of the person who runs this: they say where libraries come from."""
        done = subprocess.run(
            [self.python, "-m", "pip", *arguments], capture_output=True, text=True, timeout=600, check=False
        )
        if done.returncode:
            raise SystemExit(f"pip {' '.join(arguments)}\n{done.stdout}{done.stderr}")
        return done.stdout

    def run(self, *command: str, input: str = "", codes: Container[int] = (0,)) -> str:
        """The output of a command that must end with one of these codes."""
        done = subprocess.run(
            command,
            input=input,
            capture_output=True,
            text=True,
            cwd=self.home,
            env=self.environ(),
            timeout=120,
            check=False,
        )
        if done.returncode not in codes:
            raise SystemExit(f"{' '.join(command)[:200]}\nexit code {done.returncode}\n{done.stdout}{done.stderr}")
        return done.stdout

    def auth0ctl(self, *arguments: str, input: str = "", codes: Container[int] = (0,)) -> str:
        return self.run(str(self.bin / "auth0ctl"), *arguments, input=input, codes=codes)


def lowest(requirements: Iterable[str]) -> list[str]:
    """Constraints that hold each library at its lower bound. Raises ValueError where one has none."""
    found = [(one, BOUND.match(one)) for one in requirements]
    if without := [one for one, match in found if match is None]:
        raise ValueError(f"no lower bound: {', '.join(without)}")
    return [f"{match[1]}=={match[2]}" for _, match in found if match]


def declared() -> list[str]:
    """The requirements in ``pyproject.toml``."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [str(one) for one in project["dependencies"]]


def install(wheel: Path, folder: Path, constraints: Iterable[str]) -> Environment:
    """A new environment with the wheel and its libraries."""
    folder.mkdir()
    made = Environment(folder)
    file = folder / "constraints.txt"
    file.write_text("".join(f"{one}\n" for one in constraints), encoding="utf-8")
    made.pip(*PIP, str(wheel), "--constraint", str(file))
    return made


def libraries(environment: Environment) -> dict[str, str]:
    """What is installed, without auth0ctl itself: name -> version."""
    rows = json.loads(environment.pip("list", "--format", "json", "--disable-pip-version-check"))
    return {row["name"]: row["version"] for row in rows if row["name"] not in ("auth0ctl", "pip", "setuptools")}


def tried(environment: Environment) -> None:
    """What uses each library once. Raises SystemExit where a command does not do what it should."""
    version = environment.auth0ctl("--version")
    assert environment.run(environment.python, "-m", "auth0ctl", "--version") == version
    assert json.loads(environment.auth0ctl("demo", "-o", "json"))["passed"] is True
    environment.auth0ctl("demo")
    token = environment.auth0ctl("local", "mint", "--audience", "https://api.example.com")
    environment.auth0ctl("token", "verify", "-", "--audience", "https://api.example.com", input=token)
    environment.auth0ctl("token", "verify", "--file", "-", "--audience", "https://api.example.com", input=token * 2)
    environment.auth0ctl("tenant", "add", "real", "--domain", "x.eu.auth0.com", "--client", "abc", "--no-check")
    environment.auth0ctl("tenant", "remove", "real")
    environment.auth0ctl("client", "list")
    export = environment.home / "export"
    export.mkdir()
    (export / "tenant.yaml").write_text("tenant:\n  friendly_name: Shop\nclients:\n  - name: Shop\n    app_type: spa\n")
    environment.auth0ctl("doctor", "--export", "export", codes=(0, 1))  # found or not: it was read
    served(environment)
    assert environment.run(environment.python, "-c", FOR_PYTHON) == "verified\n"


def served(environment: Environment) -> None:
    """``local serve`` over TLS, until Ctrl-C."""
    process = subprocess.Popen(
        [str(environment.bin / "auth0ctl"), "local", "serve", "--https", "--port", "0"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=environment.home,
        env=environment.environ(),
    )
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if "Ctrl-C" in line:
            break
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=30)
    assert any("Ctrl-C" in line for line in lines), "".join(lines) + rest
    assert "Traceback" not in rest, rest


def audit(environment: Environment, folder: Path) -> int:
    """pip-audit over what is installed, each library by its version. A library that cannot be looked up fails it."""
    auditor = Environment(folder)
    auditor.pip(*PIP, "pip-audit")
    pinned = folder / "pinned.txt"
    pinned.write_text("".join(f"{name}=={version}\n" for name, version in libraries(environment).items()))
    asked = [str(auditor.bin / "pip-audit"), "--strict", "--disable-pip", "--no-deps", "--progress-spinner", "off"]
    return subprocess.run([*asked, "--requirement", str(pinned)], timeout=600, check=False).returncode


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.packaging.environments")
    parser.add_argument("--audit", action="store_true", help="ask pip-audit about the newest libraries instead")
    options = parser.parse_args(arguments)
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "packages").mkdir()
        wheel = build(folder / "packages").wheel
        if options.audit:
            (folder / "audit").mkdir()
            return audit(install(wheel, folder / "newest", ()), folder / "audit")
        for which, constraints in (("newest", ()), ("lowest", lowest(declared()))):
            environment = install(wheel, folder / which, constraints)
            tried(environment)
            with_these = ", ".join(f"{name} {version}" for name, version in libraries(environment).items())
            sys.stdout.write(f"{which}: works with {with_these}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
