"""Settings that the SDK or the build tool does not read where they stand, and a secret that it gives to everybody."""

from auth0ctl.findings import Confidence, Finding, Judge, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.project.bundles import BUNDLERS, bundle_prefix, in_bundle
from auth0ctl.rules.project.situation import SPA_SDKS, filled, found, major, sdks, settings, where
from auth0ctl.situation import AppSetting

SECRET_IN_FRONT = Rule(
    code="AZ911",
    name="secret-in-front-end",
    severity=Severity.ERROR,
    title="A client secret is given to everybody who opens the app",
    why="Whatever is built into a page or a mobile app can be read there. An app in a browser or on a phone is a "
    "public client: it uses PKCE and has no secret.",
    fix="Take the secret out, rotate it, and let the client's authentication method be None.",
    docs="https://auth0.com/docs/get-started/applications/confidential-and-public-applications",
)
OPTION_MISPLACED = Rule(
    code="AZ912",
    name="sdk-option-misplaced",
    severity=Severity.ERROR,
    title="The SDK does not read this option where it stands",
    why="Since version 2 Auth0's SDKs for browsers take audience and scope inside `authorizationParams` only, and the "
    "client id as `clientId`. An option at the old place is dropped without a word: no audience, so the access token "
    "is opaque.",
    fix="Move the option into authorizationParams.",
    docs="https://github.com/auth0/auth0-spa-js/blob/main/MIGRATION_GUIDE.md",
)
SETTING_NOT_READ = Rule(
    code="AZ913",
    name="sdk-setting-not-read",
    severity=Severity.ERROR,
    title="The installed version of the SDK does not read this variable",
    why="nextjs-auth0 renamed its variables in version 4: AUTH0_DOMAIN (a bare host) and APP_BASE_URL take the place "
    "of AUTH0_ISSUER_BASE_URL and AUTH0_BASE_URL, and AUTH0_AUDIENCE is no longer read at all.",
    fix="Use the names of the installed version.",
    docs="https://github.com/auth0/nextjs-auth0/blob/main/V4_MIGRATION_GUIDE.md",
)
PREFIX_NOT_EXPOSED = Rule(
    code="AZ914",
    name="variable-prefix-not-exposed",
    severity=Severity.ERROR,
    title="The build tool does not give this variable to the page",
    why="Each build tool copies only the variables with its own prefix. One with another tool's prefix is undefined "
    "in the browser, so the login has no domain, no client id or no audience.",
    fix="Rename the variable to the prefix of the build tool in use.",
    docs="https://auth0.com/docs/quickstart/spa",
)
SILENT_LOGIN = Rule(
    code="AZ915",
    name="silent-login-by-iframe",
    severity=Severity.INFO,
    title="The page renews its tokens through an iframe",
    why="Without useRefreshTokens the SDK keeps a login alive with a hidden iframe and the tenant's cookie. Browsers "
    "that block third-party cookies then answer login_required after a reload, unless a custom domain is used.",
    fix="Set useRefreshTokens: true (and cacheLocation as it suits), allow the Refresh Token grant, or use a custom "
    "domain.",
    docs="https://auth0.com/docs/secure/tokens/refresh-tokens/refresh-token-rotation",
)
RENAMED = {"AUTH0_ISSUER_BASE_URL": "AUTH0_DOMAIN", "AUTH0_BASE_URL": "APP_BASE_URL"}
PACKAGED = (".env", "Dockerfile", ".properties", ".yml", ".yaml")  # where a name alone does not put it into the app


def secret_in_front(facts: Facts) -> Finding | None:
    held = [one for one in settings(facts, "client_secret", "session_secret") if one.value == "(hidden)"]
    given = [one for one in held if in_bundle(one.name) or (one.side == "front" and _part_of_app(one))]
    if not given:
        return None
    first = given[0]
    why = (
        f"the prefix {bundle_prefix(first.name)} copies it into the pages"
        if in_bundle(first.name)
        else "the file is part of the app that people download"
    )
    return found(
        SECRET_IN_FRONT,
        given,
        f"{first.name} is a secret in the front end: {why}.",
        fix=f"Remove {first.name} from {first.file}, and rotate the client secret in the dashboard: it counts as known",
    )


def _part_of_app(one: AppSetting) -> bool:
    name = one.file.rpartition("/")[2]
    return not name.startswith(".env") and not name.endswith(PACKAGED)


