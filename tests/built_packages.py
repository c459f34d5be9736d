"""The sdist and the wheel, built without network from a copy of this tree, and a place where the wheel is installed.

A copy, because setuptools takes what an earlier build has left in ``build/`` into the next wheel.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LEFT_OUT = shutil.ignore_patterns(".*", "build", "dist", "*.egg-info", "node_modules", "__pycache__", "vectors")
BACKEND = """
import sys
from setuptools import build_meta
print(getattr(build_meta, "build_" + sys.argv[1])(sys.argv[2]))
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The two packages of one build, and the copy of the tree that they were made of."""

    source: Path
    sdist: Path
    wheel: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """An environment with auth0ctl from its wheel, and the libraries of the one that the tests run in."""

    python: Path
    auth0ctl: Path

    def run(self, *command: str | Path, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
        """Run a command in which nothing of this tree can be found by chance."""
        kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "SYSTEMROOT") if name in os.environ}
        home = {"HOME": str(cwd), "AUTH0CTL_HOME": str(cwd / "auth0ctl-home"), "LANG": "C.UTF-8"}
        return subprocess.run(
            command, cwd=cwd, env={**kept, **home, **environ}, capture_output=True, text=True, timeout=120, check=False
        )


def build(folder: Path) -> Built:
    """Build both from a copy of this tree, in ``folder``."""
    source = folder / "source"
    shutil.copytree(ROOT, source, ignore=LEFT_OUT)
    return Built(
        source=source, sdist=_ask_backend("sdist", source, folder), wheel=_ask_backend("wheel", source, folder)
    )


def build_from_sdist(sdist: Path, folder: Path) -> Path:
    """The wheel that somebody gets who has only the sdist."""
    with tarfile.open(sdist) as packed:
        packed.extractall(folder, filter="data")
    (source,) = folder.iterdir()
    return _ask_backend("wheel", source, folder)


def _ask_backend(kind: str, source: Path, folder: Path) -> Path:
    """PEP 517, without the front end that would fetch the backend over the network."""
    done = subprocess.run(
        [sys.executable, "-c", BACKEND, kind, str(folder)],
        cwd=source,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / done.stdout.splitlines()[-1]


def install(wheel: Path, folder: Path) -> Installed:
    """Install the wheel in an environment of its own, which borrows the libraries of this one."""
    venv.create(folder, symlinks=os.name != "nt", with_pip=False)
    scripts = folder / ("Scripts" if os.name == "nt" else "bin")
    python = scripts / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python)]
    subprocess.run(
        [*pip, "install", "--quiet", "--no-deps", "--no-index", str(wheel)],
        check=True,
        capture_output=True,
        timeout=120,
    )
    places = sysconfig.get_paths(vars={"base": str(folder), "platbase": str(folder)})
    borrowed = Path(places["purelib"]) / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return Installed(python=python, auth0ctl=scripts / "auth0ctl")


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return build(tmp_path_factory.mktemp("packages"))


@pytest.fixture(scope="session")
def installed(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return install(built.wheel, tmp_path_factory.mktemp("installed") / "environment")
