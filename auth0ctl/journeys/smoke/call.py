"""The user's own API: open to the right token, closed to everything else."""

from collections.abc import Mapping, Sequence
from typing import Any

from auth0ctl.evidence.call import call_api
from auth0ctl.journeys.smoke.declared import Declared
from auth0ctl.journeys.smoke.ground import Try
from auth0ctl.journeys.smoke.matching import Difference
from auth0ctl.journeys.smoke.seen import Seen, explained
from auth0ctl.journeys.smoke.unjudged import NotRun
from auth0ctl.model import Facts
from auth0ctl.rules import judge
from auth0ctl.situation import ApiAnswer
from auth0ctl.tokens.decode import decode

# What is sent -> the key that says how it must be answered, and the usual answer.
USUAL: Mapping[str, tuple[str, Any]] = {
    "nothing": ("without_token", 401),
    "access token": ("with_token", 200),
    "ID token": ("with_id_token", 401),
    "broken signature": ("with_forged_token", 401),
    "unsigned": ("with_forged_token", 401),
}
# An answer that is not as declared -> the rules that know why.
CAUSES: Mapping[str, tuple[str, ...]] = {
    "nothing": ("api-accepts-no-token", "api-redirects-to-login"),
    "ID token": ("api-accepts-id-token",),
    "broken signature": ("api-accepts-forged-token",),
    "unsigned": ("api-accepts-forged-token",),
}


def call(check: Declared, one: Try) -> Seen:
    """Call the API with nothing and, where a flow brings them, with its tokens. Raises NetworkError."""
    given, url = check.given, str(check.given["url"])
    source = given.get("token_from")
    tokens = one.brought[source].tokens if source else None
    if given.get("with_id_token") and tokens is not None and not tokens.id_token:
        raise NotRun(f"{source} brought no ID token to call the API with", "Ask for the scope openid there.")
    access = tokens.access_token if tokens else None
    answers = call_api(
        one.http,
        url,
        access_token=access,
        id_token=tokens.id_token if tokens else None,
        token_type=tokens.token_type if tokens else "Bearer",
    )
    differs = {answer.sent: difference for answer in answers if (difference := judged(given, answer)) is not None}
    if not differs:
        return Seen(detail=", ".join(f"{answer.status} with {answer.sent}" for answer in answers))
    facts = Facts(tenant=one.ground.tenant, api_answers=answers, token=decode(access) if access else None)
    found, _ = judge(facts, ("AZ9",))
    refused = "access token" in differs  # then whatever the API says about the token is about that
    names = {name for sent in differs for name in CAUSES.get(sent, ())}
    others = {name for named in CAUSES.values() for name in named}
    kept = [each for each in found if each.rule.name in names or (refused and each.rule.name not in others)]
    return explained("call", url, differs.values(), kept)


def judged(given: Mapping[str, Any], answer: ApiAnswer) -> Difference | None:
    """The answer's difference from what is declared, or from what is usual."""
    if answer.sent not in USUAL:
        return None
    key, usual = USUAL[answer.sent]
    wanted = given.get(key, usual)
    if wanted is False:
        return None
    allowed = wanted if isinstance(wanted, Sequence) else [wanted]
    if answer.status in allowed:
        return None
    expected = " or ".join(str(status) for status in allowed)
    return Difference(name=f"the answer to {named(answer.sent)}", expected=expected, seen=str(answer.status))


def named(sent: str) -> str:
    return {
        "nothing": "no token",
        "access token": "the access token",
        "ID token": "an ID token",
        "broken signature": "a token with a broken signature",
        "unsigned": "an unsigned token",
    }[sent]
