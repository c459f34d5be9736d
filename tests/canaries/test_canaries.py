"""S08, T17: no secret is seen in anything that a command writes, whatever it is asked and whatever it is told back.

Each command line runs here in one format; ``python -m tests.proof.canaries`` runs it in all of them.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from canaries import CANARIES, ENCODINGS, Search
from canary_bench import PKCE, Bench
from canary_commands import ELSEWHERE, FORMATS, LOGINS, OTHERS, REPORTS, ROWS, TENANT, THEIR_JOB, Row
from canary_tenant import DOMAIN
from forge import CLIENT
from shared_keyring import Shared

from auth0ctl.cli.table import COMMANDS


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    before = dict(Shared.entries)
    yield Bench(tmp_path)
    Shared.entries.clear()
    Shared.entries.update(before)


def in_turn(row: Row, mood: str) -> tuple[str, ...]:
    """One of the row's formats: all of them come up over the whole table."""
    names = list(row.formats)
    return row.formats[names[(ROWS.index(row) + ("good", "echo").index(mood) * 2) % len(names)]]


# The search itself


def test_there_are_enough_and_no_two_are_alike() -> None:
    assert len(CANARIES) == len(set(CANARIES.values())) >= 25
    assert len(ENCODINGS) >= 8
    assert all(len(one) >= 16 for one in CANARIES.values() if one)
    whole = " ".join(CANARIES.values())
    assert '"' in whole
    assert "%2" in whole
    assert not whole.isascii()


@pytest.mark.parametrize("canary", [name for name, value in CANARIES.items() if value])
def test_the_search_finds_each_in_every_encoding(canary: str) -> None:
    search = Search()
    for how, encode in ENCODINGS.items():
        coded = encode(CANARIES[canary])
        broken = f"{coded[:9]} │\n│ {coded[9:]}"
        for text in (coded, broken):
            assert [hit for hit in search.hits(f"before {text} after") if hit.startswith(canary)], how
    assert search.hits("nothing here") == []


def test_every_command_is_run() -> None:
    assert {row.path for row in ROWS} | ELSEWHERE == {command.path for command in COMMANDS}


@pytest.mark.parametrize("command", THEIR_JOB, ids=" ".join)
def test_the_search_finds_a_token_where_it_is_a_commands_job_to_print_it(
    bench: Bench, command: tuple[str, ...]
) -> None:
    assert bench.run(*bench.words(PKCE)).code in (0, 1)
    done = bench.run(*command, "--insecure-storage")
    assert done.code == 0, done.texts["stderr"]
    assert [hit for hit in bench.search.hits(done.texts["stdout"]) if THEIR_JOB[command] in hit]
    assert bench.search.hits(done.texts["stderr"]) == []


# The commands


@pytest.mark.parametrize("row", LOGINS, ids=lambda row: row.name)
def test_S08_rejects_every_secret_of_a_login(bench: Bench, row: Row) -> None:
    for mood in ("good", "echo"):
        trace = bench.home / f"trace-{mood}.json"
        done = bench.row(row, ["--trace", str(trace), *in_turn(row, mood)], mood)
        assert bench.seen(done) == [], mood
        assert done.code != 70, done.texts["stderr"]
        assert trace.exists(), done.texts["stderr"]


@pytest.mark.parametrize("row", OTHERS, ids=lambda row: row.name)
def test_S08_rejects_every_secret_of_a_command(bench: Bench, row: Row) -> None:
    for mood in ("good", "echo") if row.asks else ("good",):
        done = bench.row(row, in_turn(row, mood), mood)
        assert bench.seen(done) == [], mood
        assert done.code != 70, done.texts["stderr"]


@pytest.mark.parametrize("row", [row for row in ROWS if row.told_back], ids=lambda row: row.name)
def test_S08_accepts_the_rest_of_what_a_tenant_says_back(bench: Bench, row: Row) -> None:
    done = bench.row(row, ("-v",), "echo")
    assert done.code, "a tenant that refuses all is no success"
    said = done.texts["stdout"] + done.texts["stderr"]
    assert "invalid_client" in said
    assert "(hidden" in said, "the echo came, without what it echoed"
    assert bench.seen(done) == []


def test_S08_rejects_a_secret_on_the_browsers_page(bench: Bench) -> None:
    done = bench.row(LOGINS[1], (), "odd")
    assert "The login was refused" in done.texts["page"]
    assert bench.seen(done) == []


def test_S08_rejects_the_secrets_of_a_profile(bench: Bench) -> None:
    kept = {"SECRET": "client secret, kept in a profile", "APITOKEN": "api token, kept in a profile"}
    for name, canary in kept.items():
        (bench.inputs / name).write_text(CANARIES[canary], encoding="utf-8")
    for number, (option, file) in enumerate((("--client-secret-file", "SECRET"), ("--api-token-file", "APITOKEN"))):
        add = ("tenant", "add", f"kept{number}", "--domain", DOMAIN, "--client", CLIENT, option, file)
        done = bench.run(*add, "--no-check", "-v", "--force", "--insecure-storage", without=TENANT)
        assert done.code == 0, done.texts["stderr"]
        assert bench.seen(done) == []
        for mood in ("good", "echo"):
            for command, name in (
                (("client", "list"), "json"),
                (("tenant", "show"), "plain"),
                (("client", "list"), "html"),
            ):
                named = (*command, "--tenant", f"kept{number}", "--insecure-storage", *FORMATS[name])
                done = bench.run(*named, mood=mood, without=TENANT, AUTH0_DOMAIN="")
                assert bench.seen(done) == [], (command, mood, name)
                assert done.code != 70


def test_every_format_comes_up() -> None:
    used = {in_turn(row, mood) for row in ROWS for mood in ("good", "echo")}
    assert used == {*FORMATS.values(), *REPORTS.values()}
