"""What a wording is held against: the text in lower case, its lines bare of prefixes, and what is known besides."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from auth0ctl.rules.said.verdicts import unjoined, verdict
from auth0ctl.situation import Said
from auth0ctl.words import split_url

FALSE = frozenset(("", "false", "no", "0", "off", "none", "null", "missing", "disabled", "[]", "unset"))
SHORT = 4  # letters: a word that short is also a part of many others
_MEMBER = re.compile(r"'([:,])(?=['\[{\d])")  # of JSON without spaces
_ERROR = re.compile(r"^.*(?:error|exception): +(?=\S)")
_FOREIGN = re.compile(
    r"\.okta(?:preview|-emea)?\.com|\bfirebase(?![/\\])|securetoken\.google|\bcognito|userpoolid|"
    r"secret hash for client|\bkeycloak|"
    r"/realms/|login\.microsoftonline|sts\.windows\.net|b2clogin|\bclerk\b|\bworkos\b|\bzitadel\b|\bauthentik\b|"
    r"\bauthelia\b|\bidentityserver\b|\bduende|google\.com/identity|oauth2\.googleapis"
)
_PREFIX = re.compile(
    r"^(?:uncaught|unhandled|\(?in promise\)?|[\w.]{0,60}(?:error|exception)|fatal|warn(?:ing)?|\W+){1,12}\b[\s:)]*"
)


@dataclass(frozen=True)
class Words:
    """One pasted text with everything that a reading may look at."""

    said: Said
    known: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def text(self) -> str:
        """On one line, the OAuth error in its plainest form first; every quote is ``'``."""
        oauth = f"{self.said.error}: {self.said.description}" if self.said.error else self.said.description
        return _MEMBER.sub(r"'\1 ", " ".join(f"{oauth} \N{BULLET} {self.said.text}".split()))

    @cached_property
    def lower(self) -> str:
        return self.text.lower()

    @cached_property
    def unjoined(self) -> str:
        return unjoined(self.text)

    @cached_property
    def _verdicts(self) -> dict[str, str]:
        return {}

    def verdict(self, subject: str) -> str:
        """The words that find fault with a subject, as ``verdicts`` reads them; empty where none do."""
        if subject not in self._verdicts:
            self._verdicts[subject] = verdict(subject, self.unjoined)
        return self._verdicts[subject]

    @cached_property
    def bare(self) -> frozenset[str]:
        """Each line, the error and the description without ``Error:`` before and punctuation after."""
        error, description = self.said.error, self.said.description
        lines = {f"{error}: {description}", description} if description else {error}
        lines |= set(self.said.text.split("\n"))
        lowered = {line.lower().strip(" .,;!'{}") for line in lines if line}
        shorter = lowered | {_PREFIX.sub("", line) for line in lowered} | {_ERROR.sub("", line) for line in lowered}
        return frozenset(line.strip(" .,;!'") for line in shorter)

    @cached_property
    def foreign(self) -> bool:
        """Whether the text is another provider's, and nothing in it, or known beside it, speaks of Auth0."""
        return _FOREIGN.search(self.lower) is not None and not self.holds("auth0")

    def says(self, *phrases: str) -> bool:
        """Whether the text holds any of the phrases, given in lower case."""
        return any(phrase in self.lower for phrase in phrases)

    def near(self, words: tuple[str, ...]) -> bool:
        """Whether one of the words stands in the text or among the facts; a short one by itself, not in another."""
        return any(
            _alone(word).search(self.lower + " " + " ".join(self._pairs[True]))
            if len(word) <= SHORT
            else self.holds(word)
            for word in words
        )

    def holds(self, word: str) -> bool:
        return word in self.lower or any(word in pair for pair in self._pairs[True])

    def value(self, *names: str) -> str:
        """The first known fact of these names; empty where nobody said."""
        return next((self.known[name] for name in names if self.known.get(name)), "")

    def told(self, pattern: str) -> bool:
        """Whether a known fact that is not false fits, as ``name: value`` in lower case."""
        return any(re.search(pattern, pair) for pair in self._pairs[True])

    def denied(self, pattern: str) -> bool:
        """Whether the name of a known fact that is false fits."""
        return any(re.search(pattern, pair) for pair in self._pairs[False])

    @cached_property
    def _pairs(self) -> Mapping[bool, list[str]]:
        pairs: dict[bool, list[str]] = {True: [], False: []}
        for name, value in self.known.items():
            true = value.strip().lower() not in FALSE
            pairs[true].append(f"{name}: {value.lower()}" if true else name)
        return pairs


@cache
def _alone(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![a-z0-9]){re.escape(word)}(?![a-z])")


def words_of(said: Said) -> Words:
    """The facts' names in one spelling: lower case, underscores."""
    known = {re.sub(r"[\s.-]+", "_", name.strip().lower()): value.strip() for name, value in said.known.items()}
    return Words(said=said, known=known)


def host_of(url: str) -> str:
    """A URL's host and port in lower case; of a bare domain too; empty where there is none."""
    try:
        parts = split_url(url if "//" in url else f"//{url}")
        return parts.netloc.lower()
    except ValueError:
        return ""


def scheme_of(url: str) -> str:
    """A URL's scheme, empty where there is none."""
    return url.partition("://")[0].lower() if "://" in url else ""


def only_slash_differs(one: str, other: str) -> bool:
    """Whether two values are the same but for slashes at the end."""
    return bool(one) and one != other and one.rstrip("/") == other.rstrip("/")
