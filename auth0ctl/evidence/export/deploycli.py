"""Exports of auth0-deploy-cli: a ``tenant.yaml``, or a folder with a JSON file for each object.

Shapes as its version 8 writes them: ids are left out unless they were asked for, so clients are named by their names
in client grants and connections, and an Action's code stands in a file of its own. What is written as ``##KEY##`` (a
text) or ``@@KEY@@`` (any JSON) is filled in from ``AUTH0_KEYWORD_REPLACE_MAPPINGS`` of a ``config.json`` beside it, as
the tool itself would on import; what no mapping has stays as it is.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from auth0ctl.errors import UsageError
from auth0ctl.evidence.export.objects import Exported, Rows, mapping, rows, texts

MAPPINGS = "AUTH0_KEYWORD_REPLACE_MAPPINGS"
ANY = re.compile(r"""(['"]?)@@([^@\s]+)@@\1""")
TEXT = re.compile(r"##([^#\s]+)##")
# The folder's name -> the section's name in the YAML form, where one file holds one object.
FOLDERS = {
    "clients": "clients",
    "resource-servers": "resourceServers",
    "grants": "clientGrants",
    "connections": "connections",
    "actions": "actions",
    "organizations": "organizations",
}


def read_yaml(path: Path) -> Exported:
    """A ``tenant.yaml``. Raises UsageError for what cannot be read as one."""
    text = filled(read_text(path), mappings_beside(path.parent))
    try:
        whole = yaml.safe_load(text)
    except (yaml.YAMLError, RecursionError):
        raise UsageError(f"{path} cannot be read as YAML") from None
    if not isinstance(whole, dict):
        raise UsageError(f"{path} holds no export of auth0-deploy-cli")
    return exported(whole, path.parent)


def read_folder(folder: Path) -> Exported:
    """The folder form. Raises UsageError where a file in it cannot be read."""
    known = mappings_beside(folder)
    whole: dict[str, Any] = {}
    for name, section in FOLDERS.items():
        if (folder / name).is_dir():
            whole[section] = [read_json(file, known) for file in sorted((folder / name).glob("*.json"))]
    if (folder / "database-connections").is_dir():
        files = sorted((folder / "database-connections").glob("*/database.json"))
        whole["databases"] = [read_json(file, known) for file in files]
    for section, file in (
        ("tenant", folder / "tenant.json"),
        ("triggers", folder / "triggers" / "triggers.json"),
        ("customDomains", folder / "custom-domains" / "custom-domains.json"),
        ("guardianPolicies", folder / "guardian" / "policies.json"),
    ):
        if file.is_file():
            whole[section] = read_json(file, known)
    return exported(whole, folder)


def exported(whole: Mapping[str, Any], folder: Path) -> Exported:
    databases, others = rows(whole.get("databases")), rows(whole.get("connections"))
    actions = rows(whole.get("actions"))
    tenant = whole.get("tenant")
    return Exported(
        kind="an export of auth0-deploy-cli",
        partial=False,
        clients=rows(whole.get("clients")),
        resource_servers=rows(whole.get("resourceServers")),
        client_grants=rows(whole.get("clientGrants")),
        # One without the other would be half of them, and a database that is not there is no database at all.
        connections=None if databases is None or others is None else (*as_databases(databases), *others),
        tenant=tenant if isinstance(tenant, dict) else None,
        custom_domains=rows(whole.get("customDomains")),
        actions=None if actions is None else tuple({**one, "code": code(one, folder)} for one in actions),
        bound=bound(whole["triggers"]) if isinstance(whole.get("triggers"), dict) else None,
        organizations=rows(whole.get("organizations")),
        mfa_policies=texts(mapping(whole.get("guardianPolicies")).get("policies")),
    )


def as_databases(databases: Rows) -> Rows:
    return tuple({"strategy": "auth0", **one} for one in databases)


def bound(triggers: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    pairs = ((trigger, row.get("action_name")) for trigger, listed in triggers.items() for row in rows(listed) or ())
    return tuple((trigger, name) for trigger, name in pairs if isinstance(name, str))


def code(action: Mapping[str, Any], folder: Path) -> str:
    """An Action's code from the file that it names, which must lie within the export."""
    named = action.get("code")
    if not isinstance(named, str) or not named:
        return ""
    try:
        file = (folder / named).resolve()
        inside = file.is_relative_to(folder.resolve()) and file.is_file()
    except (OSError, ValueError):  # the code itself, too long or too odd for a name
        return named
    return read_text(file) if inside else named


# Files


def read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{path} cannot be read") from None


def read_json(path: Path, known: Mapping[str, Any]) -> Any:
    try:
        return json.loads(filled(read_text(path), known))
    except (ValueError, RecursionError):
        raise UsageError(f"{path} cannot be read as JSON") from None


def mappings_beside(folder: Path) -> Mapping[str, Any]:
    file = folder / "config.json"
    return mapping(mapping(read_json(file, {})).get(MAPPINGS)) if file.is_file() else {}


def filled(text: str, known: Mapping[str, Any]) -> str:
    """The text with what the mappings say. A bare ``@@KEY@@`` that is left gets quotes: it is no JSON and no YAML."""

    def anything(found: "re.Match[str]") -> str:
        key = found[2]
        return json.dumps(known[key]) if key in known else json.dumps(f"@@{key}@@")

    def words(found: "re.Match[str]") -> str:
        value = known.get(found[1])
        return found[0] if value is None else json.dumps(str(value))[1:-1]

    return TEXT.sub(words, ANY.sub(anything, text))
