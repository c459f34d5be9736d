"""The tenant under schemathesis: requests made from its own OpenAPI description, over a real connection.

Never a 500, never a connection that is dropped. Each round starts from a tenant with one of everything, sends every
operation requests that fit its description and requests that do not, with and without a token, in an order of its own,
and lets the changes pile up: what one request stored, the next ones have to live with. Deletions come last.

    python -m tests.proof.tenant_fuzz [--examples 20] [--rounds 5] [--seed N]
"""

import argparse
import random
import shutil
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode

from auth0ctl.localtenant import LocalTenant, open_tenant
from proof.fuzzed_tenant import STRANGE, document, furnished, leading_deep, live_values, pending_login

# Where values that are good only once, or one state of the login, open the way.
AUTHENTICATION = ("/oauth/", "/u/", "/mfa/", "/authorize", "/bc-authorize", "/activate", "/userinfo", "/oidc/", "/v2/",
                  "/passwordless/", "/dbconnections/")  # fmt: skip
SPENT = ("/oauth/", "/mfa/", "/userinfo", "/activate", "/bc-authorize")  # what uses up such values
RENEWED = 0.7  # how often what the seed holds is put back before one of those, so that not only ruins are met
MORE = 3  # times as many requests to those: they have many parameters and few good combinations
POSITIVE = GenerationMode.POSITIVE


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """``examples`` is the number of requests an operation gets; of all operations, one in ``misfits`` gets as many
    that do not fit its description (making those is slow), and one in ``strangers`` one without a token."""

    examples: int
    seed: int
    misfits: int = 1
    strangers: int = 1


@dataclass(slots=True, kw_only=True)
class Tally:
    """What came back: ``statuses`` by number, ``good`` operations that were answered 2xx or 3xx at least once, and
    ``failures``: a 500 or a dropped connection, each as the request that shows it."""

    operations: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    good: set[str] = field(default_factory=set)
    failures: list[str] = field(default_factory=list)

    def add(self, label: str, status: int) -> None:
        self.statuses[status] += 1
        if status < 400:
            self.good.add(label)


def fuzz(tenant: LocalTenant, plan: Plan, tally: Tally) -> None:
    """One round on an open tenant."""
    order = random.Random(plan.seed)
    with tenant.listen() as listener, requests.Session() as session:
        session.trust_env = False
        description = session.get(f"{listener.origin}/openapi.json", timeout=30).json()
        live = live_values(listener.origin, tenant.management_token())
        operations = _operations(description, live)
        strange = _operations(description, live, strange=order.choice(STRANGE))
        tally.operations = len(operations)
        labels = list(operations)
        order.shuffle(labels)
        labels.sort(key=lambda label: label.startswith("DELETE"))
        for number, label in enumerate(labels):
            token = tenant.management_token()  # made anew, because the keys may have been changed
            sender = Sender(session=session, origin=listener.origin, label=label, tally=tally, seed=plan.seed)
            path = label.partition(" ")[2]
            if path.startswith(AUTHENTICATION):
                if order.random() < RENEWED and path.startswith(SPENT):
                    tenant.seed(document())
                    live = live_values(listener.origin, token)
                one = {**description, "paths": {path: description["paths"][path]}}
                for _ in range(plan.examples * MORE):
                    if " /u/" in label:  # a good ``state`` is good until it has been answered
                        live |= pending_login(session, listener.origin)
                    surely = _operations(one, live, sure=True)[label]
                    sender.send(surely, POSITIVE, 1, token=(live.get("access_token") or [token])[0])
            sender.send(operations[label], POSITIVE, plan.examples, token=token)
            if number % plan.strangers == 0:
                sender.send(strange[label], POSITIVE, 1, token=None)
            if number % plan.misfits == 0:
                sender.send(strange[label], POSITIVE, plan.examples, token=token)
                sender.send(strange[label], GenerationMode.NEGATIVE, plan.examples, token=token)


def _operations(
    description: dict[str, Any], live: dict[str, list[str]], *, strange: str = "", sure: bool = False
) -> dict[str, Any]:
    schema = schemathesis.openapi.from_dict(leading_deep(description, live, strange=strange, sure=sure))
    found: list[Any] = [one.ok() for one in schema.get_all_operations() if isinstance(one, Ok)]
    return {one.label: one for one in found}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Sends one operation's requests and notes what comes back."""

    session: requests.Session
    origin: str
    label: str
    tally: Tally
    seed: int

    def send(self, operation: Any, mode: GenerationMode, examples: int, *, token: str | None) -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}

        def once(case: Any) -> None:
            try:
                answer = case.call(
                    base_url=self.origin, session=self.session, headers=headers, allow_redirects=False, timeout=30
                )
            except requests.ConnectionError as error:
                self.tally.failures.append(f"{self.label}: {error}\n{case.as_curl_command()[:2000]}")
                return
            self.tally.add(self.label, answer.status_code)
            # A realm that the tenant lacks is answered 500 by Auth0 itself (token-endpoint.md section 6), and 501 says
            # what is not served here; both have a body of their own.
            if answer.status_code >= 500 and b'"error_description"' not in answer.content:
                shown = answer.content[:300].decode(errors="replace")
                self.tally.failures.append(
                    f"{self.label}: {answer.status_code} {shown}\n{case.as_curl_command(headers=headers)[:2000]}"
                )

        giver: Any = given  # its own types say too little
        made = giver(operation.as_strategy(generation_mode=mode))(once)
        limits = settings(
            max_examples=examples,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        seeded: Any = seed(f"{self.seed} {self.label} {self.tally.statuses.total()}")
        try:
            seeded(limits(made))()
        except Unsatisfiable:
            return  # the description allows everything, so nothing fails to fit it


def rounds(plan: Plan, count: int, *, progress: bool = False) -> Tally:
    """So many rounds, each on a copy of the same tenant, with seeds that follow each other."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        furnished(Path(folder) / "first").close()
        for number in range(count):
            place = Path(folder) / str(number)
            shutil.copytree(Path(folder) / "first", place)
            tenant = open_tenant(place, seed_random=plan.seed + number)
            fuzz(
                tenant,
                Plan(
                    examples=plan.examples,
                    seed=plan.seed + number,
                    misfits=plan.misfits,
                    strangers=plan.strangers,
                ),
                tally,
            )
            tenant.close()
            if progress:
                print(f"round {number + 1} of {count}: {report(tally)}", file=sys.stderr, flush=True)  # noqa: T201
    return tally


def report(tally: Tally) -> str:
    sent = sum(tally.statuses.values())
    statuses = ", ".join(f"{count} x {status}" for status, count in sorted(tally.statuses.items()))
    return (
        f"{sent} requests to {tally.operations} operations, {len(tally.good)} of them answered with success: "
        f"{statuses}. {len(tally.failures)} failures."
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--examples", type=int, default=20)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1)
    given_arguments = parser.parse_args()
    plan = Plan(examples=given_arguments.examples, seed=given_arguments.seed)
    tally = rounds(plan, given_arguments.rounds, progress=True)
    print(report(tally))  # noqa: T201
    for failure in tally.failures[:50]:
        print(failure)  # noqa: T201
    return 1 if tally.failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
