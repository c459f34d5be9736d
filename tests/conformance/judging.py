"""What a run must have been: how it ended and why, what was asked, and that nothing was asked after a bad ID token."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from conformance.modules import Run
from conformance.provider import SECRET, SECRET_CLIENT, USER, Asked
from conformance.running import Ran, Typed

# Where a login ends -> its exit code.
CODES = {"": 0, "id_token": 1, "userinfo": 1, "refresh": 1, "callback": 4, "waiting": 5, "discovery": 6}
NONCE, STATE, CHALLENGE = re.compile(r"[\w-]{16,}"), re.compile(r"[\w-]{22,}"), re.compile(r"[\w-]{43}")  # base64url
TOKEN_NAMES = {"access_token", "id_token", "refresh_token"}
PLACES = {
    "authorization_endpoint": "/authorize",
    "token_endpoint": "/oauth/token",
    "userinfo_endpoint": "/userinfo",
    "jwks_uri": "/.well-known/jwks.json",
}


def wrong(run: Run, ran: Ran) -> list[str]:
    """Everything that is not as the module demands, a sentence each; empty for a run that conforms."""
    said = [*ending(run, ran), *shown(run, ran), *calls(run, ran), *asking(run, ran), *redeeming(run, ran), *leaks(ran)]
    further = FURTHER.get(run.module.name)
    if further and not said and not further(run, ran):
        said.append(f"not as {run.module.name} demands: {further.__doc__}")
    return said


def ending(run: Run, ran: Ran) -> list[str]:
    """Accepted or refused, and by what."""
    module, last, said = run.module, ran.last, []
    if early := [one.code for one in ran.typed[:-1] if one.code != 0]:
        said.append(f"an earlier command ended with {early[0]}")
    if last.code != CODES[module.stops]:
        said.append(f"exit code {last.code} instead of {CODES[module.stops]}")
    if not isinstance(last.document, dict):
        return [*said, f"no JSON document: {last.talk[-300:]}"]
    if failing(last) != module.checks:
        said.append(f"failed: {failing(last)} instead of {module.checks}")
    reason = json.dumps(last.document.get("refusal") or last.document.get("error"))
    if module.error not in reason:
        said.append(f"{module.error} is not said: {reason}")
    if last.document.get("passed", False) is bool(module.stops):
        said.append("`passed` and the module disagree")
    if module.stops in ("id_token", "userinfo", "refresh") and not findings(last):
        said.append("refused without a finding that explains it")
    if module.stops in ("id_token", "userinfo", "refresh") and not str(last.document["saved"]).startswith("Not kept"):
        said.append(f"refused, and yet: {last.document['saved']}")
    return said


def shown(run: Run, ran: Ran) -> list[str]:
    """What the browser showed at the end of each login, and by which way its answer came."""
    module = run.module
    fine = module.stops in ("", "refresh")
    said = []
    if len(ran.pages) != (0 if module.stops == "discovery" else module.logins):
        said.append(f"{len(ran.pages)} logins in the browser")
    if any(("Logged in" in page) is not fine for page in ran.pages):
        said.append("the page in the browser and the verdict disagree")
    answer = isinstance(ran.typed[0].document, dict) and ran.typed[0].document.get("answer")
    way = run.mode or ("query" if run.response_type == "code" else "fragment")
    if answer and answer["delivered_by"] != way:
        said.append(f"delivered by {answer['delivered_by']} instead of {way}")
    return said


def failing(typed: Typed) -> tuple[str, ...]:
    """The requirements whose checks failed, of the tokens and between them."""
    document = typed.document
    checks = [check for token in document.get("tokens", ()) for check in token["checks"]]
    return tuple(sorted({one["id"] for one in (*checks, *document.get("checks", ())) if one["status"] == "fail"}))


def findings(typed: Typed) -> list[str]:
    """The names of all findings."""
    document = typed.document
    reports = [document, *document.get("tokens", ())]
    return [finding["name"] for report in reports for finding in report.get("findings", ())]


def calls(run: Run, ran: Ran) -> list[str]:
    """How often each endpoint was asked. After a bad ID token nothing more is: this is the heart of it."""
    module, logins = run.module, run.module.logins
    stops = module.stops
    before_the_code = stops in ("discovery", "callback", "waiting") or (run.front and stops == "id_token")
    redeemed = run.redeems and not before_the_code
    asked_for_claims = run.response_type != "id_token" and stops in ("", "userinfo", "refresh")
    due = {
        "authorization_endpoint": 0 if stops == "discovery" else 2 * logins,  # once without cookies, once by the person
        "token_endpoint": logins * redeemed + bool(module.then),
        "userinfo_endpoint": logins * asked_for_claims,
    }
    made = {name: len(at(ran, name)) for name in due}
    return [f"{name}: {made[name]} requests instead of {due[name]}" for name in due if made[name] != due[name]]


def at(ran: Ran, endpoint: str) -> list[Asked]:
    """The requests to an endpoint, by its discovery member, where this provider has it."""
    path = ran.moved.get(endpoint, PLACES[endpoint])
    return [one for one in ran.asked if one.line.partition(" ")[2] == path]


def asking(run: Run, ran: Ran) -> list[str]:
    """What the suite looks at in every authorization request."""
    said = []
    pushed = [one.form for one in ran.asked if one.line == "POST /oauth/par"]
    sent = [one.query for one in at(ran, "authorization_endpoint")]
    if pushed:
        said += [f"beside the request_uri: {sorted(one)}" for one in sent if set(one) != {"client_id", "request_uri"}]
    requests = pushed or sent
    exact = {
        "response_type": run.response_type,
        "client_id": ran.client_id,
        "redirect_uri": ran.redirect_uri,
        "code_challenge_method": "S256" if run.redeems else None,
    }
    if run.mode:
        exact["response_mode"] = run.mode
    for one in requests:
        said += [f"{name} is {one.get(name)}" for name, value in exact.items() if one.get(name) != value]
        if "openid" not in one.get("scope", "").split():
            said.append(f"scope is {one.get('scope')}")
        if not NONCE.fullmatch(one.get("nonce", "")):
            said.append("no nonce, or one that can be guessed")
        if not STATE.fullmatch(one.get("state", "")):
            said.append("no state, or one that can be guessed")
        if bool(CHALLENGE.fullmatch(one.get("code_challenge", ""))) is not run.redeems:
            said.append(f"code_challenge is {one.get('code_challenge')}")
        if one.get("max_age") == "0" and "none" in one.get("prompt", "").split():
            said.append("max_age=0 beside prompt=none")
    logins = run.module.logins if requests else 0
    for name in ("state", "nonce"):
        if len({one.get(name) for one in requests}) != logins:
            said.append(f"{name} is not one for each login")
    return said


def redeeming(run: Run, ran: Ran) -> list[str]:
    """The token request: the same client, redirect URI and verifier; the access token in the header at /userinfo."""
    said = []
    first = {"authorization_code": ran.redirect_uri}
    challenges = {one.query.get("code_challenge") or one.form.get("code_challenge") for one in ran.asked}
    for one in at(ran, "token_endpoint"):
        if basic_user(one) not in (None, ran.client_id) or one.form.get("client_id", ran.client_id) != ran.client_id:
            said.append("another client at the token endpoint")
        if one.query:
            said.append("a query at the token endpoint")
        if one.form.get("redirect_uri") != first.get(one.form["grant_type"]):
            said.append(f"redirect_uri is {one.form.get('redirect_uri')} at the token endpoint")
        if (
            one.form["grant_type"] == "authorization_code"
            and hashed(one.form.get("code_verifier", "")) not in challenges
        ):
            said.append("code_verifier is not that of the code_challenge")
    for one in at(ran, "userinfo_endpoint"):
        scheme, _, text = one.authorization.partition(" ")
        if scheme.lower() != "bearer" or text not in ran.issued or one.form:
            said.append("/userinfo was asked without the access token in the header, or with more than that")
    return said


def hashed(verifier: str) -> str:
    """S256 (RFC 7636 section 4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def basic(one: Asked) -> tuple[str, str] | None:
    """Who a request says it is by HTTP Basic, and the secret; None where it does not."""
    scheme, _, value = one.authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    name, _, secret = base64.b64decode(value).decode().partition(":")
    return unquote(name), unquote(secret.replace("+", " "))


def basic_user(one: Asked) -> str | None:
    return (basic(one) or (None,))[0]


def leaks(ran: Ran) -> list[str]:
    """No token in a query, at the provider or at the callback; no token in what is printed; the secret nowhere."""
    queries = [dict(one.query) for one in ran.asked]
    queries += [dict(parse_qsl(urlsplit(url).query)) for url in ran.visited]
    said = [f"{name} in a query" for one in queries for name in TOKEN_NAMES & set(one)]
    said += [f"a token in a query, as {name}" for one in queries for name, text in one.items() if text in ran.issued]
    printed = [json.dumps(one.document) + one.talk for one in ran.typed]
    if any(text in page for page in printed for text in (*ran.issued, SECRET)):
        said.append("a token or the secret was printed")
    return said


# Module -> what else it demands: true where the run has it, the docstring in words.
Further = Callable[[Run, Ran], bool]


def claims_of_the_scopes(run: Run, ran: Ran) -> bool:
    """claims of profile, email, phone and address."""
    last = ran.last.document
    claims: Mapping[str, Any] = last["userinfo"] if run.response_type != "id_token" else id_claims(last)
    return all(claims.get(name) == USER[name] for name in ("name", "email", "phone_number", "address"))


def id_claims(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """The claims of the first ID token."""
    claims: Mapping[str, Any] = document["tokens"][0]["token"]["claims"]
    return claims


def secret_by_basic(run: Run, ran: Ran) -> bool:
    """the secret in the Authorization header, and in nothing else."""
    asked = at(ran, "token_endpoint")
    return [basic(one) for one in asked] == [(SECRET_CLIENT, SECRET)] and "client_secret" not in asked[0].form


def keys_where_they_are(run: Run, ran: Ran) -> bool:
    """keys from the jwks_uri of the discovery document, which is another one each time."""
    return bool(at(ran, "jwks_uri")) and not any(one.line.endswith(PLACES["jwks_uri"]) for one in ran.asked)


def keys_fetched_anew(run: Run, ran: Ran) -> bool:
    """the key set asked for again, and a second ID token by another key."""
    kids = [one.document["tokens"][0]["token"]["header"]["kid"] for one in ran.typed]
    return len(at(ran, "jwks_uri")) >= 2 and len(set(kids)) == len(kids) == 2


def no_kid(run: Run, ran: Ran) -> bool:
    """an ID token without a kid."""
    return "kid" not in ran.last.document["tokens"][0]["token"]["header"]


def signed_claims(run: Run, ran: Ran) -> bool:
    """the claims of a signed answer, after its signature was verified."""
    checks = {one["title"]: one["status"] for one in ran.last.document["checks"]}
    verified = checks.get("userinfo: signature") == "pass"
    return verified and str(ran.last.document["userinfo"]["sub"]) == USER["user_id"]


def error_told(run: Run, ran: Ran) -> bool:
    """the provider's error and its description, shown."""
    return str(ran.last.document["refusal"]["error_description"]) == "The provider failed while it logged the user in"


def claims_of_others(run: Run, ran: Ran) -> bool:
    """the claims of another party, named and not fetched."""
    told: Mapping[str, Any] = ran.last.document["userinfo"]
    fetched = any("distributed-claims" in one.line for one in ran.asked)
    named = {"credit_score": "src1"}
    return dict(told["_claim_names"]) == named and "credit_score" not in told and not fetched


def by_reference(run: Run, ran: Ran) -> bool:
    """the request by reference, pushed by a client that proved itself."""
    pushed = [one for one in ran.asked if one.line == "POST /oauth/par"]
    proof = {"key": "client_assertion", "secret": "client_secret"}[run.module.client]
    return len(pushed) == 2 and all(one.form.get(proof) for one in pushed)


def refreshed(run: Run, ran: Ran) -> bool:
    """a refresh with the refresh token of the login, and a new ID token of the same user."""
    first, second = ran.typed
    grants = [one.form["grant_type"] for one in at(ran, "token_endpoint")]
    same = str(id_claims(first.document)["sub"]) == id_claims(second.document)["sub"]
    return grants == ["authorization_code", "refresh_token"] and same


def audience_as_list(run: Run, ran: Ran) -> bool:
    """an ID token whose aud is a list of this client."""
    aud: list[str] = id_claims(ran.last.document)["aud"]
    return aud == [ran.client_id]


def odd_token_type(run: Run, ran: Ran) -> bool:
    """a token type in other letters, taken for what it is."""
    return str(ran.last.document["answer"]["token_type"]) == "Bearer"


def no_scope(run: Run, ran: Ran) -> bool:
    """an answer without a scope, taken as what was asked for."""
    return ran.last.document["answer"]["scope"] is None


def no_s_hash(run: Run, ran: Ran) -> bool:
    """an ID token without s_hash."""
    return "s_hash" not in id_claims(ran.last.document)


FURTHER: Mapping[str, Further] = {
    "scope-userinfo-claims": claims_of_the_scopes,
    "client-secret-basic": secret_by_basic,
    "kid-absent-single-jwks": no_kid,
    "kid-absent-multiple-jwks": no_kid,
    "discovery-jwks-uri-keys": keys_where_they_are,
    "signing-key-rotation": keys_fetched_anew,
    "signing-key-rotation-just-before-signing": keys_fetched_anew,
    "userinfo-signed": signed_claims,
    "form-post-error": error_told,
    "aggregated-claims": claims_of_others,
    "distributed-claims": claims_of_others,
    "request-uri-signed-rs256": by_reference,
    "request-uri-signed-none": by_reference,
    "refresh-token": refreshed,
    "valid-aud-as-array": audience_as_list,
    "token-type-case-insensitivity": odd_token_type,
    "no-scope-in-token-endpoint-response": no_scope,
    "missing-shash": no_s_hash,
}
