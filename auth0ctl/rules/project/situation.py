"""What several rules ask of a project's settings: those that count, what they say, where they stand."""

from collections.abc import Iterable

from auth0ctl.findings import Confidence, Finding, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.project.placeholders import placeholder
from auth0ctl.situation import AppSetting
from auth0ctl.words import split_url

DOCS = "https://auth0.com/docs/"
STRAY = " \t\r\n\"'`“”‘’;,\u00a0\u200b\u200c\u200d\u2060\ufeff"  # what is never at the edge of a real value
SHOWN = 6  # settings that one finding lists
# Auth0's SDKs for browsers, all on auth0-spa-js: it takes a domain with its scheme, and adds openid to the scope.
SPA_SDKS = frozenset(("@auth0/auth0-react", "@auth0/auth0-spa-js", "@auth0/auth0-vue", "@auth0/auth0-angular"))


def settings(facts: Facts, *roles: str) -> list[AppSetting]:
    """The settings of these roles that hold: nothing else replaces them, and their value can be read."""
    return [
        one for one in facts.app_settings or () if one.role in roles and not one.overridden_by and not one.expression
    ]


def filled(facts: Facts, *roles: str) -> list[AppSetting]:
    """Those of ``settings`` that hold a value of somebody's own, neither empty nor a template's."""
    return [one for one in settings(facts, *roles) if one.value.strip(STRAY) and not placeholder(one.value)]


def plain(one: AppSetting) -> str:
    """The value without what got stuck to it, which has a rule of its own."""
    return one.value.strip(STRAY)


def sdks(facts: Facts, part: str) -> dict[str, str]:
    """The SDKs of a program, with the version written in its manifest ("" where there is none)."""
    return {one.name: one.value for one in facts.app_settings or () if one.role == "sdk" and one.part == part}


def major(version: str) -> int | None:
    number = version.partition(".")[0]
    return int(number) if number.isdigit() else None


def host(value: str) -> str:
    """The host (with its port, if any) of a domain or a URL, lower case; "" where there is none."""
    text = value.strip(STRAY)
    try:
        return split_url(text if "://" in text else f"//{text}").netloc.lower()
    except ValueError:
        return ""


def origin(value: str) -> str:
    """Scheme, host and port of a URL; "" where it is none."""
    try:
        parts = split_url(value.strip(STRAY))
        return f"{parts.scheme}://{parts.netloc}".lower() if parts.scheme and parts.netloc else ""
    except ValueError:
        return ""


def loopback(value: str) -> bool:
    name = host(value).rpartition("@")[2]
    name = name if name.endswith("]") else name.partition(":")[0] if name.count(":") == 1 else name
    return name in ("localhost", "127.0.0.1", "[::1]", "host.docker.internal") or name.endswith(".localhost")


def words(listed: Iterable[AppSetting]) -> list[str]:
    """The values of settings that may hold several (audiences, scopes, algorithms), each once."""
    return list(dict.fromkeys(word.strip(STRAY) for one in listed for word in one.value.split() if word.strip(STRAY)))


def environments(listed: Iterable[AppSetting]) -> list[str]:
    """The environments that the settings speak of; [""] where they hold for all."""
    return sorted({one.environment for one in listed} - {""}) or [""]


def at(environment: str, listed: Iterable[AppSetting]) -> list[AppSetting]:
    """What holds in an environment: its own settings where a program has any, else those for all."""
    listed = list(listed)
    own = {(one.part, one.role) for one in listed if one.environment == environment}
    return [
        one
        for one in listed
        if one.environment == environment or (one.environment == "" and (one.part, one.role) not in own)
    ]


def where(one: AppSetting) -> str:
    return f"{one.file}:{one.line}"


def seen(listed: Iterable[AppSetting]) -> tuple[str, ...]:
    """One line of evidence for each setting: where it stands, its name, its value."""
    lines = list(dict.fromkeys(f"{where(one)}: {one.name}={one.value}" for one in listed))
    more = len(lines) - SHOWN
    return (*lines[:SHOWN], *((f"and {more} more",) if more > 0 else ()))


def found(
    rule: Rule,
    listed: Iterable[AppSetting],
    detail: str,
    *,
    fix: str = "",
    evidence: Iterable[str] = (),
    confidence: Confidence = Confidence.CERTAIN,
    severity: Severity | None = None,
) -> Finding:
    """A finding about settings; it is about the first of them."""
    listed = list(listed)
    return Finding(
        rule=rule,
        subject=where(listed[0]),
        detail=detail,
        evidence=(*seen(listed), *evidence),
        fix=fix or rule.fix,
        confidence=confidence,
        severity=severity,
    )
