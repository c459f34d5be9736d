"""Which finding is the cause, and which ones only follow from it.

Findings about one cause from several kinds of evidence become one. Then the worst come first; among equals the surer
ones; then whatever stands in the way earlier in a login, as nothing later can be seen before that is mended.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from auth0ctl.findings import Confidence, Finding, Severity, severity_of

SEVERITIES = (Severity.ERROR, Severity.WARNING, Severity.INFO)
CONFIDENCES = (Confidence.CERTAIN, Confidence.LIKELY, Confidence.POSSIBLE)

# The way of a login, step by step. A name that is not here comes after them, by its code.
STEPS: tuple[tuple[str, ...], ...] = (
    ("domain-missing", "domain-has-scheme", "wrong-tenant-domain"),
    ("client-id-missing", "client-unknown"),
    ("redirect-uri-missing", "redirect-uri-malformed", "callback-scheme-behind-proxy", "callback-url-not-registered"),
    ("pushed-request-required", "device-flow-needs-public-client", "grant-type-not-enabled"),
    ("cross-origin-login-refused", "web-origin-missing", "cors-origin-missing"),
    ("organization-param-required", "organization-not-allowed", "organization-name-for-id", "organization-unknown"),
    ("resource-param-not-mapped", "custom-domain-system-audience", "audience-slash-mismatch"),
    ("audience-not-registered", "audience-missing", "client-grant-missing", "token-for-another-audience"),
    ("connection-not-enabled", "signup-disabled", "default-directory-missing", "social-dev-keys"),
    ("user-blocked", "user-not-in-organization", "action-denies-login", "mfa-required"),
    ("consent-required-localhost", "consent-required", "confirmation-needed-on-loopback"),
    ("public-client-needs-auth-method-none", "client-secret-wrong", "client-secret-missing"),
    ("url-escaped-wrongly",),
    ("audience-missing-opaque-token",),
    ("client-grant-scope-missing", "api-scope-not-requested", "rbac-user-lacks-permission"),
    ("permissions-not-added-to-token",),
    ("offline-access-scope-missing", "api-offline-access-disabled", "refresh-token-expired"),
    ("openid-scope-missing", "metadata-needs-action", "claim-namespace-reserved", "claim-not-namespaced"),
    ("oidc-scope-missing", "token-claim-missing", "client-id-token-hs256"),
    ("logout-client-id-missing", "logout-url-not-allowed"),
)
STEP: Mapping[str, int] = {name: number for number, names in enumerate(STEPS) for name in names}

# What only follows: name -> the causes of which it is the consequence, where they were found too.
FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "audience-missing-opaque-token": ("resource-param-not-mapped", "url-escaped-wrongly"),
    "requested-scope-dropped": (
        "audience-missing-opaque-token",
        "audience-not-registered",
        "audience-slash-mismatch",
        "custom-domain-system-audience",
        "resource-param-not-mapped",
        "client-grant-missing",
        "client-grant-scope-missing",
        "rbac-user-lacks-permission",
        "api-offline-access-disabled",
        "grant-type-not-enabled",
    ),
    "client-grant-missing": ("audience-not-registered", "audience-slash-mismatch", "custom-domain-system-audience"),
    "api-scope-not-requested": ("audience-missing-opaque-token", "resource-param-not-mapped"),
    "token-for-another-audience": ("audience-not-registered", "audience-slash-mismatch", "resource-param-not-mapped"),
    "permissions-not-added-to-token": ("audience-missing-opaque-token", "resource-param-not-mapped"),
    "client-unknown": ("client-id-missing",),
    "audience-missing": ("resource-param-not-mapped",),
    "audience-not-registered": ("custom-domain-system-audience", "audience-slash-mismatch"),
    "callback-url-not-registered": ("redirect-uri-malformed", "callback-scheme-behind-proxy"),
    "client-has-no-callbacks": ("callback-url-not-registered",),
    "cors-origin-missing": ("web-origin-missing",),
    "confirmation-needed-on-loopback": ("consent-required-localhost",),
    "token-claim-missing": ("claim-namespace-reserved", "claim-not-namespaced", "metadata-needs-action"),
    "public-client-needs-auth-method-none": ("device-flow-needs-public-client",),
    "client-secret-wrong": ("device-flow-needs-public-client", "public-client-needs-auth-method-none"),
    "silent-login-needs-a-person": ("web-origin-missing", "consent-required-localhost", "social-dev-keys"),
    "callback-not-verifiable": ("consent-required-localhost", "confirmation-needed-on-loopback"),
    "api-does-not-skip-consent": ("consent-required", "consent-required-localhost"),
}
# What nobody said to be in the way, and is only guessed at: where something else fails for sure it is a note.
GUESSES = ("audience-missing-opaque-token",)
# A refusal in words that name nothing: whatever setting was found wrong is its cause.
WORDLESS = ("login-refused", "authorize-request-invalid")


def rank(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding for each cause, the root cause first, its consequences folded under it."""
    merged: dict[str, Finding] = {}
    for one in findings:
        name = one.rule.name
        merged[name] = together(merged[name], one) if name in merged else one
    ordered = sorted(beside_what_fails(tuple(merged.values())), key=place)
    roots: dict[str, Finding] = {}
    folded: dict[str, list[Finding]] = {}
    for one in ordered:
        cause = cause_of(one, ordered)
        if cause is None:
            roots[one.rule.name] = one
        else:
            folded.setdefault(cause, []).append(one)
    # A consequence of a consequence belongs to the root.
    for name in [name for name in folded if name not in roots]:
        up = next((cause for cause, ones in folded.items() if any(one.rule.name == name for one in ones)), None)
        if up is not None and up in roots:
            folded[up] += folded[name]
    return tuple(
        replace(one, consequences=(*one.consequences, *folded.get(name, ()))) if name in folded else one
        for name, one in roots.items()
    )


def beside_what_fails(findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """The same findings; a guess is no more than a note beside an error that is no guess."""
    failing = any(severity_of(one) is Severity.ERROR and one.confidence is not Confidence.POSSIBLE for one in findings)
    for one in findings:
        guess = one.rule.name in GUESSES and one.confidence is Confidence.POSSIBLE
        yield replace(one, severity=Severity.INFO) if failing and guess else one


def place(finding: Finding) -> tuple[int, int, int, str]:
    """Where a finding stands in the order: smaller comes first."""
    severity = SEVERITIES.index(severity_of(finding))
    step = STEP.get(finding.rule.name, len(STEPS))
    return severity, CONFIDENCES.index(finding.confidence), step, finding.rule.code


def together(one: Finding, other: Finding) -> Finding:
    """Two findings of one cause: the worse and surer speaks, and has the evidence of both."""
    # Of two that weigh the same the later family knows more: it has the settings beside the tenant's words.
    first, second = sorted((other, one), key=place)
    evidence = dict.fromkeys((*first.evidence, *second.evidence))
    explains = dict.fromkeys((*first.explains, *second.explains))
    return replace(first, evidence=tuple(evidence), explains=tuple(explains))


def cause_of(finding: Finding, every: Iterable[Finding]) -> str | None:
    """The name of the finding that ``finding`` follows from; None for a root. A note explains no problem."""
    name = finding.rule.name
    if name in WORDLESS:
        errors = (
            one.rule.name for one in every if severity_of(one) is Severity.ERROR and one.rule.name not in WORDLESS
        )
        return next(errors, None)
    causes = FOLLOWS.get(name, ())
    worth = SEVERITIES.index(severity_of(finding))
    return next(
        (one.rule.name for one in every if one.rule.name in causes and SEVERITIES.index(severity_of(one)) <= worth),
        None,
    )
