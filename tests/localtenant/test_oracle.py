"""The prediction of a login's pages against what the embedded tenant shows, over the whole product of settings.

The tenant shares no code with the prediction: two readings of the same facts, held against each other.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from local_browser import API, SPA, Browser, api, landed, spa, transaction, usual

from auth0ctl.localtenant import LocalTenant
from auth0ctl.model import Client, ClientGrant, Facts, ResourceServer
from auth0ctl.protocol import AuthorizeRequest
from auth0ctl.records import Connection, Organization, TenantSettings
from auth0ctl.rules.oracle.prediction import End, Person, Prediction, predict

CALLBACKS = (
    "https://app.example.com/callback",
    "http://localhost:3000/callback",
    "http://127.0.0.1:18484/callback",
    "http://app.localhost:3000/callback",
    "com.example.app://callback",
)
STRANGER = "https://stranger.example/callback"
SKIP = "skip_non_verifiable_callback_uri_confirmation_prompt"
ORGANIZATION = "org_0000000000000001"
PAGES = {"/u/login": "login", "/u/consent": "consent", "/u/confirm": "confirmation"}
FRESH, KNOWN, AGREED = Person(), Person(logged_in=True), Person(logged_in=True, consented=True)


@dataclass(frozen=True, kw_only=True)
class Seen:
    pages: tuple[str, ...]
    end: End
    error: str


class Bench:
    """One tenant, its client and API set as a combination says, and a browser that answers every page with yes."""

    def __init__(self, tenant: LocalTenant, browser: Browser) -> None:
        self.tenant, self.browser, self.state = tenant, browser, tenant.state
        self.user = self.state.all("user")[0]["user_id"]
        browser.login(redirect_uri="http://127.0.0.1:18484/callback")
        self.session = tuple(browser.http.cookies.jar)

    def settle(
        self, client: Mapping[str, Any], server: Mapping[str, Any], *, granted: bool, settings: Mapping[str, Any]
    ) -> None:
        self.state.put("client", SPA, {**(self.state.get("client", SPA) or {}), **client})
        first = next(row for row in self.state.all("resource_server") if row["identifier"] == API)
        self.state.put("resource_server", first["id"], {**first, **server})
        for row in self.state.all("client_grant"):
            self.state.delete("client_grant", row["id"])
        if granted:
            grant = {"id": "cgr_1", "client_id": SPA, "audience": API, "scope": ["read:items"], "subject_type": "user"}
            self.state.put("client_grant", "cgr_1", grant)
        self.state.put("settings", "tenant", {**(self.state.get("settings", "tenant") or {}), **settings})

    def facts(self, params: Mapping[str, Any]) -> Facts:
        sent = usual(params)
        named = params.get("organization")
        every = self.state.all("organization")
        organization = next((row for row in every if named in (row["id"], row["name"])), None)
        return Facts(
            client=Client.from_api(self.state.get("client", SPA) or {}),
            resource_servers=tuple(map(ResourceServer.from_api, self.state.all("resource_server"))),
            client_grants=tuple(map(ClientGrant.from_api, self.state.all("client_grant"))),
            connections=tuple(map(Connection.from_api, self.state.all("connection"))),
            tenant_settings=TenantSettings.from_api(self.state.get("settings", "tenant") or {}),
            organization=None if organization is None else an_organization(organization),
            request=AuthorizeRequest(
                url=f"https://tenant.example/authorize?{urlencode(sent)}",
                client_id=SPA,
                redirect_uri=sent["redirect_uri"],
                response_type=sent.get("response_type", ""),
                response_mode="query",
                scope=tuple(sent["scope"].split()),
                audience=sent.get("audience"),
                state=sent["state"],
                nonce=sent.get("nonce"),
            ),
            missing={} if organization or "organization" not in params else {"organization": "the tenant has no ..."},
        )

    def walk(self, person: Person, params: Mapping[str, Any]) -> Seen:
        """Go through the pages as a browser does."""
        http = self.browser.http
        http.cookies.clear()
        for row in self.state.all("consent"):
            self.state.delete("consent", row["id"])
        if person.logged_in:
            for cookie in self.session:
                http.cookies.jar.set_cookie(cookie)
        if person.consented:
            for audience in (API, f"{self.tenant.issuer}userinfo"):
                body = {"id": secrets.token_hex(12), "clientID": SPA, "user_id": self.user, "audience": audience}
                self.state.put("consent", body["id"], {**body, "scope": ["openid", "profile", "email", "read:items"]})
        pages: list[str] = []
        response = self.browser.authorize(**params)
        while (location := response.headers.get("location", "")).startswith("/u/"):
            pages.append(PAGES[urlsplit(location).path])
            form = {"state": transaction(http.get(location)), "action": "accept"}
            if pages[-1] == "login":
                form |= {"username": "user@example.com", "password": "password"}
            response = http.post(urlsplit(location).path, data=form)
        if response.status_code != 302:
            return Seen(pages=tuple(pages), end=End.ERROR_PAGE, error="invalid_request")
        error = landed(location).params.get("error", "")
        return Seen(pages=tuple(pages), end=End.APP_ERROR if error else End.APP, error=error)


def an_organization(row: Mapping[str, Any]) -> Organization:
    return Organization(id=row["id"], name=row["name"], connections=None, members=None, raw=row)


@pytest.fixture
def bench(tenant: LocalTenant, browser: Browser) -> Bench:
    organization = {
        "id": ORGANIZATION,
        "name": "acme",
        "members": [{"user_id": tenant.state.all("user")[0]["user_id"]}],
    }
    tenant.seed({"organizations": [organization]})
    tenant.state.put("client", SPA, {**(tenant.state.get("client", SPA) or {}), **spa(callbacks=list(CALLBACKS))})
    for row in tenant.state.all("connection"):
        tenant.state.put("connection", row["id"], {**row, "is_domain_connection": True})
    return Bench(tenant, browser)


def agree(bench: Bench, person: Person, params: Mapping[str, Any], what: object) -> None:
    """The prediction is what is seen. Where errors stay on a page, the page does not name them to the browser."""
    foretold = predict(bench.facts(params), person)
    assert isinstance(foretold, Prediction)
    seen = bench.walk(person, params)
    error = foretold.error if seen.end is not End.ERROR_PAGE else seen.error
    assert (foretold.names, foretold.end, error) == (seen.pages, seen.end, seen.error), (what, foretold.why)
    assert foretold.unknown == ()


PARTIES: tuple[dict[str, Any], ...] = (
    {"is_first_party": True, "third_party_security_mode": None},
    {"is_first_party": False, "third_party_security_mode": "permissive"},
    {"is_first_party": False, "third_party_security_mode": "strict"},
)
CONSENT = "skip_consent_for_verifiable_first_party_clients"


# A client grant for people changes nothing for a client that needs none.
@pytest.mark.parametrize(
    ("party", "granted"),
    [(PARTIES[0], False), (PARTIES[1], False), (PARTIES[2], True), (PARTIES[2], False)],
    ids=["first", "permissive", "strict and granted", "strict"],
)
@pytest.mark.parametrize("skips_consent", [True, False])
def test_every_callback_api_prompt_and_person(
    bench: Bench, party: dict[str, Any], granted: bool, skips_consent: bool
) -> None:
    for conformant, skips in ((True, None), (True, True), (False, None)):
        client = {**party, "oidc_conformant": conformant, SKIP: skips}
        bench.settle(client, {CONSENT: skips_consent}, granted=granted, settings={SKIP: None})
        asked = [*product(CALLBACKS, (None, API), (None, "none", "consent"))]
        asked += [(STRANGER, API, None), (CALLBACKS[0], "https://nobody.example", None)]
        for (callback, audience, prompt), person in product(asked, (KNOWN, AGREED)):
            params = {"redirect_uri": callback, "audience": audience, "prompt": prompt, "scope": "openid read:items"}
            agree(bench, person, params, (client, params, person))


def test_the_clients_own_choice_of_the_confirmation_wins_over_the_tenants(bench: Bench) -> None:
    for of_client, of_tenant in product((None, True, False), repeat=2):
        bench.settle({SKIP: of_client}, {}, granted=False, settings={SKIP: of_tenant})
        for callback, prompt in product(CALLBACKS, (None, "none")):
            agree(bench, AGREED, {"redirect_uri": callback, "prompt": prompt}, (of_client, of_tenant, callback, prompt))


@pytest.mark.parametrize("party", PARTIES, ids=["first", "permissive", "strict"])
@pytest.mark.parametrize("skips_consent", [True, False])
def test_somebody_without_a_session(bench: Bench, party: dict[str, Any], skips_consent: bool) -> None:
    bench.settle(party, {CONSENT: skips_consent}, granted=True, settings={})
    for callback, audience, prompt in product((*CALLBACKS[:2], STRANGER), (None, API), (None, "none", "login")):
        params = {"redirect_uri": callback, "audience": audience, "prompt": prompt, "scope": "openid read:items"}
        agree(bench, FRESH, params, (party, params))


@pytest.mark.parametrize("policy", ["allow_all", "deny_all", "require_client_grant"])
@pytest.mark.parametrize("granted", [True, False])
def test_the_apis_access_policy(bench: Bench, policy: str, granted: bool) -> None:
    policies = {"subject_type_authorization": {"user": {"policy": policy}, "client": {"policy": "deny_all"}}}
    for party, default in product(PARTIES, ("", API)):
        bench.settle(party, policies, granted=granted, settings={"default_audience": default})
        for audience, prompt in product((None, API), (None, "login", "select_account")):
            agree(bench, KNOWN, {"audience": audience, "prompt": prompt}, (party, policy, default, audience, prompt))


@pytest.mark.parametrize("usage", [None, "deny", "allow", "require"])
def test_organizations(bench: Bench, usage: str | None) -> None:
    for named, by_name in product((None, ORGANIZATION, "acme", "org_unknown"), (False, True)):
        settings = {"allow_organization_name_in_authentication_api": by_name}
        bench.settle({"organization_usage": usage}, api(), granted=False, settings=settings)
        params = {"organization": named} if named else {}
        agree(bench, KNOWN, params, (usage, named, by_name))


@pytest.mark.parametrize("grant_types", [["authorization_code"], ["implicit"], [], ["client_credentials"]])
def test_grant_types_response_types_and_pieces(bench: Bench, grant_types: list[str]) -> None:
    for party, response_type, nonce, pkce in product(
        PARTIES, ("code", "token", "id_token", "code id_token", "word", None), ("n", None), (True, False)
    ):
        bench.settle({**party, "grant_types": grant_types}, {}, granted=True, settings={})
        params: dict[str, Any] = {"response_type": response_type, "nonce": nonce}
        if not pkce:
            params |= {"code_challenge": None, "code_challenge_method": None}
        agree(bench, AGREED, params, (party, params))


def test_what_a_client_may_send(bench: Bench) -> None:
    sent = ({"login_hint": "a"}, {"screen_hint": "signup"}, {"ext-x": "1"}, {"response_mode": "query"}, {"any": "1"})
    for party, more in product(PARTIES, sent):
        bench.settle(party, {}, granted=True, settings={})
        agree(bench, AGREED, {"audience": API, **more}, (party, more))


def test_connections(bench: Bench) -> None:
    for party, enabled, domain, named in product(
        PARTIES, ([SPA], []), (True, False), (None, "Username-Password-Authentication", "nobody")
    ):
        for row in bench.state.all("connection"):
            changed = {**row, "enabled_clients": enabled, "is_domain_connection": domain}
            bench.state.put("connection", row["id"], changed)
        bench.settle(party, {}, granted=True, settings={})
        agree(bench, KNOWN, {"connection": named, "audience": API}, (party, enabled, domain, named))
