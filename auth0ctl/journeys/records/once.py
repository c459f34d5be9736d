"""Making an object once, although the answer to the request may be lost (standards.md Q04).

A request whose answer did not come may have been carried out. So the tenant is asked first whether the object is there:
a client by the run that is written into its ``client_metadata`` (names of clients are not unique), an API by its
identifier, a client grant by client, audience and subject type. Only where it is not is the request sent again, and
only once.
"""

from collections.abc import Callable, Mapping
from typing import Any

from auth0ctl.errors import Auth0ctlError, NetworkError, TenantError
from auth0ctl.tenant.management import Management

RUN = "auth0ctl_run"  # in client_metadata

Raw = dict[str, Any]
Body = Mapping[str, Any]


def client_once(management: Management, body: Body, run: str) -> Raw:
    """Create a client, marked with ``run``, a UUID of this run alone. Raises what the Management API raises."""
    marked = {**body, "client_metadata": {**metadata(body), RUN: run}}
    lost = False

    def find() -> Raw | None:
        nonlocal lost
        lost = True
        found = of_run(management, run)
        return found[0] if found else None

    made = made_once(lambda: management.create_client(marked), find)
    if lost:  # the first request may have been carried out after the look: the mark says that both are ours
        for other in of_run(management, run):
            if other["client_id"] != made["client_id"]:
                management.delete_client(other["client_id"])
    return made


def resource_server_once(management: Management, body: Body) -> Raw:
    """Create an API. Raises TenantError (409) where one of its identifier is there that is not as ``body`` says."""

    def find() -> Raw | None:
        present = existing_api(management, str(body["identifier"]))
        return present if present is not None and covers(present, body) else None

    return made_once(lambda: management.create_resource_server(body), find)


def client_grant_once(management: Management, body: Body) -> Raw:
    """Create a client grant. One that is there already with the same scopes is taken for it; with others it is an
    error that names them (TenantError, 409)."""

    def find() -> Raw | None:
        present = existing_grant(management, body)
        return present if present is not None and scopes(present) == scopes(body) else None

    try:
        return made_once(lambda: management.create_client_grant(body), find)
    except TenantError as error:
        present = existing_grant(management, body) if error.status == 409 else None
        if present is None:
            raise
        if scopes(present) == scopes(body):
            return present
        more, less = sorted(scopes(present) - scopes(body)), sorted(scopes(body) - scopes(present))
        differs = [f"it has {' '.join(more)} besides"] if more else []
        differs += [f"it lacks {' '.join(less)}"] if less else []
        raise TenantError(
            f"there is a client grant for this client and API already: {' and '.join(differs)}",
            error.hint,
            status=409,
            code=error.code,
        ) from None


def made_once(make: Callable[[], Raw], find: Callable[[], Raw | None]) -> Raw:
    """What ``make`` made. Where its answer is lost, what ``find`` finds; where that is nothing, ``make`` once more."""
    try:
        return make()
    except (NetworkError, TenantError) as error:
        if is_a_no(error):
            raise
    found = looked(find)
    if found is not None:
        return found
    try:
        return make()
    except (NetworkError, TenantError) as error:
        if is_a_no(error) and getattr(error, "status", 0) != 409:
            raise
        found = looked(find)  # lost once more, or the first request arrived after the look
        if found is None:
            raise
    return found


def looked(find: Callable[[], Raw | None]) -> Raw | None:
    """What ``find`` finds. Its errors say how to go on without knowing."""
    try:
        return find()
    except Auth0ctlError as error:
        error.hint = f"Whether it was made is not known: run the command again, with --ensure. {error.hint}".strip()
        raise


def is_a_no(error: NetworkError | TenantError) -> bool:
    """Whether nothing was made for certain: nothing was sent, or the tenant answered with a plain refusal."""
    if isinstance(error, NetworkError):
        return not error.sent
    return 400 <= error.status < 500


def existing_api(management: Management, identifier: str) -> Raw | None:
    """The API of exactly this identifier, if there is one."""
    try:
        return management.resource_server(identifier)
    except TenantError as error:
        if error.status == 404:
            return None
        raise


def existing_grant(management: Management, body: Body) -> Raw | None:
    """The client grant of the same client, audience and subject type: there is one at most."""
    wanted = body.get("subject_type", "client")
    found = management.client_grants(client_id=body["client_id"], audience=body["audience"])
    return next((one for one in found if (one.get("subject_type") or "client") == wanted), None)


def of_run(management: Management, run: str) -> list[Raw]:
    """The clients that one run made: one, unless a request that nobody answered was carried out after all."""
    return [one for one in management.clients() if metadata(one).get(RUN) == run]


def metadata(client: Body) -> Mapping[str, Any]:
    """A client's own members; Auth0 leaves them out where there are none."""
    found = client.get("client_metadata")
    return found if isinstance(found, Mapping) else {}


def covers(present: Body, wanted: Body) -> bool:
    """Whether an object has every member as wanted; lists of scopes in any order, their descriptions aside."""
    for name, value in wanted.items():
        if name == "scopes":
            if {one["value"] for one in value} != {one["value"] for one in present.get(name) or ()}:
                return False
        elif present.get(name) != value:
            return False
    return True


def scopes(grant: Body) -> set[str]:
    return set(grant.get("scope") or ())
