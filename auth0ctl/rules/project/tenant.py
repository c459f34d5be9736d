"""The app's settings against the tenant's: domain, client, audience, callback."""

from auth0ctl.findings import Confidence, Finding, Judge, Rule, Severity
from auth0ctl.model import Facts, ResourceServer
from auth0ctl.rules.login.asking import AUDIENCE_NOT_REGISTERED, AUDIENCE_SLASH_MISMATCH, CALLBACK_NOT_REGISTERED
from auth0ctl.rules.project.situation import (
    DOCS,
    filled,
    found,
    host,
    loopback,
    major,
    origin,
    plain,
    sdks,
    where,
    words,
)
from auth0ctl.rules.project.written import NOT_TENANTS
from auth0ctl.rules.said.causes.app import WRONG_TENANT
from auth0ctl.rules.token.situation import arg
from auth0ctl.situation import AppSetting
from auth0ctl.words import split_url

OTHER_CLIENT = Rule(
    code="AZ941",
    name="app-uses-another-client",
    severity=Severity.WARNING,
    title="The app's client id is not the client that was looked at",
    why="Callbacks, origins, grants and connections belong to one client; settings of another one do not help.",
    fix="Look at the app's own client, or put this client's id into the app.",
    docs=DOCS + "get-started/applications/application-settings",
)
NOTHING_FOUND = Rule(
    code="AZ942",
    name="project-without-settings",
    severity=Severity.INFO,
    title="No Auth0 setting was found in the project",
    why="The app may read them from somewhere else, such as the environment of its server or a secret store; then "
    "nothing of the app's own side was checked.",
    fix="Give --project the folder that holds the app's settings.",
    docs="https://auth0.com/docs/quickstarts",
)
READ_IN_PART = Rule(
    code="AZ943",
    name="project-read-in-part",
    severity=Severity.INFO,
    title="The project is too large to be read as a whole",
    why="Reading stops after a bounded number of files, so that it always ends. What lies behind was not looked at.",
    fix="Give --project the folder of one app or API.",
    docs="https://auth0.com/docs/quickstarts",
)
# Where the SDKs put their callback under the app's base URL, unless told otherwise (each SDK's quickstart).
CALLBACK_PATHS = {
    "express-openid-connect": "/callback",
    "@auth0/auth0-nuxt": "/auth/callback",
    "@auth0/auth0-fastify": "/auth/callback",
    "next-auth": "/api/auth/callback/auth0",
}


def wrong_tenant(facts: Facts) -> Finding | None:
    """Auth0's own hosts that are not this tenant's, where no setting of the project names this tenant at all."""
    assert facts.tenant is not None
    every = [one for one in filled(facts, "domain", "issuer", "issuer_base") if "." in host(one.value)]
    every = [one for one in every if not loopback(one.value) and host(one.value) not in NOT_TENANTS]
    ours = {host(facts.tenant.domain), *(one.lower() for one in facts.custom_domains or ())}
    if not every or any(host(one.value) in ours for one in every):
        return None
    theirs = host(every[0].value)
    here = host(facts.tenant.domain)
    on_this_machine = loopback(here)
    unsure = facts.custom_domains is None and not theirs.endswith(".auth0.com")
    region = ""
    if here.endswith(".auth0.com") and theirs.split(".")[0] == here.split(".")[0]:
        region = " The tenant's name is the same: the region part differs or is missing."
    return found(
        WRONG_TENANT,
        every,
        f"The app uses {theirs}, the tenant looked at is {here}."
        + region
        + (" Unless it is a custom domain of this tenant, which could not be read." if unsure else ""),
        fix=f"If {theirs} is right: auth0ctl tenant use NAME    # that tenant; else write {here} in {where(every[0])}",
        confidence=Confidence.POSSIBLE if unsure else Confidence.LIKELY,
        # the tenant on this machine stands in where no tenant is set up: that says nothing about the app
        severity=Severity.INFO if on_this_machine or unsure else None,
    )


def other_client(facts: Facts) -> Finding | None:
    assert facts.client is not None
    logins = [one for one in filled(facts, "client_id") if one.side in ("front", "web")]
    if not logins or any(plain(one) == facts.client.client_id for one in logins):
        return None
    theirs = plain(logins[0])
    return found(
        OTHER_CLIENT,
        logins,
        f"The app logs in as client {theirs}; the client looked at is {facts.client.client_id} ({facts.client.name}).",
        fix=f"If the app is right: auth0ctl doctor --client {arg(theirs)}; else write {facts.client.client_id} in "
        f"{where(logins[0])}",
        confidence=Confidence.LIKELY,
    )


def _path(value: str) -> str:
    try:
        return split_url(value).path
    except ValueError:
        return ""


def _unknown_audiences(facts: Facts) -> list[tuple[AppSetting, str]]:
    known = {server.identifier for server in facts.resource_servers or ()}
    clients = {plain(one) for one in filled(facts, "client_id")}
    return [
        (one, word)
        for one in filled(facts, "audience")
        for word in words([one])
        if word not in known and word not in clients and _path(word) not in ("/userinfo", "/api/v2/")
    ]


def _but_for_slash(word: str, facts: Facts) -> ResourceServer | None:
    bare = word.rstrip("/")
    return next((one for one in facts.resource_servers or () if one.identifier.rstrip("/") == bare), None)


