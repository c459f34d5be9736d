"""The rules about the app's own settings: each with a project that fires it, and the healthy ones that fire none."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fake_projects import AUDIENCE, CLIENT, DOMAIN, PROJECTS, SECRET, write_project

from auth0ctl.evidence.project import read_project
from auth0ctl.findings import Finding, Severity, severity_of
from auth0ctl.model import Client, Facts, ResourceServer, Tenant
from auth0ctl.rules import judge
from auth0ctl.situation import Wish

SPA = {
    "client_id": CLIENT,
    "name": "Shop",
    "app_type": "spa",
    "callbacks": ["http://localhost:3000/callback", "http://localhost:4200", "https://*.shop.example.com/cb"],
    "grant_types": ["authorization_code"],
}
TENANT = Tenant(name="example", origin=f"https://{DOMAIN}")
LIVE = Facts(
    tenant=TENANT,
    client=Client.from_api(SPA),
    resource_servers=(ResourceServer.from_api({"identifier": AUDIENCE, "name": "Orders"}),),
    custom_domains=(),
)
SPRING_ISSUER = "spring:\n  security:\n    oauth2:\n      resourceserver:\n        jwt:\n          issuer-uri:"
REACT = '{"dependencies": {"@auth0/auth0-react": "2.2.0"}}'
API = '{"dependencies": {"express-oauth2-jwt-bearer": "1.6.0"}}'


def found(folder: Path, files: Mapping[str, str], facts: Facts | None = None) -> tuple[Finding, ...]:
    settings = read_project(write_project(folder, files))
    findings, _ = judge(replace(facts or Facts(), app_settings=settings), ("AZ9",))
    for finding in findings:
        assert SECRET not in repr(finding)
        assert finding.detail
        assert finding.fix
    return findings


def problems(findings: tuple[Finding, ...]) -> list[str]:
    return [one.rule.name for one in findings if severity_of(one) is not Severity.INFO]


@pytest.mark.parametrize("stack", PROJECTS)
def test_a_healthy_project_has_no_problem(stack: str, tmp_path: Path) -> None:
    assert problems(found(tmp_path / "alone", PROJECTS[stack])) == []
    client = Client.from_api({**SPA, "callbacks": [*SPA["callbacks"], "http://localhost:3000/auth/callback"]})
    assert problems(found(tmp_path / "live", PROJECTS[stack], replace(LIVE, client=client))) == []


def test_every_healthy_project_together_has_no_problem(tmp_path: Path) -> None:
    files = {f"{stack}/{path}": text for stack, project in PROJECTS.items() for path, text in project.items()}
    assert problems(found(tmp_path, files)) == []


WRONG: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "a URL for the domain": ("domain-has-scheme", {".env": f"AUTH0_DOMAIN=https://{DOMAIN}/\n"}),
    "a slash after the domain": ("domain-has-scheme", {"auth_config.json": f'{{"domain": "{DOMAIN}/"}}'}),
    "a path in the domain": ("domain-has-scheme", {"auth0.yml": f"auth0_domain: {DOMAIN}/authorize\n"}),
    "no domain": ("domain-missing", {".env": f"VITE_AUTH0_DOMAIN=\nVITE_AUTH0_CLIENT_ID={CLIENT}\n"}),
    "no issuer base": ("domain-missing", {".env": "ISSUER_BASE_URL=\n"}),
    "no client id": ("client-id-missing", {"appsettings.json": '{"Auth0": {"Domain": "a.b.c", "ClientId": ""}}'}),
    "YOUR_": ("setting-placeholder", {".env": "AUTH0_DOMAIN=YOUR_DOMAIN\n"}),
    "{your}": ("setting-placeholder", {"auth_config.json": '{"domain": "x.auth0.com", "clientId": "{yourClientId}"}'}),
    "dev-xxx": ("setting-placeholder", {".env": "AUTH0_DOMAIN=dev-xxxxxxxx.us.auth0.com\n"}),
    "<...>": ("setting-placeholder", {"s.xml": '<string name="com_auth0_client_id">&lt;client-id&gt;</string>'}),
    "placeholder audience": ("setting-placeholder", {".env": "AUTH0_AUDIENCE=YOUR_API_IDENTIFIER\n"}),
    "placeholder secret": ("setting-placeholder", {".env": "AUTH0_CLIENT_SECRET=your-client-secret\n"}),
    "issuer with a placeholder": (
        "setting-placeholder",
        {"a.properties": "okta.oauth2.issuer=https://{yourDomain}/\n"},
    ),
    "quotes in a YAML list": (
        "setting-quoted-or-padded",
        {"docker-compose.yml": f'services:\n  api:\n    environment:\n      - AUTH0_AUDIENCE="{AUDIENCE}"\n'},
    ),
    "a blank at the end of a property": (
        "setting-quoted-or-padded",
        {"application.properties": f"auth0.audience={AUDIENCE} \n"},
    ),
    "typographic quotes": ("setting-quoted-or-padded", {".env": f"AUTH0_DOMAIN=“{DOMAIN}”\n"}),
    "a semicolon": ("setting-quoted-or-padded", {".env": f"AUTH0_DOMAIN={DOMAIN};\n"}),
    "an invisible character": ("setting-quoted-or-padded", {".env": f"AUTH0_CLIENT_ID={CLIENT}\u200b\n"}),
    "blanks in an XML text": (
        "setting-quoted-or-padded",
        {"s.xml": f'<string name="com_auth0_domain"> {DOMAIN}</string>'},
    ),
    "an issuer that is a host": ("issuer-without-scheme", {".env": f"ISSUER_BASE_URL={DOMAIN}\n"}),
    "an issuer over http": ("issuer-plain-http", {".env": f"AUTH0_ISSUER_BASE_URL=http://{DOMAIN}\n"}),
    "Spring without the slash": (
        "issuer-missing-trailing-slash",
        {"application.yml": SPRING_ISSUER + f" https://{DOMAIN}\n"},
    ),
    "express-jwt without the slash": (
        "issuer-missing-trailing-slash",
        {
            "package.json": '{"dependencies": {"express-jwt": "8.0.0"}}',
            "app.js": f"expressjwt({{ issuer: 'https://{DOMAIN}', audience: '{AUDIENCE}' }})\n",
        },
    ),
    "the dashboard's host": ("wrong-tenant-domain", {".env": "AUTH0_DOMAIN=manage.auth0.com\n"}),
    "a name alone": ("wrong-tenant-domain", {".env": "AUTH0_DOMAIN=my-shop\n"}),
    "a secret in a bundle variable": ("secret-in-front-end", {".env": f"REACT_APP_AUTH0_CLIENT_SECRET={SECRET}\n"}),
    "a secret in the page's config": (
        "secret-in-front-end",
        {"package.json": REACT, "src/auth_config.json": f'{{"domain": "{DOMAIN}", "clientSecret": "{SECRET}"}}'},
    ),
    "a secret on a phone": (
        "secret-in-front-end",
        {"res/values/strings.xml": f'<string name="com_auth0_client_secret">{SECRET}</string>'},
    ),
    "audience beside authorizationParams": (
        "sdk-option-misplaced",
        {
            "package.json": REACT,
            "src/i.jsx": "<Auth0Provider domain={d} clientId={c} audience={a} authorizationParams={{ scope: 's' }}>",
        },
    ),
    "scope beside authorizationParams": (
        "sdk-option-misplaced",
        {
            "package.json": '{"dependencies": {"@auth0/auth0-vue": "~2.3"}}',
            "m.ts": "createAuth0({ domain, clientId, scope: 'openid read:x' })",
        },
    ),
    "v3 names for nextjs-auth0 v4": (
        "sdk-setting-not-read",
        {
            "package.json": '{"dependencies": {"@auth0/nextjs-auth0": "^4.0.0"}}',
            ".env.local": f"AUTH0_ISSUER_BASE_URL=https://{DOMAIN}\n",
        },
    ),
    "an audience that v4 does not read": (
        "sdk-setting-not-read",
        {
            "package.json": '{"dependencies": {"@auth0/nextjs-auth0": "4.2.0"}}',
            ".env.local": f"AUTH0_AUDIENCE={AUDIENCE}\n",
        },
    ),
    "another bundler's prefix": (
        "variable-prefix-not-exposed",
        {"package.json": '{"devDependencies": {"vite": "5.0.0"}}', ".env": f"REACT_APP_AUTH0_DOMAIN={DOMAIN}\n"},
    ),
    "audiences differ": (
        "app-and-api-audience-differ",
        {"web/.env": "VITE_AUTH0_AUDIENCE=https://shop\n", "api/.env": f"AUTH0_AUDIENCE={AUDIENCE}\n"},
    ),
    "audiences differ in production alone": (
        "app-and-api-audience-differ",
        {
            "web/.env": f"VITE_AUTH0_AUDIENCE={AUDIENCE}\n",
            "web/.env.production": "VITE_AUTH0_AUDIENCE=https://prod.example.com\n",
            "api/.env": f"AUTH0_AUDIENCE={AUDIENCE}\n",
        },
    ),
    "audiences differ by a slash": (
        "audience-slash-mismatch",
        {"web/.env": f"VITE_AUTH0_AUDIENCE={AUDIENCE}/\n", "api/.env": f"AUTH0_AUDIENCE={AUDIENCE}\n"},
    ),
    "the login asks for no audience": (
        "audience-missing-opaque-token",
        {
            "web/package.json": REACT,
            "web/.env": f"VITE_AUTH0_DOMAIN={DOMAIN}\n",
            "api/package.json": API,
            "api/.env": f"AUDIENCE={AUDIENCE}\n",
        },
    ),
    "two tenants": (
        "app-and-api-tenant-differ",
        {"web/.env": "VITE_AUTH0_DOMAIN=a.auth0.com\n", "api/.env": "AUTH0_DOMAIN=b.auth0.com\n"},
    ),
    "custom and canonical": (
        "issuer-domain-mismatch",
        {"web/.env": "VITE_AUTH0_DOMAIN=login.example.com\n", "api/.env": f"AUTH0_ISSUER=https://{DOMAIN}/\n"},
    ),
    "keys of another domain": (
        "jwks-of-another-domain",
        {
            "api/package.json": API,
            "api/.env": f"ISSUER=https://{DOMAIN}/\nJWKS_URI=https://old.auth0.com/.well-known/jwks.json\n",
        },
    ),
    "the client id as audience": (
        "audience-is-client-id",
        {".env": f"AUTH0_CLIENT_ID={CLIENT}\nAUTH0_AUDIENCE={CLIENT}\n"},
    ),
    "no openid": (
        "openid-scope-missing",
        {"settings.py": "SOCIAL_AUTH_AUTH0_KEY = 'k'\nSOCIAL_AUTH_AUTH0_SCOPE = ['profile']\n"},
    ),
    "the callback's port": (
        "login-callback-host-differ",
        {
            ".env": f"AUTH0_CLIENT_ID={CLIENT}\nAPP_BASE_URL=http://localhost:3000\nAUTH0_CALLBACK_URL=http://localhost:8000/callback\n"
        },
    ),
    "the callback's host": (
        "login-callback-host-differ",
        {
            ".env": f"AUTH0_CLIENT_ID={CLIENT}\nAPP_BASE_URL=http://127.0.0.1:3000\nAUTH0_CALLBACK_URL=http://localhost:3000/callback\n"
        },
    ),
    "no secret for the session": ("session-secret-missing", {".env": "AUTH0_SECRET=\n"}),
    "no client secret": ("client-secret-missing", {".env": f"AUTH0_CLIENT_ID={CLIENT}\nAUTH0_CLIENT_SECRET=\n"}),
    "HS256 alone": ("app-algorithm-differs", {"auth0.py": "ALGORITHMS = ['HS256']\n"}),
    "HS256 beside RS256": ("app-algorithms-unsafe", {"auth0.py": "ALGORITHMS = ['RS256', 'HS256']\n"}),
    "none": ("app-algorithms-unsafe", {"auth0.js": "jwtVerify(token, key, { algorithms: ['RS256', 'none'] })\n"}),
}


@pytest.mark.parametrize("fault", WRONG)
def test_each_fault_is_named(fault: str, tmp_path: Path) -> None:
    name, files = WRONG[fault]
    assert name in problems(found(tmp_path, files))


FINE: Mapping[str, Mapping[str, str]] = {
    "a name of a variable": {"auth0.ts": "const env = { domain: 'AUTH0_DOMAIN', clientId: 'AUTH0_CLIENT_ID' }\n"},
    "another request's scope": {
        "package.json": '{"dependencies": {"express-openid-connect": "2.0.0"}}',
        "a.js": "auth0({ scope: 'openid profile' })\n",
        "b.js": "auth0.token({ scope: 'read:x' })\n",
    },
    "the address of another server": {
        "auth0.ts": "const api = { baseUrl: 'http://localhost:4000' }\n"
        "const web = { clientId: 'abc', redirectUri: 'http://localhost:3000/cb' }\n",
    },
    "loopback is a URL": {".env": "AUTH0_DOMAIN=http://localhost:8480\n"},
    "empty here, set beside it": {".env": "AUTH0_DOMAIN=\n", ".env.local": f"AUTH0_DOMAIN={DOMAIN}\n"},
    "a placeholder that is replaced": {".env": "AUTH0_DOMAIN=YOUR_DOMAIN\n", ".env.local": f"AUTH0_DOMAIN={DOMAIN}\n"},
    "audiences with words of templates": {
        ".env": "AUTH0_AUDIENCE=https://yourself.example.com/api\nAUTH0_DOMAIN=yourshop.auth0.com\n"
    },
    "a custom issuer with a path": {
        "application.yml": "spring:\n  security:\n    oauth2:\n      x:\n        issuer-uri: https://id.example.com/realms/a\n"
    },
    "a secret of the server": {
        "package.json": '{"dependencies": {"next-auth": "4.0.0"}}',
        ".env": f"AUTH0_CLIENT_SECRET={SECRET}\n",
    },
    "options of the first version": {
        "package.json": '{"dependencies": {"@auth0/auth0-react": "1.12.0"}}',
        "i.jsx": "<Auth0Provider audience={a}>",
    },
    "audience deeper down": {
        "package.json": REACT,
        "i.jsx": "<Auth0Provider onRedirect={() => go({audience: 1})} authorizationParams={{ audience }}>",
    },
    "each environment for itself": {
        "web/.env.production": "VITE_AUTH0_AUDIENCE=https://prod\n",
        "web/.env.development": "VITE_AUTH0_AUDIENCE=https://dev\n",
        "api/.env.production": "AUTH0_AUDIENCE=https://prod\n",
        "api/.env.development": "AUTH0_AUDIENCE=https://dev\n",
    },
    "an audience that code works out": {
        "web/package.json": REACT,
        "web/.env": f"VITE_AUTH0_DOMAIN={DOMAIN}\n",
        "web/i.jsx": "<Auth0Provider authorizationParams={{ audience: config.api }}>",
        "api/package.json": API,
        "api/.env": f"AUDIENCE={AUDIENCE}\n",
    },
    "both prefixes": {
        "package.json": '{"devDependencies": {"vite": "5.0.0"}}',
        ".env": f"REACT_APP_AUTH0_DOMAIN={DOMAIN}\nVITE_AUTH0_DOMAIN={DOMAIN}\n",
    },
    "discovery takes either form": {"package.json": API, ".env": f"ISSUER_BASE_URL=https://{DOMAIN}\n"},
    "a scope that the SDK completes": {
        "package.json": REACT,
        "i.jsx": "<Auth0Provider authorizationParams={{ scope: 'read:x' }}>",
    },
}


@pytest.mark.parametrize("case", FINE)
def test_what_is_fine_stays_silent(case: str, tmp_path: Path) -> None:
    assert problems(found(tmp_path, FINE[case])) == []


@pytest.mark.parametrize(
    ("files", "changes", "name"),
    [
        ({".env": "AUTH0_DOMAIN=example.auth0.com\n"}, {}, "wrong-tenant-domain"),
        ({".env": "AUTH0_CLIENT_ID=another\n"}, {}, "app-uses-another-client"),
        ({".env": "AUTH0_AUDIENCE=https://nobody.example.com\n"}, {}, "audience-not-registered"),
        ({".env": f"AUTH0_AUDIENCE={AUDIENCE}/\n"}, {}, "audience-slash-mismatch"),
        (
            {".env": f"AUTH0_CLIENT_ID={CLIENT}\nAUTH0_CALLBACK_URL=http://localhost:3000/cb\n"},
            {},
            "callback-url-not-registered",
        ),
        (PROJECTS["next"], {}, "callback-url-not-registered"),
        (
            {"auth0.py": f"API_AUDIENCE = '{AUDIENCE}'\nALGORITHMS = ['RS256']\n"},
            {"resource_servers": (ResourceServer.from_api({"identifier": AUDIENCE, "signing_alg": "HS256"}),)},
            "api-signs-hs256",
        ),
        (
            {"auth0.py": f"API_AUDIENCE = '{AUDIENCE}'\nALGORITHMS = ['HS256']\n"},
            {},
            "app-algorithm-differs",
        ),
    ],
)
def test_settings_against_the_tenant(
    files: Mapping[str, str], changes: Mapping[str, Any], name: str, tmp_path: Path
) -> None:
    assert problems(found(tmp_path, files, replace(LIVE, **changes))) == [name]


@pytest.mark.parametrize(
    "files",
    [
        {".env": f"AUTH0_CLIENT_ID={CLIENT}\nAUTH0_CALLBACK_URL=https://eu.shop.example.com/cb\n"},
        {".env": f"AUTH0_DOMAIN={DOMAIN}\nAUTH0_AUDIENCE=https://{DOMAIN}/api/v2/\n"},
    ],
)
def test_settings_that_the_tenant_knows(files: Mapping[str, str], tmp_path: Path) -> None:
    assert problems(found(tmp_path, files, LIVE)) == []


def test_a_refresh_token_that_is_wanted_must_be_asked_for(tmp_path: Path) -> None:
    wish = Facts(wish=Wish(want_refresh_token=True))
    files = {"package.json": API.replace("oauth2-jwt-bearer", "openid-connect"), "a.js": "auth0({ scope: 'openid' })\n"}
    assert problems(found(tmp_path, files, wish)) == ["offline-access-scope-missing"]
    assert problems(found(tmp_path, files)) == []
    assert problems(found(tmp_path, {"a.js": "auth0({ scope: 'openid offline_access' })\n"}, wish)) == []


def test_a_custom_domain_of_the_tenant_is_the_tenant(tmp_path: Path) -> None:
    files = {"web/.env": "VITE_AUTH0_DOMAIN=login.example.com\n"}
    assert problems(found(tmp_path / "a", files, replace(LIVE, custom_domains=("login.example.com",)))) == []
    unsure = found(tmp_path / "b", files, replace(LIVE, custom_domains=None))
    assert [(one.rule.name, severity_of(one)) for one in unsure] == [("wrong-tenant-domain", Severity.INFO)]


def test_the_tenant_of_this_machine_is_no_reproach(tmp_path: Path) -> None:
    facts = Facts(tenant=Tenant(name="local", origin="http://127.0.0.1:8480"))
    assert problems(found(tmp_path, {".env": f"AUTH0_DOMAIN={DOMAIN}\n"}, facts)) == []


def test_notes(tmp_path: Path) -> None:
    nothing = found(tmp_path / "a", {"README.md": "# Shop"})
    assert [one.rule.name for one in nothing] == ["project-without-settings"]
    project = {
        "package.json": REACT,
        ".env": f"VITE_AUTH0_DOMAIN={DOMAIN}\n",
        ".env.local": "VITE_AUTH0_DOMAIN=b.auth0.com\n",
    }
    assert [one.rule.name for one in found(tmp_path / "b", project)] == ["silent-login-by-iframe", "env-files-disagree"]
