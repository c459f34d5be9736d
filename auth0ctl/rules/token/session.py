"""The ID token does not belong to this login: nonce, hashes, age, acr. And who may send an access token."""

from auth0ctl.findings import Finding, Judge, Rule, Severity
from auth0ctl.model import Facts
from auth0ctl.rules.token.situation import NEEDS, TOKEN_DOCS, expected_of, failed, found, mixed_up, readable, token_of
from auth0ctl.words import shown

ID_DOCS = TOKEN_DOCS + "id-tokens/validate-id-tokens"
LOGIN_DOCS = "https://auth0.com/docs/authenticate/login/max-age-reauthentication"

NONCE = Rule(
    code="AZ441",
    name="token-nonce-mismatch",
    severity=Severity.ERROR,
    title="The ID token answers another login",
    why="The nonce ties an ID token to the login that asked for it. Another value means a second login was started "
    "meanwhile, a stored one was stale, or the token is replayed.",
    fix="Log in once more; keep the nonce of each login until its answer is back.",
    docs=ID_DOCS,
)
AT_HASH = Rule(
    code="AZ442",
    name="at-hash-mismatch",
    severity=Severity.ERROR,
    title="The access token is not the one that came with the ID token",
    why="`at_hash` is half the hash of the access token that was issued beside the ID token; it is how a swapped "
    "access token is noticed in the front channel.",
    fix="Take both tokens from one answer.",
    docs=ID_DOCS,
)
LOGIN_TOO_OLD = Rule(
    code="AZ443",
    name="token-login-too-old",
    severity=Severity.ERROR,
    title="The login behind the ID token is too old",
    why="`max_age` asks for a recent login, proved by `auth_time`; and an ID token that is a week old when it arrives "
    "was kept by someone.",
    fix="Log in again with --prompt login, or with a larger --max-age.",
    docs=LOGIN_DOCS,
)
ACR = Rule(
    code="AZ444",
    name="token-acr-missing",
    severity=Severity.ERROR,
    title="The login was not as strong as was asked for",
    why="`acr` says how the user was authenticated. Auth0 states it only right after a multi-factor challenge.",
    fix="Ask for the acr value at login, and have an Action or a policy require the factor.",
    docs="https://auth0.com/docs/secure/multi-factor-authentication/step-up-authentication",
)
CODE_HASH = Rule(
    code="AZ445",
    name="code-hash-mismatch",
    severity=Severity.ERROR,
    title="The code or the state is not the one that the ID token was made with",
    why="In the hybrid flow `c_hash` is half the hash of the code that came beside the ID token, `s_hash` that of the "
    "state; it is how a code that somebody put in is noticed before it is redeemed.",
    fix="Do not redeem that code. Log in once more, and take everything from one answer.",
    docs="https://openid.net/specs/openid-connect-core-1_0.html#HybridIDToken",
)
CONSTRAINED = Rule(
    code="AZ471",
    name="token-sender-constrained",
    severity=Severity.INFO,
    title="The access token is bound to a key of its client",
    why="With `cnf` (DPoP or mutual TLS) whoever sends the token must prove that they hold the key: `DPoP proof "
    "requires the DPoP authentication scheme, not Bearer`.",
    fix="Send it with its proof, not as a bearer token.",
    docs="https://auth0.com/docs/secure/sender-constraining",
)


def nonce(facts: Facts) -> Finding | None:
    if not failed(facts, "I05") or mixed_up(facts):
        return None
    seen = token_of(facts).claims.get("nonce")
    if expected_of(facts).nonce is None:
        detail = "The token carries a nonce, and this login sent none."
    elif seen is None:
        detail = "This login sent a nonce, and the token carries none."
    else:
        detail = "The token's nonce is not the one that this login sent."
    return found(
        facts,
        NONCE,
        detail,
        evidence=(f"nonce in the token: {shown(seen)}",),
        fix="auth0ctl login",
        explains=("I05",),
    )


