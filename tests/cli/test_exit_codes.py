"""The table of exit codes: one enum, told by --help, the same in JSON (standards.md Q10)."""

import io
import json
import re

import pytest

from auth0ctl.cli.app import run
from auth0ctl.cli.session import Session
from auth0ctl.errors import ExitCode

# design.md section 3. Two of standards.md's are not ours: output that cannot be written is 3, and SIGTERM is left to
# the system, whose shells say 143 by themselves.
AGREED = {0, 1, 2, 3, 4, 5, 6, 7, 8, 70, 130, 141}


def test_Q10_accepts_the_agreed_codes_and_tells_them_in_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert {int(code) for code in ExitCode} == AGREED
    assert run(["--help"]) == 0
    told = capsys.readouterr().out.partition("Exit codes:")[2]
    assert re.findall(r"^ +(\d+)  ", told, re.MULTILINE) == [str(int(code)) for code in ExitCode]
    assert all(code.meaning.split()[0] in told for code in ExitCode)


def test_Q10_rejects_an_unknown_command_with_the_same_code_in_json(capsys: pytest.CaptureFixture[str]) -> None:
    code = run(["nosuch", "-o", "json"])
    assert json.loads(capsys.readouterr().out)["error"]["code"] == code == ExitCode.USAGE


class Interrupted(io.StringIO):
    """A terminal at which somebody presses Ctrl-C while an error is being told."""

    def write(self, text: str) -> int:
        raise KeyboardInterrupt


def test_ctrl_c_while_an_error_is_told_ends_in_130() -> None:
    assert run(["nosuch"], Session(stderr=Interrupted())) == ExitCode.INTERRUPTED
