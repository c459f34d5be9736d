"""What known facts say for or against a reading. Each takes the words and what its wording captured."""

import re

from auth0ctl.rules.said.management import of_another
from auth0ctl.rules.said.reading import Captures, Test
from auth0ctl.rules.said.words import Words, host_of, only_slash_differs, scheme_of

_KIND = (
    r"^(?:app|app_type|application|application_type|client_type|client|type|kind|platform|framework|sdk|flow)\b.*:.*"
)
_PUBLIC = (
    r"\b(?:spa|single.?page|native|mobile|ios|android|swift|kotlin|flutter|react(?!.*(?:server|router 7))|angular|vue|"
    r"svelte|browser|desktop|electron|cli|auth0-spa-js|auth0\.js|lock|pkce|public)"
)
_CONFIDENTIAL = (
    r"(?:regular.?web|web.?app|server|backend|back-end|express-openid|nextjs|next\.js|django|flask|fastapi|spring|"
    r"asp\.?net|laravel|php|rails|omniauth|passport|confidential|with (?:a )?(?:client )?secret)"
)
_MACHINE = r"(?:m2m|machine|client.?credentials|daemon|cron|non_interactive|service.?account)"
_NO_TOKEN = r"(?:bearer|token|jwt|authorization)\b['\"]?\s*[:=(]?\s*['\"]?(?:undefined|null|none)\b|\[object"
_LOCAL = ("localhost", "127.0.0.1", "[::1]")
_PLACES = ("origin", "opened_at", "page", "page_origin", "app_url", "url", "base_url", "location", "address")
_CALLBACKS = ("redirect_uri", "callback", "callback_url", "callback_uri", "redirect", "redirect_url")
_AUDIENCES = ("token_aud", "aud", "token_audience", "found", "actual", "received_aud", "audience_in_token")
_ISSUERS = ("expected_issuer", "issuer", "issuer_base_url", "api_issuer", "configured_issuer", "expected_iss")
_TOKEN_ISSUERS = ("token_iss", "iss", "token_issuer", "found_issuer", "actual_issuer")
_EXPECTED_AUDIENCES = ("expected_audience", "audience", "api_audience", "api", "identifier", "api_identifier")


def told(pattern: str) -> Test:
    """A fact that is not false fits the pattern."""
    return lambda words, _: words.told(pattern)


def denied(pattern: str) -> Test:
    """A fact that was said to be false, or missing, fits the pattern."""
    return lambda words, _: words.denied(pattern)


def says(*phrases: str) -> Test:
    """The text itself holds one of the phrases."""
    return lambda words, _: words.says(*phrases)


def status(*numbers: int) -> Test:
    """The HTTP status is one of these."""
    return lambda words, _: words.said.status in numbers


def public_app(words: Words, _: Captures) -> bool:
    """The app cannot keep a secret, as far as somebody said what it is."""
    if words.told(r"has_(?:client_)?secret|sends_secret|secret_sent") or words.told(_KIND + _CONFIDENTIAL):
        return False
    return words.denied(r"has_(?:client_)?secret|sends_secret|^client_secret$") or words.told(_KIND + _PUBLIC)


def confidential_app(words: Words, _: Captures) -> bool:
    """The app has a secret: a web app on a server, or a machine."""
    secret = words.told(r"has_(?:client_)?secret|sends_secret|secret_sent")
    return secret or words.told(_KIND + _CONFIDENTIAL) or words.told(_KIND + _MACHINE)


def machine(words: Words, _: Captures) -> bool:
    """No person is there: client credentials."""
    return words.told(_KIND + _MACHINE) or words.told(r"grant.*client_credentials") or words.says("client_credentials")


def strict_browser(words: Words, _: Captures) -> bool:
    """A browser that keeps third-party cookies, or one that behaves otherwise than another."""
    return words.told(
        r"browser.*(?:safari|brave|firefox|ios|ipad|iphone|webkit|incognito|private)|works_in|^(?:incognito|private)|"
        r"third.?party.?cookie|cookies?_?blocked|\bitp\b|tracking.?prevention"
    ) or words.says("safari", "brave", "incognito", "private window", "third-party cookie")