def at_hash(facts: Facts) -> Finding | None:
    if not failed(facts, "I08") or mixed_up(facts):
        return None
    token = token_of(facts)
    stated = token.claims.get("at_hash")
    if stated is None:
        detail = "The access token came through the browser beside this ID token, which says nothing about it."
    elif not isinstance(stated, str) or not stated:
        detail = f"at_hash is {shown(stated)}, which is no hash."
    else:
        detail = f"at_hash is {shown(stated)}, which is not that of the access token given."
    return found(
        facts,
        AT_HASH,
        detail,
        evidence=(f"at_hash: {shown(stated)}", f"alg: {shown(token.header.get('alg'))}"),
        fix="auth0ctl login    # and take both tokens from that one answer",
        explains=("I08",),
    )


def code_hash(facts: Facts) -> Finding | None:
    if not failed(facts, "I09") or mixed_up(facts):
        return None
    token, expected = token_of(facts), expected_of(facts)
    if expected.c_hash_required and "c_hash" not in token.claims:
        detail = "A code came through the browser beside this ID token, which says nothing about it."
    elif "s_hash" not in token.claims:
        detail = f"c_hash is {shown(token.claims.get('c_hash'))}, which is not that of the code beside the token."
    elif "c_hash" not in token.claims:
        detail = f"s_hash is {shown(token.claims.get('s_hash'))}, which is not that of the state that was sent."
    else:
        detail = "c_hash or s_hash is not that of the code beside the token and of the state that was sent."
    stated = (f"{name}: {shown(token.claims.get(name))}" for name in ("c_hash", "s_hash"))
    return found(
        facts,
        CODE_HASH,
        detail,
        evidence=(*stated, f"alg: {shown(token.header.get('alg'))}"),
        fix="auth0ctl login --flow hybrid    # once more; the code of this answer was not redeemed",
        explains=("I09",),
    )


def login_too_old(facts: Facts) -> Finding | None:
    wrong = failed(facts, "I06", "I14")
    if not wrong or mixed_up(facts):
        return None
    token, expected = token_of(facts), expected_of(facts)
    authenticated = token.claims.get("auth_time")
    if "I14" in wrong:
        detail = "The ID token was made more than a week before it arrived."
    elif authenticated is None:
        detail = "max_age was asked for, and the token does not say when the user logged in (auth_time)."
    else:
        detail = f"auth_time does not show a login within the {expected.max_age} s that max_age allows."
    return found(
        facts,
        LOGIN_TOO_OLD,
        detail,
        evidence=(f"auth_time: {shown(authenticated)}", f"iat: {shown(token.claims.get('iat'))}"),
        fix="auth0ctl login --prompt login",
        explains=("I06", "I14"),
    )


def acr(facts: Facts) -> Finding | None:
    if not failed(facts, "I07") or mixed_up(facts):
        return None
    seen, wanted = token_of(facts).claims.get("acr"), expected_of(facts).acr
    return found(
        facts,
        ACR,
        f"acr is {shown(seen)}; {', '.join(wanted)} was asked for.",
        evidence=(f"acr: {shown(seen)}", f"amr: {shown(token_of(facts).claims.get('amr'))}"),
        fix="auth0ctl login --prompt login",
        explains=("I07",),
    )


def constrained(facts: Facts) -> Finding | None:
    token = token_of(facts)
    if not readable(facts) or "cnf" not in token.claims:
        return None
    cnf = token.claims["cnf"]
    how = "DPoP" if isinstance(cnf, dict) and "jkt" in cnf else "mutual TLS"
    return found(
        facts,
        CONSTRAINED,
        f"The token is bound to a key of its client ({how}); an API must refuse it as a plain bearer token.",
        evidence=(f"cnf: {shown(cnf)}",),
        fix="Send it with its proof: the DPoP scheme and header, or the client's certificate.",
        explains=(),
    )


JUDGES = (
    Judge(rule=NONCE, needs=NEEDS, find=nonce),
    Judge(rule=AT_HASH, needs=NEEDS, find=at_hash),
    Judge(rule=LOGIN_TOO_OLD, needs=NEEDS, find=login_too_old),
    Judge(rule=ACR, needs=NEEDS, find=acr),
    Judge(rule=CODE_HASH, needs=NEEDS, find=code_hash),
)
CONSTRAINED_JUDGES = (Judge(rule=CONSTRAINED, needs=NEEDS, find=constrained),)
