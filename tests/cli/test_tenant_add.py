"""``tenant add``: the three ways in, each tried against a tenant that listens, and what a missing scope costs."""

import pytest
from cli_process import Auth0ctl
from tenant_desk import MACHINE, SECRET, WEB, Desk, desk, served
from test_asking import conversation

from auth0ctl.journeys.tenants.scopes import NAMES
from auth0ctl.testing import Auth0Tenant

__all__ = ["desk", "served"]


def test_a_client_id_alone_opens_login_and_says_what_it_does_not(desk: Desk) -> None:
    done = desk("tenant", "add", "prod", "--domain", desk.domain, "--client", desk.served.client_id)
    assert done.code == 0, done.err
    assert "Added the tenant prod" in done.out
    assert "not with this: client, api, grant, claim and doctor need a token or a secret" in done.out
    assert "next: auth0ctl login" in done.out
    assert desk("client", "list").code == 4


def test_a_machine_to_machine_client_shows_the_scope_that_is_missing_and_its_cost(desk: Desk) -> None:
    done = desk(
        *("tenant", "add", "prod", "--domain", desk.domain, "--client", MACHINE, "--client-secret-file", "-"),
        stdin=SECRET + "\n",
    )
    assert done.code == 0, done.err
    assert f"{len(NAMES) - 1} of {len(NAMES)} read scopes" in done.out
    assert "read:actions" in done.out
    assert "AZ308" in done.out  # a rule that looks at Actions
    assert "read:clients" not in done.out
    assert SECRET not in done.said
    assert desk.kept("prod", "client_secret") == SECRET
    assert desk("client", "list").code == 0
    assert desk("claim", "list").code == 6


def test_a_management_token_tells_its_scopes_and_its_end(desk: Desk) -> None:
    token = desk.file("token", desk.token("read:clients", "read:roles"))
    done = desk("tenant", "add", "prod", "--domain", desk.domain, "--api-token-file", token, "-o", "json")
    assert done.code == 0, done.err
    assert done.json["way_in"] == "Management API token"
    assert done.json["scopes"] == ["read:clients", "read:roles"]
    assert done.json["expires_at"] is not None
    costs = {one["scope"]: one["costs"] for one in done.json["missing_scopes"]}
    assert set(costs) == set(NAMES) - {"read:clients", "read:roles"}
    assert "(only with --user)" in costs["read:users"]
    assert desk("client", "list").code == 0


@pytest.mark.parametrize(
    ("option", "secret", "says"),
    [
        ("--client-secret-file", "not-the-secret-at-all", "refuses the secret"),
        ("--api-token-file", "expired", "expired at"),
        ("--api-token-file", "of another API", "not for the Management API"),
        ("--api-token-file", "an-opaque-token-that-nobody-issued", "401"),
    ],
)
def test_a_way_in_that_does_not_work_is_refused_and_nothing_is_kept(
    desk: Desk, option: str, secret: str, says: str
) -> None:
    made = {
        "expired": lambda: desk.token("read:clients", expired=True),
        "of another API": lambda: desk.served.mint(audience="https://api.example.com"),
    }
    given = made.get(secret, lambda: secret)()
    add = ("tenant", "add", "prod", "--domain", desk.domain, "--client", MACHINE, option, "-")
    done = desk(*add, stdin=given)
    assert done.code == 4, done.said
    assert says in done.err
    assert desk.names() == ["local"]
    assert desk.kept("prod", "client_secret") is desk.kept("prod", "api_token") is None
    assert given not in done.said
    assert desk(*add, "--no-check", stdin=given).code == 0


def test_a_secret_that_serves_logins_alone_is_kept_and_said(desk: Desk) -> None:
    add = ("tenant", "add", "prod", "--domain", desk.domain, "--client", WEB, "--client-secret-file", "-")
    done = desk(*add, "-o", "json", stdin=SECRET)
    assert done.code == 0, done.err
    assert done.json["way_in"] == "client id"
    assert "serves logins alone" in done.json["notes"][0]
    assert desk.kept("prod", "client_secret") == SECRET


def test_a_domain_that_does_not_answer_is_refused_unless_nobody_asks_it(desk: Desk) -> None:
    add = ("tenant", "add", "prod", "--domain", "http://127.0.0.1:1", "--client", "abc")
    done = desk(*add)
    assert done.code == 5
    assert "--no-check" in done.err
    assert desk.names() == ["local"]
    unasked = desk(*add, "--no-check", "-o", "json")
    assert unasked.code == 0
    assert unasked.json["checked"] is False


def test_a_replaced_tenant_keeps_no_secret_of_the_former(desk: Desk) -> None:
    add = ("tenant", "add", "prod", "--domain", desk.domain, "--client", MACHINE)
    desk(*add, "--client-secret-file", "-", stdin=SECRET)
    assert desk(*add).code == 2
    assert desk(*add, "--force").code == 0
    assert desk.kept("prod", "client_secret") is None


def test_at_a_terminal_the_three_ways_are_explained_and_asked_for(auth0ctl: Auth0ctl, served: Auth0Tenant) -> None:
    typed = f"{served.issuer.rstrip('/')}\n1\n{served.client_id}\n".encode()
    shown, code = conversation(auth0ctl, "tenant", "add", "prod", when=b"Domain", say=typed)
    assert code == 0, shown
    assert "Three ways in, and what works with each" in shown
    assert "read:clients read:client_keys" in shown
    assert auth0ctl.json("tenant", "list")[1]["client_id"] == served.client_id


def test_at_a_terminal_the_name_is_asked_for_as_well(auth0ctl: Auth0ctl, served: Auth0Tenant) -> None:
    typed = f"staging\n{served.issuer.rstrip('/')}\n1\n{served.client_id}\n".encode()
    shown, code = conversation(auth0ctl, "tenant", "add", when=b"short name", say=typed)
    assert code == 0, shown
    assert [one["name"] for one in auth0ctl.json("tenant", "list")] == ["local", "staging"]
    assert auth0ctl("tenant", "add").returncode == 2, "without a terminal nobody is asked"
