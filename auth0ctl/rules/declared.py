"""What a smoke file declares and is not so, where no other rule knows the cause.

``Facts.declared`` holds the differences by the kind of check that found them.
"""

from collections.abc import Callable, Mapping

from auth0ctl.findings import Finding, Judge, Rule, Severity
from auth0ctl.model import Facts

DOCS = "https://auth0.com/docs/"

SETTING = Rule(
    code="AZ821",
    name="setting-not-as-declared",
    severity=Severity.ERROR,
    title="A setting of the tenant is not what the smoke file declares",
    why="Somebody changed the tenant, or the file speaks of another state of it. What rests on the declared setting "
    "may behave otherwise now.",
    fix="Put the setting back, or change the smoke file if the new value is meant.",
    docs=DOCS + "get-started/applications/application-settings",
)
OBJECT = Rule(
    code="AZ822",
    name="object-not-as-declared",
    severity=Severity.ERROR,
    title="A client, an API or a client grant that the smoke file names is not there",
    why="It was deleted or renamed, or the command talks to another tenant than the file is about.",
    fix="Create it, or correct the name in the smoke file; `auth0ctl tenant show` tells which tenant was asked.",
    docs=DOCS + "get-started/applications",
)
TOKENS = Rule(
    code="AZ823",
    name="tokens-not-as-declared",
    severity=Severity.ERROR,
    title="A flow's tokens are not what the smoke file declares",
    why="Apps and APIs count on what is in the tokens: a scope, a claim or a lifetime that changes breaks them without "
    "any error at the login.",
    fix="Compare the settings of client and API with the file; `auth0ctl token verify --why` tells where each part of "
    "a token comes from.",
    docs=DOCS + "secure/tokens/access-tokens/access-token-profiles",
)
REFUSAL = Rule(
    code="AZ824",
    name="refusal-not-as-declared",
    severity=Severity.ERROR,
    title="What should be refused is not refused as the smoke file declares",
    why="A login or token request that must not work does, or fails for another reason: something was opened that "
    "should be closed, or the check no longer tests what it was written for.",
    fix="Look at the client's grant types, callbacks and client grants; nobody should be able to get tokens this way.",
    docs=DOCS + "get-started/applications/application-grant-types",
)
CALL = Rule(
    code="AZ825",
    name="api-answer-not-as-declared",
    severity=Severity.ERROR,
    title="The API does not answer as the smoke file declares",
    why="The answer to a call with the right token, and to calls without one, is what protects the API's data.",
    fix="Run `auth0ctl doctor --call URL`: it calls the API in the same ways and explains each answer.",
    docs=DOCS + "secure/tokens/access-tokens/validate-access-tokens",
)
RULES: Mapping[str, Rule] = {"setting": SETTING, "object": OBJECT, "tokens": TOKENS, "refusal": REFUSAL, "call": CALL}


def declared(kind: str, rule: Rule) -> Callable[[Facts], Finding | None]:
    """Judges the differences of one kind."""

    def find(facts: Facts) -> Finding | None:
        assert facts.declared is not None
        said = facts.declared.get(kind)
        if not said:
            return None
        subject, *differs = said
        return Finding(rule=rule, subject=subject, detail=differs[0], evidence=tuple(differs))

    return find


JUDGES = tuple(Judge(rule=rule, needs=("declared",), find=declared(kind, rule)) for kind, rule in RULES.items())
