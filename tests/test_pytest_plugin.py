"""The pytest plugin in throwaway projects that have auth0ctl and pytest installed, and nothing of this suite."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MY_API = '''
"""The code under test: an API's check of its access tokens."""

import jwt

def allowed(token, jwks_uri, issuer, audience):
    try:
        key = jwt.PyJWKClient(jwks_uri).get_signing_key_from_jwt(token)
        claims = jwt.decode(token, key, algorithms=["RS256"], audience=audience, issuer=issuer)
    except jwt.PyJWTError:
        return False
    return "read:items" in claims.get("scope", "").split()
'''


class Project:
    """A folder with tests, in which auth0ctl counts as installed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "project"
        self.folder.mkdir()
        declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        rows = [f"{name} = {target}" for name, target in declared["entry-points"]["pytest11"].items()]
        installed = folder / "installed"
        info = installed / "auth0ctl-0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text("Metadata-Version: 2.1\nName: auth0ctl\nVersion: 0\n")
        (info / "entry_points.txt").write_text("[pytest11]\n" + "\n".join(rows) + "\n")
        self.path = os.pathsep.join((str(installed), str(ROOT)))

    def write(self, **files: str) -> None:
        for stem, text in files.items():
            name = "pytest.ini" if stem == "ini" else f"{stem}.py"
            (self.folder / name).write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
        return subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *arguments],
            cwd=self.folder,
            env={**kept, "PYTHONPATH": self.path},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    def passes(self, count: int, *arguments: str) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        assert f"{count} passed" in done.stdout
        return done.stdout


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def test_the_readmes_example(project: Project) -> None:
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    (example,) = [block for block in blocks if "auth0_tenant" in block]
    project.write(my_api=MY_API, test_example=example)
    project.passes(2)
    # The example's second test is worth something: an API that looks at nothing fails it.
    project.write(my_api="def allowed(*_arguments):\n    return True\n")
    assert "1 failed, 1 passed" in project.run().stdout


USED = """
import json, time, urllib.error, urllib.parse, urllib.request

import pytest
from auth0ctl.testing import Auth0Tenant

FORM = {"grant_type": "client_credentials", "client_id": "m2m", "client_secret": "s" * 20, "audience": "https://api"}
SEED = {
    "clients": [{"client_id": "m2m", "client_secret": "s" * 20, "app_type": "non_interactive",
                 "token_endpoint_auth_method": "client_secret_post", "grant_types": ["client_credentials"]}],
    "resource_servers": [{"identifier": "https://api"}],
    "client_grants": [{"client_id": "m2m", "audience": "https://api", "scope": []}],
}

def ask(url, form=None, token=None):
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    data = urllib.parse.urlencode(form).encode() if form else None
    try:
        with urllib.request.urlopen(urllib.request.Request(url, data, headers)) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, error.read()

@pytest.fixture(scope="session")
def issuer(auth0_tenant_session):
    return auth0_tenant_session.issuer

def test_what_a_suite_does(auth0_tenant: Auth0Tenant, issuer: str) -> None:
    assert auth0_tenant.issuer == issuer
    auth0_tenant.seed(SEED)
    status, body = ask(auth0_tenant.token_url, FORM)
    assert status == 200 and body["access_token"]
    assert [entry["client_id"] for entry in auth0_tenant.log("seccft")] == ["m2m"]
    assert auth0_tenant.requests() == ("POST /oauth/token",)
    with auth0_tenant.faults("500"):
        assert ask(auth0_tenant.token_url, FORM)[0] == 500
    assert ask(auth0_tenant.token_url, FORM)[0] == 200
    user = auth0_tenant.add_user("a@example.com", app_metadata={"plan": "free"})
    assert "_password_hash" not in user
    users = ask(f"{issuer}api/v2/users", token=auth0_tenant.management_token())[1]
    assert user in users and len(users) == 2

def test_nothing_is_left_of_the_one_before(auth0_tenant: Auth0Tenant) -> None:
    assert auth0_tenant.requests() == () and auth0_tenant.log() == []
    assert ask(auth0_tenant.token_url, FORM)[0] == 401
    token = auth0_tenant.management_token("read:users")
    assert [user["email"] for user in ask(f"{auth0_tenant.issuer}api/v2/users", token=token)[1]] == [auth0_tenant.user]

def test_a_fault_that_does_not_exist_and_a_bad_seed(auth0_tenant: Auth0Tenant, tmp_path) -> None:
    with pytest.raises(ValueError, match="there is no fault"), auth0_tenant.faults("nonsense"):
        pass
    with pytest.raises(ValueError, match="client_id is missing"):
        auth0_tenant.seed({"clients": [{}]})
    file = tmp_path / "seed.json"
    for text, complaint in (("{", "is no JSON"), ("[]", "must hold a JSON object")):
        file.write_text(text)
        with pytest.raises(ValueError, match=complaint):
            auth0_tenant.seed(file)
"""


def test_what_a_suite_does(project: Project) -> None:
    project.write(test_used=USED)
    project.passes(3)


def test_settings(project: Project) -> None:
    seed = {"clients": [{"client_id": "seeded"}], "users": [{"user_id": "auth0|s", "email": "s@example.com"}]}
    (project.folder / "seed.json").write_text(json.dumps(seed))
    project.write(
        ini="[pytest]\nauth0_tenant_seed = seed.json\nauth0_tenant_https = true\n"
        "auth0_tenant_auto_login = s@example.com\nauth0_tenant_seed_random = 7\n",
        test_settings="""
import ssl, urllib.request

IDS = set()

def test_https_and_seed(auth0_tenant):
    assert auth0_tenant.issuer == f"https://{auth0_tenant.domain}/"
    context = ssl.create_default_context(cafile=auth0_tenant.environ["SSL_CERT_FILE"])
    with urllib.request.urlopen(auth0_tenant.jwks_uri, context=context) as answer:
        assert answer.status == 200
    auth0_tenant.mint(kind="id", user="s@example.com", client_id="seeded")
    IDS.add(auth0_tenant.add_user("x@example.com")["user_id"])

def test_the_seed_is_there_again_and_chance_repeats_itself(auth0_tenant):
    assert "s@example.com" in {user["email"] for user in auth0_tenant._local.state.all("user")}
    assert auth0_tenant.add_user("x@example.com")["user_id"] in IDS
""",
    )
    project.passes(2)


def test_a_wrong_setting_is_said(project: Project) -> None:
    project.write(ini="[pytest]\nauth0_tenant_seed_random = x\n", test_one="def test_one(auth0_tenant): pass\n")
    assert "auth0_tenant_seed_random must be a number, not x" in project.run().stdout


def test_a_suite_that_does_not_use_it_pays_nothing(project: Project) -> None:
    project.write(
        test_other="""
import sys

def test_nothing_dear_is_imported():
    dear = {"rich", "typer", "httpx", "werkzeug", "cryptography", "joserfc", "jwt", "keyring", "authlib"}
    assert not dear & set(sys.modules)
    assert "auth0ctl.pytest_plugin" in sys.modules
    assert not [name for name in sys.modules if name.startswith(("auth0ctl.cli", "auth0ctl.localtenant"))]
"""
    )
    project.passes(1)


def test_the_fixtures_are_listed_with_what_they_do(project: Project) -> None:
    said = project.run("--fixtures").stdout
    assert "auth0_tenant_session [session scope]" in said
    assert "as new for every test" in said


def test_types_are_shipped() -> None:
    assert (ROOT / "auth0ctl" / "py.typed").exists()
