"""Nobody we trust signed it, or not in a way we accept: algorithm, key, signature."""

from auth0ctl.findings import Finding, Judge, Rule, Severity
from auth0ctl.model import Facts, TokenKind
from auth0ctl.rules.api import SIGNED_HS256
from auth0ctl.rules.client import ALG_HS256
from auth0ctl.rules.token.form import unsigned
from auth0ctl.rules.token.kind import shared_secret_checks
from auth0ctl.rules.token.party import from_other_tenant, keys_of_stranger
from auth0ctl.rules.token.situation import NEEDS, TOKEN_DOCS, arg, expected_of, failed, found, mixed_up, token_of
from auth0ctl.words import shown

ALGORITHM_DOCS = "https://auth0.com/docs/get-started/applications/signing-algorithms"
KEYS_DOCS = TOKEN_DOCS + "json-web-tokens/json-web-key-sets"

ALGORITHM_REFUSED = Rule(
    code="AZ412",
    name="token-algorithm-refused",
    severity=Severity.ERROR,
    title="The token's signing algorithm is not allowed",
    why="The verifier decides which algorithms it takes before it reads the token; a token that could choose would "
    "choose `none`, or a public key as a shared secret.",
    fix="Sign with RS256, or allow the algorithm on purpose.",
    docs=ALGORITHM_DOCS,
)
KEYS_MISSING = Rule(
    code="AZ413",
    name="token-keys-missing",
    severity=Severity.ERROR,
    title="There is no key set to check the signature with",
    why="A token whose signature was not checked says nothing, whatever its claims say.",
    fix="Let auth0ctl fetch the tenant's key set, or give it with --jwks.",
    docs=KEYS_DOCS,
)
KEY_UNKNOWN = Rule(
    code="AZ414",
    name="token-signing-key-unknown",
    severity=Severity.ERROR,
    title="The key that signed the token is not in the issuer's key set",
    why="The token comes from another tenant, or its key was rotated out and revoked; a cached key set may be old.",
    fix="Get a new token from this tenant; if it is new, compare the `kid` with the tenant's jwks.json.",
    docs=KEYS_DOCS,
)
KEY_REFUSED = Rule(
    code="AZ415",
    name="token-signing-key-refused",
    severity=Severity.ERROR,
    title="The key that the token names must not verify it",
    why="A key that is too weak, made for another use or algorithm, or named like another key proves nothing.",
    fix="Look at the issuer's key set; rotate the tenant's signing key if it is the tenant's own.",
    docs=KEYS_DOCS,
)
SIGNATURE_INVALID = Rule(
    code="AZ416",
    name="token-signature-invalid",
    severity=Severity.ERROR,
    title="The signature does not fit the token",
    why="The token was changed after it was signed, cut, or signed with another key under the same name.",
    fix="Get the token again; never accept this one.",
    docs=TOKEN_DOCS + "json-web-tokens/validate-json-web-tokens",
)


def hs256(facts: Facts) -> Finding | None:
    token, expected = token_of(facts), expected_of(facts)
    shared = token.header.get("alg") == "HS256"
    if not shared or expected.kind is not TokenKind.ID or mixed_up(facts) or not failed(facts, "V01", "I04"):
        return None
    client = expected.client_id or "CLIENT_ID"
    allowed = ", ".join(expected.algs)
    return found(
        facts,
        ALG_HS256,
        f"The ID token is signed with HS256; {allowed} is expected. The client's signature algorithm is HS256.",
        evidence=('alg: "HS256"', f"allowed: {allowed}"),
        fix=f"auth0ctl client inspect {arg(client)}    # then set its jwt_configuration.alg to RS256",
        explains=("V01", "I04"),
    )


def api_hs256(facts: Facts) -> Finding | None:
    token, expected = token_of(facts), expected_of(facts)
    alg = token.header.get("alg")
    if not shared_secret_checks(facts) or expected.kind is TokenKind.ID or mixed_up(facts) or not failed(facts, "V01"):
        return None
    allowed = ", ".join(expected.algs)
    api = arg(expected.audience) if expected.audience else "IDENTIFIER"
    return found(
        facts,
        SIGNED_HS256,
        f"It is signed with {shown(alg)}, a shared secret; {allowed} is expected. The API signs with HS256.",
        evidence=(f"alg: {shown(alg)}", f"allowed: {allowed}"),
        fix=f"auth0ctl api inspect {api}    # then set its signing algorithm to RS256, or verify with its secret: "
        "auth0ctl token verify --alg HS256 --secret-file FILE",
        explains=("V01",),
        severity=Severity.ERROR,
    )


