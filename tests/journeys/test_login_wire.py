"""L01, L05 and L08 at the wire: what a login sends where, each seen as it was sent, against the embedded tenant."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from login_bench import API, Bench, bench

from auth0ctl.errors import NetworkError
from auth0ctl.journeys.login.listening import Place
from auth0ctl.localtenant import open_tenant
from auth0ctl.protocol import Exchange
from auth0ctl.results import Login
from auth0ctl.tenant.http import Http


class Seen:
    """One login at a tenant that may misbehave, and every request that it made."""

    def __init__(self, stack: ExitStack, folder: Path) -> None:
        self._stack, self._folder = stack, folder
        self.exchanges: list[Exchange] = []
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        open_tenant(folder / "first").close()

    def bench(self, *faults: str) -> Bench:
        one: Bench = self._stack.enter_context(
            bench(self._folder / "local", self._folder / "first", (self.port,), *faults)
        )
        http = self._stack.enter_context(Http(observe=self.exchanges.append))
        for url in (one.world.tenant.origin, one.world.discovery.authorization_endpoint):
            parts = urlsplit(url)
            http.answer_for(f"{parts.scheme}://{parts.netloc}", one.local.app)
        one.world = replace(one.world, http=http)
        return one

    def sent(self, path: str) -> list[Exchange]:
        return [one for one in self.exchanges if urlsplit(one.url).path == path]


@pytest.fixture
def seen(tmp_path: Path) -> Iterator[Seen]:
    with ExitStack() as stack:
        yield Seen(stack, tmp_path)


def test_L01_accepts_the_answer_with_the_logins_own_state(seen: Seen) -> None:
    one = seen.bench()
    states = []
    for _ in range(2):
        assert one.run().passed
        states.append(parse_qs(urlsplit(one.opened[-1]).query)["state"][0])
    assert len({*states}) == 2
    assert all(len(state) * 6 >= 128 for state in states), "base64url carries 6 bits a character"


@pytest.mark.parametrize("fault", ["state-wrong", "state-missing"])
def test_L01_rejects_an_answer_with_another_state_or_none_and_goes_on(seen: Seen, fault: str) -> None:
    one = seen.bench(fault)
    with pytest.raises(NetworkError, match="within"):
        one.run(timeout=1.0)
    assert seen.sent("/oauth/token") == []


def test_L05_the_token_request_repeats_the_redirect_uri_of_the_authorize_request(seen: Seen) -> None:
    one = seen.bench()
    result = one.run()
    assert result.passed
    (request,) = seen.sent("/oauth/token")
    assert request.form is not None
    asked = parse_qs(urlsplit(one.opened[0]).query)["redirect_uri"][0]
    assert request.form["redirect_uri"] == asked == f"http://127.0.0.1:{seen.port}/callback"


def test_L05_rejects_a_callback_that_is_not_registered_to_the_letter(seen: Seen) -> None:
    one = seen.bench()
    with socket.create_server(("127.0.0.1", 0)) as free:
        other = free.getsockname()[1]
    result = one.run(place=Place(port=other))
    assert result.refusal is not None
    assert [finding.rule.name for finding in result.findings] == ["callback-url-not-registered"]
    assert (one.opened, seen.sent("/oauth/token")) == ([], [])


def tokens_of(result: Login) -> list[str]:
    assert result.tokens is not None
    came = (result.tokens.access_token, result.tokens.id_token, result.tokens.refresh_token)
    return [token for token in came if token]


@pytest.mark.parametrize("flow", ["pkce", "implicit", "hybrid"])
def test_L08_accepts_an_access_token_in_the_authorization_header_and_rejects_it_in_any_url(
    seen: Seen, flow: str
) -> None:
    one = seen.bench()
    result = one.run(flow, response_type={"hybrid": "code id_token token"}.get(flow), userinfo=True)
    assert result.passed
    (asked,) = seen.sent("/userinfo")
    assert result.tokens is not None
    sent = {name.lower(): value for name, value in asked.sent_headers.items()}
    assert sent["authorization"] == f"Bearer {result.tokens.access_token}"
    for token in tokens_of(result):
        assert not any(token in exchange.url for exchange in seen.exchanges)
        assert not any(token in url for url in one.opened)


def test_L08_a_token_in_a_url_would_be_seen(seen: Seen) -> None:
    one = seen.bench()
    assert one.run(audience=API).passed
    one.world.http.send("GET", f"{one.world.tenant.origin}/userinfo?access_token=canary")
    assert any("canary" in exchange.url for exchange in seen.exchanges)
