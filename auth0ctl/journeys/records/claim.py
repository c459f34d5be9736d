"""Custom claims: one post-login Action for each, of a fixed shape, so that it can be read again and taken away.

The shape is plain JavaScript that Auth0 runs. Its first line marks it as ours and holds what it does as JSON.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from auth0ctl.errors import NetworkError, TenantError, UsageError
from auth0ctl.findings import Finding
from auth0ctl.journeys.records.once import made_once
from auth0ctl.journeys.records.steps import Steps
from auth0ctl.model import Facts
from auth0ctl.rules import judge
from auth0ctl.tenant.management import Management

TRIGGER = "post-login"
MARK = "// auth0ctl claim: "
SOURCE = re.compile(r"event(\.(?!__)[A-Za-z_][A-Za-z0-9_]*){1,6}")
TOKENS = ("id", "access")
SETTERS = {"id": "idToken", "access": "accessToken"}
BUILD_TRIES = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A claim that auth0ctl put there. Either ``source`` (``event.user.email``) or a JSON ``value``."""

    name: str
    tokens: tuple[str, ...]
    source: str | None = None
    value: Any = None
    action_id: str = ""
    deployed: bool = False
    bound: bool = False


def why_dropped(name: str) -> tuple[Finding, ...]:
    """The findings that say why Auth0 would drop a claim of this name; empty when it would keep it."""
    findings, _ = judge(Facts(claim_name=name), ("AZ7",))
    return findings


def code_of(claim: Claim) -> str:
    """The Action's code. Names and values are written as JSON, which is safe inside JavaScript source."""
    does: dict[str, Any] = {"name": claim.name, "tokens": list(claim.tokens)}
    does |= {"source": claim.source} if claim.source else {"value": claim.value}
    value = claim.source.replace(".", "?.") if claim.source else json.dumps(claim.value)
    value = value.replace("event?.", "event.", 1)
    lines = [f"  api.{SETTERS[token]}.setCustomClaim({json.dumps(claim.name)}, {value});" for token in claim.tokens]
    return "\n".join(
        (MARK + json.dumps(does), "exports.onExecutePostLogin = async (event, api) => {", *lines, "};", "")
    )


def read_claim(action: dict[str, Any], bound: frozenset[str]) -> Claim | None:
    """The claim of an Action that has our mark; None for anybody else's."""
    first = str(action.get("code", "")).partition("\n")[0]
    if not first.startswith(MARK):
        return None
    try:
        does = json.loads(first.removeprefix(MARK))
        return Claim(
            name=does["name"],
            tokens=tuple(does["tokens"]),
            source=does.get("source"),
            value=does.get("value"),
            action_id=action["id"],
            deployed=bool(action.get("deployed_version") or action.get("all_changes_deployed")),
            bound=action["id"] in bound,
        )
    except (ValueError, KeyError, TypeError):
        return None


def list_claims(management: Management) -> list[Claim]:
    """The claims that auth0ctl added to the tenant."""
    bound = frozenset(binding["action"]["id"] for binding in management.bindings(TRIGGER))
    read = (read_claim(action, bound) for action in management.actions())
    return [claim for claim in read if claim is not None]


def add_claim(management: Management, claim: Claim, *, pause: Callable[[], None]) -> Claim:
    """Make the Action, deploy it and bind it after those that are bound already. Running it twice changes nothing.

    ``pause`` waits between looks at the build. Raises UsageError when the tenant has the claim with another value,
    TenantError when the Action does not build, Unfinished when a later step fails.
    """
    present = next((one for one in list_claims(management) if one.name == claim.name), None)
    if present and (present.source, present.value, present.tokens) != (claim.source, claim.value, claim.tokens):
        raise UsageError(
            f"the claim {claim.name} is there already, with another value",
            f"Remove it first: `auth0ctl claim remove {claim.name}`.",
        )
    with Steps(
        ("the Action is made", "it is deployed", "it is bound"), back=f"auth0ctl claim remove {claim.name}"
    ) as go:
        action_id = present.action_id if present else create(management, claim)
        go.done()
        if not (present and present.deployed):
            management.deploy_action(action_id)
            wait_until_built(management, action_id, pause)
        go.done()
        bindings = management.bindings(TRIGGER)
        if action_id not in [binding["action"]["id"] for binding in bindings]:
            management.bind(TRIGGER, [*map(reference, bindings), new_binding(action_id, claim)])
        go.done()
        added = next((one for one in list_claims(management) if one.name == claim.name), None)
        if added is None:
            raise TenantError(f"the Action of {claim.name} is not there any more")
        return added


def create(management: Management, claim: Claim) -> str:
    """Create the Action, once, and return its id."""
    body = {
        "name": action_name(claim.name),
        "supported_triggers": [{"id": TRIGGER, "version": "v3"}],
        "code": code_of(claim),
    }

    def find() -> dict[str, Any] | None:
        return next((one for one in management.actions() if one.get("code") == body["code"]), None)

    return str(made_once(lambda: management.create_action(body), find)["id"])


def wait_until_built(management: Management, action_id: str, pause: Callable[[], None]) -> None:
    """Deploying answers before the deployment is done, so look until it is (management-api.md section 6)."""
    for _ in range(BUILD_TRIES):
        action = management.action(action_id)
        if action.get("deployed_version") or action.get("all_changes_deployed"):
            return
        if action.get("status") == "failed":
            raise TenantError(f"Auth0 could not build the Action {action.get('name')}")
        pause()
    raise NetworkError("the Action is still being built", "Run the same command again in a moment.")


def remove_claim(management: Management, name: str) -> Claim:
    """Unbind and delete the Action of a claim that auth0ctl added. Raises UsageError when there is none."""
    claim = next((one for one in list_claims(management) if one.name == name), None)
    if claim is None:
        raise UsageError(f"auth0ctl added no claim {name} to this tenant", "See `auth0ctl claim list`.")
    with Steps(("it is unbound", "the Action is deleted")) as go:
        bindings = management.bindings(TRIGGER)
        others = [reference(binding) for binding in bindings if binding["action"]["id"] != claim.action_id]
        if len(others) != len(bindings):
            management.bind(TRIGGER, others)
        go.done()
        management.delete_action(claim.action_id)
    return claim


def reference(binding: dict[str, Any]) -> dict[str, Any]:
    """A binding as it is sent back, unchanged."""
    ref = {"type": "action_id", "value": binding["action"]["id"]}
    return {"ref": ref, "display_name": binding.get("display_name") or binding["action"].get("name", "")}


def new_binding(action_id: str, claim: Claim) -> dict[str, Any]:
    return {"ref": {"type": "action_id", "value": action_id}, "display_name": action_name(claim.name)}


def action_name(name: str) -> str:
    """A name the dashboard can show: letters, digits and hyphens, not too long."""
    return ("auth0ctl-claim-" + re.sub(r"[^A-Za-z0-9]+", "-", name.partition("://")[2] or name).strip("-"))[:100]
