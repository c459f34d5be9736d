"""What must not stand in the code of a program that is given secrets (T23), whatever a linter is told to overlook."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from built_packages import ROOT

SOURCES = sorted((ROOT / "auth0ctl").rglob("*.py"))
# Where text goes out: ``--version``, answered before anything is imported. All else is written by cli/ and render/ to
# the streams they are given, through the redactor.
SINKS = {"auth0ctl/__main__.py"}
NEVER_TRUE = {"shell"}
NEVER_FALSE = {"verify", "check_hostname", "verify_signature", "verify_ssl"}
NEVER_CALLED = {
    "eval",
    "exec",
    "breakpoint",
    "os.system",
    "os.popen",
    "pickle.load",
    "pickle.loads",
    "marshal.loads",
    "yaml.load",
    "yaml.unsafe_load",
    "ssl._create_unverified_context",
    "tempfile.mktemp",
    "jwt.decode",
}


# The one place where a certificate is not believed: it is read to name who signed it, and nothing is sent.
LOOKED_AT = ("auth0ctl/tenant/certificates.py", 2)


def complaints(source: str, name: str) -> Iterator[str]:
    """Every place of a file that breaks a rule."""
    for node in ast.walk(ast.parse(source)):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Call):
            called = ast.unparse(node.func)
            if called in NEVER_CALLED or (called == "print" and name not in SINKS):
                yield f"{name}:{line}: {called}(...)"
            for keyword in node.keywords:
                value = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
                if (keyword.arg in NEVER_TRUE and value is True) or (keyword.arg in NEVER_FALSE and value is False):
                    yield f"{name}:{line}: {keyword.arg}={value}"
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Attribute) and target.attr == "check_hostname":
                    yield f"{name}:{line}: check_hostname is set"
        elif isinstance(node, ast.Attribute) and node.attr == "CERT_NONE":
            yield f"{name}:{line}: CERT_NONE"


def test_none_of_it_stands_in_the_code() -> None:
    found = [
        said
        for path in SOURCES
        for said in complaints(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    ]
    assert len(SOURCES) > 400
    file, times = LOOKED_AT
    assert sum(said.startswith(file) for said in found) == times
    assert [said for said in found if not said.startswith(file)] == []


@pytest.mark.parametrize(
    "source",
    [
        "httpx.get(url, verify=False)",
        "subprocess.run(command, shell=True)",
        "print(token)",
        "eval(text)",
        "yaml.load(text)",
        "jwt.decode(token, options={})",
        "jwt.api.decode(token, verify_signature=False)",
        "context.check_hostname = False",
        "context.verify_mode = ssl.CERT_NONE",
    ],
)
def test_each_would_be_found(source: str) -> None:
    assert list(complaints(source, "auth0ctl/example.py"))


def test_what_is_fine_is_not() -> None:
    assert list(complaints("print('1')", "auth0ctl/__main__.py")) == []
    assert list(complaints("httpx.get(url, verify=context)\nconsole.print(x)\nrun(shell=False)", "auth0ctl/x.py")) == []


def test_the_linters_rules_for_security_are_on() -> None:
    lint = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["ruff"]["lint"]
    assert {"S", "T20"} <= set(lint["select"])
    everywhere = {rule for rule in lint["ignore"] if rule.startswith("S") and not rule.startswith("SIM")}
    assert everywhere == {"S101", "S104", "S105", "S106", "S107"}
    ours = {path: rules for path, rules in lint["per-file-ignores"].items() if path.startswith("auth0ctl")}
    assert not [path for path, rules in ours.items() if any(rule.startswith(("S", "T")) for rule in rules)]


def test_this_test_looks_at_the_code_itself() -> None:
    assert Path(complaints.__code__.co_filename).parent.parent.parent == ROOT
    assert ROOT / "auth0ctl" / "cli" / "app.py" in SOURCES
