"""What is in the wheel and in the sdist, and that the wheel works where nothing else of this tree is."""

import subprocess
import tarfile
import tomllib
import zipfile
from email import message_from_bytes
from pathlib import Path, PurePosixPath

from built_packages import LEFT_OUT, ROOT, Built, Installed, build_from_sdist

import auth0ctl

SHIPPED = {".html", ".css", ".json", ".typed", ".py"}


def wheel_names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as packed:
        return set(packed.namelist())


def sdist_names(sdist: Path) -> set[str]:
    """The files of the sdist, without the folder that all are in."""
    with tarfile.open(sdist) as packed:
        return {one.name.partition("/")[2] for one in packed.getmembers() if one.isfile()}


def package_files(tree: Path) -> set[str]:
    """Every file of the package as it is in the tree."""
    files = (path for path in (tree / "auth0ctl").rglob("*") if path.is_file())
    return {path.relative_to(tree).as_posix() for path in files if path.suffix != ".pyc"}


def test_nothing_lies_in_the_package_that_would_not_be_shipped() -> None:
    assert {PurePosixPath(name).suffix for name in package_files(ROOT)} <= SHIPPED


def test_the_wheel_has_the_whole_package_the_licence_and_nothing_else(built: Built) -> None:
    names = wheel_names(built.wheel)
    info = f"auth0ctl-{auth0ctl.__version__}.dist-info"
    assert {name for name in names if name.startswith("auth0ctl/")} == package_files(built.source)
    assert {"METADATA", "entry_points.txt", "licenses/LICENSE"} <= {
        name.removeprefix(f"{info}/") for name in names if name.startswith(info)
    }
    assert all(name.startswith(("auth0ctl/", f"{info}/")) for name in names)


def test_the_sdist_has_what_the_wheel_is_made_of_and_no_tests(built: Built) -> None:
    names = sdist_names(built.sdist)
    assert {name for name in names if name.startswith("auth0ctl/")} == package_files(built.source)
    assert {"LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml", "completions/auth0ctl.bash"} <= names
    assert not [name for name in names if name.startswith(("tests/", "build/", "."))]


def test_the_sdist_gives_the_same_wheel(built: Built, tmp_path: Path) -> None:
    again = build_from_sdist(built.sdist, tmp_path)
    assert wheel_names(again) == wheel_names(built.wheel)


def test_the_metadata_says_what_is_needed_and_invents_no_address(built: Built) -> None:
    info = f"auth0ctl-{auth0ctl.__version__}.dist-info"
    with zipfile.ZipFile(built.wheel) as packed:
        said = message_from_bytes(packed.read(f"{info}/METADATA"))
    assert (said["Name"], said["Version"]) == ("auth0ctl", auth0ctl.__version__)
    assert said["License-Expression"] == "Apache-2.0"
    assert said["Requires-Python"] == ">=3.11"
    assert "Typing :: Typed" in said.get_all("Classifier", [])
    assert not said.get_all("Project-URL")
    assert said["Home-page"] is None
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    needed = [one for one in said.get_all("Requires-Dist", []) if "extra ==" not in one]
    assert len(needed) == len(declared)
    assert all("<" in one or ">=" in one for one in needed), "every dependency has a lower bound"


def test_the_changelog_and_the_licence_are_there() -> None:
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_it_runs_where_it_is_installed(installed: Installed, tmp_path: Path) -> None:
    def run(*command: str | Path) -> subprocess.CompletedProcess[str]:
        done = installed.run(*command, cwd=tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
        return done

    script, api = installed.auth0ctl, "https://api.example.com"
    version = f"auth0ctl {auth0ctl.__version__}\n"
    assert run(script, "--version").stdout == run(installed.python, "-m", "auth0ctl", "--version").stdout == version
    # Schemas, pages and lists of scopes are read on the way.
    (tmp_path / "token").write_text(run(script, "local", "mint", "--audience", api).stdout)
    verified = run(script, "token", "verify", "--file", "token", "--audience", api, "-o", "html")
    assert "<style>" in verified.stdout


def test_the_copy_leaves_out_what_is_built_or_installed() -> None:
    everything = [".git", ".venv", "build", "dist", "auth0ctl.egg-info", "node_modules", "__pycache__", "auth0ctl"]
    assert LEFT_OUT(str(ROOT), everything) == set(everything) - {"auth0ctl"}
