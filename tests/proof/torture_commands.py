"""The commands that the torture breaks, what the tenant holds before, and the exit codes that a fault may end in."""

from dataclasses import dataclass
from typing import Any

API = "https://api.example.com"
SPA, NATIVE, MACHINE, BACKEND = "spa-client", "native-client", "machine-client", "backend-client"
SECRET = "hush-machine-secret-that-nobody-knows"
USERS = "Username-Password-Authentication"
USER = "user@example.com"
PASSWORD_REALM = "http://auth0.com/oauth/grant-type/password-realm"
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
SCOPE = "openid profile read:items offline_access"


def client(client_id: str, grants: list[str], **more: Any) -> dict[str, Any]:
    own = {"client_id": client_id, "name": client_id.replace("-", " ").title(), "app_type": "native"}
    rest = {"token_endpoint_auth_method": "none", "jwt_configuration": {"alg": "RS256"}, "oidc_conformant": True}
    return {**own, **rest, "grant_types": grants, **more}


def document(port: int, rotation: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the tenant holds before each command. ``port``: of the callback; ``rotation``: of refresh tokens."""
    rotating = {"refresh_token": rotation} if rotation else {}
    secret = {"client_secret": SECRET, "token_endpoint_auth_method": "client_secret_post"}
    own = {"resource_server_identifier": API, "app_type": "resource_server"}
    behalf = {"token_exchange": {"allow_any_profile_of_type": ["on_behalf_of_token_exchange"]}}
    return {
        "resource_servers": [
            {
                "identifier": API,
                "name": "Items",
                "scopes": [{"value": "read:items"}, {"value": "write:items"}],
                "signing_alg": "RS256",
                "allow_offline_access": True,
                "skip_consent_for_verifiable_first_party_clients": True,
            }
        ],
        "clients": [
            client(SPA, ["authorization_code"], app_type="spa", callbacks=[f"http://127.0.0.1:{port}/callback"]),
            client(NATIVE, ["refresh_token", PASSWORD_REALM], **rotating),
            client(MACHINE, ["client_credentials"], app_type="non_interactive", **secret),
            client(BACKEND, [EXCHANGE], **secret, **own, **behalf),
        ],
        "client_grants": [{"client_id": MACHINE, "audience": API, "scope": ["read:items"]}],
        "connections": [{"name": USERS, "strategy": "auth0", "enabled_clients": [SPA, NATIVE]}],
    }


@dataclass(frozen=True, kw_only=True)
class Case:
    """A command. ``again``: how it is run once more, where that is not the same; ``before``: a command that must have
    run first. ``fine``: its exit codes on a sound network, the second time included. ``several``: of several steps."""

    name: str
    line: str
    again: str = ""
    before: str = ""
    stdin: str = ""
    fine: tuple[int, ...] = (0,)
    refused: tuple[int, ...] = ()  # more exit codes that a fault may end in
    several: bool = False
    person: bool = False
    secret: bool = False


LOGIN = f"login --flow password-realm --realm {USERS} --client {NATIVE} --username {USER} --audience {API}"
CASES = (
    Case(name="client list", line="client list"),
    Case(name="client inspect", line=f"client inspect {SPA}"),
    Case(name="client create", line="client create Fresh --type spa", again="client create Fresh --type spa --ensure"),
    Case(name="api list", line="api list"),
    Case(name="api inspect", line=f"api inspect {API}"),
    Case(name="api create", line="api create Fresh --identifier https://fresh.example --ensure"),
    Case(name="api create, more scopes", line=f"api create Items --identifier {API} --scope read:more --ensure"),
    Case(name="grant list", line=f"grant list --client {MACHINE}"),
    Case(name="grant create", line=f"grant create --client {BACKEND} --audience {API} --scope read:items"),
    Case(name="grant update", line=f"grant update --client {MACHINE} --audience {API} --scope write:items"),
    Case(name="claim list", line="claim list"),
    Case(name="claim add", line="claim add https://x.example/plan --value gold", several=True),
    Case(
        name="claim remove",
        line="claim remove https://x.example/plan",
        before="claim add https://x.example/plan --value gold",
        fine=(0, 2),
        several=True,
    ),
    Case(name="tenant add", line="tenant add fresh --domain ORIGIN --force", refused=(0,)),
    Case(
        name="token verify",
        line=f"token verify --audience {API} --jwks ORIGIN/.well-known/jwks.json",
        before=f"{LOGIN} --password-file -",
        refused=(1,),
    ),
    Case(
        name="token refresh",
        line="token refresh",
        before=f"{LOGIN} --password-file - --scope",
        refused=(1,),
        fine=(0, 4),
    ),
    Case(name="token revoke", line="token revoke", before=f"{LOGIN} --password-file - --scope", fine=(0, 4)),
    Case(
        name="token exchange",
        line=f"token exchange --client {BACKEND} --audience {API}",
        before=f"{LOGIN} --password-file -",
        secret=True,
        refused=(1,),
    ),
    Case(name="logout --revoke", line="logout --revoke", before=f"{LOGIN} --password-file - --scope", refused=(0,)),
    Case(
        name="login client-credentials",
        line=f"login --flow client-credentials --client {MACHINE} --audience {API}",
        secret=True,
        refused=(1,),
    ),
    Case(
        name="login password-realm --userinfo",
        line=f"{LOGIN} --password-file - --userinfo --scope",
        stdin="password\n",
        refused=(1,),
    ),
    Case(
        name="login pkce",
        line=f"login --client {SPA} --audience {API} --no-browser",
        person=True,
        refused=(1,),
    ),
    Case(
        name="login --ensure-client",
        line=f"login --flow client-credentials --ensure-client Robot --audience {API}",
        fine=(0, 1, 4),  # the new client has no grant for the API
        refused=(1,),
    ),
    Case(name="doctor", line=f"doctor --client {SPA} --audience {API}", fine=(0, 1), refused=(1,)),
    Case(name="probe", line=f"probe --client {SPA} --audience {API}", fine=(0, 1), refused=(1,)),
)

NETWORK, AUTH, API_NO, LIMITED = 5, 4, 6, 7
# The exit codes that a fault may end in, whatever the command.
CODES: dict[str, tuple[int, ...]] = {
    "refuse": (NETWORK,),
    "dns-fail": (NETWORK,),
    "reset-before": (NETWORK,),
    "reset-after": (NETWORK,),
    "bad-tls": (NETWORK,),
    "hang": (NETWORK,),
    "slow-drip": (NETWORK,),
    "truncated-json": (NETWORK, API_NO),  # a key set that is none is the tenant's fault
    "html-200": (NETWORK, API_NO),
    "empty-204": (NETWORK, API_NO),
    "wrong-type": (NETWORK, API_NO),
    "body-10mb": (NETWORK,),
    "gzip-bomb": (NETWORK,),
    "redirect-loop": (NETWORK, API_NO, AUTH),
    "401": (AUTH, API_NO, NETWORK),  # of discovery and of a key set it is no matter of who asks
    "403": (AUTH, API_NO, NETWORK),
    "409": (AUTH, API_NO, NETWORK),
    "429-told": (LIMITED, API_NO, NETWORK),
    "429-bare": (LIMITED, API_NO, NETWORK),
    "500": (API_NO, NETWORK),
    "502": (API_NO, NETWORK),
    "503": (API_NO, NETWORK),
    "bad-date": (),
    "duplicate-keys": (API_NO, NETWORK),
    "nul": (NETWORK, API_NO),
}
PARTIAL = 8
