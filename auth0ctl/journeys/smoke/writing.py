"""Writes a smoke file from what a tenant is like today: every check in it is green on the day it is written."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from auth0ctl.journeys.login.listening import can_serve
from auth0ctl.journeys.smoke.fields import DEFAULTS
from auth0ctl.journeys.smoke.matching import items
from auth0ctl.protocol import JSONObject
from auth0ctl.smoked import Smoked, SmokeOutcome
from auth0ctl.tenant.management import Management

# What decides how a login behaves, in the order in which people think of it.
CLIENT_FIELDS = (
    "is_first_party", "app_type", "oidc_conformant", "token_endpoint_auth_method", "organization_usage", "grant_types",
    "callbacks", "web_origins", "allowed_origins", "allowed_logout_urls",
)  # fmt: skip
API_FIELDS = (
    "signing_alg", "token_dialect", "enforce_policies", "allow_offline_access",
    "skip_consent_for_verifiable_first_party_clients", "token_lifetime", "token_lifetime_for_web", "scopes",
)  # fmt: skip
NOWHERE = "https://not-a-callback.invalid/"
HEAD = """\
# What must be true of {domain}. Written by `auth0ctl smoke init`; yours to change.
#
#   auth0ctl smoke                 run every check: 0 all green, 1 something is not
#   auth0ctl smoke --only client   one kind, or one id
#
# A list must hold exactly this, in any order; say {{ contains = [...] }} or {{ excludes = [...] }} for less.
# Other ways: {{ absent = true }}, {{ one_of = [...] }}, {{ at_least = 1 }}, {{ at_most = 86400 }}.
# Secrets never stand here: name the environment variable that holds one, client_secret_env = "NAME".
# Every check may have timeout = SECONDS, severity = "error", "warning" or "info", and needs = ["id of another"].

[smoke]
timeout = 30
"""
RULER = "\n# {}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One check as text. ``active`` False: an example that somebody has to complete, written as comments."""

    id: str
    text: str
    active: bool = True
    remark: str = ""


def written(management: Management, domain: str, *, built_in: bool, tried: Callable[[str], Smoked]) -> str:
    """The file. ``tried`` runs a file's text: what is not green today is left in as a comment, with the reason.

    Raises what the Management API raises.
    """
    sections = drafted(management, built_in=built_in)
    text = composed(domain, sections)
    if any(block.active for blocks in sections.values() for block in blocks):
        results = {check.id: check for check in tried(text).checks}
        for blocks in sections.values():
            for number, block in enumerate(blocks):
                check = results.get(block.id)
                if check is not None and check.outcome is not SmokeOutcome.PASSED:
                    why = f"Not green today: {one_line(check.detail)}"
                    blocks[number] = Block(id=block.id, text=block.text, active=False, remark=why)
    return composed(domain, sections)


def composed(domain: str, sections: Mapping[str, list[Block]]) -> str:
    parts = [HEAD.format(domain=domain)]
    for title, blocks in sections.items():
        if blocks:
            parts.append(RULER.format(title))
        for block in blocks:
            remark = f"# {block.remark}\n" if block.remark else ""
            text = block.text if block.active else "".join(f"# {row}\n" for row in block.text.splitlines())
            parts.append(f"\n{remark}{text}")
    return "".join(parts)


def drafted(management: Management, *, built_in: bool) -> dict[str, list[Block]]:
    """The checks that today's tenant suggests, by section."""
    clients = management.clients()
    apis = [one for one in management.resource_servers() if not system(one)]
    ids = Ids()
    by_id = {str(one["client_id"]): one for one in clients}
    sections: dict[str, list[Block]] = {
        "Settings of the clients": [of_client(one, ids) for one in clients],
        "Settings of the APIs": [of_api(one, ids) for one in apis],
        "Which client may ask for which API": [],
        "Logins of the clients, as doctor sees them": [],
        "Flows that must give tokens": [],
        "What must be refused": [],
        "Calls of your own API": [],
    }
    grants = [one for one in management.client_grants() if one.get("client_id") in by_id]
    for grant in grants:
        client = by_id[str(grant["client_id"])]
        if not str(grant["audience"]).endswith("/api/v2/"):
            sections["Which client may ask for which API"].append(of_grant(grant, client, ids))
            if "client_credentials" in (client.get("grant_types") or ()):
                sections["Flows that must give tokens"].append(machine(grant, client, ids))
    for client in clients:
        callbacks = [str(one) for one in client.get("callbacks") or ()]
        if not callbacks or "authorization_code" not in (client.get("grant_types") or ()):
            continue
        public = client.get("token_endpoint_auth_method") == "none"
        sections["Logins of the clients, as doctor sees them"].append(doctor(client, callbacks[0], public, ids))
        sections["What must be refused"].append(elsewhere(client, ids))
        if public and any(can_serve(one) for one in callbacks):
            sections["Flows that must give tokens"].append(login(client, apis, ids, active=built_in))
    sections["Calls of your own API"].append(call_example(sections["Flows that must give tokens"], apis))
    return sections


