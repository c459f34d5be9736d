"""Files with canaries in them: everything that a command may be given to read."""

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from canaries import CANARIES, PRIVATE_KEY
from canary_tenant import API, DOMAIN, ORIGIN
from forge import CLIENT

# A file's name, in capitals in a command line -> the canary that is all of it.
SINGLE = {
    "SECRET": "client secret, file",
    "PASSWORD": "password",
    "WRONG": "wrong password",
    "SUBJECT": "subject token",
    "SHARED": "hs256 secret",
    "ACCESS": "access token, opaque",
    "REFRESH": "refresh token",
}

IN_SMOKE = "client secret, in a smoke file's variable"


def write_inputs(folder: Path, token: str) -> None:
    """Write them all. ``token`` is a signed one, whose signature is a canary."""
    folder.mkdir()
    for name, canary in SINGLE.items():
        (folder / name).write_text(CANARIES[canary], encoding="utf-8")
    header, payload, signature = token.split(".")
    written: dict[str, Any] = {
        "KEY": PRIVATE_KEY,
        "IDTOKEN": token,
        "TOKENS": f"{token}\n{header}.{payload}.{signature[::-1]}\n{CANARIES['access token, opaque']}\n",
        "CALLBACK": f"http://localhost:3000/cb?error=invalid_request&{urlencode({'code': code('URL')})}&state=x",
        "TRACE": error_text(token),
        "HAR": har(token),
        "LOG": tenant_log(),
        "SEED": seed(),
        "BADSEED": seed(user={"email": 7, "password": CANARIES["password, in a seed"]}),
        "WORSESEED": json.dumps(seed())[:-9] + CANARIES["password, in a seed"],
        "DOTENV": f"{dotenv()}AUTH0_MGMT_API_TOKEN={CANARIES[in_app('api token')]}\n",
        "DEPLOYCLI": {
            "AUTH0_DOMAIN": DOMAIN,
            "AUTH0_CLIENT_ID": CLIENT,
            "AUTH0_CLIENT_SECRET": CANARIES["client secret, of deploy-cli"],
        },
        "SMOKE": SMOKE,
        "BADSMOKE": f'{SMOKE}client_secret = "{CANARIES[IN_SMOKE]}"\n',
        "WORSESMOKE": f'{SMOKE}token_type = "{CANARIES[IN_SMOKE]}\n',
    }
    for name, content in written.items():
        text = content if isinstance(content, str) else json.dumps(content)
        (folder / name).write_text(text, encoding="utf-8")
    for name, text in PROJECT.items():
        (folder / "PROJECT" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "PROJECT" / name).write_text(text, encoding="utf-8")
    (folder / "EXPORT").mkdir()
    (folder / "EXPORT" / "tenant.json").write_text(json.dumps(export()), encoding="utf-8")


def code(place: str) -> str:
    return CANARIES["code, in a callback URL" if place == "URL" else "code, in a HAR"]


def in_app(what: str) -> str:
    return f"{what}, in an app's dotenv file"


def dotenv() -> str:
    return (
        f"AUTH0_DOMAIN={DOMAIN}\nAUTH0_CLIENT_ID={CLIENT}\nAUTH0_AUDIENCE={API}\n"
        f"AUTH0_CLIENT_SECRET='{CANARIES[in_app('client secret')]}'\n"
        f"AUTH0_SECRET={CANARIES[in_app('session secret')]}\n"
        f"DATABASE_URL=postgres://shop:{CANARIES[in_app('database password')]}@db.example.com/shop\n"
        "APP_BASE_URL=http://localhost:3000\n"
    )


PROJECT = {
    "package.json": '{"dependencies": {"@auth0/nextjs-auth0": "^4.1.0", "next": "15.0.0"}}',
    ".env.local": dotenv(),
    "server.js": f"""const {{ auth }} = require('express-openid-connect');
        app.use(auth({{ secret: '{CANARIES[in_app("session secret")]}', issuerBaseURL: '{ORIGIN}', clientID: '{CLIENT}',
          clientSecret: '{CANARIES[in_app("client secret")]}', baseURL: 'http://localhost:3000' }}));
    """,
}
SMOKE = f"""
[[client]]
client = "{CLIENT}"
is_first_party = true
callbacks = {{ contains = ["https://app.example.com/cb"] }}

[[api]]
identifier = "{API}"
signing_alg = "RS256"

[[doctor]]
client = "{CLIENT}"

[[call]]
url = "{ORIGIN}/orders"
token_from = "machine"

[[refused]]
client = "{CLIENT}"
flow = "implicit"
error = "unauthorized_client"

[[flow]]
id = "machine"
flow = "client-credentials"
client = "{CLIENT}"
audience = "{API}"
client_secret_env = "SMOKE_VARIABLE"
"""


def error_text(token: str) -> str:
    """What an app may print when it goes wrong."""
    return (
        f"Error: invalid_grant\n    at exchange (https://x.example.com/app.js?code={code('URL')}:1:2)\n"
        f"JsonWebTokenError: jwt malformed {token}\n"
        f'POST {ORIGIN}/oauth/token {{"client_secret": "{CANARIES["client secret, in a HAR"]}", "grant_type": "x"}}\n'
        f"Authorization: Bearer {CANARIES['bearer token, in a HAR']}\nUnauthorizedError: Service not found: {API}\n"
    )


