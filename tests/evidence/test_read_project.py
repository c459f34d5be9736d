"""What is read of a project: every stack's own places, each value with its role and side, and never a secret."""

import os
import time
from pathlib import Path

import pytest
from fake_projects import AUDIENCE, CLIENT, DOMAIN, PROJECTS, SECRET, write_project

from auth0ctl.errors import UsageError
from auth0ctl.evidence.project import read_project
from auth0ctl.evidence.project.walk import Limits
from auth0ctl.situation import AppSetting

D, C, A = ("domain", DOMAIN), ("client_id", CLIENT), ("audience", AUDIENCE)
READ = {
    "react-vite": ("front", {D, C, A}),
    "react-and-express": ("front", {D, C, A}),
    "next": ("web", {D, C, ("client_secret", "(hidden)"), ("base_url", "http://localhost:3000")}),
    "express-web": ("web", {C, ("issuer_base", f"https://{DOMAIN}"), ("base_url", "http://localhost:3000")}),
    "angular": ("front", {D, C, A, ("redirect_uri", "http://localhost:4200")}),
    "spring-api": ("back", {A, ("issuer", f"https://{DOMAIN}/")}),
    "okta-spring-web": ("web", {C, ("issuer", f"https://{DOMAIN}/"), ("client_secret", "(hidden)")}),
    "okta-spring-api": ("back", {A, ("issuer", f"https://{DOMAIN}/")}),
    "aspnet-api": ("back", {D, A}),
    "flask-web": ("web", {D, C, ("client_secret", "(hidden)")}),
    "fastapi": ("back", {D, A, ("algorithm", "RS256")}),
    "django": ("web", {D, C, ("client_secret", "(hidden)"), ("scope", "openid profile email")}),
    "android": ("front", {D, C}),
    "ios": ("front", {D, C}),
    "flutter": ("front", {D, C}),
    "rails": ("web", {D, C, ("client_secret", "(hidden)")}),
    "laravel": ("web", {D, C, A, ("client_secret", "(hidden)")}),
    "go-api": ("back", {D, A}),
    "compose": ("web", {D, A, C}),
    "kubernetes": ("back", {D, A}),
}


def pairs(settings: tuple[AppSetting, ...], side: str) -> set[tuple[str, str]]:
    return {(one.role, one.value) for one in settings if one.side == side and not one.expression}


@pytest.mark.parametrize("stack", PROJECTS)
def test_each_stack_is_read_where_its_quickstart_writes(stack: str, tmp_path: Path) -> None:
    settings = read_project(write_project(tmp_path, PROJECTS[stack]))
    side, wanted = READ[stack]
    assert wanted <= pairs(settings, side), [(one.role, one.name, one.value, one.side) for one in settings]
    assert {one.value for one in settings if one.role == "domain" and not one.expression} <= {DOMAIN}
    assert SECRET not in repr(settings)


def test_every_stack_has_its_expectation() -> None:
    assert sorted(READ) == sorted(PROJECTS)


def test_a_setting_says_where_it_stands(tmp_path: Path) -> None:
    settings = read_project(write_project(tmp_path, {"web/.env": f"# Auth0\n\nAUTH0_DOMAIN = '{DOMAIN}'\n"}))
    (one,) = settings
    assert (one.file, one.line, one.name, one.value) == ("web/.env", 3, "AUTH0_DOMAIN", DOMAIN)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("A0=x.example.com\nAUTH0_DOMAIN=${A0}", "x.example.com"),
        ("AUTH0_DOMAIN=x.example.com#no", "x.example.com#no"),
        ("AUTH0_DOMAIN=x.example.com # yes", "x.example.com"),
        ('AUTH0_DOMAIN="x.example.com', '"x.example.com'),
        ("AUTH0_DOMAIN='x.example.com',", "'x.example.com',"),
        ("AUTH0_DOMAIN=", ""),
        ("AUTH0_DOMAIN=${HOST:-y.example.com}", "y.example.com"),
    ],
)
def test_dotenv_values(written: str, value: str, tmp_path: Path) -> None:
    settings = read_project(write_project(tmp_path, {".env": written + "\n"}))
    assert [one.value for one in settings if one.name == "AUTH0_DOMAIN"] == [value]


