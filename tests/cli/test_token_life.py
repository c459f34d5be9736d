"""The life of a token after the login, by commands: refreshed, rotated, reused, revoked, exchanged; and machines."""

from pathlib import Path

import pytest
from seeded_home import API, BACKEND, MACHINE, NATIVE, SCOPE, SECRET, Home, home, seeded

from auth0ctl.tokens.decode import decode

__all__ = ["home", "seeded"]


def refresh_token(home: Home) -> str:
    text = home.kept()[-1]["refresh_token"]
    assert isinstance(text, str)
    return text


def test_L06_accepts_a_password_from_standard_input_and_says_where_it_belongs(home: Home) -> None:
    done = home.log_in()
    assert "belongs on the tenant's own login page" in done.err
    assert done.json["passed"] is True
    assert done.json["asked"]["username"] == "user@example.com"
    assert [one["passed"] for one in done.json["tokens"]] == [True, True]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--flow", "password", "--username", "x"), "nobody can be asked for the password"),
        (("--flow", "password"), "nobody can be asked for the user name"),
        (("--flow", "password", "--password", "hunter22"), "refused: other users"),
        (("--flow", "pkce", "--password-file", "-"), "means nothing to --flow pkce"),
        (("--flow", "password-realm", "--username", "x"), "--realm"),
    ],
)
def test_L06_rejects_a_password_that_is_not_asked_for_or_would_be_seen(
    home: Home, words: tuple[str, ...], says: str
) -> None:
    done = home("login", "--client", NATIVE, *words)
    assert done.code == 2
    assert says in done.err
    assert "hunter22" not in done.err


def test_a_device_code_is_not_asked_for_where_it_could_not_be_shown(home: Home) -> None:
    done = home("login", "--flow", "device", "--client", NATIVE, "-o", "quiet")
    assert done.code == 2
    assert "has to show a code" in done.err


def test_no_token_is_told_by_the_story_of_a_refresh(home: Home) -> None:
    home.log_in()
    before = home.kept()[-1]
    done = home("token", "refresh", "-v")
    assert "/oauth/token" in done.err
    assert done.code == 0
    after = home.kept()[-1]
    for name in ("access_token", "id_token", "refresh_token"):
        for one in (before, after):
            assert one[name].rpartition(".")[2] not in done.out + done.err  # of a JWT: the signature


def test_a_wrong_password_is_a_refusal_and_nothing_is_kept(home: Home) -> None:
    flow = ("--flow", "password", "--username", "user@example.com", "--realm", "Username-Password-Authentication")
    done = home("login", *flow, "--client", NATIVE, "--password-file", "-", "-o", "json", stdin="not-the-one\n")
    assert done.code == 4
    assert done.json["refusal"]["error"] == "invalid_grant"
    assert not home.vault.exists()
    assert "not-the-one" not in done.out + done.err


def test_refresh_rotates_verifies_and_keeps(home: Home) -> None:
    home.log_in()
    before = home.kept()[-1]
    done = home("token", "refresh", "-o", "json")
    assert done.code == 0, done.err
    told = done.json
    assert (told["passed"], told["answer"]["rotated"], told["asked"]["grant_type"]) == (True, True, "refresh_token")
    after = home.kept()[-1]
    assert after["refresh_token"] not in (before["refresh_token"], None)
    assert after["granted_scope"] == SCOPE
    assert len(home.kept()) == 1
    assert home("token", "verify").code == 0
    assert home("token", "verify", "--as", "id").code == 0
    for token in (before, after):
        assert token["refresh_token"] not in done.out + done.err


def test_refresh_shows_the_rotation_to_people(home: Home) -> None:
    home.log_in()
    done = home("token", "refresh")
    assert "a new one: it rotated, the one before is used up" in done.out
    assert "none: all that was granted before" in done.out
    assert "Kept in the file" in done.out
    assert "checks passed; -v shows each" in done.out
    assert "key strength" not in done.out
    assert "✓  key strength" in home("token", "refresh", "-v").out


