"""Family AZ62: a recording (HAR), or a pasted callback, judged by the order of its requests.

All findings of one recording are made together: what the requests themselves explain is not guessed at by its words.
"""

from functools import lru_cache

from auth0ctl.findings import Finding, Judge, Rule, severity_of
from auth0ctl.model import Facts
from auth0ctl.rules.asked.recorded import calling, granted, redeeming, returning, silent, told
from auth0ctl.rules.asked.recorded.story import Story
from auth0ctl.rules.login.causes import TOLD
from auth0ctl.rules.ranking import SEVERITIES
from auth0ctl.rules.said.judges import rows
from auth0ctl.situation import Exchange

SHOWN_BY_REQUESTS = (
    redeeming.redeeming,
    granted.granted,
    returning.returning,
    silent.silent,
    calling.calling,
    told.escaped,
    told.callback_refused,
    told.logout,
    told.embedded,
    told.not_there,
    told.bookmarked,
)


@lru_cache(maxsize=1)
def findings_in(exchanges: tuple[Exchange, ...]) -> tuple[Finding, ...]:
    """Everything that a recording shows, of each rule the worst finding, and of these the first."""
    story = Story(exchanges)
    seen = [one for part in SHOWN_BY_REQUESTS for one in part(story)]
    seen += told.in_words(story, frozenset(at for at, _ in seen))
    first: dict[str, Finding] = {}
    for _, finding in sorted(seen, key=lambda one: SEVERITIES.index(severity_of(one[1]))):
        first.setdefault(finding.rule.name, finding)
    return tuple(first.values())


def shows(rule: Rule) -> Judge:
    """Judges whether ``rule`` is among what the recording shows."""

    def find(facts: Facts) -> Finding | None:
        assert facts.exchanges is not None
        return next((one for one in findings_in(facts.exchanges) if one.rule.name == rule.name), None)

    return Judge(rule=rule, needs=("exchanges",), find=find)


def _rules() -> tuple[Rule, ...]:
    """Those of the parts above, and every one that words can name."""
    own = [value for part in (calling, granted, redeeming, returning, silent, told) for value in vars(part).values()]
    every = [*own, *(rule for rule, _ in TOLD), *(row.rule for row in rows())]
    return tuple({one.name: one for one in every if isinstance(one, Rule)}.values())


JUDGES = tuple(shows(rule) for rule in _rules())
