"""The callback server over real sockets: which hits are answered how, and which one ends the wait."""

from collections.abc import Iterator

import pytest
from callback_asking import FORM, STATE, ask, port_of, post_fragment, waits_on

from auth0ctl.errors import NetworkError
from auth0ctl.flows.callback.server import CallbackServer, Limits, bind

TENANT = "https://example.eu.auth0.com"


@pytest.fixture
def server() -> Iterator[CallbackServer]:
    limits = Limits(receive=0.5, hold=0.2, linger=0.05)
    with bind(port=0, limits=limits) as bound:
        bound.expect(state=STATE, mode="query")
        yield bound


# --- C03: the addresses, methods and sizes ------------------------------------------------------------------------


def test_C03_accepts_its_own_addresses(server: CallbackServer) -> None:
    assert ask(server, "/callback").status == 200
    icon = ask(server, "/favicon.ico")
    assert (icon.status, icon.text) == (204, "")
    answer = ask(server, f"/callback?code=abc&state={STATE}")
    assert (answer.status, answer.headers["location"], answer.headers["connection"]) == (303, "/done#", "close")
    delivery = server.wait(1)
    assert (dict(delivery.params), delivery.via) == ({"code": "abc", "state": STATE}, "query")


@pytest.mark.parametrize("target", ["/", "/callback/", "/Callback", "/robots.txt", "/../callback", "//callback"])
def test_C03_rejects_other_paths_without_counting_them(server: CallbackServer, target: str) -> None:
    assert ask(server, f"{target}?code=abc&state={STATE}").status == 404
    assert server.stray == 0
    assert waits_on(server)


@pytest.mark.parametrize(
    ("method", "target", "allow"),
    [
        ("HEAD", "/callback", "GET, POST"),
        ("PUT", "/callback", "GET, POST"),
        ("OPTIONS", "/callback", "GET, POST"),
        ("GET", "/fragment", "POST"),
        ("POST", "/done", "GET"),
        ("DELETE", "/favicon.ico", "GET"),
    ],
)
def test_C03_rejects_other_methods(server: CallbackServer, method: str, target: str, allow: str) -> None:
    answer = ask(server, f"{target}?code=abc&state={STATE}", method=method)
    assert (answer.status, answer.headers["allow"]) == (405, allow)
    assert waits_on(server)


def test_C03_takes_a_form_and_refuses_other_bodies(server: CallbackServer) -> None:
    server.expect(state=STATE, mode="form_post")
    good = f"code=abc&state={STATE}"
    assert ask(server, "/callback", method="POST", body=good, headers={"Content-Type": "text/plain"}).status == 415
    assert ask(server, "/callback", method="POST", body=good + "&x=" + "x" * 65536, headers=FORM).status == 413
    chunked = FORM | {"Transfer-Encoding": "chunked"}
    assert ask(server, "/callback", method="POST", body="0\r\n\r\n", headers=chunked).status == 400
    assert ask(server, "/callback", method="POST", body=good, headers=FORM | {"Content-Length": "+5"}).status == 411
    assert ask(server, "/callback?code=abc", method="POST", body=good, headers=FORM).status == 400
    assert server.stray == 5
    answer = ask(server, "/callback", method="POST", body=good + "&x=" + "x" * 60000, headers=FORM)
    assert answer.status == 303
    assert server.wait(1).via == "form_post"


# --- C04: who may speak to it -------------------------------------------------------------------------------------


@pytest.mark.parametrize("host", ["evil.example", "localhost:{port}", "127.0.0.1", "127.0.0.1:1", "a.localhost:{port}"])
def test_C04_rejects_another_host_and_does_not_count_it(server: CallbackServer, host: str) -> None:
    headers = {"Host": host.format(port=port_of(server))}
    assert ask(server, f"/callback?code=abc&state={STATE}", headers=headers).status == 421
    assert server.stray == 0
    assert waits_on(server)


@pytest.mark.parametrize("host", ["localhost", "app.localhost", "my_app.dev-1.localhost"])
def test_C04_accepts_the_registered_name(host: str) -> None:
    with bind(port=0, host=host) as named:
        port = port_of(named)
        named.expect(state=STATE, mode="query")
        assert named.redirect_uri == f"http://{host}:{port}/callback"
        assert ask(named, "/favicon.ico", headers={"Host": f"other.localhost:{port}"}).status == 421
        assert ask(named, "/favicon.ico").status == 204
        assert ask(named, f"/callback?code=a&state={STATE}", headers={"Host": f"{host}:{port}"}).status == 303


def test_C04_form_comes_from_the_tenant_or_from_nowhere(server: CallbackServer) -> None:
    server.expect(state=STATE, mode="form_post", origin=TENANT)
    body = f"code=abc&state={STATE}"
    for origin in ("https://evil.example", f"http://127.0.0.1:{port_of(server)}", TENANT + ".evil.example", ""):
        assert ask(server, "/callback", method="POST", body=body, headers=FORM | {"Origin": origin}).status == 403
    assert ask(server, "/callback", method="POST", body=body, headers=FORM | {"Origin": TENANT}).status == 303


def test_C04_form_without_referrer_says_null(server: CallbackServer) -> None:
    server.expect(state=STATE, mode="form_post", origin=TENANT)
    body = f"code=abc&state={STATE}"
    assert ask(server, "/callback", method="POST", body=body, headers=FORM | {"Origin": "null"}).status == 303


