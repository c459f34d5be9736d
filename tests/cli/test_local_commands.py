"""``local serve`` with faults, a seed and other addresses; ``local mint``; ``token get --management``."""

import json
import socket
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from cli_process import Auth0ctl

from auth0ctl.localtenant import FAULTS

API = "https://api.example.com"
OPTIONS: Any = {"verify_signature": False}


def peek(token: str) -> dict[str, Any]:
    return jwt.decode(token, options=OPTIONS)


def serve(auth0ctl: Auth0ctl, *more: str) -> tuple[str, str]:
    """The issuer of a tenant that is served on a free port, and what was said on stderr."""
    running = auth0ctl.start("local", "serve", "--port", "0", "-o", "json", *more)
    issuer = running.json()["resource"]["issuer"]
    running.wait_for("Serving until Ctrl-C.")
    return issuer, running.stderr


# serve


def test_faults_are_what_the_served_tenant_gets_wrong(auth0ctl: Auth0ctl) -> None:
    issuer, _ = serve(auth0ctl, "--fault", "issuer-mismatch", "--fault", "500")
    document = httpx.get(f"{issuer}.well-known/openid-configuration").json()
    assert document["issuer"] == "https://impostor.example.com/"
    assert httpx.post(f"{issuer}oauth/token").status_code == 500


def test_a_fault_that_does_not_exist_is_answered_with_those_that_do(auth0ctl: Auth0ctl) -> None:
    done = auth0ctl("local", "serve", "--port", "0", "--fault", "nonsense")
    assert (done.returncode, done.stdout) == (2, "")
    assert "there is no fault nonsense" in done.stderr
    assert all(name in done.stderr for name in FAULTS)


def test_help_lists_the_faults(auth0ctl: Auth0ctl) -> None:
    done = auth0ctl("local", "serve", "--help", env={"COLUMNS": "200"})
    assert done.returncode == 0
    text = "".join(done.stdout.replace("│", "").split())
    assert [name for name in FAULTS if name not in text] == []


def test_a_seed_for_chance_makes_the_same_tenant_twice_and_leaves_nothing(auth0ctl: Auth0ctl) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    keys = []
    for number in ("7", "7", "8"):
        running = auth0ctl.start("local", "serve", "--port", port, "--seed-random", number, "-o", "json")
        issuer = running.json()["resource"]["issuer"]
        keys.append([key["n"] for key in httpx.get(f"{issuer}.well-known/jwks.json").json()["keys"]])
        assert "can be foretold" in running.stderr
        assert running.stop() in {0, 130}
    assert keys[0] == keys[1]
    assert set(keys[0]).isdisjoint(keys[2])
    assert not (auth0ctl.home / "auth0ctl" / "data" / "local").exists()


def test_a_seed_file_is_loaded_into_the_seeded_tenant(auth0ctl: Auth0ctl, tmp_path: Path) -> None:
    file = tmp_path / "seed.json"
    file.write_text(json.dumps({"resource_servers": [{"identifier": API, "name": "Seeded API"}]}))
    issuer, _ = serve(auth0ctl, "--seed", str(file), "--seed-random", "7")
    page = httpx.get(issuer).text
    assert "Seeded API" in page
    assert httpx.get(issuer, headers={"Host": "evil.example"}).status_code == 421


def test_a_plan_has_its_rate_limits(auth0ctl: Auth0ctl) -> None:
    issuer, _ = serve(auth0ctl, "--rate-limit", "free")
    assert httpx.get(f"{issuer}api/v2/clients").headers["x-ratelimit-limit"] == "2"
    issuer, _ = serve(auth0ctl, "--rate-limit", "off")
    assert httpx.get(f"{issuer}api/v2/clients").headers["x-ratelimit-limit"] == "1000", "told, and not kept"


def test_a_plan_that_does_not_exist_is_answered_with_those_that_do(auth0ctl: Auth0ctl) -> None:
    done = auth0ctl("local", "serve", "--port", "0", "--rate-limit", "gold")
    assert done.returncode == 2
    assert "free, enterprise, enterprise-nonprod, off" in done.stderr


def test_a_name_that_others_know_it_by_needs_expose(auth0ctl: Auth0ctl) -> None:
    done = auth0ctl("local", "serve", "--port", "0", "--name", "auth0")
    assert done.returncode == 2
    assert "--expose" in done.stderr
    done = auth0ctl("local", "serve", "--port", "0", "--name", "auth0", "--expose", "--https")
    assert done.returncode == 2
    assert "vouches for this machine alone" in done.stderr
    issuer, said = serve(auth0ctl, "--name", "auth0", "--expose", "--host", "0.0.0.0")
    assert issuer.startswith("http://auth0:")
    assert "WARNING: other machines can reach this tenant" in said
    here = issuer.replace("auth0", "127.0.0.1")
    document = httpx.get(f"{here}.well-known/openid-configuration", headers={"Host": "auth0"}).json()
    assert document["authorization_endpoint"] == f"{issuer}authorize"


# mint


