"""``login --flow password`` at a terminal: the name is asked for, the password is not echoed (L06, S06)."""

from cli_process import Auth0ctl
from seeded_home import API, NATIVE, USERS, Home, home, seeded
from test_asking import conversation

__all__ = ["home", "seeded"]


def test_L06_accepts_a_password_typed_at_a_prompt_that_does_not_echo(home: Home, auth0ctl: Auth0ctl) -> None:
    home.folder.rename(auth0ctl.home / "auth0ctl")
    words = ("login", "--flow", "password", "--client", NATIVE, "--realm", USERS, "--username", "user@example.com")
    shown, code = conversation(
        auth0ctl, *words, "--audience", API, when=b"Password", say=b"sq-wrong-one\n", hidden=True
    )
    assert code == 4
    assert "Wrong email or password" in " ".join(shown.split())
    assert "sq-wrong-one" not in shown
