"""Every mistake in a smoke file is one sentence with its line and column; what is right is read with its place."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth0ctl.cli.diagnosis.asked import Asked
from auth0ctl.errors import ConfigError, UsageError
from auth0ctl.findings import Severity
from auth0ctl.flows import FLOWS
from auth0ctl.flows.apps import is_app_flow
from auth0ctl.journeys.smoke.declared import CHOICES, FLOW_NAMES, KEYS, Declared
from auth0ctl.journeys.smoke.needs import chosen
from auth0ctl.journeys.smoke.places import Place, Places, read_toml
from auth0ctl.journeys.smoke.reading import read_smoke

SPA = '[[client]]\nclient = "Shop"\n'
FLOW = '[[flow]]\nid = "f"\nflow = "client-credentials"\nclient = "Worker"\n'
WRONG = {
    "no TOML": ("[[client]]\nclient = \n", "2:10: this is no TOML: invalid value"),
    "an open string": ('[[client]]\nclient = "Shop\n', "2:15: this is no TOML"),
    "an open list": ('[[client]]\nclient = "Shop"\ncallbacks = [\n', "4:1: this is no TOML"),
    "the same key twice": (SPA + 'client = "Shop"\n', "3:16: this is no TOML: cannot overwrite a value"),
    "not UTF-8": (b'[[client]]\nclient = "Sh\xf6p"\n', "2:13: a byte that is not UTF-8"),
    "nothing": ("# nothing yet\n", "declares no check"),
    "an unknown kind": ('[[cleint]]\nclient = "Shop"\n', "1:1: a smoke file has no cleint|Did you mean client?"),
    "one bracket": ('[client]\nclient = "Shop"\n', "1:1: checks are written as [[client]], with two brackets"),
    "a key far from all": (SPA + "xyzzy = 1\n", "3:1: [[client]] has no xyzzy"),
    "an unknown key": (SPA + 'callback = ["x"]\n', "3:1: [[client]] has no callback|Did you mean callbacks?"),
    "an unknown key of a flow": (FLOW + 'audiense = "x"\n', "5:1: [[flow]] has no audiense|Did you mean audience?"),
    "a number for text": ("[[client]]\nclient = 7\n", "2:10: client takes text in quotes"),
    "text for a flag": (SPA + 'is_first_party = "true"\n', "3:18: is_first_party takes true or false"),
    "text for a list": (SPA + 'callbacks = "x"\n', "3:13: callbacks takes a list"),
    "a flag for a number": ('[[api]]\nidentifier = "x"\ntoken_lifetime = true\n', "3:18: token_lifetime takes a whole"),
    "an unknown form": (SPA + 'callbacks = { contians = ["x"] }\n', "3:15: contians is no way|Did you mean contains?"),
    "a form without a list": (SPA + 'callbacks = { contains = "" }\n', "3:26: contains takes a list"),
    "an empty form": (SPA + "callbacks = {}\n", "3:13: callbacks takes a table with one of contains"),
    "a form deep inside": (
        SPA + 'jwt_configuration = { lifetime_in_seconds = { at_most = "3600" } }\n',
        "3:57: at_most takes a number",
    ),
    "absent and more": (
        SPA + 'callbacks = { absent = true, contains = ["x"] }\n',
        "3:30: contains and absent exclude each other",
    ),
    "nothing named": ("[[client]]\nis_first_party = true\n", "1:1: [[client]] needs client"),
    "no error named": ('[[refused]]\nflow = "pkce"\nclient = "Shop"\n', "1:1: [[refused]] needs error"),
    "an unknown flow": ('[[flow]]\nflow = "pkcs"\nclient = "x"\n', "2:8: flow is one of pkce, |Did you mean pkce?"),
    "a device in CI": ('[[flow]]\nflow = "device"\nclient = "x"\n', "2:8: flow is one of pkce, "),
    "an unknown severity": (SPA + 'severity = "fatal"\n', "3:12: severity is one of error, warning, info"),
    "no time at all": (SPA + "timeout = 0\n", "3:11: timeout takes a number of seconds above 0"),
    "a time for ever": (SPA + "timeout = inf\n", "3:11: timeout takes a number of seconds above 0"),
    "an unknown default": ("[smoke]\ntimeuot = 3\n" + SPA, "2:1: [smoke] has no timeuot|Did you mean timeout?"),
    "an id twice": (SPA + 'id = "a"\n[[client]]\nclient = "B"\nid = "a"\n', "6:6: the id a is taken by line 3"),
    "an unknown need": (FLOW + 'needs = "g"\n', "5:9: no check has the id g"),
    "a near need": (FLOW + 'needs = ["ff"]\n', "5:9: no check has the id ff|Did you mean f?"),
    "a circle": (FLOW + 'needs = "f"\n', "1:1: these checks need each other: f needs f"),
    "a token of a client check": (
        SPA + 'id = "c"\n[[call]]\nurl = "https://x.example"\ntoken_from = "c"\n',
        "6:14: c is no flow, and brings no token",
    ),
    "two proofs": (
        FLOW + 'client_secret_env = "A"\nprivate_key_env = "B"\n',
        "6:1: client_secret_env and private_key_env exclude each other",
    ),
    "a grant that is not there, with a scope": (
        '[[grant]]\nclient = "x"\naudience = "y"\nabsent = true\nscope = ["z"]\n',
        "5:1: absent and scope exclude each other",
    ),
    "a callback without a browser": (
        FLOW + 'redirect_uri = "x"\n',
        '5:1: redirect_uri means nothing to flow = "client',
    ),
    "a password without a name": (
        '[[flow]]\nflow = "password"\nclient = "x"\npassword_env = "P"\n',
        '2:8: flow = "password" needs username',
    ),
    "a refresh of nothing": ('[[flow]]\nflow = "refresh"\nclient = "x"\n', '2:8: flow = "refresh" needs token_from'),
    "a call with no token": (
        '[[call]]\nurl = "https://x.example"\nwith_token = 200\n',
        "3:1: with_token needs token_from",
    ),
    "no status": ('[[call]]\nurl = "https://x.example"\nwithout_token = 4010\n', "3:17: without_token takes a status"),
    "an unknown part of a token": (FLOW + "access_token.scop = []\n", "5:1: scop is nothing|Did you mean scopes?"),
    "a form of token": (FLOW + 'access_token.form = "jws"\n', "5:21: form is jwt or opaque"),
    "a lifetime in words": (FLOW + 'access_token.lifetime = "1 h"\n', "5:25: lifetime takes a whole number"),
    "a variable's value": (FLOW + 'client_secret_env = "s3cr3t-value!"\n', "5:21: client_secret_env takes the name of"),
    "parameters of numbers": (FLOW + "parameters = { a = 1 }\n", '5:14: parameters takes a table { name = "value" }'),
}
SECRETS = {
    "a client's secret": (FLOW + 'client_secret = "{}"\n', "5:17"),
    "a password": (FLOW + 'password = "{}"\n', "5:12"),
    "among the parameters": (FLOW + 'parameters = {{ client_assertion = "{}" }}\n', "5:35"),
    "an API's signing secret": ('[[api]]\nidentifier = "x"\nsettings.signing_secret = "{}"\n', "3:27"),
    "a token as text": (FLOW + 'access_token = "{}"\n', "5:16"),
}


def error_of(text: str | bytes) -> ConfigError:
    with pytest.raises(ConfigError) as caught:
        read_smoke(text if isinstance(text, bytes) else text.encode(), "auth0ctl.toml")
    return caught.value


@pytest.mark.parametrize(("text", "told"), WRONG.values(), ids=WRONG.keys())
def test_a_mistake_is_told_with_its_line_and_column(text: str | bytes, told: str) -> None:
    error = error_of(text)
    sentence, _, hint = told.partition("|")
    assert sentence in error.message
    assert error.message.startswith("auth0ctl.toml")
    assert hint in error.hint
    assert error.exit_code == 3


@pytest.mark.parametrize(("text", "place"), SECRETS.values(), ids=SECRETS.keys())
def test_a_secret_in_the_file_is_refused_and_not_repeated(text: str, place: str) -> None:
    error = error_of(text.format("hush-this-is-the-secret"))
    assert error.message.startswith(f"auth0ctl.toml:{place}: ")
    assert "is a secret" in error.message
    assert "hush" not in error.message + error.hint


def test_what_looks_like_a_token_is_refused_wherever_it_stands() -> None:
    error = error_of(FLOW + 'scope = ["eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln"]\n')
    assert error.message == "auth0ctl.toml:5:10: this looks like a token, and a token is never written into this file"


def test_what_is_right_is_read_with_its_defaults_and_places() -> None:
    text = f'[smoke]\ntimeout = 5\nseverity = "warning"\n{SPA}is_first_party = true\n{FLOW}timeout = 7.5\n'
    first, second = read_smoke(text.encode(), "f")
    assert (first.id, first.kind, first.place, first.timeout) == ("client:Shop", "client", Place(4, 1), 5.0)
    assert first.severity is Severity.WARNING
    assert first.settings == {"is_first_party": True}
    assert first.places["is_first_party"] == Place(6, 18)
    assert (second.id, second.timeout) == ("f", 7.5)


def test_checks_without_an_id_get_one_each() -> None:
    checks = read_smoke((SPA * 3).encode(), "f")
    assert [one.id for one in checks] == ["client:Shop", "client:Shop:2", "client:Shop:3"]


def test_windows_line_ends_and_a_byte_order_mark_are_fine() -> None:
    (check,) = read_smoke(b"\xef\xbb\xbf" + SPA.replace("\n", "\r\n").encode(), "f")
    assert check.places["client"] == Place(2, 10)


def needing() -> tuple[Declared, ...]:
    other = FLOW.replace('"f"', '"g"')
    return read_smoke(
        f'{SPA}{FLOW}{other}[[call]]\nid = "c"\nurl = "https://x.example"\ntoken_from = "f"\n'.encode(), "f"
    )


@pytest.mark.parametrize(
    ("only", "ids"),
    [
        ((), ["client:Shop", "f", "g", "c"]),
        (("call",), ["f", "c"]),
        (("client:*",), ["client:Shop"]),
        (("[fg]",), ["f", "g"]),
        (("flow", "client"), ["client:Shop", "f", "g"]),
    ],
)
def test_only_takes_ids_and_kinds_and_what_they_need(only: tuple[str, ...], ids: list[str]) -> None:
    assert [one.id for one in chosen(needing(), only)] == ids


def test_only_that_fits_nothing_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="--only nothing fits no check"):
        chosen(needing(), ("nothing",))


def test_the_names_are_those_of_the_commands() -> None:
    assert all(is_app_flow(name) for name in CHOICES["doctor", "flow"])
    assert set(FLOW_NAMES) <= set(FLOWS)
    own = {"id", "severity", "timeout", "needs", "fail_on", "select", "ignore", "client_secret_env"}
    assert set(KEYS["doctor"]) - own <= set(Asked.__dataclass_fields__)


# Path -> line, column of the key, column of the value.
PLACED = {
    ("top",): (2, 1, 7),
    ("t", "x"): (4, 1, 5),
    ("t", "dotted", "key"): (5, 1, 16),
    ("t", "list"): (6, 1, 8),
    ("t", "inline", "a"): (10, 12, 16),
    ("t", "when"): (11, 1, 8),
    ("t", "after"): (12, 1, 9),
    ("t", "long"): (13, 1, 8),
    ("t", "last"): (16, 1, 8),
    ("many", 0, "k"): (18, 1, 5),
    ("many", 1, "k"): (20, 3, 7),
    ("many", 1, "sub", 0, "z"): (22, 1, 5),
}
PLACES = '''\
# a comment = 1
top = "a # no comment" # one
[t]
x = 'lit # eral'
"dotted" . key=1
list = [ "one", # first
  # between
  "two", ]

inline = { a = [1, 2], b.c = "}" }
when = 1979-05-27 07:32:00
after = 1
long = """
[no.header]
quote \\""" and two""\"""
last = [[1, 2], {}]
[[many]]
k = 1
[[many]]
  k = 2
[[many.sub]]
z = true
'''


def test_places_are_those_of_keys_and_values() -> None:
    tomllib.loads(PLACES)
    places = Places(PLACES)
    found = {path: (*places.key(*path), places.value(*path).column) for path in PLACED}
    assert found == PLACED


def test_what_has_no_place_of_its_own_has_that_of_what_is_around_it() -> None:
    places = Places(PLACES)
    assert places.value("t", "nothing", "there") == Place(3, 1)
    assert places.value("nothing") == Place(1, 1)


NAMES = st.text("abc-_0", min_size=1, max_size=4)
VALUES = st.recursive(
    st.one_of(
        st.integers(-9, 9).map(str), st.sampled_from(['"a#]"', "'}'", "true", '"""x\ny"""', "1979-05-27", "{ k = 1 }"])
    ),
    lambda inner: st.lists(inner, max_size=3).map(lambda items: "[" + ", \n".join(items) + "]"),
    max_leaves=4,
)


@given(st.lists(st.tuples(NAMES, VALUES), max_size=5, unique_by=lambda pair: pair[0]))
def test_every_value_is_found_where_it_stands(pairs: list[tuple[str, str]]) -> None:
    text = "".join(f"{name}  =  {value} # end\n" for name, value in pairs)
    document, places = read_toml(text.encode(), "f")
    rows = text.split("\n")
    for name, value in pairs:
        line, column = places.value(name)
        assert name in document
        assert rows[line - 1][column - 1 :].startswith(value.split("\n", maxsplit=1)[0])
