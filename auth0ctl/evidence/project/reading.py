"""From a project's files to its settings: each file read in its own way, each value given its role and its side."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from auth0ctl.errors import UsageError
from auth0ctl.evidence.project.lines import (
    Written,
    docker_settings,
    dotenv_settings,
    ini_settings,
    property_settings,
    resolved,
)
from auth0ctl.evidence.project.markup import markup_settings
from auth0ctl.evidence.project.names import normal, role_of
from auth0ctl.evidence.project.parts import BACK, FRONT, SIDE_OF, WEB, Dependency, Part, find_parts, part_of, side_of
from auth0ctl.evidence.project.source import misplaced_options, source_settings
from auth0ctl.evidence.project.trees import describes_a_tenant, json_settings, yaml_settings
from auth0ctl.evidence.project.walk import Limits, ProjectFile, project_files
from auth0ctl.rules.project.bundles import in_bundle
from auth0ctl.rules.project.placeholders import placeholder
from auth0ctl.situation import AppSetting

SECRETS = ("client_secret", "session_secret")
DEFAULT_LIMITS = Limits()
MENTION = re.compile(r"auth0|okta|issuerBaseURL|express-openid-connect|express-oauth2-jwt-bearer", re.IGNORECASE)
ENVIRONMENTS = {
    "dev": "development",
    "development": "development",
    "local": "development",
    "prod": "production",
    "production": "production",
    "staging": "staging",
    "stage": "staging",
    "preview": "preview",
    "test": "test",
    "testing": "test",
    "ci": "test",
}
LABELS = re.compile(
    r"^(?:\.?env|appsettings|application|environment|docker-compose|compose|config|settings|auth0)[.\-_]"
)


def read_project(folder: Path, limits: Limits = DEFAULT_LIMITS) -> tuple[AppSetting, ...]:
    """Every setting of a login that the files under ``folder`` hold, in the order of files and lines.

    Where a limit ended the reading, the last one has the role ``limit`` and says so. Raises UsageError where
    ``folder`` is no folder.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is not a folder", "Give --project the folder of the app's source code.")
    files = tuple(project_files(folder, limits))
    parts = find_parts(files)
    found: list[AppSetting] = [_installed(part, one) for part in parts for one in part.dependencies]
    for file in files:
        if file.kind == "limit":
            found.append(AppSetting(role="limit", name="files", value=file.text, file=file.path, line=0, side=BACK))
        else:
            found.extend(_settings(file, part_of(file.path, parts)))
    return _overridden(_sided(found))


def _installed(part: Part, one: Dependency) -> AppSetting:
    side = SIDE_OF.get(one.name, FRONT)
    role = "sdk" if one.name in SIDE_OF else "bundler"
    return AppSetting(
        role=role, name=one.name, value=one.version, file=one.file, line=one.line, side=side, part=part.folder
    )


def _settings(file: ProjectFile, part: Part) -> Iterator[AppSetting]:
    environment = environment_of(file.name)
    if environment == "test" or (file.kind == "tree" and describes_a_tenant(file.text)):
        return
    about = part.uses_auth0 or MENTION.search(file.text) is not None or "auth0" in file.path.lower()
    if file.kind in ("source", "tree", "markup", "lines") and not MENTION.search(file.text + file.name):
        # plain names mean nothing in a file that never speaks of Auth0, save the quickstarts' own configuration files
        about = part.uses_auth0 and re.match(r"(?:auth|config|settings|environment)", file.name) is not None
    if file.kind == "source" and not about:
        return
    side = side_of(file, part)
    for one in _written(file):
        role = role_of(one.name, one.value, about_auth0=about)
        if role is None or (one.expression and role in (*SECRETS, "domain", "client_id", "issuer", "issuer_base")):
            continue
        if role == "base_url" and not _of_app(one, file, part):
            continue
        first = ENVIRONMENTS.get(one.name.partition(".")[0].lower(), "") if "." in one.name else ""
        if first == "test":
            continue
        yield AppSetting(
            role=role,
            name=one.name,
            value=_kept(role, one),
            file=file.path,
            line=one.line,
            side=FRONT if in_bundle(one.name) else side or "",
            part=part.folder,
            environment=first or environment,
            expression=one.expression,
        )
    if file.kind == "source" and "nextjs-auth0" not in file.text:
        for one in misplaced_options(file.text):
            yield AppSetting(
                role="misplaced_option",
                name=one.name,
                value=one.value,
                file=file.path,
                line=one.line,
                side=FRONT,
                part=part.folder,
            )


def _of_app(one: Written, file: ProjectFile, part: Part) -> bool:
    """A bare ``baseUrl`` is mostly some API's address; express-openid-connect alone means the app itself by it."""
    if normal(one.name.rpartition(".")[2]) != "base_url":
        return True
    installed = any(dependency.name == "express-openid-connect" for dependency in part.dependencies)
    return installed if file.kind != "source" else "issuerBaseURL" in file.text or "express-openid-connect" in file.text


def _written(file: ProjectFile) -> list[Written]:
    match file.kind:
        case "env":
            return resolved(dotenv_settings(file.text))
        case "properties":
            return resolved(property_settings(file.text))
        case "lines":
            return resolved(ini_settings(file.text))
        case "docker":
            return resolved(docker_settings(file.text))
        case "tree":
            read = json_settings if file.name.lower().endswith(".json") else yaml_settings
            return resolved(read(file.text))
        case "markup":
            return resolved(markup_settings(file.text))
        case "source":
            return list(source_settings(file.path, file.text))
        case _:
            return []


def environment_of(name: str) -> str:
    """What a file's name says it is for (``.env.production``, ``appsettings.Development.json``); "" for all."""
    lower = name.lower().removesuffix(".local")
    found = LABELS.match(lower)
    if found is None:
        return ""
    word = re.split(r"[.\-_]", lower[found.end() :])[0]
    return "" if lower.startswith(".env") and word == "local" else ENVIRONMENTS.get(word, "")


def _kept(role: str, one: Written) -> str:
    """The value, or of a secret only whether there is one."""
    if role not in SECRETS:
        return one.value
    if not one.value.strip():
        return ""
    return "(placeholder)" if placeholder(one.value) else "(hidden)"


def _sided(found: list[AppSetting]) -> list[AppSetting]:
    """A program that nothing else tells about logs people in when it has a client id, else it is an API."""
    clients = {one.part for one in found if one.role == "client_id"}
    return [one if one.side else replace(one, side=WEB if one.part in clients else BACK) for one in found]


def _overridden(found: list[AppSetting]) -> tuple[AppSetting, ...]:
    """Mark what a ``.local`` dotenv file beside it replaces."""
    local = {(one.file.removesuffix(".local"), one.name): one.file for one in found if one.file.endswith(".local")}
    return tuple(replace(one, overridden_by=local.get((one.file, one.name), "")) for one in found)
