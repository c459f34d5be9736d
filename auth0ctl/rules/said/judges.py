"""From readings to findings: the causes worth naming, in their order, with the check that tells them apart."""

import re
import shlex
from collections.abc import Iterator

from auth0ctl.findings import Confidence, Finding, Judge, Rule, Severity
from auth0ctl.lookup import load
from auth0ctl.model import Facts
from auth0ctl.rules.login.causes import VAGUE, named_by
from auth0ctl.rules.said.reading import Reading, Wording, fits, read, wording
from auth0ctl.rules.said.words import Words, words_of
from auth0ctl.situation import Said

TABLES = (
    "asking", "parameters", "silent", "states", "redeeming", "refreshing", "people", "browser", "tokens", "keys",
    "rights", "issuers", "settings", "management", "sdk", "wrapped",
)  # fmt: skip
NAMED = 3  # candidates at most
WORTH_NAMING = 34
APART = 42  # points behind the best, from which on a candidate only distracts
CERTAIN, LIKELY = 84, 56
PROVIDERS = "identity-provider-"
LONGEST_QUOTE = 160  # characters of the text, as evidence
SLOT = re.compile(r"\{(\w+)(!?)\}")


def rows() -> Iterator[Wording]:
    """Every row of every table."""
    for name in TABLES:
        yield from load(f"auth0ctl.rules.said.wordings.{name}:ROWS")


def candidates(said: Said) -> tuple[Finding, ...]:
    """The causes that a text points to, the likeliest first; none where nothing in it is known."""
    words = words_of(said)
    readings = [one for one in read(words, rows()) if one.weight >= WORTH_NAMING] or refusal(said)
    if words.foreign:  # Auth0's own causes are none of another provider's
        readings = [one for one in readings if one.wording.rule.name.startswith(PROVIDERS)]
    if not readings:
        return ()
    readings = [one for one in readings if one.weight >= readings[0].weight - APART][:NAMED]
    return tuple(told(one, words, among=len(readings)) for one in readings)


def refusal(said: Said) -> list[Reading]:
    """What family AZ3 makes of an OAuth error whose words are in no table; vague causes are no answer here."""
    if not (said.error and said.description):
        return []
    rule = named_by(f"{said.error}: {said.description}")
    row = wording(rule, LIKELY)
    seen = f"{said.error}: {said.description}"
    return [] if rule in VAGUE else [Reading(wording=row, weight=row.weight, seen=seen, captures={})]


def told(one: Reading, words: Words, among: int) -> Finding:
    """The finding for one reading. Where there are several, its check says what tells it from the others."""
    rule, row = one.wording.rule, one.wording
    detail = filled(row.detail, one) or f"{rule.title}."
    if among > 1 and row.check:
        detail += f" To tell it from the other readings: {row.check}."
    facts = tuple(f"{name}: {value}" for name, value in words.known.items() if len(value) <= LONGEST_QUOTE)
    return Finding(
        rule=rule,
        subject="the error text",
        detail=detail,
        evidence=(f"the text says: {shortened(one.seen)}", *(f"known: {fact}" for fact in facts)),
        fix=filled(row.fix, one) or rule.fix,
        confidence=confidence(one.weight),
        severity=Severity.ERROR if stopped(rule) else None,
    )


def stopped(rule: Rule) -> bool:
    """Whether what is elsewhere a remark has stopped something here: somebody pasted an error."""
    return rule.severity is not Severity.ERROR and not rule.code.startswith("AZ0")


def confidence(weight: int) -> Confidence:
    if weight >= CERTAIN:
        return Confidence.CERTAIN
    return Confidence.LIKELY if weight >= LIKELY else Confidence.POSSIBLE


def filled(template: str, one: Reading) -> str:
    """``{name}`` becomes the value after a space, or nothing; ``{name!}`` an argument, or NAME."""

    def value(slot: re.Match[str]) -> str:
        captured = one.captures.get(slot[1], "").strip("'\"")
        if slot[2]:
            return shlex.quote(captured) if captured else slot[1].upper()
        return f" {shortened(captured)}" if captured else ""

    return SLOT.sub(value, template)


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"


def phrases_of(rule: Rule) -> tuple[str, ...]:
    """What is said where ``rule`` is the cause: the phrases of its rows, the surest row first."""
    own = sorted((row for row in rows() if row.rule is rule), key=lambda row: -row.weight)
    said = (phrase for row in own for phrase in row.phrases if not phrase.startswith("~"))
    return tuple(dict.fromkeys(phrase.lstrip("=").replace("*", "...") for phrase in said))


def named(rule: Rule, own: tuple[Wording, ...]) -> Judge:
    """Judges whether ``rule`` is among the causes that the text points to."""

    def find(facts: Facts) -> Finding | None:
        assert facts.said is not None
        words = words_of(facts.said)
        if not any(fits(words, row) for row in own):  # most rules are not even spoken of
            return None
        return next((one for one in candidates(facts.said) if one.rule is rule), None)

    return Judge(rule=rule, needs=("said",), find=find)


def _judges() -> tuple[Judge, ...]:
    table = tuple(rows())
    rules = {row.rule.name: row.rule for row in table}
    return tuple(
        named(rule, tuple(row for row in table if row.rule is rule))
        for rule in sorted(rules.values(), key=lambda rule: rule.code)
    )


JUDGES = _judges()
