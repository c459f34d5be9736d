"""What a diagnosis looked at, and what it could not look at and why: one line each."""

from auth0ctl.findings import Check, Status
from auth0ctl.journeys.diagnosis.oracle import prediction_check
from auth0ctl.model import Facts
from auth0ctl.words import counted

READ = {
    "client": "the client",
    "resource_servers": "the APIs",
    "client_grants": "the client grants",
    "connections": "the connections",
    "tenant_settings": "the tenant's settings",
    "custom_domains": "the custom domains",
    "actions": "the Actions",
    "mfa_policies": "the MFA policies",
    "organization": "the organization",
    "user": "the user",
}
# What guards the tenant; looked at only for an audit.
GUARDS = {
    "brute_force": "brute-force protection",
    "suspicious_ips": "suspicious IP throttling",
    "breached_passwords": "breached password detection",
    "mfa_factors": "the MFA factors",
    "email_provider": "the mail provider",
    "log_streams": "the log streams",
    "legacy_rules": "the Rules",
}
# Parts of the tenant's objects, each behind a permission of its own.
PARTS = {
    "client secret": "the client's secret",
    "client authentication": "how the client proves itself",
    "enabled connections": "which connections the client may use",
    "connection options": "the connections' options",
    "organization connections": "the organization's connections",
    "organization members": "the organization's members",
    "organization roles": "the user's roles in the organization",
    "default client grants": "the client grants for all third-party clients",
    "clients": "the other clients",
    "consents": "the user's consents",
    "refusal": "/authorize",
}


def checks(facts: Facts) -> tuple[Check, ...]:
    """What was looked at, and what could not be."""
    lines = []
    for name, title in READ.items():
        unasked = facts.missing.get(name, "").startswith("no ") and name in ("organization", "user")
        if getattr(facts, name) is not None:
            lines.append(Check(id=name, title=title, status=Status.PASS, detail="read"))
        elif not unasked:
            lines.append(Check(id=name, title=title, status=Status.SKIP, detail=facts.missing.get(name) or "not known"))
    lines += guards_read(facts)
    for name, title in PARTS.items():
        if name in facts.missing:
            lines.append(Check(id=name.replace(" ", "_"), title=title, status=Status.SKIP, detail=facts.missing[name]))
    for probe in facts.probes or ():
        if probe.name == "authorize":
            fine = probe.outcome != "refused"
            status = Status.PASS if fine else Status.FAIL
            lines.append(Check(id="authorize", title="/authorize", status=status, detail=probe.detail))
    if facts.exchanges is not None:
        read = f"{len(facts.exchanges)} of its requests belong to a login or a call"
        lines.append(Check(id="recording", title="the recording", status=Status.PASS, detail=read))
    if facts.app_settings is not None:
        files = len({one.file for one in facts.app_settings})
        read = f"{counted(len(facts.app_settings), 'setting')} in {counted(files, 'file')}"
        lines.append(Check(id="project", title="the app's settings", status=Status.PASS, detail=read))
    for answer in facts.api_answers or ():
        said = f"{answer.status} with {answer.sent}"
        lines.append(Check(id="call", title="the API", status=Status.PASS, detail=said))
    if (foretold := prediction_check(facts)) is not None:
        lines.append(foretold)
    return tuple(lines)


def guards_read(facts: Facts) -> list[Check]:
    """A line for each of what guards the tenant; none where nobody asked."""
    lines = []
    for name, title in GUARDS.items():
        if getattr(facts, name) is not None:
            lines.append(Check(id=name, title=title, status=Status.PASS, detail="read"))
        elif name in facts.missing:
            lines.append(Check(id=name, title=title, status=Status.SKIP, detail=facts.missing[name]))
    return lines
