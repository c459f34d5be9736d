"""Names at TAB: what listing commands remember, and that foreign names are only ever text to a shell."""

import json
from pathlib import Path

import pytest
from real_shells import DRIVERS, offered
from tenant_desk import Desk, desk, served

from auth0ctl.cli.completion_scripts import SHELLS, script
from auth0ctl.cli.remembered import offerable, plain

__all__ = ["desk", "served"]

HOSTILE = (
    "$(echo pwned > pwned)",
    "`echo pwned > pwned`",
    "a; echo pwned > pwned",
    'it\'s "quoted"',
    "back\\slash $HOME ${HOME} ~ * ? [a] {b,c}",
    "#comment & | < > ! %1 ^x",
    "(echo pwned > pwned)",
    "é – 漢字",
)
UNPRINTABLE = ("two\nlines", "tab\tbed", "bidi \u202egnp", "zero\u200bwidth", "esc\x1b[31m", "-dash", "line\u2028sep")


@pytest.fixture(scope="module", params=DRIVERS)
def shell(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    name = str(request.param)
    path = tmp_path_factory.mktemp("script") / SHELLS[name]
    path.write_text(script(name), encoding="utf-8")
    return name, path


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with a cache as the listing commands write it, with every hostile name in it."""
    folder = tmp_path_factory.mktemp("home")
    cache = folder / "data" / "completion"
    cache.mkdir(parents=True)
    (cache / "tenants").write_text("local\tthe built-in tenant\nprod\texample.eu.auth0.com\n")
    (cache / "current").write_text("prod\n")
    names = "".join(f"{name}\tclient-{number}\n" for number, name in enumerate(HOSTILE))
    (cache / "clients.prod").write_text("client-0\tx\n" + names, encoding="utf-8")
    (cache / "clients.local").write_text("localSPA\tExample SPA\nExample SPA\tlocalSPA\n")
    (cache / "apis.prod").write_text("https://api.example.com\tOrders\nurn:my api\tOther\n")
    return folder


def test_every_hostile_name_is_one_word_and_runs_nothing(shell: tuple[str, Path], home: Path) -> None:
    words = offered(*shell, ("client", "inspect", ""), home)
    assert words == ["client-0", *HOSTILE] or sorted(words) == sorted(["client-0", *HOSTILE])
    assert not (home / "pwned").exists()


def test_names_of_the_tenant_that_is_named(shell: tuple[str, Path], home: Path) -> None:
    local = ["Example SPA", "localSPA"]
    assert sorted(offered(*shell, ("--tenant", "local", "login", "--client", ""), home)) == local
    assert sorted(offered(*shell, ("login", "--client", ""), home, {"AUTH0CTL_TENANT": "local"})) == local
    assert offered(*shell, ("login", "--tenant=local", "--client=loc"), home) == ["localSPA"]
    assert sorted(offered(*shell, ("tenant", "use", ""), home)) == ["local", "prod"]


def test_a_url_is_completed_behind_its_colon(shell: tuple[str, Path], home: Path) -> None:
    for typed in (
        (*("login", "--audience"), "https://api"),
        ("login", "--audience=https://api"),
        ("api", "inspect", "h"),
    ):
        (word,) = offered(*shell, typed, home)
        # bash replaces what stands behind the last : or = alone
        assert "https://api.example.com".endswith(word)
        assert word.endswith("//api.example.com")


@pytest.mark.parametrize("tenant", ["../../secret", "/etc", ".", "$(echo pwned > pwned)", "a b"])
def test_a_tenants_name_that_is_none_leads_to_no_file(shell: tuple[str, Path], home: Path, tenant: str) -> None:
    (home / "data" / "secret").write_text("hush\n")
    (home / "data" / "completion" / "clients.a b").write_text("hush\n")
    assert offered(*shell, ("login", "--client", ""), home, {"AUTH0CTL_TENANT": tenant}) == []
    assert not (home / "pwned").exists()


def test_listing_writes_the_names_0600_and_no_secret(desk: Desk) -> None:
    assert desk("tenant", "add", "prod", "--domain", desk.domain, "--no-check").code == 0
    token = desk.token("read:clients", "read:resource_servers")
    assert desk("client", "list", "-o", "json", env={"AUTH0_API_TOKEN": token}).code == 0
    assert desk("api", "list", "-o", "json", env={"AUTH0_API_TOKEN": token}).code == 0
    cache = desk.home / "auth0ctl" / "data" / "completion"
    files = {path.name: path for path in cache.iterdir() if path.name[0] != "."}
    assert set(files) == {"tenants", "current", "clients.prod", "apis.prod"}
    assert {path.stat().st_mode & 0o777 for path in files.values()} == {0o600}
    assert files["current"].read_text() == "prod\n"
    clients = files["clients.prod"].read_text()
    assert "reading-machine\tReading Machine\n" in clients
    assert "Reading Machine\treading-machine\n" in clients
    assert "hush" not in "".join(path.read_text() for path in files.values())
    assert desk("tenant", "remove", "prod").code == 0
    assert not files["clients.prod"].exists()
    assert files["current"].read_text() == "local\n"


def test_what_cannot_be_shown_is_not_remembered(tmp_path: Path) -> None:
    assert [name for name in UNPRINTABLE if offerable(name)] == []
    assert [name for name in HOSTILE if not offerable(name)] == []
    assert plain("two\nlines \u202eand more") == "twolines and more"


def test_a_folder_that_cannot_be_written_costs_nothing_else(desk: Desk) -> None:
    data = Path(desk.file("auth0ctl/data/completion", "a file where the folder should be"))
    done = desk("tenant", "add", "prod", "--domain", desk.domain, "--no-check", "-o", "json")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out)["name"] == "prod"
    assert data.is_file()
