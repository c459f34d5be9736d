"""The pytest example runs as it stands, and would notice an API that looks at nothing. The README's Python runs too."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from page_sessions import ROOT

EXAMPLE = ROOT / "examples" / "pytest"


def run_python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Python in this folder, where auth0ctl counts as installed, and its plugin is the only one."""
    environ = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "PYTHONPATH": str(ROOT),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
    }
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=folder, env=environ, capture_output=True, encoding="utf-8", timeout=120, check=False
    )


def run_pytest(folder: Path) -> subprocess.CompletedProcess[str]:
    return run_python(folder, "-m", "pytest", "-q", "-p", "auth0ctl.pytest_plugin", "-p", "no:cacheprovider")


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path / "pytest"))


def test_the_example_passes(copied: Path) -> None:
    done = run_pytest(copied)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "12 passed" in done.stdout


def test_it_notices_an_api_that_looks_at_nothing(copied: Path) -> None:
    file = copied / "my_api.py"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('return "read:items" in', "return True or").replace("return False", "return True"))
    assert "9 failed, 3 passed" in run_pytest(copied).stdout


def test_the_readmes_python_runs(tmp_path: Path) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (example,) = [block for block in blocks if "verify_token" in block]
    done = run_python(tmp_path, "-c", example)
    assert done.returncode == 0, done.stderr
    bent = example.replace('scope="read:items")', 'scope="write:items")')
    assert bent != example
    assert "AssertionError" in run_python(tmp_path, "-c", bent).stderr