def test_what_only_the_running_program_knows_is_not_read(tmp_path: Path) -> None:
    project = {
        ".env": "AUTH0_DOMAIN=${SOMEWHERE}\nAUTH0_CLIENT_ID=$(cat id)\n",
        "a.yml": "auth0:\n  domain: {{ .Values.domain }}\n",
        "auth0.js": "const domain = 'https://' + process.env.AUTH0_DOMAIN; const c = { clientId: `${id}` }\n",
    }
    assert read_project(write_project(tmp_path, project)) == ()


def test_the_local_file_wins_and_environments_are_told_apart(tmp_path: Path) -> None:
    project = {
        ".env": "AUTH0_DOMAIN=a.example.com\n",
        ".env.local": "AUTH0_DOMAIN=b.example.com\n",
        ".env.production": "AUTH0_DOMAIN=c.example.com\n",
        ".env.test": "AUTH0_DOMAIN=d.example.com\n",
        ".env.example": "AUTH0_DOMAIN=YOUR_DOMAIN\n",
    }
    settings = read_project(write_project(tmp_path, project))
    assert {one.value: (one.environment, one.overridden_by) for one in settings} == {
        "a.example.com": ("", ".env.local"),
        "b.example.com": ("", ""),
        "c.example.com": ("production", ""),
    }


def test_plain_names_count_only_where_auth0_is_spoken_of(tmp_path: Path) -> None:
    project = {
        "cookies.js": "const cookie = { domain: '.shop.example.com', audience: 'adults' }\n",
        "config/google.yml": "google:\n  client_id: abc\n",
        "auth0.ts": f"createAuth0Client({{ domain: '{DOMAIN}', clientId: '{CLIENT}' }})\n"
        + "\n" * 20
        + "res.cookie('a', 'b', { domain: '.shop.example.com' })\n",
        ".env": "GOOGLE_CLIENT_ID=abc\nCLIENT_ID=def\n",
        "job/.env": "AUTH0_MGMT_CLIENT_ID=ghi\nAUTH0_M2M_CLIENT_SECRET=jkl\nGITHUB_CLIENT_ID=mno\n",
    }
    settings = read_project(write_project(tmp_path, project))
    assert {(one.role, one.value) for one in settings} == {("domain", DOMAIN), ("client_id", CLIENT)}


def test_comments_are_no_settings(tmp_path: Path) -> None:
    project = {
        "auth0.js": f"// domain: 'old.auth0.com'\n/*\n audience: 'old'\n*/\n"
        f"const c = {{ audience: '{AUDIENCE}' }} // scope: 'old'\n",
        ".env": f"# AUTH0_DOMAIN=old.auth0.com\nAUTH0_DOMAIN={DOMAIN}\n",
        "s.xml": '<!-- <string name="com_auth0_domain">old.auth0.com</string> -->',
    }
    settings = read_project(write_project(tmp_path, project))
    assert {(one.role, one.value) for one in settings} == {A, D}


def test_no_link_is_followed(tmp_path: Path) -> None:
    outside = write_project(tmp_path / "outside", {"secret/.env": "AUTH0_DOMAIN=outside.auth0.com\n"})
    project = write_project(tmp_path / "project", {"a/.env": f"AUTH0_DOMAIN={DOMAIN}\n"})
    (project / "linked").symlink_to(outside / "secret", target_is_directory=True)
    (project / ".env").symlink_to(outside / "secret/.env")
    assert [one.value for one in read_project(project)] == [DOMAIN]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes on this system")
def test_nothing_but_plain_small_text_is_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / ".env.production")  # opening it for reading would wait for ever
    (tmp_path / ".env").write_bytes(b"AUTH0_DOMAIN=x.auth0.com\n" + b"#" * 400_000)
    (tmp_path / ".env.local").write_bytes(b"AUTH0_DOMAIN=x.auth0.com\0\n")
    (tmp_path / ".env.staging").write_bytes("AUTH0_DOMAIN=x.auth0.com\n".encode("utf-16"))
    assert [one.file for one in read_project(tmp_path)] == [".env.staging"]