def test_mint_is_verified_by_verify_and_its_flaws_are_found(auth0ctl: Auth0ctl) -> None:
    def verify(*flaw: str) -> int:
        token = auth0ctl("local", "mint", "--audience", API, "--user", "user@example.com", *flaw)
        assert token.returncode == 0, token.stderr
        return auth0ctl("token", "verify", "-", "--audience", API, input=token.stdout).returncode

    assert verify() == 0
    assert verify("--expired") == 1
    assert verify("--foreign-key") == 1
    assert verify("--claims", '{"iss": "https://elsewhere.example.com/"}') == 1


def test_mint_of_every_shape(auth0ctl: Auth0ctl, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the secret of this test, long enough\n")
    told = auth0ctl.json(
        "local", "mint", "--audience", API, "--scope", "a b", "--client", "anyone", "--issuer", "http://localhost:9/",
        "--lifetime", "60", "--claims", '{"gty": null, "n": 1}', "--header", '{"typ": "at+jwt"}',
        "--secret-file", str(secret),
    )  # fmt: skip
    token = told["access_token"]
    claims = jwt.decode(token, secret.read_text().strip(), algorithms=["HS256"], audience=API)
    assert (claims["iss"], claims["azp"], claims["scope"], claims["n"]) == ("http://localhost:9/", "anyone", "a b", 1)
    assert claims["exp"] - claims["iat"] == 60
    assert "gty" not in claims
    assert jwt.get_unverified_header(token) == {"alg": "HS256", "typ": "at+jwt"}
    id_token = auth0ctl.json("local", "mint", "--kind", "id", "--nonce", "n", "--none")["id_token"]
    assert jwt.get_unverified_header(id_token)["alg"] == "none"
    assert peek(id_token)["nonce"] == "n"


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ([], "an access token needs an audience"),
        (["--kind", "other"], "there is no kind other"),
        (["--audience", API, "--none", "--broken"], "cannot go together"),
        (["--audience", API, "--claims", "{"], "--claims is no JSON"),
        (["--audience", API, "--header", "[]"], "--header must be a JSON object"),
        (["--audience", API, "--issuer", "localhost"], "the issuer must be an origin"),
        (["--audience", API, "--user", "nobody@example.com"], "no user nobody@example.com"),
    ],
)
def test_what_mint_refuses(auth0ctl: Auth0ctl, arguments: list[str], complaint: str) -> None:
    done = auth0ctl("local", "mint", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert complaint in done.stderr
    assert "next: " in done.stderr or "such as " in done.stderr  # what to type instead


# A Management token for scripts


def test_the_management_token_of_the_built_in_tenant(auth0ctl: Auth0ctl) -> None:
    done = auth0ctl("token", "get", "--management")
    assert done.returncode == 0
    assert "read:clients" in peek(done.stdout.strip())["scope"].split()
    token = auth0ctl.json("token", "get", "--management", "--scope", "read:users read:logs")["management_token"]
    assert peek(token)["scope"] == "read:users read:logs"


def test_the_management_token_of_another_tenant(auth0ctl: Auth0ctl) -> None:
    def ask(*more: str, **env: str) -> tuple[int, str]:
        done = auth0ctl("token", "get", "--management", *more, env={"AUTH0_DOMAIN": "tenant.example.com", **env})
        return done.returncode, done.stdout + done.stderr

    assert ask(AUTH0_API_TOKEN="the-token") == (0, "the-token\n")
    assert ask()[0] == 4
    code, said = ask("--scope", "read:users", AUTH0_API_TOKEN="the-token")
    assert code == 2
    assert "only the built-in tenant" in said


def test_a_management_token_for_a_tenant_that_is_served_elsewhere(auth0ctl: Auth0ctl) -> None:
    issuer, _ = serve(auth0ctl)

    def status(token: str) -> int:
        return httpx.get(f"{issuer}api/v2/clients", headers={"Authorization": f"Bearer {token.strip()}"}).status_code

    default = auth0ctl("token", "get", "--management")
    assert status(default.stdout) == 401
    assert "add --issuer" in default.stderr
    assert status(auth0ctl("token", "get", "--management", "--issuer", issuer).stdout) == 200
    served = {"AUTH0_DOMAIN": issuer.rstrip("/")}
    without = auth0ctl("client", "list", env=served)
    assert without.returncode == 4
    typed = f"auth0ctl token get --management --issuer {issuer}"
    assert typed in without.stderr
    assert typed in auth0ctl("client", "list", env={**served, "AUTH0_API_TOKEN": default.stdout.strip()}).stderr
    token = auth0ctl(*typed.split()[1:], "--scope", "read:clients", env=served).stdout.strip()
    assert auth0ctl("client", "list", env={**served, "AUTH0_API_TOKEN": token}).returncode == 0


def test_a_management_token_for_no_address_of_a_tenant(auth0ctl: Auth0ctl) -> None:
    done = auth0ctl("token", "get", "--management", "--issuer", "http://127.0.0.1:18400/path")
    assert (done.returncode, done.stdout) == (2, "")
    assert "the issuer must be an origin" in done.stderr
    assert auth0ctl("token", "get", "--issuer", "http://127.0.0.1:18400/").returncode == 2


def test_get_refuses_what_does_not_go_together(auth0ctl: Auth0ctl) -> None:
    assert auth0ctl("token", "get", "--management", "--as", "id").returncode == 2
    assert auth0ctl("token", "get", "--scope", "read:users").returncode == 2
