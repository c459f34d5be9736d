"""Each claim is said to be something, and to come from somebody."""

import pytest

from auth0ctl.render.claims import MEANINGS, meaning


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("iss", "id", "OIDC: who issued it"),
        ("aud", "id", "OIDC: the client it is for"),
        ("aud", "access", "the request: the API it is for"),
        ("nonce", "id", "the request: the value the login sent"),
        ("permissions", "access", "RBAC: what the person or machine may do with this API"),
        ("sid", "id", "Auth0: the login session"),
        ("client_id", "access", "RFC 9068: the client that asked for it"),
        ("email", "id", "OIDC: by scope email"),
        ("updated_at", "id", "OIDC: by scope profile"),
        ("email", "access", "an Action: profile claim, kept by scope email"),
        ("https://example.com/plan", "access", "an Action: custom claim"),
        ("plan", "id", "an Action: custom claim"),
    ],
)
def test_a_claim_says_what_it_is_and_who_put_it_there(name: str, kind: str, said: str) -> None:
    assert meaning(name, kind) == said


def test_the_scopes_of_a_machine_come_from_its_grant() -> None:
    assert meaning("scope", "access") == "the request: the scopes asked for, as far as they were granted"
    assert meaning("scope", "access", machine=True) == "Auth0: the scopes of the client grant"


def test_every_claim_that_auth0_documents_is_known() -> None:
    documented = (  # auth0-facts/tokens.md sections 2 to 4
        "iss sub aud iat exp at_hash c_hash nonce auth_time sid amr acr org_id org_name azp scope gty permissions "
        "authorization_details cnf act sub_profile client_profile jti client_id"
    )
    assert set(documented.split()) - set(MEANINGS) == set()
