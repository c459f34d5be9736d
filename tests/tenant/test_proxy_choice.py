"""Which requests go through a proxy: standards.md Q07, as a table."""

import pytest

from auth0ctl.errors import ConfigError
from auth0ctl.tenant.proxies import proxy_of

TENANT = "https://example.eu.auth0.com/oauth/token"
PROXY = "http://proxy.example.com:3128"


@pytest.mark.parametrize(
    ("environ", "url"),
    [
        ({"HTTPS_PROXY": PROXY}, TENANT),
        ({"https_proxy": PROXY}, TENANT),
        ({"ALL_PROXY": PROXY}, TENANT),
        ({"HTTPS_PROXY": "proxy.example.com:3128"}, TENANT),
        ({"https_proxy": PROXY, "HTTPS_PROXY": "http://other.example.com"}, TENANT),
        ({"HTTPS_PROXY": PROXY, "ALL_PROXY": "http://other.example.com"}, TENANT),
        ({"HTTPS_PROXY": PROXY, "NO_PROXY": "example.org,10.0.0.0/8,auth0.com.example.net"}, TENANT),
        ({"HTTPS_PROXY": PROXY, "NO_PROXY": "10.0.0.0/8"}, "https://11.0.0.1/"),
        ({"HTTPS_PROXY": PROXY, "NO_PROXY": "example.eu.auth0.com:8443"}, TENANT),
    ],
)
def test_Q07_accepts_the_proxy_of_the_environment(environ: dict[str, str], url: str) -> None:
    assert proxy_of(url, environ) == PROXY


@pytest.mark.parametrize(
    ("no_proxy", "url"),
    [
        ("", "http://127.0.0.1:8080/"),  # this machine, always
        ("", "https://localhost:8443/"),
        ("", "https://tenant.localhost/"),
        ("", "https://[::1]/"),
        ("*", TENANT),
        ("example.eu.auth0.com", TENANT),
        ("auth0.com", TENANT),
        (".auth0.com", TENANT),
        ("example.org, auth0.com", TENANT),
        ("10.0.0.0/8", "https://10.20.30.40/"),
        ("fd00::/8", "https://[fd00::1]/"),
        ("10.20.30.40:443", "https://10.20.30.40/"),
        ("example.eu.auth0.com:443", TENANT),
    ],
)
def test_Q07_rejects_a_proxy_for_what_is_excepted(no_proxy: str, url: str) -> None:
    assert proxy_of(url, {"HTTPS_PROXY": PROXY, "HTTP_PROXY": PROXY, "NO_PROXY": no_proxy}) is None


@pytest.mark.parametrize("value", ["socks5://proxy.example.com", "http://", "http://proxy:notaport"])
def test_Q07_rejects_a_proxy_that_cannot_be_used_without_its_password(value: str) -> None:
    with pytest.raises(ConfigError, match="HTTPS_PROXY names a proxy that cannot be used") as caught:
        proxy_of(TENANT, {"HTTPS_PROXY": value.replace("//", "//me:hunter22@")})
    assert "hunter22" not in caught.value.message + caught.value.hint
