"""A sample of proof/tenant_fuzz.py: requests made from the tenant's own description never meet a 500."""

from pathlib import Path
from typing import Any

import requests
import schemathesis
from proof.tenant_fuzz import POSITIVE, Plan, Sender, Tally, rounds
from werkzeug import Request, Response

from auth0ctl.localtenant import open_tenant


def test_no_request_meets_a_500_or_a_dropped_connection() -> None:
    tally = rounds(Plan(examples=1, seed=1, misfits=10, strangers=4), 1)
    assert tally.failures == []
    assert tally.operations > 280
    assert len(tally.good) > tally.operations // 2, "requests that are all refused show nothing"
    assert tally.statuses[401] > 20, "some come without a token"


def test_a_500_and_a_dropped_connection_would_be_told(tmp_path: Path) -> None:
    tenant = open_tenant(tmp_path / "local")
    tally = Tally()

    @Request.application
    def broken(request: Request) -> Response:
        return Response("oh no", status=500)

    tenant.app = broken
    with tenant.listen() as listener, requests.Session() as session:
        sender = Sender(session=session, origin=listener.origin, label="GET /", tally=tally, seed=1)
        operation = described()
        sender.send(operation, POSITIVE, 1, token=None)
    sender.send(operation, POSITIVE, 1, token=None)
    tenant.close()
    assert len(tally.failures) == 2
    assert "500" in tally.failures[0]
    assert "refused" in tally.failures[1]


def described() -> Any:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "one", "version": "1"},
        "paths": {"/": {"get": {"responses": {"200": {"description": "fine"}}}}},
    }
    schema = schemathesis.openapi.from_dict(document)
    return next(schema.get_all_operations()).ok()  # type: ignore[union-attr]