def tenant_log() -> list[dict[str, Any]]:
    """A failed exchange, with more in its details than Auth0 would show."""
    body = {"client_secret": CANARIES["client secret, in a HAR"], "code": code("HAR"), "refresh_token": har_refresh()}
    return [
        {
            "type": "feacft",
            "date": "2026-11-22T10:00:00.000Z",
            "description": "Unauthorized",
            "client_id": CLIENT,
            "details": {"body": body, "code": code("HAR"), "error": {"message": "Unauthorized"}},
        }
    ]


def har_refresh() -> str:
    return CANARIES["refresh token, in a HAR"]


def har(token: str) -> dict[str, Any]:
    """A login as a browser recorded it, secrets and all, with a token endpoint that said no."""
    sent = {
        "grant_type": "authorization_code",
        "code": code("HAR"),
        "client_id": CLIENT,
        "client_secret": CANARIES["client secret, in a HAR"],
        "code_verifier": CANARIES["code verifier, in a HAR"],
        "redirect_uri": "http://localhost:3000/cb",
    }
    asked = {"client_id": CLIENT, "response_type": "code", "redirect_uri": "http://localhost:3000/cb", "state": "s1"}
    typed = {"username": "me@example.com", "password": CANARIES["password, in a HAR"], "state": "s1"}
    back = f"http://localhost:3000/cb?{urlencode({'code': code('HAR'), 'state': 's2'})}"
    got = {"access_token": token, "id_token": token, "refresh_token": har_refresh(), "token_type": "Bearer"}
    return {
        "log": {
            "version": "1.2",
            "creator": {"name": "x", "version": "1"},
            "entries": [
                entry("GET", f"{ORIGIN}/authorize?{urlencode(asked)}", 302, location=f"{ORIGIN}/u/login?state=s1"),
                entry("POST", f"{ORIGIN}/u/login?state=s1", 302, sent=typed, location=back),
                entry("GET", back, 200),
                entry("POST", f"{ORIGIN}/oauth/token", 200, sent=sent, body=got),
                entry("POST", f"{ORIGIN}/oauth/token", 403, sent=sent, body={"error": "invalid_grant"}),
                entry("GET", f"{API}/items", 401, body={"error": "invalid_token", "message": token}),
            ],
        }
    }


def entry(
    method: str, url: str, status: int, *, sent: dict[str, str] | None = None, body: Any = None, location: str = ""
) -> dict[str, Any]:
    cookie, set_cookie = CANARIES["cookie, in a HAR"], CANARIES["cookie that is set, in a HAR"]
    headers = [
        {"name": "Cookie", "value": f"auth0={cookie}; did=1"},
        {"name": "Authorization", "value": f"Bearer {CANARIES['bearer token, in a HAR']}"},
        {"name": "Origin", "value": "http://localhost:3000"},
    ]
    form = {"mimeType": "application/x-www-form-urlencoded", "text": urlencode(sent)} if sent else None
    return {
        "startedDateTime": "2026-11-22T10:00:00.000Z",
        "time": 1,
        "request": {
            "method": method,
            "url": url,
            "httpVersion": "HTTP/1.1",
            "headers": headers,
            "cookies": [{"name": "auth0", "value": cookie}],
            "queryString": [],
            **({"postData": form} if form else {}),
        },
        "response": {
            "status": status,
            "statusText": "x",
            "httpVersion": "HTTP/1.1",
            "headers": [{"name": "Set-Cookie", "value": f"auth0={set_cookie}; Path=/"}]
            + ([{"name": "Location", "value": location}] if location else []),
            "cookies": [{"name": "auth0", "value": set_cookie}],
            "redirectURL": location,
            "content": {"mimeType": "application/json", "text": json.dumps(body) if body else ""},
        },
    }


def seed(user: dict[str, Any] | None = None) -> dict[str, Any]:
    """A local tenant with a secret client and a person."""
    machine = {
        "client_id": "seeded",
        "name": "Seeded",
        "client_secret": CANARIES["client secret, in a seed"],
        "app_type": "non_interactive",
        "grant_types": ["client_credentials", "password"],
        "token_endpoint_auth_method": "client_secret_post",
    }
    person = {"user_id": "auth0|s", "email": "s@example.com", "password": CANARIES["password, in a seed"]}
    return {"clients": [machine], "users": [user or person], "resource_servers": [{"identifier": API}]}


def export() -> dict[str, Any]:
    """A deploy-cli export that somebody put a secret into."""
    client = {"name": "Shop", "app_type": "spa", "client_secret": CANARIES["client secret, of deploy-cli"]}
    api = {"name": "API", "identifier": API, "signing_secret": CANARIES["signing secret of an API"]}
    return {"clients": [client], "resourceServers": [api], "tenant": {"friendly_name": "Shop"}}


def auth0_cli(home: Path) -> None:
    """What auth0-cli leaves in a home: a person's login, and a machine's whose secret is in the keyring."""
    folder = home / ".config" / "auth0"
    folder.mkdir(parents=True, exist_ok=True)
    person = {"domain": DOMAIN, "client_id": "", "expires_at": "2126-01-01T00:00:00Z"}
    document = {
        "default_tenant": DOMAIN,
        "tenants": {
            DOMAIN: {**person, "access_token": CANARIES["access token, of auth0-cli"]},
            "machine.example.com": {**person, "domain": "machine.example.com", "client_id": "m2m"},
        },
    }
    (folder / "config.json").write_text(json.dumps(document), encoding="utf-8")
