"""Small projects as the SDKs' quickstarts have people write them: stack -> path -> content. All of them are healthy."""

from collections.abc import Mapping
from pathlib import Path

DOMAIN = "example.eu.auth0.com"
CLIENT = "aB3dE5gH7jK9mN1pQ3sT5vW7yZ9bC1dE"
AUDIENCE = "https://api.example.com"
SECRET = "Zq7-canary-secret-nobody-may-see-8842"  # must never be seen in any setting

PROJECTS: Mapping[str, Mapping[str, str]] = {
    "react-vite": {
        "package.json": '{"dependencies": {"@auth0/auth0-react": "^2.2.4"}, "devDependencies": {"vite": "^5.0.0"}}',
        ".env": f"VITE_AUTH0_DOMAIN={DOMAIN}\nVITE_AUTH0_CLIENT_ID='{CLIENT}'\n"
        f'VITE_AUTH0_AUDIENCE="{AUDIENCE}" # API\n',
        "src/main.tsx": """import { Auth0Provider } from '@auth0/auth0-react';
            <Auth0Provider domain={import.meta.env.VITE_AUTH0_DOMAIN} clientId={import.meta.env.VITE_AUTH0_CLIENT_ID}
              useRefreshTokens={true} cacheLocation="localstorage"
              authorizationParams={{ redirect_uri: location.origin, audience: import.meta.env.VITE_AUTH0_AUDIENCE }}>
        """,
        "node_modules/other/.env": "VITE_AUTH0_DOMAIN=wrong.example.com\n",
    },
    "react-and-express": {  # the sample with a page and its API in one package
        "package.json": """{"dependencies": {"@auth0/auth0-react": "^2.0.0", "react-scripts": "5.0.1",
            "express-oauth2-jwt-bearer": "^1.1.0"}}""",
        "src/auth_config.json": f'{{\n  "domain": "{DOMAIN}",\n  "clientId": "{CLIENT}",\n'
        f'  "audience": "{AUDIENCE}"\n}}\n',
        "api-server.js": """const { auth } = require("express-oauth2-jwt-bearer");
            const authConfig = require("./src/auth_config.json");
            const checkJwt = auth({ audience: authConfig.audience, issuerBaseURL: `https://${authConfig.domain}/`,
              algorithms: ["RS256"] });
        """,
    },
    "next": {
        "package.json": '{"dependencies": {"@auth0/nextjs-auth0": "^4.1.0", "next": "15.0.0"}}',
        ".env.local": f"AUTH0_DOMAIN={DOMAIN}\nAUTH0_CLIENT_ID={CLIENT}\nAUTH0_CLIENT_SECRET={SECRET}\n"
        f"AUTH0_SECRET='{SECRET}'\nAPP_BASE_URL=http://localhost:3000\nAUTH0_SCOPE='openid profile email'\n",
    },
    "express-web": {
        "package.json": '{"dependencies": {"express-openid-connect": "^2.17.0"}}',
        "server.js": f"""const {{ auth }} = require('express-openid-connect');
            app.use(auth({{ authRequired: false, auth0Logout: true, secret: process.env.SECRET,
              baseURL: 'http://localhost:3000',
              clientID: '{CLIENT}',
              issuerBaseURL: 'https://{DOMAIN}',
            }}));
        """,
    },
    "angular": {
        "package.json": '{"dependencies": {"@auth0/auth0-angular": "2.2.3"}}',
        "src/environments/environment.ts": f"""// see Auth0's quickstart
            export const environment = {{ production: false, auth: {{
              domain: '{DOMAIN}',
              clientId: '{CLIENT}',
              authorizationParams: {{ audience: '{AUDIENCE}', redirect_uri: 'http://localhost:4200' }},
              useRefreshTokens: true }} }};
        """,
    },
    "spring-api": {
        "pom.xml": "<dependency><artifactId>spring-boot-starter-oauth2-resource-server</artifactId></dependency>",
        "src/main/resources/application.yml": f"""auth0:
  audience: {AUDIENCE}
spring:
  security:
    oauth2:
      resourceserver:
        jwt:
          issuer-uri: https://{DOMAIN}/   # with the slash
""",
    },
    "okta-spring-web": {
        "build.gradle": "implementation 'com.okta.spring:okta-spring-boot-starter:3.0.5'",
        "src/main/resources/application.properties": f"okta.oauth2.issuer=https://{DOMAIN}/\n"
        f"okta.oauth2.client-id={CLIENT}\nokta.oauth2.client-secret={SECRET}\n",
    },
    "okta-spring-api": {
        "build.gradle": "implementation 'com.okta.spring:okta-spring-boot-starter:3.0.5'",
        "src/main/resources/application.yml": f"okta:\n  oauth2:\n    issuer: https://{DOMAIN}/\n"
        f"    audience: {AUDIENCE}\n",
    },
    "aspnet-api": {
        "Api.csproj": '<PackageReference Include="Microsoft.AspNetCore.Authentication.JwtBearer" Version="8.0.0" />',
        "appsettings.json": '{\n  // Auth0\n  "Auth0": {\n    "Domain": "'
        + DOMAIN
        + '",\n    "Audience": "'
        + AUDIENCE
        + '",\n  }\n}',
        "Program.cs": 'options.Authority = $"https://{builder.Configuration["Auth0:Domain"]}/";',
    },
    "flask-web": {
        "requirements.txt": "flask\nauthlib\npython-dotenv\n",
        ".env": f"export AUTH0_CLIENT_ID={CLIENT}\nAUTH0_CLIENT_SECRET={SECRET}\n"
        f"AUTH0_DOMAIN={DOMAIN}\nAPP_SECRET_KEY={SECRET}\n",
    },
    "fastapi": {
        "requirements.txt": "fastapi\npyjwt[crypto]==2.8.0\n",
        "app/config.py": f"""# Auth0
AUTH0_DOMAIN = "{DOMAIN}"
API_AUDIENCE: str = "{AUDIENCE}"
ALGORITHMS = ["RS256"]
ISSUER = f"https://{{AUTH0_DOMAIN}}/"
""",
    },
    "django": {
        "mysite/settings.py": f"""SOCIAL_AUTH_AUTH0_DOMAIN = '{DOMAIN}'
SOCIAL_AUTH_AUTH0_KEY = '{CLIENT}'
SOCIAL_AUTH_AUTH0_SECRET = '{SECRET}'
SOCIAL_AUTH_AUTH0_SCOPE = ['openid', 'profile', 'email']
""",
    },
    "android": {
        "app/build.gradle": "implementation 'com.auth0.android:auth0:2.10.2'",
        "app/src/main/res/values/strings.xml": f'<resources>\n  <string name="app_name">Shop</string>\n'
        f'  <string name="com_auth0_client_id">{CLIENT}</string>\n'
        f'  <string name="com_auth0_domain">{DOMAIN}</string>\n</resources>\n',
    },
    "ios": {
        "Shop/Auth0.plist": f"<plist><dict>\n<key>ClientId</key>\n<string>{CLIENT}</string>\n<key>Domain</key>\n"
        f"<string>{DOMAIN}</string>\n</dict></plist>\n",
    },
    "flutter": {
        "pubspec.yaml": "dependencies:\n  auth0_flutter: ^1.7.0\n",
        "lib/main.dart": f"import 'package:auth0_flutter/auth0_flutter.dart';\n"
        f"final auth0 = Auth0('{DOMAIN}', '{CLIENT}');\n",
    },
    "rails": {
        "Gemfile": "gem 'omniauth-auth0', '~> 3.0'\n",
        "config/auth0.yml": f"development:\n  auth0_domain: {DOMAIN}\n  auth0_client_id: {CLIENT}\n"
        f"  auth0_client_secret: {SECRET}\ntest:\n  auth0_domain: fake\n",
    },
    "laravel": {
        "composer.json": '{"require": {"auth0/login": "^7.0"}}',
        ".env": f"APP_URL=http://localhost:8000\nAUTH0_DOMAIN={DOMAIN}\nAUTH0_CLIENT_ID={CLIENT}\n"
        f"AUTH0_CLIENT_SECRET={SECRET}\nAUTH0_AUDIENCE={AUDIENCE}\n",
    },
    "go-api": {
        "go.mod": "require github.com/auth0/go-jwt-middleware/v2 v2.2.0\n",
        ".env": f"AUTH0_DOMAIN='{DOMAIN}'\nAUTH0_AUDIENCE='{AUDIENCE}'\n",
    },
    "compose": {
        "docker-compose.yml": f"""services:
  api:
    image: shop
    environment:
      - AUTH0_DOMAIN={DOMAIN}
      - AUTH0_AUDIENCE={AUDIENCE}
      - AUTH0_CLIENT_SECRET=${{AUTH0_CLIENT_SECRET}}
  web:
    environment:
      AUTH0_CLIENT_ID: "{CLIENT}"
""",
    },
    "kubernetes": {
        "deploy/api.yaml": f"""spec:
  containers:
    - name: api
      env:
        - name: AUTH0_DOMAIN
          value: {DOMAIN}
        - name: AUTH0_AUDIENCE
          value: "{AUDIENCE}"
""",
    },
}


def write_project(folder: Path, files: Mapping[str, str]) -> Path:
    """Make the files under ``folder``."""
    for path, content in files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(content, encoding="utf-8")
    return folder