def test_a_deep_and_hostile_document_is_no_trouble(tmp_path: Path) -> None:
    project = {
        "auth0.json": '{"auth0":' * 5000,
        "auth0.yml": "auth0:\n" + "".join(f"{' ' * depth}a:\n" for depth in range(1, 2000)),
        "auth0-b.json": '{"auth0": {"domain": "' + DOMAIN + '"}, ]]]}}} "client_id": ',
        "auth0.xml": "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><domain>&x;</domain>",
        "auth0.js": "auth0(" + "{" * 9000,
    }
    settings = read_project(write_project(tmp_path, project))
    assert ("domain", DOMAIN) in {(one.role, one.value) for one in settings}
    assert "root:" not in repr(settings)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("auth0.yml", "a" + " " * 250_000 + "b"),
        ("auth0.toml", "[" + "a " * 125_000),
        ("auth0.ini", "a" + " " * 250_000),
        ("auth0.json", "/* " * 85_000),
        ("auth0.xml", "<!--" * 62_000),
        ("auth0.xml", "<a>" * 85_000),
        ("auth0.js", ("a" * 1_990 + "\n") * 125),
        ("auth0.js", ("a=" * 990 + "\n") * 125),
        ("auth0.js", ("a=" + "[" * 1_980 + "\n") * 125),
        ("auth0.js", ("scope:" * 330 + "\n") * 125),
        ("auth0.js", "createAuth0(" * 20_000),
        (".env", "AUTH0_DOMAIN=" + "${A" * 600 + "\n"),
    ],
)
def test_no_text_takes_long(name: str, text: str, tmp_path: Path) -> None:
    write_project(tmp_path, {name: text, "a/.env": f"AUTH0_DOMAIN={DOMAIN}\n"})
    began = time.process_time()
    assert DOMAIN in {one.value for one in read_project(tmp_path)}
    assert time.process_time() - began < 5  # seconds; what grows with the square of the length takes minutes


def test_a_reading_that_ended_early_says_so(tmp_path: Path) -> None:
    project = write_project(tmp_path, {f"{name}/.env": f"AUTH0_DOMAIN={DOMAIN}\n" for name in "abcd"})
    *read, last = read_project(project, Limits(files=2))
    assert [one.file for one in read] == ["a/.env", "b/.env"]
    assert (last.role, last.value) == ("limit", "stopped after 2 files, at c/.env")
    assert [one.role for one in read_project(project, Limits(files=5))] == ["domain"] * 4


def test_a_project_that_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="not a folder"):
        read_project(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "tenant.json",
            '{\n  "clients": [\n    {"client_id": "a", "client_secret": "known-to-nobody-else-at-all"}\n  ],\n'
            '  "resource_servers": [\n    {"identifier": "https://api.example.com"}\n  ],\n'
            '  "comment": "auth0"\n}\n',
        ),
        (
            "tenant.yaml",
            "# auth0\nclients:\n  - name: Shop\n    client_secret: known-to-nobody-else-at-all\n"
            "resourceServers:\n  - identifier: https://api.example.com\n",
        ),
    ],
)
def test_what_describes_a_tenant_is_no_setting_of_an_app(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / "package.json").write_text('{"dependencies": {"@auth0/auth0-react": "2.4.0"}}')
    (tmp_path / name).write_text(text)
    assert [one for one in read_project(tmp_path) if one.file == name] == []


def test_one_list_of_that_name_is_still_a_file_of_settings(tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"dependencies": {"@auth0/auth0-react": "2.4.0"}}')
    (tmp_path / "auth_config.json").write_text('{\n "domain": "x.eu.auth0.com",\n "roles": [\n "a"]\n}')
    assert [one.value for one in read_project(tmp_path) if one.role == "domain"] == ["x.eu.auth0.com"]
