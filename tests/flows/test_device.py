"""The device flow on a clock of its own: when it polls, what it makes of each answer, and how it ends (L13, L14)."""

from typing import Any

import pytest
from device_tenant import CLIENT, DEVICE_CODE, LOST, NO_ANSWER, ORIGIN, Attempt, Clock, attempt

from auth0ctl.errors import Auth0ctlError, NetworkError, RateLimited, TenantError
from auth0ctl.tenant.token_endpoint import TokenRefused

# (script, what becomes of it, changes): G tokens; a name: the refusal; an error's class otherwise.
CASES: list[tuple[str, Any, dict[str, Any]]] = [
    ("G", "G", {}),
    ("PG", "G", {}),
    ("PPPPPPPPPPG", "G", {}),
    ("pG", "G", {}),
    ("PpPpG", "G", {}),
    ("PG", "G", {"interval": None}),
    ("PG", "G", {"interval": 0}),
    ("PPG", "G", {"interval": 1}),
    ("PPG", "G", {"interval": 30}),
    ("PPG", "G", {"slow": 4.0}),
    ("PPPG", "G", {"slow": 17.0}),
    ("SG", "G", {}),
    ("SSG", "G", {}),
    ("SPSPG", "G", {}),
    ("SPPPPG", "G", {}),
    ("sPG", "G", {}),
    ("SSSSSPG", "G", {}),
    ("SPG", "G", {"slow": 3.0, "interval": 7}),
    ("D", "access_denied", {}),
    ("PPD", "access_denied", {}),
    ("SD", "access_denied", {"interval": 2}),
    ("X", "expired_token", {}),
    ("PPX", "expired_token", {}),
    ("TI", "invalid_grant", {}),
    ("I", "invalid_grant", {}),
    ("PU", "unauthorized_client", {}),
    ("TG", "G", {}),
    ("TTG", "G", {}),
    ("PTPG", "G", {}),
    ("TTTTTPPG", "G", {}),
    ("STPTSG", "G", {}),
    ("TG", "G", {"slow": 30.0}),
    ("RPG", "G", {}),
    ("EPG", "G", {}),
    ("HPG", "G", {}),
    ("RERHTPG", "G", {}),
    ("P", "expired_token", {"expires_in": 60}),
    ("P", "expired_token", {"expires_in": 62, "interval": 7}),
    ("S", "expired_token", {"expires_in": 300}),
    ("T", NetworkError, {"expires_in": 120}),
    ("R", RateLimited, {"expires_in": 120}),
    ("E", TenantError, {"expires_in": 120}),
    ("P", "expired_token", {"expires_in": 3}),
    ("P", NetworkError, {"timeout": 30.0}),
    ("P", "expired_token", {"timeout": 2000.0, "expires_in": 40}),
]


def outcome(one: Attempt, timeout: float | None) -> Any:
    try:
        return "G" if one.run(timeout=timeout).access_token == "at" else None
    except TokenRefused as refused:
        return refused.code
    except Auth0ctlError as error:
        return type(error)


@pytest.mark.parametrize(("script", "becomes", "changes"), CASES, ids=[f"{c[0]}-{n}" for n, c in enumerate(CASES)])
def test_L13_every_pause_is_the_one_that_the_answers_allow(script: str, becomes: Any, changes: dict[str, Any]) -> None:
    timeout = changes.pop("timeout", None) if "timeout" in (changes := dict(changes)) else None
    one = attempt(script, **changes)
    assert outcome(one, timeout) == becomes

    gap, lost, since = float(changes.get("interval", 5) or 5), 0, one.shown_at
    for poll in one.tenant.polls:
        wanted = min(gap * 2**lost, max(gap, 60.0))
        assert poll.begun - since == pytest.approx(wanted)  # from the end of the last reply, and no later
        gap += 5 if poll.reply in "Ss" else 0
        lost = lost + 1 if poll.reply in NO_ANSWER else 0
        since = poll.ended
    ends = one.shown_at + min(timeout or 900, changes.get("expires_in", 900))
    assert all(poll.begun < ends for poll in one.tenant.polls)
    assert len(one.tenant.polls) == len(script) or becomes in ("expired_token", NetworkError, RateLimited, TenantError)
    if becomes == "G":
        assert one.tenant.polls[-1].reply == "G"