def algorithm_refused(facts: Facts) -> Finding | None:
    token, expected = token_of(facts), expected_of(facts)
    alg = token.header.get("alg")
    if not failed(facts, "V01") or not isinstance(alg, str) or not alg or hs256(facts):
        return None
    if (mixed_up(facts) and shared_secret_checks(facts)) or api_hs256(facts):
        return None
    allowed = ", ".join(expected.algs)
    if unsigned(facts):
        detail, fix = (
            f"Its algorithm is {shown(alg)}: nobody signed this token.",
            "Refuse it, and find out who made it.",
        )
    elif expected.algs == ("HS256",):
        detail = f"It is signed with {shown(alg)} by the tenant's key; the verifier expects HS256, a shared secret."
        fix = f"auth0ctl token verify --as {expected.kind} --alg {arg(alg)}    # and so in the verifier"
    else:
        detail = f"It is signed with {shown(alg)}; {allowed} is expected."
        fix = f"auth0ctl token verify --as {expected.kind} --alg {arg(alg)}"
    return found(
        facts,
        ALGORITHM_REFUSED,
        detail,
        evidence=(f"alg: {shown(alg)}", f"allowed: {allowed}"),
        fix=fix,
        explains=("V01", "I04", *(("V05",) if unsigned(facts) else ())),
    )


def keys_missing(facts: Facts) -> Finding | None:
    if not failed(facts, "V11") or keys_of_stranger(facts):
        return None
    return found(
        facts,
        KEYS_MISSING,
        "No key set was at hand, so the signature was not checked.",
        evidence=(f"kid: {shown(token_of(facts).header.get('kid'))}",),
        fix=f"auth0ctl token verify --as {expected_of(facts).kind} --jwks FILE_OR_URL",
        explains=("V11",),
    )


def key_unknown(facts: Facts) -> Finding | None:
    token = token_of(facts)
    kid = token.header.get("kid")
    named = not any(fault.id == "V08" for fault in token.faults)
    stranger = from_other_tenant(facts) or keys_of_stranger(facts)
    if not named or not failed(facts, "V08", "V09") or stranger:
        return None
    issuer = expected_of(facts).issuer or "the issuer"
    if kid is None:
        detail = f"The token names no key, and the key set of {issuer} does not have exactly one that fits."
    else:
        detail = f"The token is signed with the key {shown(kid)}, which {issuer} does not publish."
    return found(
        facts,
        KEY_UNKNOWN,
        detail,
        evidence=(f"kid: {shown(kid)}", f"iss: {shown(token.claims.get('iss'))}", f"issuer expected: {issuer}"),
        fix="auth0ctl tenant show    # is it the tenant that issued the token? then: auth0ctl login",
        explains=("V08", "V09"),
    )


def key_refused(facts: Facts) -> Finding | None:
    if not failed(facts, "V02", "V10"):
        return None
    token = token_of(facts)
    alg = token.header.get("alg")
    if isinstance(alg, str) and alg.startswith("HS"):
        detail = (
            "The secret can be guessed or looked up: too short (32 bytes at least), a published one, or a public key."
        )
    else:
        detail = f"The key {shown(token.header.get('kid'))} must not be used for {shown(alg)}; the check says why."
    return found(
        facts,
        KEY_REFUSED,
        detail,
        evidence=(f"alg: {shown(alg)}", f"kid: {shown(token.header.get('kid'))}"),
        fix="Look at the issuer's key set: key size, use, key_ops, alg, and every kid only once.",
        explains=("V02", "V10"),
    )


def signature_invalid(facts: Facts) -> Finding | None:
    token = token_of(facts)
    if not failed(facts, "crypto") or not token.signature:
        return None
    alg = token.header.get("alg")
    shared = isinstance(alg, str) and alg.startswith("HS")
    detail = "The signature was not made over this header and payload with "
    detail += "this secret." if shared else f"the issuer's key {shown(token.header.get('kid'))}."
    return found(
        facts,
        SIGNATURE_INVALID,
        detail,
        evidence=(f"alg: {shown(alg)}", f"kid: {shown(token.header.get('kid'))}", f"sig ({len(token.signature)} B)"),
        fix="auth0ctl login    # a new token; the old one was changed, cut, or signed by someone else",
        explains=("crypto",),
    )


JUDGES = (
    Judge(rule=ALG_HS256, needs=NEEDS, find=hs256),
    Judge(rule=SIGNED_HS256, needs=NEEDS, find=api_hs256),
    Judge(rule=ALGORITHM_REFUSED, needs=NEEDS, find=algorithm_refused),
    Judge(rule=KEYS_MISSING, needs=NEEDS, find=keys_missing),
    Judge(rule=KEY_UNKNOWN, needs=NEEDS, find=key_unknown),
    Judge(rule=KEY_REFUSED, needs=NEEDS, find=key_refused),
    Judge(rule=SIGNATURE_INVALID, needs=NEEDS, find=signature_invalid),
)
