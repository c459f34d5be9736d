"""The programs of a project: which folders hold one, which SDK each uses, and which side of a login it is on."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from auth0ctl.evidence.project.lines import Written
from auth0ctl.evidence.project.trees import json_settings
from auth0ctl.evidence.project.walk import ProjectFile
from auth0ctl.rules.project.bundles import BUNDLERS

FRONT, WEB, BACK = "front", "web", "back"
SDKS = {
    FRONT: """@auth0/auth0-react @auth0/auth0-spa-js @auth0/auth0-vue @auth0/auth0-angular auth0-js auth0-lock
    react-native-auth0 auth0_flutter auth0.swift com.auth0.android oidc-client-ts react-oidc-context
    angular-oauth2-oidc angular-auth-oidc-client expo-auth-session flutter_appauth react-native-app-auth""".split(),
    WEB: """@auth0/nextjs-auth0 @auth0/auth0-nuxt @auth0/auth0-fastify @auth0/auth0-express express-openid-connect
    passport-auth0 next-auth @auth/core @auth/sveltekit @auth/express remix-auth-auth0 nuxt-auth-utils
    auth0/login auth0/symfony auth0/auth0-php omniauth-auth0 auth0.aspnetcore.authentication auth0-fastapi
    auth0-server-python mvc-auth-commons okta-spring-boot-starter spring-boot-starter-oauth2-client
    social-auth-app-django ueberauth_auth0""".split(),
    BACK: """express-oauth2-jwt-bearer express-jwt jwks-rsa @auth0/auth0-fastify-api @auth0/auth0-api-js
    fastify-auth0-verify koa-jwt passport-jwt auth0-fastapi-api auth0-api-python
    microsoft.aspnetcore.authentication.jwtbearer auth0.aspnetcore.authentication.api go-jwt-middleware
    spring-boot-starter-oauth2-resource-server quarkus-oidc quarkus-smallrye-jwt auth0-springboot-api
    djangorestframework-jwt pyjwt python-jose""".split(),
}
MADE_FOR_AUTH0 = frozenset(  # by Auth0 or Okta, without the name
    """express-oauth2-jwt-bearer express-openid-connect express-jwt jwks-rsa go-jwt-middleware mvc-auth-commons
    okta-spring-boot-starter""".split()
)
SIDE_OF = {name: side for side, names in SDKS.items() for name in names}
EITHER = frozenset(("okta-spring-boot-starter", "auth0/login", "auth0/symfony", "auth0/auth0-php"))  # also in APIs
DEPENDENCIES = ("dependencies.", "devDependencies.", "peerDependencies.", "require.", "require-dev.")
TEXT_NAMES = re.compile(
    r"(?i)(?<![\w.@/-])(" + "|".join(re.escape(one) for one in sorted(SIDE_OF, key=len, reverse=True)) + r")(?![\w-])"
)
VERSION = re.compile(r"(\d+(?:\.\d+)*)")
BACK_MARKS = re.compile(
    r"express-oauth2-jwt-bearer|express-jwt|expressjwt|jwks-rsa|JwtBearer|jwtVerify|createRemoteJWKSet|resourceserver"
    r"|RemoteJWKSet|PyJWKClient|jwt\.decode|go-jwt-middleware|JwtDecoder|ResourceProtector|withAudience\(|requiresAuth\b"
)
FRONT_MARKS = re.compile(
    r"@auth0/auth0-(?:react|spa-js|vue|angular)|Auth0Provider|createAuth0|auth0\.WebAuth|react-native-auth0|auth0_flutter"
)
FRONT_FILES = re.compile(
    r"(?:^|/)(?:auth_config\.json|auth0-config\w*\.\w+|auth0-configuration\.\w+|environments?/environment[\w.]*\.ts"
    r"|Auth0\.plist|Info\.plist|res/values[^/]*/[^/]+\.xml|app\.json)$|\.(?:dart|swift|vue|svelte|html)$"
)
FOLDERS = (
    (FRONT, re.compile(r"(?i)(?:^|/)(?:front[-_]?end|client|spa|ui|mobile|webapp|www)(?:/|$)")),
    (BACK, re.compile(r"(?i)(?:^|/)(?:back[-_]?end|api|server|services?|functions)(?:/|$)")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dependency:
    """A library that a manifest names, with the version written there ("" where there is none)."""

    name: str
    version: str
    file: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One program: the folder of its manifest ("" for the project's own) and the libraries that matter here."""

    folder: str
    dependencies: tuple[Dependency, ...] = ()

    @property
    def sides(self) -> frozenset[str]:
        names = {one.name for one in self.dependencies} - EITHER
        return frozenset(SIDE_OF[name] for name in names if name in SIDE_OF)

    @property
    def uses_auth0(self) -> bool:
        return any("auth0" in one.name or one.name in MADE_FOR_AUTH0 for one in self.dependencies)


def find_parts(files: Iterable[ProjectFile]) -> tuple[Part, ...]:
    """One part for each folder that has a manifest, and one for the project itself."""
    found: dict[str, list[Dependency]] = {"": []}
    for file in files:
        if file.kind == "manifest":
            found.setdefault(file.folder, []).extend(_dependencies(file))
    return tuple(Part(folder=folder, dependencies=tuple(listed)) for folder, listed in found.items())


def part_of(path: str, parts: tuple[Part, ...]) -> Part:
    """The program that a file belongs to: the one in the deepest folder above it."""
    above = [part for part in parts if part.folder == "" or path.startswith(part.folder + "/")]
    return max(above, key=lambda part: len(part.folder))


def _dependencies(file: ProjectFile) -> Iterator[Dependency]:
    if file.name in ("package.json", "composer.json"):
        for one in json_settings(file.text):
            name = next((one.name.removeprefix(kind) for kind in DEPENDENCIES if one.name.startswith(kind)), "")
            if name in SIDE_OF or name in BUNDLERS:
                yield _dependency(name, one, file)
        return
    for number, line in enumerate(file.text.splitlines(), 1):
        if not line.lstrip().startswith(("#", "//", "<!--")):
            for found in TEXT_NAMES.finditer(line):
                rest = Written(name="", value=line[found.end() :], line=number)
                yield _dependency(found[1].lower(), rest, file)


def _dependency(name: str, one: Written, file: ProjectFile) -> Dependency:
    version = VERSION.search(one.value)
    return Dependency(name=name, version=version[1] if version else "", file=file.path, line=one.line)


def side_of(file: ProjectFile, part: Part) -> str | None:
    """The side that a file's settings are on; None where neither the file nor its program tells."""
    if file.kind == "source":
        back, front = BACK_MARKS.search(file.text), FRONT_MARKS.search(file.text)
        if (back is None) != (front is None):
            return BACK if back else FRONT
    sides = part.sides
    if FRONT_FILES.search(file.path) and (FRONT in sides or not sides):
        return FRONT
    if len(sides) == 1:
        return next(iter(sides))
    if sides:
        # a page and its API in one package: what is not built into the page is the API's
        return BACK if FRONT in sides and BACK in sides else WEB
    return next((side for side, pattern in FOLDERS if pattern.search(file.path)), None)
