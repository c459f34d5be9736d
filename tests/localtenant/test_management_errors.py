"""Every recorded error body, held against what the tenant answers; those it cannot give are listed with the reason."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from management_client import ManagementClient, recorded

Body = dict[str, Any]
KEPT_AS_IT_IS = "not among the resources of the local tenant"

# Message of the recorded body -> why this tenant does not give it.
NOT_GIVEN: Mapping[str, str] = {
    "Bad Operation on Notification Resource": "what was wrong with that phone provider is not recorded",
    "Payload validation error: 'Object didn't pass validation for format email: ' on property groups[0].email "
    "(Google Workspace Directory group email).": f"directory provisioning is {KEPT_AS_IT_IS}",
    "Invalid input. Wrapped key material is invalid or unsupported key type.": f"encryption keys are {KEPT_AS_IT_IS}",
}
ATTRIBUTES = {"email": {"identifier": {"active": True}, "signup": {"status": "required"}}}


def connection(**options: Any) -> Body:
    return {"name": "db", "strategy": "auth0", "options": options}


def acl(match: Body | None = None, action: Body | None = None) -> Body:
    rule = {"action": action or {"block": True}, "scope": "tenant", "match": match or {}}
    return {"description": "d", "active": True, "priority": 1, "rule": rule}


# Message -> the body that asks for it, where the request has one.
SENT: Mapping[str, Any] = {
    "cannot add non-unique email attribute": {"options": {"attributes": {"email": {"unique": False}}}},
    "Cross App Access Requesting App is not supported for this connection.": connection()
    | {"cross_app_access_requesting_app": {"active": True}},
    "attribute phone_number must also be required on signup": connection(
        attributes=ATTRIBUTES | {"phone_number": {"profile_required": True, "signup": {"status": "optional"}}}
    ),
    "attributes must contain one active identifier": connection(
        attributes={"email": {"identifier": {"active": False}}}
    ),
    "Cannot set both options.attributes and options.validation": connection(attributes=ATTRIBUTES, validation={}),
    "Cannot set both options.attributes and options.requires_username": connection(
        attributes=ATTRIBUTES, requires_username=True
    ),
    "The domain must be verified before it can be set as default.": {"domain": "login.example.com"},
    "Invalid curated list name(s): auth0.totally_made_up. Allowed curated list names are: auth0.low_reputation, "
    "auth0.icloud_relay_proxy": acl({"auth0_managed": ["auth0.totally_made_up"]}),
    "Payload validation error: 'Array items are not unique (indexes 0 and 1)' on property "
    "rule.match.auth0_managed.": acl({"auth0_managed": ["auth0.low_reputation", "auth0.low_reputation"]}),
    "Payload validation error: Action type of `redirect` requires a `redirect_uri`": acl(action={"redirect": True}),
    "The tenant has multiple verified custom domains.": {
        "connection": "seeded",
        "email": "new@example.com",
        "password": "x",
    },
}
# The three rows without a request.
REQUESTS = {
    "Insufficient scope, expected any of: read:organization_clients": ("GET", "/organizations/org_1/clients"),
    "Please upgrade your subscription to enable Akamai Signals.": ("GET", "/supplemental-signals"),
    "The template does not exist.": ("GET", "/email-templates/blocked_account"),
}


@pytest.fixture
def api(tmp_path: Path) -> ManagementClient:
    client = ManagementClient(tmp_path)
    client.seed(
        {
            "connections": [
                {"id": "con_uIrULNiUbnVc6YQK", "name": "seeded", "strategy": "auth0"},
                {"id": "con_nuuGKdCBu48DXrX3", "name": "google", "strategy": "google-oauth2"},
                {"id": "con_mVCaBewj77K7HKZS", "name": "okta", "strategy": "okta"},
            ],
            "organizations": [{"id": "org_1", "name": "one"}],
            "custom_domains": [{"domain": "login.example.com", "status": "pending_verification"}],
        }
    )
    return client


def rows() -> list[Body]:
    return [row for row in recorded("management-error-bodies") if row["body"]["message"] not in NOT_GIVEN]


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row['source']} {row['body']['message'][:40]}")
def test_the_refusal_is_the_recorded_one(api: ManagementClient, row: Body) -> None:
    message = row["body"]["message"]
    method, path = (row["method"], row["path"]) if "path" in row else REQUESTS[message]
    if row["body"].get("errorCode") == "custom_domain_conflict":
        api.seed({"custom_domains": [{"domain": f"{name}.example.com", "status": "ready"} for name in "ab"]})
    if "read:organization_clients" in message:
        api.scope = "read:organizations"
    sent = SENT.get(message, {} if method == "POST" else None)
    answer = api.ask(method, path, sent)
    assert answer.status_code == row["status"]
    assert answer.json == row["body"]
    assert list(answer.json or {}) == list(row["body"])


def test_what_is_not_given_is_recorded_and_still_not_given(api: ManagementClient) -> None:
    left = [row for row in recorded("management-error-bodies") if row["body"]["message"] in NOT_GIVEN]
    assert {row["body"]["message"] for row in left} == set(NOT_GIVEN)
    for row in left:
        body = acl() | {"groups": [{"email": ""}]}
        answer = api.ask(row["method"], quote(row["path"], safe="/?=&%"), body)
        assert answer.json != row["body"]
        assert answer.status_code < 500