def test_L13_rejects_polling_a_code_that_has_ended_and_says_so() -> None:
    one = attempt("P", expires_in=60)
    with pytest.raises(TokenRefused, match="Nobody confirmed the code in the 1 m it was good for") as refused:
        one.run()
    assert (refused.value.code, refused.value.status) == ("expired_token", 0)
    assert one.clock.at == pytest.approx(one.shown_at + 60)
    assert len(one.tenant.polls) == 11  # at 5, 10, ... 55


def test_the_end_of_our_patience_is_not_the_tenants_refusal() -> None:
    one = attempt("P")
    with pytest.raises(NetworkError, match="nobody confirmed the code within 30 s") as error:
        one.run(timeout=30.0)
    assert "--timeout" in error.value.hint


def test_an_answer_that_did_not_come_is_said() -> None:
    one = attempt(f"P{LOST}RG")
    one.run()
    assert len(one.warned) == 2
    assert "did not answer within" in one.warned[0]
    assert "Global limit has been reached" in one.warned[1]


def test_L13_accepts_slow_down_for_good() -> None:
    one = attempt("SPPG")
    one.run()
    begun = [poll.begun - one.shown_at for poll in one.tenant.polls]
    assert begun == pytest.approx([5, 15, 25, 35])


def test_the_time_left_is_told_about_once_a_second() -> None:
    one = attempt("PG", expires_in=100)
    one.run()
    assert one.ticks == pytest.approx([100 - second for second in range(10)])


def test_what_is_asked_for_and_what_is_polled_with() -> None:
    one = attempt("PG")
    one.run(scope=("openid", "read:x"), audience="https://api.example.com", parameters={"acr_values": "x"})
    asked, *polled = one.tenant.forms
    assert asked == {
        "client_id": CLIENT,
        "scope": "openid read:x",
        "audience": "https://api.example.com",
        "acr_values": "x",
    }
    wanted = {
        "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
        "client_id": CLIENT,
        "device_code": DEVICE_CODE,
    }
    assert polled == [wanted, wanted]


def test_L14_accepts_the_tenants_own_page_and_tells_it_before_the_first_poll() -> None:
    one = attempt("G")
    one.run()
    assert [code.user_code for code in one.told] == ["ABCD-EFGH"]
    assert one.told[0].verification_uri == f"{ORIGIN}/activate"
    assert DEVICE_CODE not in repr(one.told[0])


@pytest.mark.parametrize(
    "page",
    [
        {"verification_uri": "https://evil.example.net/activate"},
        {"verification_uri_complete": "https://evil.example.net/activate?user_code=ABCD-EFGH"},
        {"verification_uri": "http://tenant.example.com/activate"},
        {"verification_uri": "https://tenant.example.com@evil.example.net/activate"},
        {"verification_uri": "javascript:alert(1)"},
    ],
)
def test_L14_rejects_a_foreign_page_and_never_shows_the_code(page: dict[str, Any]) -> None:
    one = attempt("G", **page)
    with pytest.raises(TenantError):
        one.run()
    assert one.told == []
    assert one.tenant.polls == []


class Interrupted(Clock):
    """A clock at which a person presses Ctrl-C in the seventh second."""

    def wait(self, seconds: float) -> None:
        super().wait(seconds)
        if self.at >= 1007:
            raise KeyboardInterrupt


def test_ctrl_c_while_waiting_ends_it_at_once() -> None:
    one = attempt("P")
    one.clock = one.tenant.clock = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        one.run()
    assert one.clock.at == 1007
    assert len(one.tenant.polls) == 1
