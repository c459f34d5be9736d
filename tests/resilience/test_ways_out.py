"""Q07: proxies, what NO_PROXY excepts from them, and whose certificates are trusted."""

import base64
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from cli_process import Auth0ctl
from tls_server import HOST, Served, certified, proxy, tls_server

from auth0ctl.errors import ConfigError, NetworkError
from auth0ctl.tenant.http import Http
from auth0ctl.tenant.proxies import is_excepted, passwords, proxy_of

URL = f"https://{HOST}/x?code=secret"
NOBODY = "http://127.0.0.1:1"


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return certified(tmp_path_factory.mktemp("ca"), "Example Corp Inspection CA")


@pytest.fixture
def tenant(files: tuple[Path, Path]) -> Iterator[Served]:
    with tls_server(files[1]) as served:
        yield served


def here(_host: str, port: int, **_: Any) -> list[Any]:
    """A resolver by which every name is this machine."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"])
@pytest.mark.parametrize("user", ["", "me:pa%24s@"])
def test_Q07_accepts_a_proxy_from_the_environment(
    files: tuple[Path, Path], tenant: Served, variable: str, user: str
) -> None:
    with proxy(tenant.port) as between:
        environ = {variable: f"http://{user}127.0.0.1:{between.port}"}
        with Http(timeout=10, environ=environ, ca_file=str(files[0])) as http:
            assert http.send("GET", URL).text == "ok"
    assert between.asked == [f"CONNECT {HOST}:443"]
    assert tenant.asked == ["GET /x?code=secret HTTP/1.1"]
    proof = base64.b64encode(b"me:pa$s").decode()
    assert (f"Basic {proof}" in between.heads[0]) is bool(user)


def test_Q07_accepts_a_direct_way_where_no_proxy_says_so(files: tuple[Path, Path], tenant: Served) -> None:
    environ = {"HTTPS_PROXY": NOBODY, "NO_PROXY": "other.example,.example"}
    with Http(timeout=10, environ=environ, ca_file=str(files[0]), resolve=here) as http:
        assert http.send("GET", f"https://{HOST}:{tenant.port}/").text == "ok"


def test_Q07_rejects_a_direct_way_where_there_is_a_proxy_that_nobody_listens_at(files: tuple[Path, Path]) -> None:
    with Http(timeout=5, environ={"HTTPS_PROXY": NOBODY}, ca_file=str(files[0])) as http:
        with pytest.raises(NetworkError) as caught:
            http.send("GET", URL)
        assert "secret" not in caught.value.message + caught.value.hint


def test_Q07_rejects_what_a_proxy_refuses_and_says_that_it_was_the_proxy(tenant: Served) -> None:
    refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n"
    with proxy(tenant.port, refusal=refusal) as between:
        environ = {"HTTPS_PROXY": f"http://me:hush-password@127.0.0.1:{between.port}"}
        with Http(timeout=5, environ=environ) as http, pytest.raises(NetworkError) as caught:
            http.send("GET", URL)
    assert caught.value.message == f"the proxy on the way to {HOST} said no: 407 Proxy Authentication Required"
    assert "hush-password" not in caught.value.message + caught.value.hint
    assert passwords(environ) == ["hush-password"]


@pytest.mark.parametrize("value", ["socks5://127.0.0.1:1080", "http://", "ftp://x:1", "http://[::1"])
def test_Q07_rejects_a_proxy_that_cannot_be_used_by_the_name_of_its_variable(value: str) -> None:
    with pytest.raises(ConfigError, match="HTTPS_PROXY names a proxy that cannot be used"):
        proxy_of(URL, {"HTTPS_PROXY": value})


@pytest.mark.parametrize(
    ("words", "host"),
    [
        ("10.0.0.0/8", "10.20.30.40"),
        ("fd00::/8", "fd12::1"),
        ("10.1.2.3", "10.1.2.3"),
        ("example", "tenant.example"),
        (".example", "tenant.example"),
        ("*.example", "tenant.example"),
        ("TENANT.example.", "tenant.example"),
        ("tenant.example:443", "tenant.example"),
        ("[fd12::1]:443", "fd12::1"),
        ("a,b  *", "tenant.example"),
        ("", "localhost"),
        ("", "app.localhost"),
        ("", "127.9.9.9"),
        ("", "::1"),
    ],
)
def test_Q07_accepts_no_proxy_in_every_form(words: str, host: str) -> None:
    assert is_excepted(host, 443, {"NO_PROXY": words})


@pytest.mark.parametrize(
    ("words", "host"),
    [
        ("10.0.0.0/8", "11.0.0.1"),
        ("10.0.0.0/8", "10.example"),
        ("example", "badexample"),
        ("tenant.example:8443", "tenant.example"),
        ("10.0.0.0/99", "10.0.0.1"),
        ("", "tenant.example"),
        (".", "tenant.example"),
    ],
)
def test_Q07_rejects_hosts_that_no_proxy_does_not_name(words: str, host: str) -> None:
    assert not is_excepted(host, 443, {"NO_PROXY": words})


@pytest.mark.parametrize("way", ["--ca-file", "SSL_CERT_FILE"])
def test_Q07_accepts_a_ca_of_ones_own(files: tuple[Path, Path], tenant: Served, way: str) -> None:
    environ = {"SSL_CERT_FILE": str(files[0])} if way == "SSL_CERT_FILE" else {}
    ca_file = str(files[0]) if way == "--ca-file" else None
    with Http(timeout=10, environ=environ, ca_file=ca_file, resolve=here) as http:
        assert http.send("GET", f"https://{HOST}:{tenant.port}/").text == "ok"


@pytest.mark.parametrize(
    ("environ", "says"),
    [
        ({}, "with --ca-file FILE, or in SSL_CERT_FILE"),
        ({"REQUESTS_CA_BUNDLE": "/corp.pem"}, "REQUESTS_CA_BUNDLE is for other programs"),
    ],
)
def test_Q07_rejects_an_untrusted_certificate_and_names_who_signed_it(
    tenant: Served, environ: dict[str, str], says: str
) -> None:
    with Http(timeout=10, environ=environ, resolve=here) as http, pytest.raises(NetworkError) as caught:
        http.send("GET", f"https://{HOST}:{tenant.port}/")
    assert "no trusted TLS connection" in caught.value.message
    assert "signed by Example Corp Inspection CA" in caught.value.message
    assert says in caught.value.hint
    assert (caught.value.sent, tenant.asked) == (False, [])


@pytest.mark.parametrize("place", ["missing.pem", "empty.pem"])
def test_Q07_rejects_a_ca_file_that_holds_no_certificates(auth0ctl: Auth0ctl, tmp_path: Path, place: str) -> None:
    (tmp_path / "empty.pem").write_text("")
    env = {"AUTH0_DOMAIN": "x.eu.auth0.com", "AUTH0_API_TOKEN": "x"}
    done = auth0ctl("client", "list", "--ca-file", str(tmp_path / place), env=env)
    assert done.returncode == 5, done.stderr
    assert "the certificates named by --ca-file cannot be read" in done.stderr
    assert "Traceback" not in done.stderr
