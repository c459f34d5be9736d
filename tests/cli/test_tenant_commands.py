"""``tenant`` and ``local``: what is added is listed, chosen, shown with its origin, and forgotten."""

import json
import re

from cli_process import Auth0ctl

PROD = ("tenant", "add", "prod", "--domain", "example.eu.auth0.com", "--client", "abc", "--no-check")


def test_add_list_use_remove(auth0ctl: Auth0ctl) -> None:
    assert "Commands now talk to it." in auth0ctl(*PROD).stdout
    second = auth0ctl("tenant", "add", "dev", "--domain", "dev.eu.auth0.com", "--no-check")
    assert second.returncode == 0
    assert "next: auth0ctl tenant use dev" in second.stdout
    listed = auth0ctl.json("tenant", "list")
    assert [(one["name"], one["client_id"], one["current"]) for one in listed] == [
        ("local", None, False),
        ("prod", "abc", True),
        ("dev", None, False),
    ]
    assert auth0ctl("tenant", "use", "dev").returncode == 0
    shown = auth0ctl.json("tenant", "show")["resource"]
    assert shown["domain"] == {"value": "dev.eu.auth0.com", "origin": "profile dev"}
    assert auth0ctl("tenant", "remove", "dev").returncode == 0
    assert [one["name"] for one in auth0ctl.json("tenant", "list")] == ["local", "prod"]


def test_a_flag_beats_the_environment_and_the_environment_the_profile(auth0ctl: Auth0ctl) -> None:
    auth0ctl(*PROD)
    assert auth0ctl.json("tenant", "show")["resource"]["client_id"] == {"value": "abc", "origin": "profile prod"}
    env = {"AUTH0_CLIENT_ID": "from-env"}
    assert auth0ctl.json("tenant", "show", env=env)["resource"]["client_id"]["value"] == "from-env"
    built_in = auth0ctl.json("tenant", "show", "--tenant", "local", env=env)["resource"]
    assert built_in["tenant"]["value"] == "local"


def test_show_takes_a_name_and_says_values_in_words(auth0ctl: Auth0ctl) -> None:
    auth0ctl(*PROD)
    assert auth0ctl.json("tenant", "show", "prod")["resource"]["client_id"]["value"] == "abc"
    told = auth0ctl("tenant", "show", "local").stdout
    assert re.search(r"^tenant local$", told, re.MULTILINE)
    assert re.search(r"timeout +60 s ", told)
    assert re.search(r"insecure storage +yes ", told)
    assert auth0ctl("tenant", "show", "nope").returncode == 3


def test_S14_rejects_secrets_in_what_show_prints(auth0ctl: Auth0ctl) -> None:
    env = {"AUTH0_CLIENT_SECRET": "sq-very-secret-value", "AUTH0_API_TOKEN": "sq-token-value"}
    done = auth0ctl("tenant", "show", env=env)
    assert "set (hidden)" in done.stdout
    assert "sq-" not in done.stdout + done.stderr


def test_S14_accepts_a_secret_in_the_vault_and_none_in_the_profile(auth0ctl: Auth0ctl) -> None:
    refused = auth0ctl(*PROD, "--client-secret-file", "-", input="sq-very-secret-value\n")
    assert refused.returncode == 3
    assert "keyring" in refused.stderr
    assert [one["name"] for one in auth0ctl.json("tenant", "list")] == ["local"]
    kept = auth0ctl(*PROD, "--client-secret-file", "-", "--insecure-storage", input="sq-very-secret-value\n")
    assert kept.returncode == 0, kept.stderr
    files = [path for path in auth0ctl.home.rglob("*") if path.is_file()]
    holding = [path for path in files if b"sq-very-secret-value" in path.read_bytes()]
    assert [path.stat().st_mode & 0o777 for path in holding] == [0o600]
    assert "profiles.toml" not in {path.name for path in holding}
    auth0ctl("tenant", "remove", "prod", "--insecure-storage")
    assert not [path for path in files if path.exists() and b"sq-very-secret-value" in path.read_bytes()]


def test_local_seed_status_reset(auth0ctl: Auth0ctl) -> None:
    document = {"clients": [{"client_id": "web1", "name": "Web", "app_type": "regular_web", "callbacks": []}]}
    done = auth0ctl("local", "seed", "-", input=json.dumps(document))
    assert done.returncode == 0, done.stderr
    assert auth0ctl.json("local", "status")["resource"]["clients"] == 2
    assert auth0ctl.json("client", "inspect", "web1")["resource"]["name"] == "Web"
    assert auth0ctl("local", "reset").returncode == 0
    assert auth0ctl.json("local", "status")["resource"]["clients"] == 1


def test_api_create_ensure_only_adds(auth0ctl: Auth0ctl) -> None:
    create = ("api", "create", "Orders", "--identifier", "https://api.example.com")
    assert auth0ctl(*create, "--scope", "read:x=Read x").returncode == 0
    again = auth0ctl(*create, "--scope", "read:x")
    assert again.returncode == 6
    assert "--ensure" in again.stderr
    assert auth0ctl(*create, "--scope", "read:x=Other words", "--scope", "write:x", "--ensure").returncode == 0
    scopes = auth0ctl.json("api", "inspect", "https://api.example.com")["resource"]["scopes"]
    assert [(scope["value"], scope["description"]) for scope in scopes] == [
        ("read:x", "Read x"),
        ("write:x", "write:x"),
    ]
    assert "nothing was changed" in auth0ctl(*create, "--scope", "read:x", "--ensure").stdout


def test_grant_create_and_list(auth0ctl: Auth0ctl) -> None:
    auth0ctl("api", "create", "Orders", "--identifier", "https://api.example.com", "--scope", "read:x")
    auth0ctl("client", "create", "Job", "--type", "non_interactive")
    create = ("grant", "create", "--client", "Job", "--audience", "https://api.example.com", "--scope", "read:x")
    assert auth0ctl(*create).returncode == 0
    assert auth0ctl(*create).returncode == 0  # the same grant is taken for it
    without_scope = auth0ctl(*create[:-2])
    assert (without_scope.returncode, "it has read:x besides" in without_scope.stderr) == (6, True)
    assert auth0ctl(*create[:-2], "--ensure").returncode == 0
    (grant,) = auth0ctl.json("grant", "list", "--client", "Job")
    assert (grant["audience"], grant["scope"], grant["subject_type"]) == (
        "https://api.example.com",
        ["read:x"],
        "client",
    )


def test_claim_add_list_remove(auth0ctl: Auth0ctl) -> None:
    add = ("claim", "add", "https://example.com/plan", "--value", "gold")
    assert auth0ctl(*add).returncode == 0
    assert auth0ctl(*add).returncode == 0  # twice changes nothing
    (claim,) = auth0ctl.json("claim", "list")
    assert (claim["name"], claim["value"], claim["deployed"], claim["bound"]) == (
        "https://example.com/plan",
        "gold",
        True,
        True,
    )
    other = auth0ctl("claim", "add", "https://example.com/plan", "--from", "event.user.email")
    assert other.returncode == 2
    assert "claim remove" in other.stderr
    assert auth0ctl("claim", "remove", "https://example.com/plan").returncode == 0
    assert auth0ctl.json("claim", "list") == []