@pytest.mark.parametrize(("option", "kind"), [("--access", "access"), ("--id", "id")])
def test_refresh_prints_one_bare_token_for_curl(home: Home, option: str, kind: str) -> None:
    home.log_in()
    done = home("token", "refresh", option)
    assert done.code == 0
    assert decode(done.out.strip()).kind.value == kind
    assert done.out == home("token", "get", "--as", kind).out


def test_less_scope_can_be_asked_for(home: Home) -> None:
    home.log_in()
    done = home("token", "refresh", "--scope", "openid", "-o", "json")
    assert done.json["answer"]["scope"] == "openid"


def test_login_by_refresh_is_the_same_refresh(home: Home) -> None:
    home.log_in()
    before = refresh_token(home)
    done = home("login", "--flow", "refresh", "-o", "json")
    assert done.code == 0, done.err
    assert (done.json["answer"]["rotated"], done.json["asked"]["client_id"]) == (True, NATIVE)
    assert refresh_token(home) != before


def test_L09_a_reused_refresh_token_ends_its_family_and_the_dead_one_is_forgotten(home: Home, tmp_path: Path) -> None:
    home.log_in()
    stolen = tmp_path / "stolen"
    stolen.write_text(refresh_token(home))
    assert home("token", "refresh").code == 0
    thief = home("token", "refresh", "--refresh-token-file", str(stolen), "--client", NATIVE, "-o", "json")
    assert thief.code == 4
    assert thief.json["refusal"]["error"] == "invalid_grant"
    ours = home("token", "refresh", "-o", "json")  # Auth0 ends the whole line of tokens, ours too
    assert ours.code == 4
    assert ours.json["refusal"]["error"] == "invalid_grant"
    assert "forgotten" in ours.json["saved"]
    assert home.kept()[-1]["refresh_token"] is None
    again = home("token", "refresh")
    assert again.code == 4
    assert "has no refresh token" in again.err
    assert home("token", "verify").code == 0  # the access token goes on being good


def test_a_refused_refresh_prints_no_bare_token(home: Home) -> None:
    home.log_in()
    done = home("token", "refresh", "--refresh-token-file", "-", "--client", NATIVE, "--access", stdin="v1.Mnone")
    assert (done.code, done.out) == (4, "")
    assert "invalid_grant" in done.err
    assert "v1.Mnone" not in done.err


def test_a_refresh_token_from_elsewhere_is_kept_as_a_login(home: Home, tmp_path: Path) -> None:
    home.log_in()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text(refresh_token(home) + "\n")
    home.vault.unlink()
    words = ("token", "refresh", "--refresh-token-file", str(elsewhere), "--client", NATIVE, "-o", "json")
    done = home(*words, env={"AUTH0_AUDIENCE": API})
    assert done.code == 0, done.out
    assert [one["client_id"] for one in home.kept()] == [NATIVE]
    assert home("token", "refresh").code == 0


def test_what_the_tokens_are_for_must_be_known_to_pass(home: Home) -> None:
    home.log_in()
    words = ("token", "refresh", "--refresh-token-file", "-", "--client", NATIVE, "-o", "json")
    done = home(*words, stdin=refresh_token(home))
    assert done.code == 1
    failed = [check["id"] for one in done.json["tokens"] for check in one["checks"] if check["status"] == "fail"]
    assert failed == ["V13"]


def test_revoke_ends_the_refresh_token_and_says_what_it_cannot_end(home: Home, tmp_path: Path) -> None:
    home.log_in()
    copy = tmp_path / "copy"
    copy.write_text(refresh_token(home))
    done = home("token", "revoke")
    assert done.code == 0, done.err
    assert "Access tokens cannot be revoked at Auth0: the one that came with it ends by itself in" in " ".join(
        done.out.split()
    )
    assert home.kept()[-1]["refresh_token"] is None
    assert home("token", "refresh", "--refresh-token-file", str(copy), "--client", NATIVE).code == 4
    assert home("token", "revoke").code == 4  # there is none any more


