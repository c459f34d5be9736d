"""What guards people's accounts: attack protection, passwords, second factors, mail, logs. Only for an audit."""

from collections.abc import Mapping
from typing import Any

from auth0ctl.findings import Finding, Judge, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.records import Connection
from auth0ctl.rules.audit.upkeep import place
from auth0ctl.rules.wish.actions import COMMENT
from auth0ctl.rules.wish.situation import found, listed

DOCS = "https://auth0.com/docs/"
DATABASE = "auth0"
WEAK = ("none", "low", "fair")
SHORTEST = 12  # characters; the official auditor's figure
STAGES = ("pre-user-registration", "pre-change-password")
ASKS_MFA = ("multifactor.enable", "authentication.challengeWith", "authentication.enrollWith")

BRUTE_FORCE = Rule(
    code="AZ261",
    name="brute-force-protection-off",
    severity=Severity.INFO,
    title="Nothing stops the guessing of one person's password",
    why="Brute-force protection blocks further tries after ten wrong passwords for an account from one address.",
    fix="In the dashboard: Security, Attack Protection, Brute-force Protection: switch it on, with blocking.",
    docs=DOCS + "secure/attack-protection/brute-force-protection",
)
SUSPICIOUS_IP = Rule(
    code="AZ262",
    name="suspicious-ip-throttling-off",
    severity=Severity.INFO,
    title="Nothing slows down one address that tries many accounts",
    why="Suspicious IP throttling slows an address that fails with many different names.",
    fix="In the dashboard: Security, Attack Protection, Suspicious IP Throttling: switch it on, with blocking.",
    docs=DOCS + "secure/attack-protection/suspicious-ip-throttling",
)
BREACHED = Rule(
    code="AZ263",
    name="breached-password-detection-off",
    severity=Severity.INFO,
    title="Passwords that are known from breaches are accepted",
    why="People reuse passwords; those that were stolen elsewhere are tried first. Only paid plans have the detection.",
    fix="In the dashboard: Security, Attack Protection, Breached Password Detection: block at login, sign-up and "
    "password change.",
    docs=DOCS + "secure/attack-protection/breached-password-detection",
)
NO_FACTOR = Rule(
    code="AZ264",
    name="mfa-factor-missing",
    severity=Severity.INFO,
    title="No second factor is switched on",
    why="Without a factor nobody can be asked for one, not even by an Action: such a login fails.",
    fix="In the dashboard: Security, Multi-factor Auth: switch on a factor, best WebAuthn or a one-time password.",
    docs=DOCS + "secure/multi-factor-authentication/enable-mfa",
)
MFA_NEVER = Rule(
    code="AZ265",
    name="mfa-never-asked-for",
    severity=Severity.INFO,
    title="Nobody is asked for a second factor",
    why="The tenant's policy is never, and no Action in the login asks: a password that was guessed is enough.",
    fix="Choose the policy adaptive or always, or ask in a post-login Action where it matters.",
    docs=DOCS + "secure/multi-factor-authentication/customize-mfa",
)
WEAK_POLICY = Rule(
    code="AZ266",
    name="password-policy-weak",
    severity=Severity.WARNING,
    title="A database takes passwords that are guessed in moments",
    why="With the policies none, low and fair short passwords of one kind of letters are taken, and accounts are lost "
    "to lists of common passwords. Auth0 gives new databases the policy good.",
    fix="In the dashboard: Authentication, Database, the connection, Authentication Methods, Password: Good or better.",
    docs=DOCS + "authenticate/database-connections/password-strength",
)
FEW_CHECKS = Rule(
    code="AZ267",
    name="password-checks-off",
    severity=Severity.INFO,
    title="A database does not check passwords for what people do with them",
    why="A long password is worth little when it is the person's name, on every list, or the one before last.",
    fix="In the dashboard: Authentication, Database, the connection: a minimum of 12 characters, password history, "
    "dictionary and personal data checks.",
    docs=DOCS + "authenticate/database-connections/password-options",
)
NO_PASSKEYS = Rule(
    code="AZ268",
    name="passkeys-off",
    severity=Severity.INFO,
    title="People cannot log in with a passkey",
    why="A passkey cannot be given to a false login page, and nobody has to remember it.",
    fix="In the dashboard: Authentication, Database, the connection, Authentication Methods: switch Passkey on.",
    docs=DOCS + "authenticate/database-connections/passkeys",
)
NO_MAIL = Rule(
    code="AZ271",
    name="email-provider-missing",
    severity=Severity.INFO,
    title="The tenant sends mail through Auth0's own test provider",
    why="It is for trying out: few mails, Auth0's sender and templates. Verification and password mails may get lost.",
    fix="In the dashboard: Branding, Email Provider: set up one of your own.",
    docs=DOCS + "customize/email/smtp-email-providers",
)
NO_STREAM = Rule(
    code="AZ272",
    name="log-stream-missing",
    severity=Severity.INFO,
    title="The tenant's log is kept nowhere else",
    why="Auth0 keeps log entries for days, one on the Free plan: what happened before cannot be looked up any more.",
    fix="In the dashboard: Monitoring, Streams: send the log to where you keep yours.",
    docs=DOCS + "customize/log-streams",
)


def shielded(settings: Mapping[str, Any] | None) -> bool:
    """Whether a protection is on and blocks; one that only tells an administrator stops nobody."""
    stated = settings or {}
    return stated.get("enabled") is True and "block" in (stated.get("shields") or ())


