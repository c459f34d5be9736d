"""Where every value comes from, and what a domain may look like."""

from types import MappingProxyType
from typing import Any

import pytest

from auth0ctl.errors import ConfigError, UsageError
from auth0ctl.profiles import Profile, Profiles
from auth0ctl.settings import ROWS, Settings, is_loopback, resolve, tenant_origin

PROD = Profile(
    name="prod",
    domain="x.eu.auth0.com",
    client_id="prod-client",
    audience="https://prod-api",
    scope="openid",
    connection="users",
    organization="org_1",
    insecure_storage=True,
)
DEV = Profile(name="dev", domain="y.eu.auth0.com", client_id="dev-client")
TWO = Profiles(current="prod", by_name=MappingProxyType({"prod": PROD, "dev": DEV}))


def shown(settings: Settings, name: str) -> tuple[Any, str]:
    setting = getattr(settings, name)
    return setting.value, setting.origin


# One line a setting: its flag's value, its variable and value, what the profile says, and the default.
PRECEDENCE = [
    ("client_id", "flag", "--client", "AUTH0_CLIENT_ID", "env", "prod-client", None),
    ("client_secret", "flag", "--client-secret-file", "AUTH0_CLIENT_SECRET", "env", None, None),
    ("api_token", "flag", "--api-token-file", "AUTH0_API_TOKEN", "env", None, None),
    ("audience", "flag", "--audience", "AUTH0_AUDIENCE", "env", "https://prod-api", None),
    ("scope", "flag", "--scope", "AUTH0CTL_SCOPE", "env", "openid", None),
    ("connection", "flag", "--connection", "AUTH0CTL_CONNECTION", "env", "users", None),
    ("organization", "flag", "--organization", "AUTH0CTL_ORGANIZATION", "env", "org_1", None),
    ("output", "json", "--output", "AUTH0CTL_OUTPUT", "quiet", None, "terminal"),
    ("timeout", 5.0, "--timeout", "AUTH0CTL_TIMEOUT", "7.5", None, 60.0),
    ("ca_file", "a.pem", "--ca-file", "AUTH0CTL_CA_FILE", "b.pem", None, None),
    ("insecure_storage", False, "--insecure-storage", "AUTH0CTL_INSECURE_STORAGE", "no", True, False),
    ("keyring_backend", "flag", "--keyring-backend", "AUTH0CTL_KEYRING_BACKEND", "env", None, None),
]


def test_the_precedence_table_leaves_no_setting_out() -> None:
    assert [line[0] for line in PRECEDENCE] == [row.name for row in ROWS]


@pytest.mark.parametrize(("name", "typed", "flag", "variable", "set_to", "kept", "default"), PRECEDENCE)
def test_flag_over_environment_over_profile_over_default(
    *, name: str, typed: Any, flag: str, variable: str, set_to: str, kept: Any, default: Any
) -> None:
    read = {"7.5": 7.5, "no": False}.get(set_to, set_to)
    both = {variable: set_to}
    assert shown(resolve({name: typed}, both, TWO), name) == (typed, flag)
    assert shown(resolve({name: None}, both, TWO), name) == (read, variable)
    expected = (default, "default") if kept is None else (kept, "profile prod")
    assert shown(resolve({}, {variable: ""}, TWO), name) == expected, "an empty variable counts as unset"
    other = resolve({"tenant": "dev"}, {}, TWO)
    if name != "client_id":
        assert shown(other, name) == (default, "default")


def test_with_nothing_configured_the_built_in_tenant_is_used() -> None:
    settings = resolve({}, {}, Profiles())
    assert shown(settings, "tenant") == ("local", "built in")
    assert shown(settings, "domain") == (None, "built in")
    assert settings.origin is None
    assert settings.built_in
    assert shown(settings, "insecure_storage") == (True, "built in")


def test_the_built_in_tenant_can_be_told_to_use_the_keyring() -> None:
    assert shown(resolve({"insecure_storage": False}, {}, Profiles()), "insecure_storage")[0] is False


def test_the_current_profile_is_used() -> None:
    settings = resolve({}, {}, TWO)
    assert shown(settings, "tenant") == ("prod", "current tenant")
    assert shown(settings, "domain") == ("x.eu.auth0.com", "profile prod")
    assert settings.origin == "https://x.eu.auth0.com"
    assert not settings.built_in


def test_a_tenant_is_named_by_flag_before_variable() -> None:
    environ = {"AUTH0CTL_TENANT": "dev"}
    assert shown(resolve({}, environ, TWO), "tenant") == ("dev", "AUTH0CTL_TENANT")
    assert shown(resolve({"tenant": "prod"}, environ, TWO), "tenant") == ("prod", "--tenant")
    assert resolve({"tenant": "local"}, environ, TWO).built_in