class Ids:
    """Ids from names, each only once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, *words: str) -> str:
        name = "-".join(slug(word) for word in words)
        number = 1
        while (found := name if number == 1 else f"{name}-{number}") in self._taken:
            number += 1
        self._taken.add(found)
        return found


def slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "unnamed"


def system(api: JSONObject) -> bool:
    return api.get("is_system") is True or str(api["identifier"]).endswith("/api/v2/")


def name_of(client: JSONObject) -> str:
    return str(client.get("name") or client["client_id"])


def of_client(client: JSONObject, ids: Ids) -> Block:
    own = ids.new(name_of(client))
    rows = [*head("client", own), line("client", client["client_id"], remark=name_of(client))]
    rows += [stated("client", client, name) for name in CLIENT_FIELDS]
    alg = (client.get("jwt_configuration") or {}).get("alg")
    rows.append(f"jwt_configuration = {{ alg = {value(alg)} }}" if alg else "")
    return block(own, rows)


def of_api(api: JSONObject, ids: Ids) -> Block:
    own = ids.new(str(api.get("name") or api["identifier"]), "api")
    rows = [*head("api", own), line("identifier", api["identifier"], remark=str(api.get("name") or ""))]
    rows += [stated("api", api, name) for name in API_FIELDS]
    return block(own, rows)


def of_grant(grant: JSONObject, client: JSONObject, ids: Ids) -> Block:
    own = ids.new(name_of(client), "may-ask", slug(urlsplit(str(grant["audience"])).netloc or str(grant["audience"])))
    rows = [*head("grant", own), line("client", client["client_id"], remark=name_of(client))]
    rows.append(line("audience", grant["audience"]))
    if grant.get("subject_type", "client") != "client":
        rows.append(line("subject_type", grant["subject_type"]))
    rows.append(stated("grant", grant, "allow_all_scopes" if grant.get("allow_all_scopes") else "scope"))
    return block(own, rows)


def doctor(client: JSONObject, callback: str, public: bool, ids: Ids) -> Block:
    own = ids.new(name_of(client), "login-is-sound")
    rows = [*head("doctor", own), line("client", client["client_id"], remark=name_of(client))]
    rows += [line("flow", "pkce" if public else "code"), line("redirect_uri", callback)]
    return block(own, rows)


def elsewhere(client: JSONObject, ids: Ids) -> Block:
    own = ids.new(name_of(client), "to-an-unknown-callback")
    rows = [*head("refused", own), line("client", client["client_id"], remark=name_of(client))]
    rows += [line("flow", "pkce"), line("redirect_uri", NOWHERE), line("error", "unauthorized_client")]
    return block(own, rows)


def login(client: JSONObject, apis: list[dict[str, Any]], ids: Ids, *, active: bool) -> Block:
    own = ids.new(name_of(client), "login")
    rows = [*head("flow", own), line("client", client["client_id"], remark=name_of(client)), line("flow", "pkce")]
    if apis:
        identifier = str(apis[0]["identifier"])
        rows += [line("audience", identifier), f"access_token.audience = {value(identifier)}"]
        rows.append(f"access_token.alg = {value(apis[0].get('signing_alg', 'RS256'))}")
    rows.append("id_token = true")
    remark = "" if active else "A person has to log in: no CI can run this one at a real tenant."
    return block(own, rows, active=active, remark=remark)


def machine(grant: JSONObject, client: JSONObject, ids: Ids) -> Block:
    own = ids.new(name_of(client), "token")
    variable = slug(name_of(client)).upper().replace("-", "_") + "_SECRET"
    rows = [*head("flow", own), line("client", client["client_id"], remark=name_of(client))]
    rows += [
        line("flow", "client-credentials"),
        line("client_secret_env", variable),
        line("audience", grant["audience"]),
    ]
    if scope := grant.get("scope"):
        rows.append(f"access_token.scopes = {value(list(scope))}")
    remark = f"Set the environment variable {variable} to the client's secret, and take the # away."
    return block(own, rows, active=False, remark=remark)


def call_example(flows: list[Block], apis: list[dict[str, Any]]) -> Block:
    source = flows[0].id if flows else "id-of-a-flow"
    place = str(apis[0]["identifier"]) if apis else "https://api.example.com"
    url = place.rstrip("/") + "/path" if place.startswith("https://") else "https://api.example.com/path"
    rows = [*head("call", "api-is-protected"), line("url", url), line("token_from", source)]
    rows += ["with_token = 200", "without_token = 401", "with_id_token = 401", "with_forged_token = 401"]
    return block("api-is-protected", rows, active=False, remark="The API must take the token, and nothing else.")


def head(kind: str, own: str) -> list[str]:
    return [f"[[{kind}]]", line("id", own)]


def block(own: str, rows: list[str], *, active: bool = True, remark: str = "") -> Block:
    return Block(id=own, text="".join(f"{row}\n" for row in rows if row), active=active, remark=remark)


def stated(kind: str, raw: JSONObject, name: str) -> str:
    """A field as it is today; empty where it is not there and nothing is known of what that means."""
    there = raw.get(name, DEFAULTS[kind].get(name))
    if there is None:
        return ""
    return line(name, items(there, ()) if isinstance(there, list | tuple) else there)


def line(name: str, content: Any, *, remark: str = "") -> str:
    told = f"  # {one_line(remark)}" if remark and remark != content else ""
    return f"{name} = {value(content)}{told}"


def value(content: Any) -> str:
    """A JSON value as TOML: text, numbers, flags and lists are written alike, apart from one character."""
    text = json.dumps(content, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(content, list) and len(text) > 90:
        rows = "".join(f"    {value(one)},\n" for one in content)
        return f"[\n{rows}]"
    return text


def one_line(text: str) -> str:
    """Text for a comment, which a line break would end."""
    return "".join(one if one.isprintable() else " " for one in text)