def described(settings: Mapping[str, Any] | None) -> str:
    stated = settings or {}
    return f"enabled: {str(stated.get('enabled', False)).lower()}, shields: {listed(stated.get('shields'))}"


def brute_force(facts: Facts) -> Finding | None:
    if shielded(facts.brute_force):
        return None
    return found(BRUTE_FORCE, place(facts), "Brute-force protection blocks nothing.", described(facts.brute_force))


def suspicious_ip(facts: Facts) -> Finding | None:
    if shielded(facts.suspicious_ips):
        return None
    seen = described(facts.suspicious_ips)
    return found(SUSPICIOUS_IP, place(facts), "Suspicious IP throttling blocks nothing.", seen)


def breached(facts: Facts) -> Finding | None:
    """At login by its own shields; at sign-up and password change by those of each stage."""
    settings = facts.breached_passwords or {}
    stages = settings.get("stage") if isinstance(settings.get("stage"), Mapping) else {}
    open_ones = [] if shielded(settings) else ["login"]
    open_ones += [name for name in STAGES if "block" not in (((stages or {}).get(name) or {}).get("shields") or ())]
    if not open_ones:
        return None
    detail = f"Breached passwords are not blocked at {listed(open_ones)}."
    return found(BREACHED, place(facts), detail, described(settings))


def no_factor(facts: Facts) -> Finding | None:
    if facts.mfa_factors:
        return None
    return found(NO_FACTOR, place(facts), "No factor is enabled.", "guardian factors: none is enabled")


def mfa_never(facts: Facts) -> Finding | None:
    asked = any(
        one.bound and one.deployed and any(call in COMMENT.sub("", one.code) for call in ASKS_MFA)
        for one in facts.actions or ()
    )
    if facts.mfa_policies or asked:
        return None
    return found(MFA_NEVER, place(facts), "No MFA policy, and no Action asks for it.", "MFA policies: none")


def databases(facts: Facts) -> list[Connection]:
    """Those whose options may be read, and that somebody can use, as far as that is known."""
    return [
        one
        for one in facts.connections or ()
        if one.strategy == DATABASE and one.options and (one.enabled_clients != () or one.is_domain_connection)
    ]


def weak_policy(facts: Facts) -> Finding | None:
    """An absent policy is not known to be weak: older databases do not state it."""
    weak = [f"{one.name}: {one.options['passwordPolicy']}" for one in databases(facts) if policy(one) in WEAK]
    if not weak:
        return None
    return found(WEAK_POLICY, weak[0].partition(":")[0], f"The password policy of {listed(weak)}.", *weak)


def policy(connection: Connection) -> str:
    return str(connection.options.get("passwordPolicy", ""))


def few_checks(facts: Facts) -> Finding | None:
    seen = [f"{one.name}: no {', no '.join(lacking(one))}" for one in databases(facts) if lacking(one)]
    if not seen:
        return None
    return found(FEW_CHECKS, seen[0].partition(":")[0], f"{'; '.join(seen)}.", *seen)


def lacking(connection: Connection) -> list[str]:
    options = connection.options
    length = (options.get("password_complexity_options") or {}).get("min_length")
    short = not isinstance(length, int) or length < SHORTEST
    switches = {
        "password history": "password_history",
        "check for personal data": "password_no_personal_info",
        "dictionary": "password_dictionary",
    }
    off = [title for title, name in switches.items() if (options.get(name) or {}).get("enable") is not True]
    return [f"minimum of {SHORTEST} characters", *off] if short else off


def no_passkeys(facts: Facts) -> Finding | None:
    """Where the connection says so; an older one knows no such setting."""
    off = []
    for one in databases(facts):
        methods = one.options.get("authentication_methods")
        if isinstance(methods, Mapping) and (methods.get("passkey") or {}).get("enabled") is False:
            off.append(one.name)
    if not off:
        return None
    return found(NO_PASSKEYS, off[0], f"Passkeys are off for {listed(off)}.", "authentication_methods.passkey: off")


def no_mail(facts: Facts) -> Finding | None:
    stated = facts.email_provider or {}
    if stated.get("name") and stated.get("enabled") is not False:
        return None
    off = f"{stated['name']} is switched off" if stated.get("name") else "none is set up"
    return found(NO_MAIL, place(facts), f"Of a mail provider, {off}.", f"email provider: {off}")


def no_stream(facts: Facts) -> Finding | None:
    """A stream that is paused or suspended keeps nothing."""
    streams = facts.log_streams or ()
    if any(one.get("status") == "active" for one in streams):
        return None
    seen = [f"{one.get('name') or one.get('type')}: {one.get('status')}" for one in streams]
    return found(NO_STREAM, place(facts), "No log stream is active.", f"log streams: {listed(seen)}")


JUDGES = (
    Judge(rule=BRUTE_FORCE, needs=("brute_force",), find=brute_force),
    Judge(rule=SUSPICIOUS_IP, needs=("suspicious_ips",), find=suspicious_ip),
    Judge(rule=BREACHED, needs=("breached_passwords",), find=breached),
    Judge(rule=NO_FACTOR, needs=("mfa_factors",), find=no_factor),
    Judge(rule=MFA_NEVER, needs=("mfa_policies", "actions"), find=mfa_never),
    Judge(rule=NO_MAIL, needs=("email_provider",), find=no_mail),
    Judge(rule=NO_STREAM, needs=("log_streams",), find=no_stream),
    *(
        Judge(rule=rule, needs=("connections",), find=find)
        for rule, find in ((WEAK_POLICY, weak_policy), (FEW_CHECKS, few_checks), (NO_PASSKEYS, no_passkeys))
    ),
)
