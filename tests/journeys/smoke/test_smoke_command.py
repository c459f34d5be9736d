"""``auth0ctl smoke`` as people and CI use it: its formats, its codes, its file, and a tenant it only reads."""

import json
import re
from pathlib import Path

import pytest
from smoke_declaration import EMAIL, ENVIRON, ORDERS, PASSWORD, REPORTS, SECRET, SHOP, seed, smoke_file
from smoke_world import SmokeHome, SmokeWorld, objections, seeded_smoke, world

from auth0ctl.testing import local_tenant

__all__ = ["seeded_smoke", "world"]  # fixtures

READ = """read:clients read:client_keys read:resource_servers read:client_grants read:connections
read:connections_options read:tenant_settings read:custom_domains read:actions read:mfa_policies"""


def test_a_person_sees_every_check_and_the_reds_in_full(world: SmokeWorld) -> None:
    world.management.update_client(SHOP, {"callbacks": [f"http://127.0.0.1:{world.port}/callback"]})
    done = world("--only", "client", output="terminal")
    assert done.code == 1
    line = world.file.read_text(encoding="utf-8").split("\n").index('id = "shop-settings"')
    assert re.search(rf"✗ shop-settings  failed  {re.escape(str(world.file))}:{line}\n", done.out)
    assert "  ✓  client  worker-settings" in done.out
    assert 'expected  callbacks: contains ["https://shop.example/callback"]' in done.out
    assert "AZ301 callback-url-not-registered" in done.out
    assert done.out.rstrip().split("\n")[-1].startswith("1 passed, 1 failed of 2 in ")


@pytest.mark.parametrize("output", ["terminal", "json", "quiet", "html", "junit", "sarif", "github"])
def test_no_format_changes_the_code_or_tells_a_secret(world: SmokeWorld, output: str) -> None:
    words = ("--only", "worker-token", "--only", "ann-on-the-phone")
    assert world(*words, output=output).code == 0
    world.management.update_resource_server(REPORTS, {"token_dialect": "access_token"})
    done = world(*words, output=output)
    assert done.code == 1
    told = done.out + done.err
    assert SECRET not in told
    assert PASSWORD not in told
    assert not re.search(r"eyJ[\w-]+\.[\w-]+\.[\w-]{20,}", told)
    assert (output == "quiet") is (done.out == "")


def test_a_flow_tells_its_login_and_its_story(world: SmokeWorld) -> None:
    (check,) = world("--only", "worker-token").document["checks"]
    assert check["login"]["answer"]["access_token"] is True
    assert check["login"]["tokens"][0]["facts"]["claims"]["scope"] == "read:orders"
    page = world("--only", "worker-token", output="html")
    assert "/oauth/token" in page.out


def test_a_secret_that_is_not_set_is_no_red_check_and_no_green_run(world: SmokeWorld) -> None:
    world.environ = {}
    done = world("--only", "worker-token")
    (check,) = done.document["checks"]
    assert (check["outcome"], check["exit_code"]) == ("skipped", 3)
    assert "the environment variable WORKER_SECRET is not set" in check["detail"]
    assert done.code == 3
    assert objections(done.document) == []


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("smoke", "nothing.toml"), 2, "there is no file nothing.toml"),
        (("smoke", "-o", "terminal", "init"), 2, "init comes right after smoke"),
        (("smoke", "FILE", "--only", "nothing"), 2, "--only nothing fits no check"),
        (("smoke", "FILE", "--every", "5"), 2, "--every goes with --watch"),
        (("smoke", "FILE", "--watch", "-o", "json"), 2, "-o json is one document"),
        (("smoke", "FOLDER"), 3, "cannot be read: Is a directory"),
        (("smoke", "init", "FILE"), 2, "is there already"),
        (("smoke", "init", "FOLDER/no/such/folder.toml"), 3, "cannot be written"),
    ],
)
def test_what_makes_no_sense_is_told(world: SmokeWorld, words: tuple[str, ...], code: int, told: str) -> None:
    names = {"FILE": str(world.file), "FOLDER": str(world.file.parent)}
    typed = [re.sub("FILE|FOLDER", lambda match: names[match[0]], word) for word in words]
    done = world.run(*typed)
    assert (done.code, told in done.err) == (code, True), done.err
    assert "Traceback" not in done.err


def test_a_mistake_in_the_file_is_one_json_document(world: SmokeWorld) -> None:
    world.file.write_text('[[client]]\nclient = "Shop"\ncallback = []\n', encoding="utf-8")
    done = world()
    assert done.code == 3
    assert done.document["error"]["message"] == f"{world.file}:3:1: [[client]] has no callback"
    assert done.document["error"]["hint"] == "Did you mean callbacks?"


