"""What the app's login asks for, as far as its settings tell: scope, addresses; and the algorithms its API takes."""

from auth0ctl.findings import Confidence, Finding, Judge, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.api import SIGNED_HS256
from auth0ctl.rules.project.situation import DOCS, SPA_SDKS, at, environments, filled, found, origin, sdks, where, words
from auth0ctl.rules.request import OPENID_MISSING
from auth0ctl.rules.said.causes.app import OFFLINE_ACCESS_MISSING
from auth0ctl.rules.said.causes.browser import HOSTS_DIFFER
from auth0ctl.situation import AppSetting

ALGORITHM_DIFFERS = Rule(
    code="AZ932",
    name="app-algorithm-differs",
    severity=Severity.ERROR,
    title="The API accepts another signing algorithm than the tenant uses",
    why="A verifier takes only the algorithms that it lists. Auth0 signs with RS256 unless the API's or the client's "
    "settings say otherwise.",
    fix="List the algorithm that the API's settings name: RS256 by default.",
    docs=DOCS + "get-started/applications/signing-algorithms",
)
ALGORITHMS_UNSAFE = Rule(
    code="AZ933",
    name="app-algorithms-unsafe",
    severity=Severity.ERROR,
    title="The API accepts algorithms that let anybody make tokens",
    why="With `none` a token needs no signature. With HS256 beside RS256 a public key can be used as the HS256 "
    "secret, and public keys are known to everybody.",
    fix="List RS256 alone.",
    docs="https://www.rfc-editor.org/rfc/rfc8725#section-2.1",
)


def lacks_openid(facts: Facts) -> Finding | None:
    """No scope of a program asks for openid. Auth0's SDKs for browsers add it themselves; further requests of a
    program may well be without."""
    logins = [
        one
        for one in filled(facts, "scope")
        if one.side in ("front", "web") and not set(sdks(facts, one.part)) & SPA_SDKS
    ]
    asking = {one.part for one in logins if "openid" in _split([one])}
    asking |= {one.part for one in facts.app_settings or () if one.role == "scope" and one.expression}
    wrong = [one for one in logins if one.part not in asking]
    if not wrong:
        return None
    first = wrong[0]
    return found(
        OPENID_MISSING,
        wrong,
        f"{first.name} is {first.value}: without openid in the scope there is no ID token.",
        fix=f"In {where(first)} add openid to the scope",
        confidence=Confidence.LIKELY,
    )


def lacks_offline_access(facts: Facts) -> Finding | None:
    """A refresh token is wanted, and the scopes that are written down do not ask for one."""
    assert facts.wish is not None
    if not facts.wish.want_refresh_token:
        return None
    every = facts.app_settings or ()
    asking = {one.part for one in every if one.role == "use_refresh_tokens" or (one.role == "scope" and one.expression)}
    logins = [one for one in filled(facts, "scope") if one.side in ("front", "web") and one.part not in asking]
    asking |= {one.part for one in logins if "offline_access" in _split([one])}
    wrong = [one for one in logins if one.part not in asking and "openid" in _split([one])]
    if not wrong:
        return None
    first = wrong[0]
    return found(
        OFFLINE_ACCESS_MISSING,
        wrong,
        f"{first.name} is {first.value}: without offline_access in the scope no refresh token is issued.",
        fix=f"In {where(first)} add offline_access to the scope",
        confidence=Confidence.LIKELY,
    )


def _split(listed: list[AppSetting]) -> set[str]:
    return {word for one in listed for word in one.value.replace(",", " ").replace("+", " ").split()}


def hosts_differ(facts: Facts) -> Finding | None:
    bases, callbacks = filled(facts, "base_url"), filled(facts, "redirect_uri")
    for part in dict.fromkeys(one.part for one in bases):
        ours = [
            one for one in (*bases, *callbacks) if one.part == part and one.value.startswith(("http://", "https://"))
        ]
        for environment in environments(ours):
            here = at(environment, ours)
            starts = [one for one in here if one.role == "base_url"]
            lands = [one for one in here if one.role == "redirect_uri"]
            if not starts or not lands:
                continue
            if {origin(one.value) for one in starts} & {origin(one.value) for one in lands}:
                continue
            base, callback = starts[0], lands[0]
            return found(
                HOSTS_DIFFER,
                [base, callback],
                f"The app is at {origin(base.value)}, its callback at {origin(callback.value)}: the state cookie set "
                "at the one is not sent to the other.",
                fix=f"Use one scheme, host and port in {where(base)} and {where(callback)}",
                confidence=Confidence.LIKELY,
            )
    return None


def algorithms(facts: Facts) -> list[AppSetting]:
    return [one for one in filled(facts, "algorithm") if one.side != "front"]


def _named(one: AppSetting) -> set[str]:
    return {word.strip("[]\"',").upper() for word in one.value.replace(",", " ").split()}


def algorithm_differs(facts: Facts) -> Finding | None:
    """Known to differ where the API's record was read; else HS256 alone, which no API of Auth0's has by default."""
    audiences = set(words(filled(facts, "audience")))
    servers = [one for one in facts.resource_servers or () if one.identifier in audiences]
    for one in algorithms(facts):
        named = _named(one) & {"RS256", "PS256", "HS256", "RS384", "RS512", "ES256", "HS384", "HS512"}
        if not named:
            continue
        if servers:
            server = servers[0]
            if server.signing_alg in named:
                continue
            rule = SIGNED_HS256 if server.signing_alg == "HS256" else ALGORITHM_DIFFERS
            return found(
                rule,
                [one],
                f"The app's API accepts {', '.join(sorted(named))}, and {server.identifier} signs with "
                f"{server.signing_alg}: every access token is refused for its algorithm.",
                evidence=(f"signing_alg of {server.identifier}: {server.signing_alg}",),
                fix=f"In {where(one)} write {server.signing_alg}"
                if rule is ALGORITHM_DIFFERS
                else f"Let the API sign with RS256 (dashboard, APIs, {server.name}, Settings)",
            )
        if named <= {"HS256", "HS384", "HS512"}:
            return found(
                ALGORITHM_DIFFERS,
                [one],
                f"{one.name} is {one.value}; Auth0 signs access tokens with RS256 unless the API says HS256.",
                fix=f"Unless `auth0ctl api inspect IDENTIFIER` says HS256, write RS256 in {where(one)}",
                confidence=Confidence.POSSIBLE,
                severity=Severity.WARNING,
            )
    return None


def algorithms_unsafe(facts: Facts) -> Finding | None:
    for one in algorithms(facts):
        named = _named(one)
        mixed = any(alg.startswith("HS") for alg in named) and any(alg[:2] in ("RS", "PS", "ES") for alg in named)
        if "NONE" in named or mixed:
            return found(
                ALGORITHMS_UNSAFE,
                [one],
                f"{one.name} accepts {one.value}: "
                + ("`none` means tokens without a signature." if "NONE" in named else "HS256 beside a public-key one."),
                fix=f"In {where(one)} list RS256 alone",
            )
    return None


JUDGES = (
    Judge(rule=OPENID_MISSING, needs=("app_settings",), find=lacks_openid),
    Judge(rule=OFFLINE_ACCESS_MISSING, needs=("app_settings", "wish"), find=lacks_offline_access),
    Judge(rule=HOSTS_DIFFER, needs=("app_settings",), find=hosts_differ),
    Judge(rule=ALGORITHM_DIFFERS, needs=("app_settings",), find=algorithm_differs),
    Judge(rule=ALGORITHMS_UNSAFE, needs=("app_settings",), find=algorithms_unsafe),
)