def test_revoke_takes_no_access_token(home: Home) -> None:
    home.log_in()
    access = home("token", "get").out
    done = home("token", "revoke", "--file", "-", "--client", NATIVE, stdin=access)
    assert done.code == 2
    assert "Auth0 revokes refresh tokens only" in done.err


@pytest.mark.parametrize("verb", ["refresh", "revoke"])
def test_without_a_login_there_is_nothing_to_do(home: Home, verb: str) -> None:
    done = home("token", verb)
    assert done.code == 2
    assert "no login was kept" in done.err
    assert "auth0ctl login" in done.err


def test_client_credentials_are_verified_and_kept(home: Home) -> None:
    words = ("login", "--flow", "client-credentials", "--client", MACHINE, "--client-secret-file", "-")
    done = home(*words, "--audience", API, "-o", "json", stdin=SECRET)
    assert done.code == 0, done.out
    assert done.json["asked"] == {
        "grant_type": "client_credentials",
        "client_id": MACHINE,
        "scope": "",
        "audience": API,
    }
    assert (done.json["answer"]["scope"], done.json["answer"]["id_token"]) == ("read:items", False)
    assert done.json["tokens"][0]["token"]["claims"]["sub"] == f"{MACHINE}@clients"
    assert home("token", "verify", "--require-scope", "read:items").code == 0
    assert SECRET not in done.out + done.err + home.vault.read_text()


def test_client_credentials_refused_have_a_cause(home: Home) -> None:
    words = ("login", "--flow", "client-credentials", "--client", MACHINE, "--client-secret-file", "-")
    for more, stdin, name in (
        (("--audience", API), "wrong-secret", "client-secret-wrong"),
        (("--audience", "https://nobody.example.com"), SECRET, "audience-not-registered"),
    ):
        done = home(*words, *more, "-o", "json", stdin=stdin)
        assert done.code == 4
        assert name in [one["name"] for one in done.json["findings"]]


def test_a_users_token_is_exchanged_on_behalf_of_the_user(home: Home, tmp_path: Path) -> None:
    home.log_in()
    subject, secret = tmp_path / "subject", tmp_path / "secret"
    subject.write_text(home("token", "get").out)
    secret.write_text(SECRET)
    words = ("token", "exchange", "--subject-token-file", str(subject), "--client", BACKEND)
    done = home(*words, "--client-secret-file", str(secret), "--audience", API, "--scope", "read:items", "-o", "json")
    assert done.code == 0, done.out + done.err
    assert done.json["answer"]["issued_token_type"] == "urn:ietf:params:oauth:token-type:access_token"
    assert done.json["tokens"][-1]["token"]["claims"]["azp"] == BACKEND
    assert subject.read_text().strip() not in done.out + done.err
    refused = home(*words, "--audience", API, "-o", "json")  # without the secret
    assert refused.code == 4
    assert refused.json["refusal"]["error"]


@pytest.mark.parametrize("text", ["audience=x", "subject_token=x", "novalue", "=x"])
def test_what_an_exchange_decides_itself_is_no_parameter(home: Home, text: str) -> None:
    words = ("token", "exchange", "--subject-token-file", "-", "--client", BACKEND, "--param", text)
    assert home(*words, stdin="token").code == 2


def test_tokens_that_are_bound_to_a_key_are_refreshed_with_that_key(home: Home) -> None:
    home.log_in("--dpop")
    assert home.kept()[-1]["token_type"] == "DPoP"
    done = home("token", "refresh", "-o", "json")
    assert done.code == 0, done.out + done.err
    assert done.json["answer"]["token_type"] == "DPoP"
    claims = done.json["tokens"][1]["token"]["claims"]
    assert claims["cnf"]["jkt"]
    kept = home.kept()[-1]
    assert "PRIVATE KEY" in kept["dpop_key"]
    assert kept["dpop_key"] not in done.out + done.err
