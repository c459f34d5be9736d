"""What a script does with auth0-python's ManagementClient. Prints what it saw as one JSON object."""

import json
import os
import sys
from typing import Any

from auth0.management import ManagementClient
from auth0.management.core.api_error import ApiError

DOMAIN, CLIENT_ID, SECRET = (os.environ[name] for name in ("DOMAIN", "CLIENT_ID", "CLIENT_SECRET"))
management = ManagementClient(domain=DOMAIN, client_id=CLIENT_ID, client_secret=SECRET)


def refusal(call: Any, *args: Any, **more: Any) -> Any:
    try:
        list(call(*args, **more))
    except ApiError as error:
        body: Any = error.body
        return [error.status_code, (body if isinstance(body, dict) else body.model_dump()).get("errorCode")]
    return None


def clients() -> Any:
    made = management.clients.create(name="Made by Python", app_type="regular_web")
    assert made.client_id
    management.clients.update(made.client_id, description="changed")
    seen = management.clients.get(made.client_id)
    names = [client.name for client in management.clients.list(per_page=2, include_totals=True)]
    management.clients.delete(made.client_id)
    return {
        "description": seen.description,
        "first_party": seen.is_first_party,
        "listed": "Made by Python" in names,
        "gone": refusal(management.clients.get, made.client_id),
    }


def users() -> Any:
    made = management.users.create(
        connection=os.environ["CONNECTION"], email="python@example.com", password="A-long-passw0rd!"
    )
    assert made.user_id
    role = management.roles.create(name="python-role")
    assert role.id
    management.users.roles.assign(made.user_id, roles=[role.id])
    held = [one.name for one in management.users.roles.list(made.user_id)]
    found = [user.email for user in management.users.list(q='email:"python@example.com"')]
    management.users.delete(made.user_id)
    management.roles.delete(role.id)
    return {"roles": held, "found": found}


def resource_servers() -> Any:
    api = management.resource_servers.create(identifier="https://python.example.com", signing_alg="RS256")
    assert api.id
    grant = management.client_grants.create(client_id=CLIENT_ID, audience="https://python.example.com", scope=[])
    assert grant.id
    management.client_grants.delete(grant.id)
    management.resource_servers.delete(api.id)
    return [api.signing_alg, api.token_lifetime]


def imported_users() -> Any:
    (connection,) = management.connections.list(name=os.environ["CONNECTION"])
    assert connection.id
    file = json.dumps([{"email": "imported@example.com"}, {"email": "no address"}]).encode()
    job = management.jobs.users_imports.create(
        users=("users.json", file, "application/json"), connection_id=connection.id, upsert=False
    )
    done = management.jobs.get(job.id)
    assert done.summary
    errors = management.jobs.errors.get(job.id)
    for user in management.users.list(q='email:"imported@example.com"'):
        assert user.user_id
        management.users.delete(user.user_id)
    return [done.status, done.summary.inserted, done.summary.failed, len(errors) if isinstance(errors, list) else 0]


json.dump(
    {
        "imported_users": imported_users(),
        "clients": clients(),
        "users": users(),
        "resource_servers": resource_servers(),
        "organizations": [one.name for one in management.organizations.list()],
        "connections": [one.name for one in management.connections.list()],
        "signing_keys": len(management.keys.signing.list()),
        "insufficient": refusal(
            ManagementClient(domain=DOMAIN, client_id=os.environ["READER_ID"], client_secret=SECRET).users.list
        ),
    },
    sys.stdout,
)
