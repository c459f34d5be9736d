"""What to paste into an application that shall use this tenant, one piece of code for each SDK."""

import json
from dataclasses import dataclass
from urllib.parse import urlsplit

from auth0ctl.localtenant.store.state import JSON

NO_AUDIENCE = "https://api.example.com"
MACHINES = ("non_interactive", "resource_server")


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """``file`` says where the code belongs. ``https``: the SDK refuses an issuer without TLS."""

    title: str
    file: str
    code: str
    https: bool = False


def snippets(issuer: str, client: JSON, audience: str | None) -> tuple[Snippet, ...]:
    """The settings for a client and, where there is one, an API. Every value is quoted for its language."""
    parts = urlsplit(issuer)
    # The browser's SDK takes an origin as well as a bare host, and only an origin says that there is no TLS.
    names = {
        "DOMAIN": parts.netloc if parts.scheme == "https" else issuer.rstrip("/"),
        "HOST": parts.netloc,
        "ISSUER": issuer,
        "CLIENT_ID": client["client_id"],
        "AUDIENCE": audience or NO_AUDIENCE,
        "CALLBACK": next(iter(client.get("callbacks") or []), "http://localhost:3000/callback"),
    }
    wanted = [_SPA, _EXPRESS_LOGIN, _PYTHON_MACHINE, _EXPRESS_API, _PYTHON_API]
    if client.get("app_type") in MACHINES:
        wanted.remove(_SPA)
        wanted.remove(_EXPRESS_LOGIN)
    else:
        wanted.remove(_PYTHON_MACHINE)
    return tuple(
        Snippet(title=one.title, file=one.file, code=_filled(one.code, names), https=one.https) for one in wanted
    )


def _filled(code: str, names: dict[str, str]) -> str:
    """Each ``<NAME>`` as a string literal. JSON's are also those of JavaScript and Python."""
    for name, value in names.items():
        # A "<" that came in with a value must not be taken for the beginning of the next name.
        code = code.replace(f"<{name}>", json.dumps(value, ensure_ascii=False).replace("<", "\\u003c"))
    return code.strip("\n")


_SPA = Snippet(
    title="@auth0/auth0-spa-js",
    file="In the browser",
    code="""
import { createAuth0Client } from "@auth0/auth0-spa-js";

const auth0 = await createAuth0Client({
  domain: <DOMAIN>,
  clientId: <CLIENT_ID>,
  authorizationParams: {
    redirect_uri: <CALLBACK>,
    audience: <AUDIENCE>,
  },
});
""",
)
_EXPRESS_LOGIN = Snippet(
    title="express-openid-connect",
    file="A web app that logs people in",
    code="""
const { auth } = require("express-openid-connect");

app.use(auth({
  issuerBaseURL: <ISSUER>,
  clientID: <CLIENT_ID>,
  baseURL: "http://localhost:3000",
  secret: process.env.SESSION_SECRET,
}));
""",
)
_EXPRESS_API = Snippet(
    title="express-oauth2-jwt-bearer",
    file="An API in Node",
    code="""
const { auth } = require("express-oauth2-jwt-bearer");

app.use(auth({
  issuerBaseURL: <ISSUER>,
  audience: <AUDIENCE>,
}));
""",
)
_PYTHON_API = Snippet(
    title="auth0-api-python",
    file="An API in Python",
    https=True,
    code="""
from auth0_api_python import ApiClient, ApiClientOptions

api_client = ApiClient(ApiClientOptions(domain=<HOST>, audience=<AUDIENCE>))
claims = await api_client.verify_access_token(access_token=token)
""",
)
_PYTHON_MACHINE = Snippet(
    title="auth0-python",
    file="A machine that asks for a token",
    https=True,
    code="""
import os
from auth0.authentication import GetToken

get_token = GetToken(<HOST>, <CLIENT_ID>, client_secret=os.environ["AUTH0_CLIENT_SECRET"])
token = get_token.client_credentials(<AUDIENCE>)["access_token"]
""",
)