@pytest.mark.parametrize(
    "changed",
    [
        {"Origin": None},
        {"Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "none"},
        {"X_Auth0ctl_Once": None},
        {"X_Auth0ctl_Once": "guess"},
        {"X_Auth0ctl_Once": "é"},
    ],
)
def test_C04_fragment_comes_from_its_own_page_only(server: CallbackServer, changed: dict[str, str | None]) -> None:
    server.expect(state=STATE, mode="fragment")
    assert post_fragment(server, f"access_token=t&state={STATE}", **changed).status == 403
    assert post_fragment(server, f"access_token=t&state={STATE}", Sec_Fetch_Site="same-origin").status == 200


# --- C05: the state comes first, and a wrong one never ends the login ---------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "code=abc",
        "code=abc&state=",
        "code=abc&state=wrong",
        f"code=abc&state={STATE}x",
        f"code=abc&state={STATE[:-1]}",
        "code=abc&state=%C3%A9",
        "error=access_denied",
        "error=access_denied&error_description=%3Cb%3Eplanted%3C%2Fb%3E&state=wrong",
        "x=1",
    ],
)
def test_C05_rejects_a_wrong_state_and_the_login_goes_on(server: CallbackServer, query: str) -> None:
    answer = ask(server, f"/callback?{query}")
    assert answer.status == 400
    assert "planted" not in answer.text
    assert STATE not in answer.text
    assert server.stray == 1
    assert waits_on(server)


def test_C05_nothing_is_taken_before_an_answer_is_expected() -> None:
    with bind(port=0, limits=Limits(linger=0.05)) as early:
        assert ask(early, "/callback?code=abc&state=").status == 400
        assert ask(early, "/callback?code=abc").status == 400
        early.expect(state=STATE, mode="query")
        assert waits_on(early)


def test_C05_accepts_an_error_with_the_right_state_as_the_answer(server: CallbackServer) -> None:
    server.expect(state=STATE, mode="fragment")  # asked for the fragment, but the tenant may not have understood
    answer = ask(server, f"/callback?error=access_denied&error_description=no+way&state={STATE}")
    assert answer.status == 303
    assert dict(server.wait(1).params) == {"error": "access_denied", "error_description": "no way", "state": STATE}


def test_C05_success_by_another_way_than_asked_is_refused(server: CallbackServer) -> None:
    assert post_fragment(server, f"access_token=t&state={STATE}").text == (
        "The answer came by fragment; the login asked for query."
    )
    server.expect(state=STATE, mode=frozenset({"query", "fragment"}))
    assert post_fragment(server, f"access_token=t&state={STATE}").status == 200
    assert server.wait(1).via == "fragment"


@pytest.mark.parametrize(("hits", "warnings"), [(19, 0), (20, 1), (25, 1)])
def test_C05_C12_accepts_one_warning_from_twenty_refused_hits(server: CallbackServer, hits: int, warnings: int) -> None:
    for _ in range(hits):
        ask(server, "/callback?code=abc&state=wrong")
    said: list[str] = []
    with pytest.raises(NetworkError) as caught:
        server.wait(0.4, warn=said.append)
    assert len(said) == warnings
    assert all(f"{hits} requests" in one and "wrong" not in one for one in said)
    assert f"{hits} requests were refused" in caught.value.message


# --- C06: taken once ----------------------------------------------------------------------------------------------


def test_C06_accepts_a_copy_at_once_kindly_and_changes_nothing(server: CallbackServer) -> None:
    assert ask(server, f"/callback?code=first&state={STATE}").status == 303
    copy = ask(server, f"/callback?code=second&state={STATE}")
    assert (copy.status, "already done" in copy.text) == (200, True)
    assert server.wait(1).params["code"] == "first"


def test_C06_rejects_a_late_copy_as_a_conflict() -> None:
    with bind(port=0, limits=Limits(replay=0, linger=0.05)) as late:
        late.expect(state=STATE, mode="query")
        assert ask(late, f"/callback?code=first&state={STATE}").status == 303
        assert ask(late, f"/callback?code=second&state={STATE}").status == 409
        assert late.wait(1).params["code"] == "first"
        assert ask(late, "/callback?code=third&state=wrong").status == 400


# --- L12: an answer is read in one way only -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        f"code=a&code=b&state={STATE}",
        f"code=a&state=wrong&state={STATE}",
        f"code=a&state={STATE}&state={STATE}",
        f"code=a&c%6Fde=b&state={STATE}",
        f"code=a&error=access_denied&state={STATE}",
        f"id_token=a&error=access_denied&state={STATE}",
        f"code=a%00&state={STATE}",
        f"code=a&state={STATE}&x=%ff",
        f"state={STATE}" + "".join(f"&p{n}=1" for n in range(64)),
    ],
)
def test_L12_rejects_pollution_and_the_login_goes_on(server: CallbackServer, query: str) -> None:
    assert ask(server, f"/callback?{query}").status == 400
    assert server.stray == 1
    assert waits_on(server)


def test_L12_accepts_each_parameter_once(server: CallbackServer) -> None:
    assert ask(server, f"/callback?code=a&iss=https%3A%2F%2Fx%2F&session_state=&state={STATE}").status == 303
    assert server.wait(1).params["session_state"] == ""


def test_L12_query_and_fragment_at_once_is_refused(server: CallbackServer) -> None:
    server.expect(state=STATE, mode=frozenset({"query", "fragment"}))
    both = f"{server.redirect_uri}?code=a&state={STATE}#access_token=t&state={STATE}"
    assert server.paste(both) == "That address carries an answer before and after the #."
    assert waits_on(server)