def framed(words: Words, _: Captures) -> bool:
    """The app runs inside a frame of another page."""
    return words.told(r"i?frame|embedded|embed\b|shopify|teams\b|salesforce|zendesk") or words.says(
        "iframe", "samesite"
    )


def on_loopback(words: Words, captures: Captures) -> bool:
    """The page or its callback is on this machine."""
    places = (*words.known.values(), captures.get("uri", ""))
    return any(local in place for place in places for local in _LOCAL) or words.says(*_LOCAL)


def elsewhere(words: Words, captures: Captures) -> bool:
    """The page and its callback are known, and not on this machine."""
    known = words.value(*_PLACES) or words.value(*_CALLBACKS)
    return bool(known) and not on_loopback(words, captures)


def hosts_differ(words: Words, _: Captures) -> bool:
    """The page was opened under another host or scheme than the callback's."""
    page, callback = words.value(*_PLACES), words.value(*_CALLBACKS)
    if not (page and callback):
        return False
    other_scheme = scheme_of(page) and scheme_of(callback) and scheme_of(page) != scheme_of(callback)
    return host_of(page) != host_of(callback) or bool(other_scheme)


def same_host(words: Words, captures: Captures) -> bool:
    """Both are known, and are one host."""
    known = bool(words.value(*_PLACES) and words.value(*_CALLBACKS))
    return known and not hosts_differ(words, captures)


def behind_proxy(words: Words, captures: Captures) -> bool:
    """The app stands behind something that ends TLS, or says http where https is meant."""
    sent, expected = captures.get("sent", ""), captures.get("expected", "")
    turned = scheme_of(sent) == "http" and scheme_of(expected) == "https" and _same_place(sent, expected)
    proxy = r"proxy|nginx|load.?balanc|heroku|ingress|cloud.?run|\balb\b|traefik|kubernetes|k8s|docker|azure|terminat"
    return turned or words.told(proxy)


def _same_place(one: str, other: str) -> bool:
    return host_of(one).partition(":")[0] == host_of(other).partition(":")[0]


def finds_fault(words: Words, _: Captures) -> bool:
    """The text names the part of the token that is wrong."""
    return any(words.verdict(subject) for subject in ("issuer", "audience", "signature", "algorithm", "key"))


def no_token_sent(words: Words, _: Captures) -> bool:
    """A word of the program's stands where the token should: ``Bearer undefined``."""
    return re.search(_NO_TOKEN, words.lower) is not None


def own_callback(words: Words, _: Captures) -> bool:
    """The callback that an identity provider refuses is named, and is not Auth0's: the app uses it without Auth0."""
    named = re.search(r"redirect[_ ]?ur[il]s?(?:=|:| )*'?https?://", words.lower) is not None
    return named and not words.says("login/callback")


def plain_http(words: Words, captures: Captures) -> bool:
    """The callback that was sent is http, on a host that is not this machine."""
    uri = captures.get("uri") or captures.get("sent") or words.value(*_CALLBACKS)
    return uri.startswith("http://") and not any(local in uri for local in _LOCAL)


def audience_is_client(words: Words, captures: Captures) -> bool:
    """The token's audience is a client id: no URL, and the app's own where that is known."""
    audience, client = captures.get("found", "") or words.value(*_AUDIENCES), words.value("client_id", "clientid")
    audience = audience.strip("[]'\" ")
    if not audience:
        return about_id_token(words, captures)
    return audience == client or not ("://" in audience or audience.startswith("urn:") or "," in audience)


def about_id_token(words: Words, _: Captures) -> bool:
    """Text or facts speak of an ID token."""
    return re.search(r"(?<![a-z])id[_ -]?token", words.lower) is not None or words.told(r"(?<![a-z])id[_ -]?token")


