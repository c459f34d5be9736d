"""``auth0ctl claim``: custom claims in tokens, each by a post-login Action of its own."""

import json
import time
from typing import Annotated, Any

import typer

from auth0ctl.cli.session import Session
from auth0ctl.errors import ExitCode, UsageError
from auth0ctl.findings import Report
from auth0ctl.journeys.records.claim import SOURCE, TOKENS, Claim, add_claim, list_claims, remove_claim, why_dropped
from auth0ctl.results import Changed, Listing

BUILD_PAUSE = 1.0  # seconds between two looks at an Action that is being built


def list_claims_(ctx: typer.Context) -> None:
    """List the custom claims that auth0ctl added.

    Example: auth0ctl claim list
    """
    session: Session = ctx.obj
    claims = list_claims(session.management)
    session.show(
        Listing(
            noun="custom claims",
            columns=("claim", "value", "in", "in force"),
            rows=tuple(
                (
                    claim.name,
                    claim.source or json.dumps(claim.value),
                    " and ".join(f"{token} token" for token in claim.tokens),
                    "yes" if claim.deployed and claim.bound else "no: add it again",
                )
                for claim in claims
            ),
            objects=tuple(resource(claim) for claim in claims),
            empty="auth0ctl claim add https://example.com/plan --from event.user.app_metadata.plan",
        )
    )


def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help="The claim's name, under a namespace of yours.")],
    source: Annotated[
        str | None, typer.Option("--from", metavar="PATH", help="Where the value comes from: event.user.email.")
    ] = None,
    value: Annotated[
        str | None, typer.Option("--value", metavar="JSON", help="A fixed value; text that is no JSON is a string.")
    ] = None,
    token: Annotated[
        list[str] | None, typer.Option("--token", help="id or access; repeatable. Both when left out.")
    ] = None,
) -> int:
    """Add a custom claim to the tokens: make a post-login Action, deploy it, bind it.

    Names that Auth0 drops without a word are refused, with the reason.

    Example: auth0ctl claim add https://example.com/plan --from event.user.app_metadata.plan
    """
    session: Session = ctx.obj
    if (source is None) == (value is None):
        raise UsageError("a claim needs one source: --from or --value", "For instance --from event.user.email.")
    if source is not None and not SOURCE.fullmatch(source):
        raise UsageError(f"{source} is no path into the event", "For instance event.user.app_metadata.plan.")
    if wrong := [one for one in token or () if one not in TOKENS]:
        raise UsageError(f"there is no token {wrong[0]}", "Choose id or access.")
    if dropped := why_dropped(name):
        session.show(Report(subject=f"claim {name}", findings=dropped))
        return ExitCode.FOUND
    wanted = Claim(
        name=name,
        tokens=tuple(one for one in TOKENS if one in (token or TOKENS)),
        source=source,
        value=None if value is None else read_value(value),
    )
    carriers: dict[tuple[str, ...], str] = {
        TOKENS: "the tokens carry",
        ("id",): "the ID token carries",
        ("access",): "the access token carries",
    }
    added = add_claim(session.writing, wanted, pause=lambda: time.sleep(BUILD_PAUSE))
    session.show(
        Changed(
            sentence=f"From the next login on, {carriers.get(added.tokens, carriers[TOKENS])} {added.name}.",
            resource=resource(added),
            next="auth0ctl login --audience IDENTIFIER",
        )
    )
    return ExitCode.OK


def remove(ctx: typer.Context, name: Annotated[str, typer.Argument(help="The claim's name.")]) -> None:
    """Remove a custom claim that auth0ctl added: unbind and delete its Action.

    Example: auth0ctl claim remove https://example.com/plan
    """
    session: Session = ctx.obj
    removed = remove_claim(session.writing, name)
    session.show(Changed(sentence=f"Removed the claim {removed.name}; tokens from now on lack it."))


def read_value(text: str) -> Any:
    """JSON where it is JSON, else the text itself. NaN and Infinity are no JSON."""
    try:
        return json.loads(text, parse_constant=lambda name: name)
    except (ValueError, RecursionError):
        return text


def resource(claim: Claim) -> dict[str, Any]:
    """A claim for JSON."""
    said: dict[str, Any] = {"name": claim.name, "tokens": list(claim.tokens)}
    said |= {"from": claim.source} if claim.source else {"value": claim.value}
    return said | {"action_id": claim.action_id, "deployed": claim.deployed, "bound": claim.bound}
