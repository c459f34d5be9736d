"""The files of a project that may hold settings: bounded in number, depth and size, and never outside of it.

No symbolic link is followed and nothing but a plain file is opened, so that a project somebody sent cannot make this
read the rest of the machine. Nothing is ever executed.
"""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from auth0ctl.files import NO_FOLLOW
from auth0ctl.words import counted

MAX_DEPTH = 10
MAX_FILE = 256 * 1024  # bytes; settings are small

SKIPPED_FOLDERS = frozenset(
    """node_modules bower_components vendor venv .venv env virtualenv site-packages __pycache__ .git .hg .svn .idea
    .vscode dist build out target bin obj coverage .next .nuxt .output .svelte-kit .angular .cache .turbo .gradle
    .dart_tool Pods DerivedData .expo .terraform .tox .nox .mypy_cache .pytest_cache tmp logs test tests __tests__ spec
    specs cypress e2e end-to-end fixtures __mocks__ mocks docs doc testdata storybook-static""".split()
)
SOURCES = frozenset(
    ".js .mjs .cjs .jsx .ts .mts .cts .tsx .vue .svelte .py .rb .php .java .kt .kts .gradle .swift .dart .go .cs .rs"
    " .html .cshtml .razor .ex .exs .scala".split()
)
TREES = frozenset((".json", ".yml", ".yaml"))
LINES = frozenset((".properties", ".ini", ".cfg", ".conf", ".toml", ".xcconfig", ".env"))
MARKUP = frozenset((".xml", ".plist", ".config"))
MANIFESTS = frozenset(
    """package.json pom.xml build.gradle build.gradle.kts requirements.txt pyproject.toml Pipfile Gemfile composer.json
    go.mod pubspec.yaml Podfile Package.swift Cargo.toml mix.exs""".split()
)
EXAMPLES = (".example", ".sample", ".template", ".dist", ".tpl", ".defaults", ".md")  # documentation, not settings
LOCKS = frozenset(("package-lock.json", "composer.lock", "npm-shrinkwrap.json", "pnpm-lock.yaml", "pubspec.lock"))
TEST_FILE = (".test.", ".spec.", "_test.", ".stories.", ".d.ts", ".min.js", "-lock.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much is read at most: files and folders looked at, files read, characters in all."""

    entries: int = 50_000
    files: int = 4_000
    characters: int = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectFile:
    """One file's text. ``path`` is relative to the project, with slashes; ``kind`` says how it is read."""

    path: str
    # "env", "lines", "properties", "tree", "markup", "source", "docker", "manifest"; "limit": the reading ends here
    kind: str
    text: str = field(repr=False)

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]


def kind_of(name: str) -> str | None:
    """How a file of this name is read; None where it holds no settings."""
    lower = name.lower()
    if lower.endswith(EXAMPLES) or ".example." in lower or ".sample." in lower or lower in LOCKS:
        return None
    if any(part in lower for part in TEST_FILE):
        return None
    if (
        lower == ".env"
        or lower.startswith((".env.", ".env-"))
        or lower in (".flaskenv", ".dev.vars")
        or lower.endswith(".env")
    ):
        return "env"
    if name == "Dockerfile" or lower.startswith("dockerfile."):
        return "docker"
    if name in MANIFESTS or lower.endswith(".csproj"):
        return "manifest"
    extension = os.path.splitext(lower)[1]
    if extension == ".properties":
        return "properties"
    for kind, extensions in (("tree", TREES), ("lines", LINES), ("markup", MARKUP), ("source", SOURCES)):
        if extension in extensions:
            return kind
    return None


def project_files(root: Path, limits: Limits) -> Iterator[ProjectFile]:
    """Every file under ``root`` that may hold settings, by path. Unreadable ones are passed over."""
    entries = read = total = 0
    waiting: list[tuple[Path, str, int]] = [(root, "", 0)]
    while waiting:
        folder, prefix, depth = waiting.pop()
        try:
            with os.scandir(folder) as listed:
                found = sorted(listed, key=lambda entry: entry.name)
        except OSError:
            continue
        deeper: list[tuple[Path, str, int]] = []
        for entry in found:
            entries += 1
            if entries > limits.entries or read >= limits.files or total >= limits.characters:
                said = f"stopped after {counted(read, 'file')}, at {prefix + entry.name}"
                yield ProjectFile(path=prefix + entry.name, kind="limit", text=said)
                return
            path = prefix + entry.name
            try:
                if entry.is_dir(follow_symlinks=False):
                    # the file systems of Windows know folders that lead elsewhere without being links
                    elsewhere = entry.is_symlink() or getattr(entry, "is_junction", lambda: False)()
                    if entry.name not in SKIPPED_FOLDERS and depth < MAX_DEPTH and not elsewhere:
                        deeper.append((Path(entry.path), path + "/", depth + 1))
                    continue
            except OSError:
                continue
            kind = kind_of(entry.name)
            if kind is None or not entry.is_file(follow_symlinks=False):
                continue
            if (text := _text_of(entry.path)) is not None:
                read, total = read + 1, total + len(text)
                yield ProjectFile(path=path, kind=kind, text=text)
        waiting.extend(reversed(deeper))


def _text_of(path: str) -> str | None:
    """A plain file's text; None where it is a link, a device, too large, binary or unreadable."""
    try:
        descriptor = os.open(path, os.O_RDONLY | NO_FOLLOW | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError:
        return None
    with os.fdopen(descriptor, "rb") as opened:
        try:
            about = os.fstat(descriptor)
            if not stat.S_ISREG(about.st_mode) or about.st_size > MAX_FILE:
                return None
            content = opened.read(MAX_FILE + 1)
        except OSError:
            return None
    if len(content) > MAX_FILE:
        return None
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):  # what Windows' editors call Unicode
        return content.decode("utf-16", "replace")
    return None if b"\0" in content else content.decode("utf-8-sig", "replace")