def audience_is_other(words: Words, captures: Captures) -> bool:
    """The token's audience is known, and is an API's or Auth0's own."""
    audience = captures.get("found", "") or words.value(*_AUDIENCES)
    return "://" in audience or audience.startswith("urn:")


def audience_slash(words: Words, captures: Captures) -> bool:
    """The token's audience and the expected one differ by a slash at the end."""
    found = captures.get("found", "") or words.value(*_AUDIENCES)
    return only_slash_differs(found, captures.get("expected", "") or words.value(*_EXPECTED_AUDIENCES))


def issuer_slash_only(words: Words, captures: Captures) -> bool:
    """Both issuers are known and differ by the slash."""
    found, expected = issuers(words, captures)
    return only_slash_differs(found, expected)


def issuer_without_slash(words: Words, captures: Captures) -> bool:
    """The verifier's issuer is known and does not end in a slash."""
    _, expected = issuers(words, captures)
    return bool(expected) and not expected.endswith("/")


def issuer_with_slash(words: Words, captures: Captures) -> bool:
    """The verifier's issuer is known and ends as Auth0's do."""
    _, expected = issuers(words, captures)
    return expected.endswith("/")


def issuer_hosts_differ(words: Words, captures: Captures) -> bool:
    """Both issuers are known, and their hosts differ."""
    found, expected = issuers(words, captures)
    return bool(host_of(found) and host_of(expected)) and host_of(found) != host_of(expected)


def one_is_custom(words: Words, captures: Captures) -> bool:
    """One of two different issuers is no host of Auth0's: a custom domain, most likely of the same tenant."""
    hosts = [host_of(one) for one in issuers(words, captures)]
    custom = [host for host in hosts if host and not host.endswith("auth0.com")]
    return (issuer_hosts_differ(words, captures) and len(custom) == 1) or words.told("custom.?domain")


def issuers(words: Words, captures: Captures) -> tuple[str, str]:
    """The token's issuer and the expected one, each empty where unknown."""
    found = captures.get("found", "") or words.value(*_TOKEN_ISSUERS)
    return found.strip("[]'"), (captures.get("expected", "") or words.value(*_ISSUERS)).strip("[]'")


def other_apis_scope(words: Words, _: Captures) -> bool:
    """The scope that the text expects is not one of the Management API's."""
    return of_another(words.text)


def managements_scope(words: Words, _: Captures) -> bool:
    """The text speaks as the Management API does, and names no scope that is another API's."""
    return words.says("expected any of", "expected all of") and not of_another(words.text)


def scope_lacks(word: str) -> Test:
    """The scope that was asked for is known and lacks a word."""

    def test(words: Words, _: Captures) -> bool:
        scope = words.value("scope", "scopes", "requested_scope", "requested_scopes", "login_scope")
        return bool(scope) and word not in scope.replace(",", " ").split()

    return test


def scope_has(word: str) -> Test:
    """The scope that was asked for is known and has a word."""

    def test(words: Words, _: Captures) -> bool:
        scope = words.value("scope", "scopes", "requested_scope", "requested_scopes", "login_scope")
        return word in scope.replace(",", " ").split()

    return test


def captured(name: str, *parts: str) -> Test:
    """What was captured holds one of the parts."""
    return lambda _, captures: any(part in captures.get(name, "").lower() for part in parts)


def captured_is(name: str, *values: str) -> Test:
    """What was captured is one of the values."""
    return lambda _, captures: name in captures and captures[name].lower() in values


def either(*tests: Test) -> Test:
    """One of them at least."""
    return lambda words, captures: any(test(words, captures) for test in tests)


def both(*tests: Test) -> Test:
    """All of them."""
    return lambda words, captures: all(test(words, captures) for test in tests)


def isnt(test: Test) -> Test:
    """Not that."""
    return lambda words, captures: not test(words, captures)