@pytest.mark.parametrize("name", ["nope", "", "x.eu.auth0.com"])
def test_an_unknown_tenant_is_answered_with_the_known_ones(name: str) -> None:
    with pytest.raises(ConfigError, match=r"\(--tenant\); known: prod, dev, local"):
        resolve({"tenant": name}, {}, TWO)


def test_profiles_without_a_current_one_are_not_guessed_at() -> None:
    with pytest.raises(ConfigError, match="No tenant is chosen; known: prod, dev, local"):
        resolve({}, {}, Profiles(by_name=TWO.by_name))


def test_AUTH0_DOMAIN_alone_makes_a_tenant_named_by_its_domain() -> None:
    settings = resolve({}, {"AUTH0_DOMAIN": "z.auth0.com", "AUTH0_CLIENT_ID": "c"}, TWO)
    assert shown(settings, "tenant") == ("z.auth0.com", "AUTH0_DOMAIN")
    assert settings.origin == "https://z.auth0.com"
    assert shown(settings, "client_id") == ("c", "AUTH0_CLIENT_ID")
    assert shown(settings, "audience") == (None, "default"), "another tenant's profile gives nothing"


def test_AUTH0_DOMAIN_of_a_profile_is_that_profile() -> None:
    settings = resolve({}, {"AUTH0_DOMAIN": "y.eu.auth0.com"}, TWO)
    assert shown(settings, "tenant") == ("dev", "AUTH0_DOMAIN")
    assert shown(settings, "client_id") == ("dev-client", "profile dev")


def test_of_two_profiles_with_one_domain_the_current_one_is_meant_or_none() -> None:
    twin = Profile(name="twin", domain=PROD.domain, client_id="twin-client")
    environ = {"AUTH0_DOMAIN": PROD.domain}
    current = Profiles(current="twin", by_name={"prod": PROD, "twin": twin})
    assert resolve({}, environ, current).tenant.value == "twin"
    neither = Profiles(current="dev", by_name={"prod": PROD, "twin": twin, "dev": DEV})
    assert resolve({}, environ, neither).tenant.value == PROD.domain


def test_secrets_meant_for_AUTH0_DOMAIN_do_not_go_to_another_tenant() -> None:
    environ = {"AUTH0_DOMAIN": "y.eu.auth0.com", "AUTH0_CLIENT_SECRET": "hush", "AUTH0_CLIENT_ID": "dev-client"}
    settings = resolve({"tenant": "prod"}, environ, TWO)
    assert shown(settings, "client_secret") == (None, "default")
    assert shown(settings, "client_id") == ("prod-client", "profile prod")
    assert "AUTH0_CLIENT_ID, AUTH0_CLIENT_SECRET are not used" in settings.notes[0]
    assert "hush" not in settings.notes[0]
    assert resolve({"tenant": "local"}, environ, TWO).client_secret.value is None


def test_our_own_variables_hold_whatever_AUTH0_DOMAIN_says() -> None:
    environ = {"AUTH0_DOMAIN": "y.eu.auth0.com", "AUTH0CTL_TIMEOUT": "7", "AUTH0CTL_TENANT": "prod"}
    settings = resolve({}, environ, TWO)
    assert shown(settings, "timeout") == (7, "AUTH0CTL_TIMEOUT")
    assert settings.notes == ()


def test_secrets_for_the_same_domain_are_used() -> None:
    environ = {"AUTH0_DOMAIN": "x.eu.auth0.com", "AUTH0_CLIENT_SECRET": "hush"}
    settings = resolve({"tenant": "prod"}, environ, TWO)
    assert shown(settings, "client_secret") == ("hush", "AUTH0_CLIENT_SECRET")
    assert settings.notes == ()


def test_two_flags_that_name_two_tenants_are_refused() -> None:
    with pytest.raises(UsageError, match="name two tenants"):
        resolve({"tenant": "prod", "domain": "y.eu.auth0.com"}, {}, TWO)
    assert resolve({"tenant": "prod", "domain": "x.eu.auth0.com"}, {}, TWO).tenant.value == "prod"


def test_the_domain_flag_wins_over_the_environment() -> None:
    environ = {"AUTH0CTL_TENANT": "prod", "AUTH0_DOMAIN": "x.eu.auth0.com"}
    settings = resolve({"domain": "z.auth0.com"}, environ, TWO)
    assert shown(settings, "tenant") == ("z.auth0.com", "--domain")


def test_the_domain_flag_keeps_the_secrets_of_AUTH0_DOMAIN_to_themselves() -> None:
    environ = {"AUTH0_DOMAIN": "x.eu.auth0.com", "AUTH0_CLIENT_SECRET": "hush"}
    assert resolve({"domain": "z.auth0.com"}, environ, TWO).client_secret.value is None
    assert resolve({"domain": "x.eu.auth0.com"}, environ, TWO).client_secret.value == "hush"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("AUTH0CTL_TIMEOUT", "soon"),
        ("AUTH0CTL_TIMEOUT", "0"),
        ("AUTH0CTL_TIMEOUT", "inf"),
        ("AUTH0CTL_TIMEOUT", "nan"),
        ("AUTH0CTL_INSECURE_STORAGE", "maybe"),
    ],
)
def test_a_bad_variable_is_named(variable: str, value: str) -> None:
    with pytest.raises(ConfigError, match=f"{variable} wants"):
        resolve({}, {variable: value}, Profiles())


