"""Every kind of bad input ends in one clear sentence, the documented exit code, and one JSON document with -o json."""

import json
from dataclasses import dataclass, field

import pytest
from cli_process import Auth0ctl

UNREACHABLE = {"AUTH0_DOMAIN": "http://127.0.0.1:1", "AUTH0_API_TOKEN": "x"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bad:
    """A command line, the exit code it must end in, words of the sentence, and words of what to type next."""

    line: str
    code: int
    says: str
    next: str = ""
    env: dict[str, str] = field(default_factory=dict)
    input: str = ""


CASES = [
    # What is not there
    Bad(line="client inspect nosuch", code=6, says="no client with the id or name nosuch", next="auth0ctl client list"),
    Bad(line="api inspect https://nosuch", code=6, says="no API with the identifier", next="auth0ctl api list"),
    Bad(
        line="login --client nosuch --flow telepathy",
        code=2,
        says="there is no flow telepathy",
        next="pkce, code, implicit",
    ),
    Bad(line="client list --tenant nope", code=3, says="no tenant called nope (--tenant)", next="auth0ctl tenant add"),
    Bad(line="tenant use nope", code=3, says="no tenant called nope"),
    Bad(line="token get", code=2, says="no login was kept", next="auth0ctl login --audience"),
    Bad(line="claim remove https://example.com/x", code=2, says="auth0ctl added no claim", next="auth0ctl claim list"),
    # A tenant that cannot be used
    Bad(line="client list", code=5, says="127.0.0.1:1 refused the connection", next="tenant show", env=UNREACHABLE),
    Bad(line="login --client x", code=5, says="127.0.0.1:1 refused the connection", env=UNREACHABLE),
    Bad(line="client list", code=3, says="10.0.0.1", env={"AUTH0_DOMAIN": "http://10.0.0.1"}),
    Bad(
        line="client list",
        code=4,
        says="needs a token, and none is configured",
        next="AUTH0_API_TOKEN",
        env={"AUTH0_DOMAIN": "http://127.0.0.1:1"},
    ),
    # No token
    Bad(line="token decode -", code=2, says="no token in standard input: it is empty", next="auth0ctl token get |"),
    Bad(line="token verify -", code=2, says="no token in standard input: it is empty", input="\n \n"),
    Bad(line="token decode --file nosuch.jwt", code=2, says="cannot be read from nosuch.jwt: No such file"),
    Bad(line="token decode x --file y", code=2, says="cannot go together"),
    Bad(line="token get --as refresh", code=2, says="no kind of token refresh", next="id or --as access"),
    Bad(line="token verify x --at tomorrow", code=2, says="tomorrow is no time", next="Unix seconds"),
    Bad(line="token verify a.b.c --jwks nosuch.json", code=2, says="cannot be read from nosuch.json"),
    # The command line itself
    Bad(line="nosuch", code=2, says="No such command 'nosuch'", next="auth0ctl --help"),
    Bad(line="client inspct", code=2, says="Did you mean 'inspect'", next="auth0ctl client --help"),
    Bad(line="client list --nope", code=2, says="No such option: --nope", next="auth0ctl client list --help"),
    Bad(line="client inspect a b", code=2, says="unexpected extra argument", next="auth0ctl client inspect --help"),
    Bad(line="login --port 99999", code=2, says="99999 is not in the range"),
    Bad(line="login --timeout soon", code=2, says="'soon' is not a valid float"),
    Bad(line="--timeout 0 client list", code=2, says="0.0 is not in the range"),
    Bad(line="completions tcsh", code=2, says="no completion script for tcsh", next="bash, zsh, fish"),
    Bad(line="tenant add local --domain x.eu.auth0.com", code=2, says="built-in tenant"),
    Bad(line="tenant add x", code=2, says="which domain?", next="--domain"),
    Bad(line="tenant remove local", code=2, says="cannot be removed", next="auth0ctl local reset"),
    Bad(line="client create x --type toaster", code=2, says="no client type toaster", next="spa, native"),
    Bad(line="api create x --signing-alg none", code=2, says="not signed with none", next="RS256"),
    Bad(line="api create x --scope read:x y", code=2, says="unexpected extra argument"),
    Bad(line="api create x --token-lifetime 90d", code=2, says="90d is not possible", next="30 days"),
    Bad(line="claim add https://example.com/x", code=2, says="needs one source", next="--from"),
    Bad(line="claim add https://example.com/x --from event.__proto__", code=2, says="no path into the event"),
    Bad(line="login --param state=mine", code=2, says="--param cannot set state"),
    Bad(line="login --flow pkce --response-type token", code=2, says="does not belong to --flow pkce"),
    Bad(line="login --client-secret-file nosuch", code=2, says="client secret cannot be read from nosuch"),
    # What was pasted in the wrong place
    Bad(line="explain eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", code=2, says="a token", next="token decode -"),
    Bad(line="explain Bearer eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", code=2, says="a token", next="token verify -"),
    Bad(
        line="tenant add p --domain https://manage.auth0.com/dashboard/eu/x", code=2, says="dashboard", next="Settings"
    ),
    Bad(line="tenant add p --domain manage.auth0.com", code=2, says="dashboard", next="Domain"),
    Bad(line="token verify a.b.c --issuer http://[::1", code=2, says="not a host name"),
    Bad(line="probe http://[::1", code=2, says="no domain and no URL", next="x.eu.auth0.com"),
    Bad(line="explain --log -", code=2, says="no tenant log", input='[{"a":' * 100_000),
    Bad(line="local seed -", code=2, says="too deep", input='{"clients": ' + "[" * 100_000),
    Bad(line=f"local mint --claims {'[' * 50_000}", code=2, says="too deep"),
    Bad(line=f"login --audience {'x' * 70_000}", code=2, says="cannot be asked"),
    # Secrets as arguments
    Bad(
        line="client list --client-secret s3cr3t-value",
        code=2,
        says="--client-secret VALUE is refused",
        next="standard input",
    ),
    Bad(
        line="--api-token s3cr3t-value client list", code=2, says="--api-token VALUE is refused", next="AUTH0_API_TOKEN"
    ),
    Bad(line="login --password=s3cr3t-value", code=2, says="--password VALUE is refused"),
]


@pytest.mark.parametrize("bad", CASES, ids=lambda bad: f"{bad.line} {bad.says}".replace(" ", "_")[:60])
def test_Q10_Q11_rejects_bad_input_with_one_sentence_one_code_one_document(shared_auth0ctl: Auth0ctl, bad: Bad) -> None:
    # --output last: it counts even where the command line was refused before it.
    done = shared_auth0ctl(*bad.line.split(), "-o", "json", env=bad.env, input=bad.input)
    assert done.returncode == bad.code, done.stderr
    complaints = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    assert len(complaints) == 1
    assert bad.says in complaints[0]
    assert complaints[0].endswith((".", "?", ")"))
    assert bad.next in done.stderr.partition("  next: ")[2]
    document = json.loads(done.stdout)
    assert document["error"]["code"] == bad.code
    assert bad.says in document["error"]["message"]
    assert bad.next in document["error"].get("hint", "")
    for told in (done.stdout, done.stderr):
        assert "Traceback" not in told
        assert "this is a bug" not in told
        assert "s3cr3t-value" not in told


def test_a_long_value_is_not_repeated_at_full_length(shared_auth0ctl: Auth0ctl) -> None:
    done = shared_auth0ctl("login", "--flow", f"begin{'x' * 50_000}end", "-o", "json")
    assert done.returncode == 2
    assert "begin" in done.stderr
    assert len(done.stderr) < 4000
    assert len(done.stdout) < 4000


@pytest.mark.parametrize("line", ["client inspect nosuch", "nosuch", "client list --client-secret x", "token decode -"])
@pytest.mark.parametrize("output", ["terminal", "quiet"])
def test_without_json_stdout_stays_empty_and_the_code_is_the_same(
    shared_auth0ctl: Auth0ctl, line: str, output: str
) -> None:
    done = shared_auth0ctl(*line.split(), "-o", output)
    assert done.stdout == ""
    assert done.stderr.count("error: ") == 1
    assert done.returncode == shared_auth0ctl(*line.split(), "-o", "json").returncode


@pytest.mark.parametrize(("arguments", "env"), [(("-o", "xml"), {}), ((), {"AUTH0CTL_OUTPUT": "xml"})])
def test_unknown_format_is_refused_before_anything_is_done(
    shared_auth0ctl: Auth0ctl, arguments: tuple[str, ...], env: dict[str, str]
) -> None:
    done = shared_auth0ctl("api", "create", "https://api.example.com", *arguments, env=env)
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no output format xml" in done.stderr
    assert "terminal, json, quiet" in done.stderr
    assert [api["identifier"] for api in shared_auth0ctl.json("api", "list") if "example" in api["identifier"]] == []


def test_text_that_is_no_token_is_said_to_be_none(shared_auth0ctl: Auth0ctl) -> None:
    decoded = shared_auth0ctl("token", "decode", "garbage")
    assert "This is text, not a token." in decoded.stdout
    verified = shared_auth0ctl("token", "verify", "garbage", "-o", "json")
    assert verified.returncode == 1
    report = json.loads(verified.stdout)
    assert [finding["name"] for finding in report["findings"]] == ["token-malformed"]
    assert report["passed"] is False


@pytest.mark.parametrize(
    ("name", "finding"),
    [
        ("roles", "claim-not-namespaced"),
        ("email", "claim-not-namespaced"),
        ("https://me.auth0.com/plan", "claim-namespace-reserved"),
        ("two words", "claim-name-malformed"),
    ],
)
def test_claim_that_would_be_dropped_is_refused_with_the_reason(
    shared_auth0ctl: Auth0ctl, name: str, finding: str
) -> None:
    done = shared_auth0ctl("claim", "add", name, "--value", "x", "-o", "json")
    assert done.returncode == 1
    assert [one["name"] for one in json.loads(done.stdout)["findings"]] == [finding]
    assert finding in shared_auth0ctl("claim", "add", name, "--value", "x").stdout
    assert shared_auth0ctl.json("claim", "list") == []


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{"clients": [{"name": "x"}]}', "clients[0].client_id is missing"),
        ('{"clients": [{"client_id": "x", "callbacks": "http://x"}]}', "clients[0].callbacks"),
        ('{"apis": []}', "apis is not part of a seed"),
        ('{"users": 7}', "users is not a list"),
        ('{"clients": [', "is no JSON"),
        ("[]", "it must hold a JSON object"),
    ],
)
def test_wrong_seed_names_the_place_and_loads_nothing(shared_auth0ctl: Auth0ctl, text: str, says: str) -> None:
    before = shared_auth0ctl.json("client", "list")
    (shared_auth0ctl.home / "seed.json").write_text(text)
    done = shared_auth0ctl("local", "seed", "seed.json", "-o", "json")
    assert done.returncode == 2
    assert says in json.loads(done.stdout)["error"]["message"]
    assert shared_auth0ctl.json("client", "list") == before
