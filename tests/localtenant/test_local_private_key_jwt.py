"""private_key_jwt: credentials in the Management API, assertions at /oauth/token (token-endpoint.md section 11)."""

from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from local_browser import API, MACHINE, SECRET, Browser, Clock, machine, post, refused
from local_keys import ASSERTION_TYPE, assertion, other_rsa_key, public_pem, rsa_key

from auth0ctl.localtenant import LocalTenant

TOO_LONG = "'exp' claim must specify a time that is no more than 5 minutes after 'iat'"


def by_key(alg: str = "RS256", key: rsa.RSAPrivateKey | None = None) -> dict[str, Any]:
    credential = {"credential_type": "public_key", "name": "key", "pem": public_pem(key or rsa_key()), "alg": alg}
    body = machine(client_authentication_methods={"private_key_jwt": {"credentials": [credential]}})
    return {name: value for name, value in body.items() if name not in {"client_secret", "token_endpoint_auth_method"}}


@pytest.fixture
def keyed(with_machine: LocalTenant, browser: Browser) -> Browser:
    with_machine.seed({"clients": [by_key()]})
    return browser


def ask(browser: Browser, text: str | None, **fields: Any) -> httpx.Response:
    form = {
        "grant_type": "client_credentials",
        "audience": API,
        "client_id": MACHINE,
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": text,
        **fields,
    }
    return post(browser, **form)


@pytest.mark.parametrize("alg", ["RS256", "RS384", "PS256"])
def test_a_good_assertion(keyed: Browser, clock: Clock, alg: str) -> None:
    keyed.tenant.seed({"clients": [by_key(alg)]})
    assert ask(keyed, assertion(clock(), alg=alg)).json()["token_type"] == "Bearer"
    assert ask(keyed, assertion(clock(), alg=alg), client_id=None).status_code == 200


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"exp": 1_800_000_301}, TOO_LONG),
        ({"aud": ["http://127.0.0.1:18400/"]}, "'aud' claim must be http://127.0.0.1:18400/"),
        ({"aud": "http://127.0.0.1:18400"}, "'aud' claim must be http://127.0.0.1:18400/"),
        ({"aud": "http://127.0.0.1:18400/oauth/token"}, "'aud' claim must be http://127.0.0.1:18400/"),
        ({"iss": "somebody"}, "'iss' and 'sub' must be the client_id"),
        ({"sub": "somebody"}, "'iss' and 'sub' must be the client_id"),
        ({"iat": 1_799_999_900, "exp": 1_799_999_990}, "the client assertion has expired"),
        ({"iat": 1_800_000_011, "exp": 1_800_000_100}, "the client assertion is not valid yet"),
        ({"nbf": 1_800_000_011}, "the client assertion is not valid yet"),
        ({"exp": None}, "'iat' and 'exp' are required"),
        ({"iat": None}, "'iat' and 'exp' are required"),
        ({"jti": None}, "'jti' is required"),
        ({"padding": "x" * 2048}, "the client assertion is larger than 2048 bytes"),
    ],
)
def test_assertions_that_are_refused(keyed: Browser, clock: Clock, changes: dict[str, Any], reason: str) -> None:
    assert refused(ask(keyed, assertion(clock(), **changes))) == (401, "invalid_client", reason)
    entry = keyed.tenant.state.all("log")[-1]
    assert entry["type"] == "feccft"
    assert entry["description"] == f"Failed client authentication: {reason}"


@pytest.mark.parametrize("changes", [{"iat": 1_800_000_010, "exp": 1_800_000_310}, {"exp": 1_799_999_991}])
def test_ten_seconds_of_skew(keyed: Browser, clock: Clock, changes: dict[str, Any]) -> None:
    given = {"iat": 1_799_999_900, **changes}
    assert ask(keyed, assertion(clock(), **given)).status_code == 200


def test_an_assertion_is_good_once(keyed: Browser, clock: Clock) -> None:
    text = assertion(clock())
    assert ask(keyed, text).status_code == 200
    assert refused(ask(keyed, text)) == (401, "invalid_client", "the client assertion was used before")