def test_a_bad_flag_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="--timeout wants a number of seconds"):
        resolve({"timeout": -1}, {}, Profiles())


@pytest.mark.parametrize(("word", "meant"), [("1", True), ("YES", True), ("on", True), ("0", False), ("False", False)])
def test_yes_and_no_in_a_variable(word: str, meant: bool) -> None:
    assert resolve({}, {"AUTH0CTL_INSECURE_STORAGE": word}, TWO).insecure_storage.value is meant


def test_a_bad_domain_is_blamed_on_where_it_came_from() -> None:
    with pytest.raises(ConfigError, match="AUTH0_DOMAIN: The domain is a host name, without https://"):
        resolve({}, {"AUTH0_DOMAIN": "https://x.eu.auth0.com"}, Profiles())
    with pytest.raises(UsageError, match="The domain is a host name"):
        resolve({"domain": "https://x.eu.auth0.com"}, {}, Profiles())
    with pytest.raises(ConfigError, match="profile bad: "):
        resolve({"tenant": "bad"}, {}, Profiles(by_name={"bad": Profile(name="bad", domain="a/b")}))


def test_S14_no_secret_shows_in_settings_or_notes() -> None:
    environ = {"AUTH0_CLIENT_SECRET": "hush-secret", "AUTH0_API_TOKEN": "hush-token"}
    settings = resolve({}, environ, Profiles(notes=("a note",)))
    assert settings.client_secret.value == "hush-secret"
    assert "hush" not in f"{settings!r}{settings.client_secret!r}{settings.notes}"
    assert settings.notes == ("a note",)


@pytest.mark.parametrize(
    ("domain", "origin"),
    [
        ("x.eu.auth0.com", "https://x.eu.auth0.com"),
        ("login.example.co.uk", "https://login.example.co.uk"),
        ("xn--bcher-kva.example", "https://xn--bcher-kva.example"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("https://localhost:3000", "https://localhost:3000"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_good_domains(domain: str, origin: str) -> None:
    assert tenant_origin(domain) == origin


@pytest.mark.parametrize(
    ("domain", "sentence"),
    [
        ("", "The domain is empty."),
        (" x.eu.auth0.com", "a space"),
        ("x.eu.auth0.com\n", "a space or an unprintable character"),
        ("x.eu\x1b.auth0.com", "unprintable"),
        ("https://x.eu.auth0.com/", "without https://: x.eu.auth0.com"),
        ("http://x.eu.auth0.com", "without http://: x.eu.auth0.com"),
        ("ftp://x.eu.auth0.com", "without ftp://"),
        ("https://localhost.evil.example:80", "without https://: localhost.evil.example"),
        ("http://tenant.localhost:80", "without http://"),
        ("http://[::1:80", "not a URL either"),
        ("http://127.0.0.1:99999", "not a URL either"),
        ("user@x.eu.auth0.com", "a user name"),
        ("http://user:word@127.0.0.1:80", "a user name"),
        ("x.eu.auth0.com?a=b", "a query"),
        ("http://127.0.0.1:80/#x", "a query or a fragment"),
        ("x.eu.auth0.com/", "without a slash: x.eu.auth0.com"),
        ("x.eu.auth0.com/api", "without a path: x.eu.auth0.com"),
        ("http://127.0.0.1:80/api", "has no path: http://127.0.0.1:80"),
        ("http://127.0.0.1", "needs its port"),
        ("x.eu.auth0.com:443", "without a port: x.eu.auth0.com"),
        ("localhost:8080", "a URL with a port: http://localhost:8080"),
        ("localhost", "a URL with a port"),
        ("127.0.0.1", "a URL with a port"),
        ("X.eu.auth0.com", "lower case: x.eu.auth0.com"),
        ("prod", "prod is not a whole host name"),
        ("10.0.0.1", "is not a host name"),
        ("x..auth0.com", "is not a host name"),
        ("x.eu.auth0.com.", "is not a host name"),
        ("-x.auth0.com", "is not a host name"),
        ("bücher.example", "is not a host name"),
        ("a" * 64 + ".example", "is not a host name"),
    ],
)
def test_bad_domains_each_have_their_sentence(domain: str, sentence: str) -> None:
    with pytest.raises(UsageError) as caught:
        tenant_origin(domain)
    assert sentence in caught.value.message
    assert "word" not in caught.value.message, "a password is not repeated"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "::1", "[::1]", "localhost", "LOCALHOST"])
def test_loopback(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.1", "x.localhost", "127.0.0.1.example", "", "::"])
def test_not_loopback(host: str) -> None:
    assert not is_loopback(host)