def test_init_writes_what_is_green_and_says_the_same_again(world: SmokeWorld, tmp_path: Path) -> None:
    file = tmp_path / "made.toml"
    done = world.run("smoke", "init", str(file))
    assert done.code == 0, done.err
    text = file.read_text(encoding="utf-8")
    checked = world(file=file)
    assert (checked.code, checked.red) == (0, {}), checked.out
    kinds = {one["kind"] for one in checked.document["checks"]}
    assert kinds >= {"client", "api", "grant", "refused", "doctor", "flow"}
    assert SECRET not in text
    assert f'client = "{SHOP}"  # Shop' in text
    assert '# client_secret_env = "WORKER_SECRET"' in text
    assert world.run("smoke", "init", str(file), "--force").code == 0
    assert file.read_text(encoding="utf-8") == text


def test_what_init_comments_out_can_be_taken_in(world: SmokeWorld, tmp_path: Path) -> None:
    file = tmp_path / "made.toml"
    assert world.run("smoke", "init", str(file)).code == 0
    text = file.read_text(encoding="utf-8")
    before, block, after = re.split(r"(?s)(# \[\[flow\]\]\n# id = \"worker-token\".*?\n)\n", text)
    file.write_text(before + re.sub("(?m)^# ", "", block) + after, encoding="utf-8")
    done = world("--only", "worker-token", file=file)
    assert (done.code, [one["id"] for one in done.document["checks"]]) == (0, ["worker-token"]), done.out


def test_init_leaves_what_is_wrong_today_as_a_comment_with_the_reason(world: SmokeWorld, tmp_path: Path) -> None:
    world.management.update_client(SHOP, {"token_endpoint_auth_method": "client_secret_post"})
    world.management.update_client(SHOP, {"organization_usage": "require", "name": 'Shop "a"\\ é'})
    file = tmp_path / "made.toml"
    assert world.run("smoke", "init", str(file)).code == 0
    text = file.read_text(encoding="utf-8")
    assert "# Not green today: Shop" in text
    assert "requires an organization" in text
    assert world(file=file).code == 0


def test_at_a_real_tenant_a_machine_that_may_only_read_is_enough(tmp_path: Path) -> None:
    document = seed(18484)
    reader = {**document["clients"][1], "client_id": "reader", "name": "Reader", "client_secret": "reader-" + SECRET}
    document["clients"].append(reader)
    with local_tenant(tmp_path / "tenant", seed=None) as tenant:
        grant = {"client_id": "reader", "audience": f"{tenant.issuer}api/v2/", "scope": READ.split()}
        document["client_grants"].append(grant)
        tenant.seed(document)
        home = SmokeHome(home=tmp_path / "home", file=tmp_path / "auth0ctl.toml", environ=ENVIRON)
        home.file.write_text(smoke_file(18484, f"{tenant.issuer}nowhere"), encoding="utf-8")
        environ = {
            **ENVIRON,
            "AUTH0CTL_TENANT": "",
            "AUTH0_DOMAIN": tenant.domain,
            "AUTH0_CLIENT_ID": "reader",
            "AUTH0_CLIENT_SECRET": "reader-" + SECRET,
        }
        kinds = [
            word
            for kind in ("client", "api", "grant", "refused", "doctor", "worker-token")
            for word in ("--only", kind)
        ]
        done = home.run("smoke", str(home.file), *kinds, "-o", "json", environ=environ)
        assert (done.code, done.red) == (0, {}), done.out + done.err
        assert done.document["tenant"] == tenant.domain
        asked = {one for one in tenant.requests() if not one.startswith("GET ")}
        assert asked == {"POST /oauth/token"}
        person = home.run("smoke", str(home.file), "--only", "shop-login", "-o", "json", environ=environ)
        (check,) = person.document["checks"]
        assert (person.code, check["outcome"]) == (3, "skipped")
        assert "this is a CI run" in check["detail"]
        wrong = home.run(
            "smoke",
            str(home.file),
            "--only",
            "client",
            "-o",
            "json",
            environ={**environ, "AUTH0_CLIENT_SECRET": "x" * 20},
        )
        assert wrong.code == 4
        assert {one["outcome"] for one in wrong.document["checks"]} == {"unreached"}
        assert tenant.requests().count("POST /oauth/token") <= 6


def test_a_user_that_the_local_tenant_has_not(world: SmokeWorld) -> None:
    text = world.file.read_text(encoding="utf-8").replace(
        f'client = "Shop"\nusername = "{EMAIL}"', 'client = "Shop"\nusername = "bob@x"'
    )
    world.file.write_text(text, encoding="utf-8")
    done = world("--only", "shop-login")
    (check,) = done.document["checks"]
    assert (done.code, check["outcome"]) == (2, "unreached")
    assert "the local tenant has no bob@x in a connection of client shop" in check["detail"]


def test_the_file_speaks_of_what_it_checks(world: SmokeWorld) -> None:
    done = world("--only", "call")
    assert [one["id"] for one in done.document["checks"]] == ["ann-for-orders", "orders-are-protected"]
    assert done.code == 0
    assert json.loads(done.out)["file"] == str(world.file)
    assert {token for _, _, token in world.api.calls} >= {None}
    assert ORDERS in world.file.read_text(encoding="utf-8")
