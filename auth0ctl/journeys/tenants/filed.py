"""A tenant as an app's dotenv file names it, or the ``config.json`` of auth0-deploy-cli.

The dotenv file is read as ``doctor --project`` reads it, so ``VITE_AUTH0_DOMAIN``, ``AUTH0_ISSUER_BASE_URL`` and
``AUTH0_DOMAIN`` are all understood.
"""

import json
from collections.abc import Mapping

from auth0ctl.errors import UsageError
from auth0ctl.evidence.project.lines import Written, dotenv_settings, resolved
from auth0ctl.evidence.project.names import role_of
from auth0ctl.journeys.tenants.access import Credentials
from auth0ctl.journeys.tenants.found import Found, domain_of, filled_in

TOKENS = ("AUTH0_API_TOKEN", "AUTH0_ACCESS_TOKEN", "AUTH0_MANAGEMENT_API_TOKEN", "AUTH0_MGMT_API_TOKEN")
PLAIN = {
    "domain": "AUTH0_DOMAIN",
    "client_id": "AUTH0_CLIENT_ID",
    "client_secret": "AUTH0_CLIENT_SECRET",
    "audience": "AUTH0_AUDIENCE",
}
SIGNING_KEY = "AUTH0_CLIENT_SIGNING_KEY_PATH"


def read_deploy_cli(document: Mapping[str, object], file: str) -> Found:
    """The tenant that auth0-deploy-cli is set up for. Raises UsageError where its file names none."""
    notes: list[str] = []
    texts = {name: value for name, value in document.items() if isinstance(value, str) and name.startswith("AUTH0_")}
    if SIGNING_KEY in texts:
        notes.append(f"{SIGNING_KEY} is not taken over: a tenant's own way in is a secret or a token.")
    # AUTH0_AUDIENCE is the Management API's there, no API that people log in for.
    values = filled_in({name: texts[name] for name in (*PLAIN.values(), *TOKENS) if name in texts}, notes)
    values.pop(PLAIN["audience"], None)
    return found_in(values, file, notes)


def read_dotenv(text: str, file: str) -> Found:
    """The tenant of a dotenv file. Raises UsageError where it names none.

    Where several variables name one thing, the plain ``AUTH0_...`` one wins, else the first; a note says so.
    """
    notes: list[str] = []
    written = [one for one in resolved(dotenv_settings(text)) if not one.expression]
    values = {name: one.value for one in written for name in TOKENS if one.name == name}
    by_role: dict[str, list[Written]] = {}
    for one in written:
        role = role_of(one.name, one.value, about_auth0=False)
        by_role.setdefault("domain" if role in ("issuer", "issuer_base") else role or "", []).append(one)
    for role, plain in PLAIN.items():
        candidates = by_role.get(role, [])
        kept = filled_in({one.name: one.value for one in candidates}, notes)
        if kept:
            name = plain if plain in kept else next(iter(kept))
            values[plain] = kept[name]
            if len(set(kept.values())) > 1 and role != "domain":
                notes.append(f"{file} has several values for {role.replace('_', ' ')}; {name} was taken.")
    return found_in(filled_in(values, notes), file, notes)


def read_document(text: str) -> Mapping[str, object] | None:
    """The text as a JSON object; None where it is something else."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def found_in(values: Mapping[str, str], file: str, notes: list[str]) -> Found:
    """Values by their plain names as a tenant."""
    if PLAIN["domain"] not in values:
        raise UsageError(
            f"{file} names no Auth0 domain" + (f" ({notes[0][:-1]})" if notes else ""),
            "It wants a line such as AUTH0_DOMAIN=example.eu.auth0.com.",
        )
    token = next((values[name] for name in TOKENS if name in values), None)
    return Found(
        domain=domain_of(values[PLAIN["domain"]]),
        credentials=Credentials(
            client_id=values.get(PLAIN["client_id"]),
            client_secret=values.get(PLAIN["client_secret"]),
            api_token=token,
        ),
        audience=values.get(PLAIN["audience"]),
        notes=tuple(notes),
    )