def audience_not_registered(facts: Facts) -> Finding | None:
    wrong = [(one, word) for one, word in _unknown_audiences(facts) if _but_for_slash(word, facts) is None]
    if not wrong or _is_other_tenant(facts):
        return None
    one, word = wrong[0]
    apis = [server.identifier for server in facts.resource_servers or () if not server.is_system]
    return found(
        AUDIENCE_NOT_REGISTERED,
        [setting for setting, _ in wrong],
        f"{one.name} is {word}, which is not the identifier of any API of the tenant.",
        evidence=(f"APIs of the tenant: {', '.join(apis[:8]) or 'none'}",),
        fix=f"auth0ctl api create NAME --identifier {arg(word)}    # or write the right identifier in {where(one)}",
    )


def audience_slash(facts: Facts) -> Finding | None:
    for one, word in _unknown_audiences(facts):
        if (server := _but_for_slash(word, facts)) is not None:
            return found(
                AUDIENCE_SLASH_MISMATCH,
                [one],
                f"{one.name} is {word}; the API's identifier is {server.identifier}: the same but for the trailing "
                "slash, and audiences are compared byte for byte.",
                evidence=(f"identifier: {server.identifier}",),
                fix=f"In {where(one)} write {server.identifier}",
            )
    return None


def _is_other_tenant(facts: Facts) -> bool:
    """Whether the app belongs to another tenant altogether: then nothing of this one's can match."""
    return facts.tenant is not None and wrong_tenant(facts) is not None


def callback_not_registered(facts: Facts) -> Finding | None:
    """A callback that the app's settings name, of this client. Where another one is registered, it is only noted."""
    assert facts.client is not None
    logins = [one for one in filled(facts, "client_id") if one.side in ("front", "web")]
    if _is_other_tenant(facts) or (logins and other_client(facts) is not None):
        return None
    named = callbacks(facts)
    wrong = [(one, uri) for one, uri in named if not any(_allows(allowed, uri) for allowed in facts.client.callbacks)]
    if not wrong:
        return None
    one, uri = wrong[0]
    same = [allowed for allowed in facts.client.callbacks if host(allowed) == host(uri)]
    return found(
        CALLBACK_NOT_REGISTERED,
        [setting for setting, _ in wrong],
        f"The app's callback is {uri}, which {facts.client.name} does not list among its Allowed Callback URLs."
        + (f" The nearest is {same[0]}." if same else ""),
        evidence=(f"callbacks of {facts.client.client_id}: {', '.join(facts.client.callbacks[:6]) or 'none'}",),
        fix=f"In the dashboard add {uri} to the client's Allowed Callback URLs, or correct {where(one)}",
        confidence=Confidence.LIKELY,
        # one program often has callbacks for several tenants: another one of them being there is no fault
        severity=Severity.INFO if len(wrong) < len(named) else None,
    )


def callbacks(facts: Facts) -> list[tuple[AppSetting, str]]:
    """Each callback that the settings name, or that an SDK makes of the app's base URL."""
    given = [(one, plain(one)) for one in filled(facts, "redirect_uri") if "://" in plain(one)]
    with_callback = {one.part for one, _ in given}
    for base in filled(facts, "base_url"):
        path = _callback_path(sdks(facts, base.part))
        if path and base.part not in with_callback and origin(base.value):
            given.append((base, plain(base).rstrip("/") + path))
    return given


def _callback_path(installed: dict[str, str]) -> str:
    if (version := installed.get("@auth0/nextjs-auth0")) is not None:
        number = major(version)
        return "" if number is None else "/auth/callback" if number >= 4 else "/api/auth/callback"
    return next((path for name, path in CALLBACK_PATHS.items() if name in installed), "")


def _allows(allowed: str, uri: str) -> bool:
    """Whole and exact, save a wildcard in place of the first label of the host (auth0-facts/authorize.md section 4)."""
    if "*" not in allowed:
        return allowed == uri
    before, _, after = allowed.partition("*")
    middle = uri[len(before) : len(uri) - len(after)]
    return uri.startswith(before) and uri.endswith(after) and middle != "" and not set(middle) & set("/.:?#")


def read_in_part(facts: Facts) -> Finding | None:
    cut = next((one for one in facts.app_settings or () if one.role == "limit"), None)
    if cut is None:
        return None
    return Finding(rule=READ_IN_PART, subject="project", detail=f"The reading {cut.value}.", fix=READ_IN_PART.fix)


def nothing_found(facts: Facts) -> Finding | None:
    if [one for one in facts.app_settings or () if one.role not in ("sdk", "bundler", "limit")]:
        return None
    return Finding(
        rule=NOTHING_FOUND,
        subject="project",
        detail="No file of the project holds a domain, a client id, an audience or an issuer of Auth0.",
        fix=NOTHING_FOUND.fix,
    )


JUDGES = (
    Judge(rule=WRONG_TENANT, needs=("app_settings", "tenant"), find=wrong_tenant),
    Judge(rule=OTHER_CLIENT, needs=("app_settings", "client"), find=other_client),
    Judge(rule=AUDIENCE_NOT_REGISTERED, needs=("app_settings", "resource_servers"), find=audience_not_registered),
    Judge(rule=AUDIENCE_SLASH_MISMATCH, needs=("app_settings", "resource_servers"), find=audience_slash),
    Judge(rule=CALLBACK_NOT_REGISTERED, needs=("app_settings", "client"), find=callback_not_registered),
    Judge(rule=READ_IN_PART, needs=("app_settings",), find=read_in_part),
    Judge(rule=NOTHING_FOUND, needs=("app_settings",), find=nothing_found),
)
