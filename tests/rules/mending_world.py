"""A tenant in facts, for the edits that mend what is wrong in it."""

from dataclasses import replace
from typing import Any

from auth0ctl.model import Client, ClientGrant, Facts, ResourceServer, Tenant
from auth0ctl.protocol import AuthorizeRequest, TokenRequest
from auth0ctl.records import Action, Connection, Organization, TenantSettings, User
from auth0ctl.situation import LogoutRequest, Wish

API, APP = "https://api.shop.example", "https://shop.example"
SYSTEM = "https://x.eu.auth0.com/api/v2/"


def client(**members: Any) -> Client:
    raw = {
        "client_id": "c1",
        "name": "Shop",
        "app_type": "regular_web",
        "token_endpoint_auth_method": "client_secret_post",
        "grant_types": ["authorization_code"],
        "callbacks": [f"{APP}/callback"],
        **members,
    }
    return Client.from_api({name: value for name, value in raw.items() if value is not None})


def api(identifier: str = API, **members: Any) -> ResourceServer:
    scopes = [{"value": "read:orders"}]
    return ResourceServer.from_api(
        {"id": "rs1", "identifier": identifier, "name": "Orders", "scopes": scopes, **members}
    )


def connection(name: str = "people", clients: tuple[str, ...] = (), **members: Any) -> Connection:
    return Connection.from_api({"id": f"con_{name}", "name": name, "strategy": "auth0", **members}, clients)


def request(**parts: Any) -> AuthorizeRequest:
    parameters = {"redirect_uri": f"{APP}/callback", "scope": ("openid",), "audience": API, **parts}
    query = f"client_id=c1&audience={parameters['audience'] or ''}"
    return AuthorizeRequest(
        url=f"https://x.eu.auth0.com/authorize?{query}",
        client_id="c1",
        response_type="code",
        response_mode="query",
        state="s",
        nonce="n",
        **parameters,
    )


def machine(*scope: str, audience: str = API) -> TokenRequest:
    return TokenRequest(grant_type="client_credentials", client_id="c1", scope=scope, audience=audience)


FACTS = Facts(
    tenant=Tenant(name="prod", origin="https://x.eu.auth0.com"),
    client=client(),
    resource_servers=(api(), api(SYSTEM, is_system=True)),
    client_grants=(),
    connections=(connection(),),
    tenant_settings=TenantSettings.from_api({}),
    request=request(),
    wish=Wish(flow="web-code"),
)
BY_MACHINE = replace(FACTS, request=None, token_request=machine("read:orders"), wish=Wish(flow="client-credentials"))
U1 = User(user_id="auth0|u1", permissions=(), blocked=False, raw={})
ACME = Organization(id="org_a", name="acme", connections=(), members=(), raw={})


def wish(**members: Any) -> Facts:
    return replace(FACTS, wish=Wish(**{"flow": "spa-pkce", **members}))


def grant(*scope: str, client_id: str | None = "c1") -> ClientGrant:
    raw: dict[str, Any] = {"id": "cgr_1", "audience": API, "scope": [*scope], "subject_type": "client"}
    return ClientGrant.from_api(raw | ({"client_id": client_id} if client_id else {}))


def logout(client_id: str | None, url: str = f"{APP}/bye?x=1") -> Facts:
    asked = LogoutRequest(url="https://x/v2/logout", endpoint="/v2/logout", client_id=client_id, return_to=url)
    return replace(FACTS, logout=asked)


def action(code: str) -> Facts:
    one = Action(id="a1", name="claims", trigger="post-login", code=code, deployed=True, bound=True, raw={"code": code})
    return replace(FACTS, actions=(one,))