def option_misplaced(facts: Facts) -> Finding | None:
    wrong = [one for one in settings(facts, "misplaced_option") if _second_version(facts, one)]
    if not wrong:
        return None
    first = wrong[0]
    said = (
        f"{first.value} is given client_id, which its installed version reads as clientId."
        if first.name == "client_id"
        else f"{first.value} is given {first.name} outside of authorizationParams, where its installed version does "
        "not look: it is never sent."
        + (" Without an audience the access token is opaque." if first.name == "audience" else "")
    )
    where_to = "clientId" if first.name == "client_id" else f"authorizationParams: {{ {first.name}: ... }}"
    return found(
        OPTION_MISPLACED,
        wrong,
        said,
        evidence=tuple(f"{name} {version}" for name, version in sdks(facts, first.part).items() if name in SPA_SDKS),
        fix=f"In {where(first)} write {where_to}",
    )


def _second_version(facts: Facts, one: AppSetting) -> bool:
    versions = [major(version) for name, version in sdks(facts, one.part).items() if name in SPA_SDKS]
    return any(version is not None and version >= 2 for version in versions)


def setting_not_read(facts: Facts) -> Finding | None:
    listed = facts.app_settings or ()
    wrong: list[AppSetting] = []
    for one in filled(facts, "issuer_base", "base_url", "audience"):
        version = major(sdks(facts, one.part).get("@auth0/nextjs-auth0", ""))
        if version is None or version < 4 or one.file.endswith((".ts", ".js", ".tsx", ".mjs")):
            continue
        here = [other for other in listed if other.part == one.part and other is not one]
        renamed = one.name in RENAMED and not any(other.name == RENAMED[one.name] for other in here)
        # code that passes an audience on, from wherever it has it, is what version 4 asks for
        passed_on = any(other.role == "audience" and other.name != one.name for other in here)
        if renamed or (one.name == "AUTH0_AUDIENCE" and not passed_on):
            wrong.append(one)
    if not wrong:
        return None
    first = wrong[0]
    advice = (
        f"Rename it to {RENAMED[first.name]} in {where(first)}"
        + (" and write the bare host, without https://" if first.role == "issuer_base" else "")
        if first.name in RENAMED
        else "Give it to the SDK: new Auth0Client({ authorizationParameters: { audience: ... } })"
    )
    return found(
        SETTING_NOT_READ,
        wrong,
        f"{first.name} is not read by nextjs-auth0 version 4"
        + ("; the access token is opaque when no audience is sent." if first.role == "audience" else "."),
        fix=advice,
        evidence=(f"@auth0/nextjs-auth0 {sdks(facts, first.part)['@auth0/nextjs-auth0']}",),
        confidence=Confidence.LIKELY,
    )


def prefix_not_exposed(facts: Facts) -> Finding | None:
    listed = [one for one in facts.app_settings or () if not one.overridden_by]
    wrong: list[tuple[AppSetting, str]] = []
    for one in filled(facts, "domain", "client_id", "audience"):
        right = {BUNDLERS[tool.name] for tool in listed if tool.role == "bundler" and tool.part == one.part}
        prefix = bundle_prefix(one.name)
        if not right or prefix not in BUNDLERS.values() or prefix in right:
            continue
        same = [other for other in listed if other.part == one.part and other.role == one.role]
        if not any(bundle_prefix(other.name) in right for other in same):
            wrong.append((one, min(right)))
    if not wrong:
        return None
    first, right_prefix = wrong[0]
    renamed = right_prefix + first.name.removeprefix(bundle_prefix(first.name))
    return found(
        PREFIX_NOT_EXPOSED,
        [one for one, _ in wrong],
        f"{first.name} does not reach the page: this build tool copies variables that begin with {right_prefix} only, "
        "so the value is undefined there.",
        fix=f"In {where(first)} rename it to {renamed}, and read it by that name",
        confidence=Confidence.LIKELY,  # a build may be told to take further prefixes
    )


def silent_login(facts: Facts) -> Finding | None:
    installed = [one for one in facts.app_settings or () if one.role == "sdk" and one.name in SPA_SDKS]
    used = {one.part for one in facts.app_settings or () if one.role in ("use_refresh_tokens", "cache_location")}
    plain = [one for one in installed if one.part not in used]
    if not plain:
        return None
    return found(
        SILENT_LOGIN,
        plain,
        f"{plain[0].name} is used without useRefreshTokens: after a reload the login is looked up through an iframe, "
        "which third-party cookie blocking breaks.",
    )


JUDGES = tuple(
    Judge(rule=rule, needs=("app_settings",), find=find)
    for rule, find in (
        (SECRET_IN_FRONT, secret_in_front),
        (OPTION_MISPLACED, option_misplaced),
        (SETTING_NOT_READ, setting_not_read),
        (PREFIX_NOT_EXPOSED, prefix_not_exposed),
        (SILENT_LOGIN, silent_login),
    )
)