def test_keys_and_algorithms_that_do_not_fit(keyed: Browser, clock: Clock) -> None:
    reason = "no credential of the client fits the assertion's 'alg', 'kid' and signature"
    for text in (
        assertion(clock(), key=other_rsa_key()),
        assertion(clock(), alg="PS256"),
        assertion(clock(), kid="another"),
    ):
        assert refused(ask(keyed, text)) == (401, "invalid_client", reason)
    for bad in ("", "a.b.c", "nonsense", None):
        assert refused(ask(keyed, bad))[:2] == (401, "invalid_client")
    assert refused(ask(keyed, assertion(clock()), client_assertion_type="jwt"))[:2] == (401, "invalid_client")


def test_a_secret_does_not_do(keyed: Browser) -> None:
    assert refused(ask(keyed, None, client_secret=SECRET))[:2] == (401, "invalid_client")


def test_credentials_in_the_management_api(tenant: LocalTenant, browser: Browser, clock: Clock) -> None:
    bearer = {"Authorization": f"Bearer {tenant.management_token()}"}

    def call(method: str, path: str, body: Any = None) -> httpx.Response:
        return browser.http.request(method, f"/api/v2{path}", json=body, headers=bearer)

    pem = public_pem(rsa_key())
    made = call(
        "POST",
        "/clients",
        {
            "name": "Keyed",
            "client_authentication_methods": {
                "private_key_jwt": {"credentials": [{"credential_type": "public_key", "pem": pem}]}
            },
        },
    )
    assert made.status_code == 201
    client = made.json()
    assert "client_secret" not in client
    assert "token_endpoint_auth_method" not in client
    [named] = client["client_authentication_methods"]["private_key_jwt"]["credentials"]
    assert list(named) == ["id"]
    path = f"/clients/{client['client_id']}/credentials"
    [shown] = call("GET", path).json()
    assert shown["id"] == named["id"]
    assert {"kid", "alg", "credential_type", "created_at", "updated_at"} <= set(shown)
    assert "pem" not in str(shown)
    second = call("POST", path, {"credential_type": "public_key", "pem": public_pem(other_rsa_key()), "name": "next"})
    assert second.status_code == 201
    expiring = call("PATCH", f"{path}/{second.json()['id']}", {"expires_at": "2030-01-01T00:00:00.000Z"})
    assert expiring.json()["expires_at"] == "2030-01-01T00:00:00.000Z"
    both = [{"id": named["id"]}, {"id": second.json()["id"]}]
    body = {"client_authentication_methods": {"private_key_jwt": {"credentials": both}}}
    assert call("PATCH", f"/clients/{client['client_id']}", body).status_code == 200
    assert call("DELETE", f"{path}/{second.json()['id']}").status_code == 204
    assert call("DELETE", f"{path}/{second.json()['id']}").status_code == 204
    assert call("GET", f"{path}/{second.json()['id']}").status_code == 404
    assert call("POST", path, {"credential_type": "public_key", "pem": "nonsense"}).status_code == 400
    assert call("POST", "/clients/nobody/credentials", {"credential_type": "public_key", "pem": pem}).status_code == 404


def test_an_expired_credential(keyed: Browser, clock: Clock) -> None:
    credential = keyed.tenant.state.all("client_credential")[0]
    keyed.tenant.state.put("client_credential", credential["id"], {**credential, "_expires_at": clock() - 1})
    assert refused(ask(keyed, assertion(clock())))[:2] == (401, "invalid_client")


def test_seeding_a_client_again_replaces_its_keys(keyed: Browser) -> None:
    keyed.tenant.seed({"clients": [by_key(key=other_rsa_key())]})
    assert keyed.tenant.state.count("client_credential") == 1
    broken = {"private_key_jwt": {"credentials": [{"pem": "nonsense"}]}}
    with pytest.raises(ValueError, match="client_authentication_methods"):
        keyed.tenant.seed({"clients": [{**by_key(), "client_authentication_methods": broken}]})
