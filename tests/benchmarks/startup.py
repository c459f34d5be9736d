"""How long auth0ctl takes to start: ``python -m tests.benchmarks.startup [ROUNDS]``.

Everything is byte-compiled first. The commands are run in turn, round after round, so that a busy moment of the machine
falls on all of them; what counts is the ratio of the medians to an empty Python, P, of the same run.
"""

import compileall
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path
from statistics import median

import auth0ctl

HERE = Path(__file__).parent
TOKEN = ("--file", str(HERE / "token.jwt"))  # an access token of forge.py's key `benchmark`, valid around AT
JUDGED = ("--jwks", str(HERE / "jwks.json"), "--issuer", "https://tenant.eu.auth0.com/", "--at", "1790000000")
START = "import sys; from auth0ctl.__main__ import main; sys.exit(main())"  # what the installed script does
COMMANDS: dict[str, tuple[str, ...]] = {
    "--version": ("--version",),
    "--help": ("--help",),
    "token decode": ("token", "decode", *TOKEN),
    "token decode -o json": ("token", "decode", *TOKEN, "-o", "json"),
    "token verify": ("token", "verify", *TOKEN, *JUDGED, "--audience", "https://api.example.com"),
    "client list": ("client", "list"),
}
ROUNDS = 15


def run(arguments: tuple[str, ...], home: str) -> float:
    """Run Python isolated with ``arguments`` and return the seconds it took. Raises CalledProcessError if it fails."""
    before = time.perf_counter()
    subprocess.run(
        [sys.executable, "-I", "-c", *arguments],
        env={"HOME": home, "AUTH0CTL_HOME": home},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
    return time.perf_counter() - before


def measure(rounds: int) -> dict[str, float]:
    """The median of each command in seconds, and of an empty Python under the name ``P``."""
    lines = {"P": ("pass",)} | {name: (START, *arguments) for name, arguments in COMMANDS.items()}
    taken: dict[str, list[float]] = {name: [] for name in lines}
    with tempfile.TemporaryDirectory() as home:
        for line in lines.values():  # the first `client list` makes the local tenant and its keys
            run(line, home)
        for _ in range(rounds):
            for name, line in lines.items():
                taken[name].append(run(line, home))
    return {name: median(times) for name, times in taken.items()}


def main() -> None:
    """Byte-compile, measure, and print the table."""
    for folder in (Path(auth0ctl.__file__).parent, Path(sysconfig.get_path("purelib"))):
        compileall.compile_dir(folder, quiet=2, workers=0)
    medians = measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
    empty = medians.pop("P")
    lines = [f"P = {empty * 1000:.1f} ms  (python -I -c pass, {sys.version.split()[0]})"]
    lines += [f"{name:22} {taken / empty:5.1f} P  {taken * 1000:6.0f} ms" for name, taken in medians.items()]
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
