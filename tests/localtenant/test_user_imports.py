"""POST /jobs/users-imports: who is taken in, who is not, and whose password fits afterwards."""

import base64
import hashlib
import hmac
import json
from typing import Any

import httpx
import pytest
from local_browser import Browser, Clock

from auth0ctl.localtenant import LocalTenant
from auth0ctl.localtenant.first_run import CONNECTION, USER_EMAIL
from auth0ctl.localtenant.grants import totp

SECRET = "hello, imported"


class Imports:
    def __init__(self, tenant: LocalTenant, browser: Browser) -> None:
        self.tenant = tenant
        self.browser = browser
        self.headers = {"Authorization": f"Bearer {tenant.management_token(None)}"}
        (self.connection,) = (row["id"] for row in tenant.state.all("connection"))

    def post(self, users: Any, **fields: str | None) -> httpx.Response:
        text = users if isinstance(users, str) else json.dumps(users)
        given = {"connection_id": self.connection, **fields}
        return self.browser.http.post(
            "/api/v2/jobs/users-imports",
            headers=self.headers,
            data={name: value for name, value in given.items() if value is not None},
            files={"users": ("users.json", text, "application/json")},
        )

    def get(self, path: str) -> Any:
        answer = self.browser.http.get(f"/api/v2{path}", headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def done(self, users: Any, **fields: str) -> tuple[dict[str, int], list[tuple[str, str]]]:
        """The summary of the job, and code and path of each fault."""
        answer = self.post(users, **fields)
        assert answer.status_code == 202, answer.text
        job = self.get(f"/jobs/{answer.json()['id']}")
        assert job["status"] == "completed"
        assert not [name for name in job if name.startswith("_")]
        faults = [one["errors"][0] for one in self.get(f"/jobs/{job['id']}/errors")]
        return job["summary"], [(fault["code"], fault["path"]) for fault in faults]

    def user(self, email: str) -> Any:
        (found,) = self.get(f"/users-by-email?email={email}")
        return found

    def logs_in(self, username: str, password: str = SECRET) -> bool:
        state = self.browser.authorize(prompt="login").headers["location"].partition("state=")[2]
        form = {"state": state, "username": username, "password": password}
        return self.browser.http.post("/u/login", data=form).status_code == 302


@pytest.fixture
def imports(tenant: LocalTenant, browser: Browser) -> Imports:
    return Imports(tenant, browser)


def test_a_job_is_told_as_documented(imports: Imports) -> None:
    answer = imports.post([{"email": "ann@example.com"}], external_id="mine", send_completion_email="false")
    assert answer.status_code == 202
    job = answer.json()
    known = {"type": "users_import", "status": "pending", "external_id": "mine", "send_completion_email": False}
    assert job == job | known | {"connection_id": imports.connection, "upsert": False}
    later = imports.get(f"/jobs/{job['id']}")
    assert later["summary"] == {"failed": 0, "updated": 0, "inserted": 1, "total": 1}


def test_users_are_taken_in_as_the_file_says(imports: Imports) -> None:
    sent = {
        "email": "Ann@example.com",
        "email_verified": True,
        "user_id": "ann-1",
        "username": "ann",
        "given_name": "Ann",
        "app_metadata": {"plan": "premium"},
        "user_metadata": {"theme": "light"},
    }
    assert imports.done([sent, {"email": "bob@example.com"}])[0]["inserted"] == 2
    ann = imports.user("ann@example.com")
    assert ann["user_id"] == "auth0|ann-1"
    assert ann["identities"][0]["connection"] == CONNECTION
    assert {name: ann[name] for name in sent if name != "user_id"} == {k: v for k, v in sent.items() if k != "user_id"}
    assert imports.user("bob@example.com")["email_verified"] is False
    assert imports.done([{"email": "carl@example.com", "user_id": "auth0|carl"}])[0]["inserted"] == 1
    assert imports.user("carl@example.com")["user_id"] == "auth0|auth0|carl"


def test_who_is_there_is_changed_by_an_upsert_alone(imports: Imports) -> None:
    imports.done([{"email": "ann@example.com", "username": "ann", "given_name": "Ann", "blocked": False}])
    again = [
        {"email": "ANN@example.com", "given_name": "Anna", "blocked": True},
        {"email": "x@y.example", "username": "Ann"},
    ]
    assert imports.done(again) == (
        {"failed": 2, "updated": 0, "inserted": 0, "total": 2},
        [("DUPLICATED_USER", ""), ("DUPLICATED_USER", "")],
    )
    summary, faults = imports.done(again, upsert="true")
    assert (summary["updated"], faults) == (2, [])
    ann = imports.user("ann@example.com")
    assert (ann["given_name"], ann["blocked"], ann["email"]) == ("Anna", False, "ann@example.com")
    twice = [{"email": "new@example.com"}, {"email": "new@example.com"}]
    assert imports.done(twice)[0] == {"failed": 1, "updated": 0, "inserted": 1, "total": 2}


@pytest.mark.parametrize(
    ("user", "fault"),
    [
        ({}, ("OBJECT_REQUIRED", "")),
        ("ann", ("INVALID_TYPE", "")),
        ({"email": "no address"}, ("FORMAT", "email")),
        ({"email": "a@b.example", "email_verified": "yes"}, ("INVALID_TYPE", "email_verified")),
        ({"email": "a@b.example", "username": "u" * 129}, ("MAX_LENGTH", "username")),
        ({"email": "a@b.example", "plan": "gold"}, ("NOT_PASSED", "")),
        ({"email": "a@b.example", "app_metadata": {"clientID": "x"}}, ("NOT_PASSED", "app_metadata")),
        ({"email": "a@b.example", "mfa_factors": [{"totp": {"secret": "1"}}]}, ("MFA_FACTORS_FAILED", "mfa_factors")),
        ({"email": "a@b.example", "password_hash": "$2b$10$x"}, ("NOT_PASSED", "password_hash")),
    ],
)
def test_a_faulty_user_is_told_and_the_others_get_in(imports: Imports, user: Any, fault: tuple[str, str]) -> None:
    summary, faults = imports.done([user, {"email": "good@example.com"}])
    assert summary == {"failed": 1, "updated": 0, "inserted": 1, "total": 2}
    assert faults == [fault]


def digested(algorithm: str, text: str) -> str:
    return hashlib.new(algorithm, text.encode(), usedforsecurity=False).hexdigest()


def b64(octets: bytes) -> str:
    return base64.b64encode(octets).decode().rstrip("=")


PBKDF2 = hashlib.pbkdf2_hmac("sha256", SECRET.encode(), b"salt and more", 1000, 32)
LONG = hashlib.pbkdf2_hmac("sha512", SECRET.encode(), b"salt and more", 100_000, 64)
HASHES: dict[str, dict[str, Any]] = {
    "md5": {"algorithm": "md5", "hash": {"value": digested("md5", SECRET).upper(), "encoding": "hex"}},
    "salt before": {
        "algorithm": "sha256",
        "hash": {"value": digested("sha256", "abc123" + SECRET), "encoding": "hex"},
        "salt": {"value": "abc123", "position": "prefix"},
    },
    "salt behind": {
        "algorithm": "sha512",
        "hash": {"value": digested("sha512", SECRET + "abc123"), "encoding": "hex"},
        "salt": {"value": b"abc123".hex(), "encoding": "hex", "position": "suffix"},
    },
    "utf16le, url-safe base64": {
        "algorithm": "sha1",
        "hash": {
            "value": base64.urlsafe_b64encode(hashlib.sha1(SECRET.encode("utf-16-le")).digest()).decode(),
            "encoding": "base64",
        },
        "password": {"encoding": "utf16le"},
    },
    "hmac": {
        "algorithm": "hmac",
        "hash": {
            "value": hmac.digest(b"key", SECRET.encode(), "sha256").hex(),
            "encoding": "hex",
            "digest": "sha256",
            "key": {"value": "key"},
        },
    },
    "pbkdf2": {
        "algorithm": "pbkdf2",
        "hash": {
            "value": f"$pbkdf2-sha256$i=1000,l=32${b64(b'salt and more')}${b64(PBKDF2)}",
            "encoding": "utf8",
        },
    },
    "pbkdf2 with the documented defaults": {
        "algorithm": "pbkdf2",
        "hash": {"value": f"$pbkdf2-sha512${b64(b'salt and more')}${b64(LONG)}"},
    },
}


@pytest.mark.parametrize("name", HASHES)
def test_an_imported_password_logs_in(imports: Imports, name: str) -> None:
    summary, faults = imports.done([{"email": "ann@example.com", "custom_password_hash": HASHES[name]}])
    assert (summary["inserted"], faults) == (1, [])
    assert imports.logs_in("ann@example.com")
    assert not imports.logs_in("ann@example.com", "hello, impostor")
    assert not imports.logs_in("ann@example.com", "")
    assert "custom_password_hash" not in imports.user("ann@example.com")


@pytest.mark.parametrize(
    "hashed",
    [
        {"algorithm": "bcrypt", "hash": {"value": "$2b$10$nFguVi9LsCAcvTZFKQlRKeLVydo8ETv483lkNsSFI/Wl1Rz1Ypo1K"}},
        {"algorithm": "argon2", "hash": {"value": "$argon2id$v=19$m=65536,t=2,p=1$abc$def"}},
        {"algorithm": "ldap", "hash": {"value": "{SSHA}abc", "encoding": "utf8"}},
        {"algorithm": "md4", "hash": {"value": "AbuUujgF0pPPkJPSFRTpmA==", "encoding": "base64"}},
        {"algorithm": "md5", "hash": {"value": "not hex", "encoding": "hex"}},
        {"algorithm": "md5", "hash": {"value": "abcd"}},
        {"algorithm": "hmac", "hash": {"value": "ab", "encoding": "hex", "digest": "whirlpool", "key": {"value": "k"}}},
        {"algorithm": "hmac", "hash": {"value": "ab", "encoding": "hex", "digest": "sha256"}},
        {"algorithm": "pbkdf2", "hash": {"value": "$pbkdf2-sha256$i=99999999999,l=32$YWJj$YWJj"}},
        {"algorithm": "pbkdf2", "hash": {"value": "$pbkdf2-sha256$i=1000,l=0$YWJj$YWJj"}},
        {"algorithm": "pbkdf2", "hash": {"value": "pbkdf2"}},
    ],
)
def test_a_hash_that_cannot_be_checked_is_refused_and_not_shown(imports: Imports, hashed: dict[str, Any]) -> None:
    job = imports.post([{"email": "ann@example.com", "custom_password_hash": hashed}]).json()["id"]
    (told,) = imports.get(f"/jobs/{job}/errors")
    assert told["errors"][0]["code"] == "NOT_PASSED"
    assert told["errors"][0]["path"] == "custom_password_hash"
    assert told["user"]["custom_password_hash"] == {"algorithm": hashed["algorithm"], "hash": {"value": "*****"}}
    assert imports.get("/users-by-email?email=ann@example.com") == []


def test_an_upsert_changes_a_hash_until_the_first_login(imports: Imports) -> None:
    def sent(password: str) -> list[dict[str, Any]]:
        hashed = {"algorithm": "sha256", "hash": {"value": digested("sha256", password), "encoding": "hex"}}
        return [{"email": "ann@example.com", "custom_password_hash": hashed}]

    imports.done(sent("first"))
    imports.done(sent("second"), upsert="true")
    assert not imports.logs_in("ann@example.com", "first")
    assert imports.logs_in("ann@example.com", "second")
    imports.done(sent("third"), upsert="true")
    assert imports.logs_in("ann@example.com", "second")


def test_an_authenticator_app_comes_along(imports: Imports, clock: Clock) -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    hashed = HASHES["md5"]
    factors = [{"totp": {"secret": secret}}]
    imports.done([{"email": "ann@example.com", "custom_password_hash": hashed, "mfa_factors": factors}])
    assert "mfa_factors" not in imports.user("ann@example.com")
    imports.tenant.seed({"guardian_policies": ["all-applications"]})
    state = imports.browser.authorize().headers["location"].partition("state=")[2]
    form = {"state": state, "username": "ann@example.com", "password": SECRET}
    imports.browser.http.post("/u/login", data=form)
    code = {"state": state, "code": "000000"}
    assert imports.browser.http.post("/u/mfa-otp-challenge", data=code).status_code == 400
    code["code"] = totp.code(secret, clock())
    assert imports.browser.http.post("/u/mfa-otp-challenge", data=code).status_code == 302


@pytest.mark.parametrize(
    "text", ["", "{", '{"email": "a@b.example"}', "[NaN]", '[{"email": "\\ud800@b.example"}]', "[" * 9999]
)
def test_a_file_that_is_no_list_fails_the_job_or_is_refused(imports: Imports, text: str) -> None:
    answer = imports.post(text)
    if not text:
        assert answer.status_code == 400
        assert "Missing required property: users" in answer.json()["message"]
        return
    job = imports.get(f"/jobs/{answer.json()['id']}")
    assert job["status"] == "failed"
    assert "Failed to parse users file JSON" in job["status_details"]


def test_what_is_wrong_with_the_request_is_refused(imports: Imports) -> None:
    def refused(answer: httpx.Response) -> tuple[int, str]:
        body = answer.json()
        return answer.status_code, body.get("errorCode", "")

    assert refused(imports.post([], connection_id="con_nowhere")) == (404, "inexistent_connection")
    assert refused(imports.post([], connection_id=None)) == (400, "invalid_body")
    assert refused(imports.post([], upsert="perhaps")) == (400, "invalid_body")
    assert refused(imports.post(json.dumps([{"email": "x" * 520_000}]))) == (413, "")
    path, http = "/api/v2/jobs/users-imports", imports.browser.http
    assert refused(http.post(path, headers=imports.headers, json=[])) == (400, "invalid_body")
    broken = imports.headers | {"Content-Type": "multipart/form-data; boundary=x"}
    assert refused(http.post(path, headers=broken, content=b"--x\r\nbroken"))[0] == 400
    weak = {"Authorization": f"Bearer {imports.tenant.management_token('read:users')}"}
    assert http.post(path, headers=weak, files={"users": b"[]"}).status_code == 403


def test_the_first_run_user_is_known(imports: Imports) -> None:
    assert imports.done([{"email": USER_EMAIL}])[1] == [("DUPLICATED_USER", "")]
