"""Every command, several times where it takes secrets in several ways. Words in capitals are files (canary_inputs)."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from canaries import CANARIES
from canary_tenant import API, DOMAIN
from forge import CLIENT

from auth0ctl.cli.table import COMMANDS

TENANT = ("AUTH0_DOMAIN", "AUTH0_CLIENT_ID", "AUTH0_CLIENT_SECRET", "AUTH0_API_TOKEN")
FORMATS: Mapping[str, tuple[str, ...]] = {
    "plain": (),
    "verbose": ("-v",),
    "json": ("-o", "json"),
    "html": ("-o", "html", "-v"),
    "quiet": ("-o", "quiet"),
}
REPORTS: Mapping[str, tuple[str, ...]] = {
    "junit": ("-o", "junit"),
    "sarif": ("-o", "sarif"),
    "github": ("-o", "github", "-v"),
}


@dataclass(frozen=True, kw_only=True)
class Row:
    """One command line. ``after``: a login comes first. ``asks``: it asks the tenant, so the tenant's mood matters.

    ``without``: variables that are not set for it. ``told_back``: it shows what a tenant that refuses says.
    """

    path: str
    words: tuple[str, ...] = ()
    after: bool = False
    asks: bool = True
    callback: bool = False
    told_back: bool = False
    without: tuple[str, ...] = ()
    environ: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return " ".join((self.path, *self.words))[:90]

    @property
    def formats(self) -> Mapping[str, tuple[str, ...]]:
        return {**FORMATS, **REPORTS} if REPORTED[self.path] else FORMATS


REPORTED = {command.path: command.reports for command in COMMANDS}
SUBJECT = ("--subject-token-file", "SUBJECT", "--subject-token-type", "urn:example:token")
ACTOR = f"actor_token={CANARIES['actor token']}"


def login(*words: str, callback: bool = True, told_back: bool = False, after: bool = False) -> Row:
    return Row(path="login", words=words, callback=callback, told_back=told_back, after=after)


LOGINS = (
    login("--flow", "pkce", told_back=True),
    login("--flow", "code", "--client-secret-file", "SECRET", "--userinfo"),
    login("--flow", "code", "--client-secret-file", "-", told_back=True),
    login("--flow", "code", "--client-auth", "client_secret_basic", "--client-secret-file", "SECRET", told_back=True),
    login("--flow", "code", "--private-key-file", "KEY", "--client-auth", "private_key_jwt"),
    login("--flow", "code", "--par", "--dpop"),
    login("--flow", "implicit", "--response-mode", "form_post"),
    login("--flow", "hybrid", "--response-mode", "form_post", "--client-secret-file", "SECRET"),
    login("--flow", "pkce", "--borrow-callback"),
    login("--flow", "device", callback=False, told_back=True),
    login("--flow", "client-credentials", "--audience", API, callback=False),
    login("--flow", "password", "--username", "me", "--password-file", "PASSWORD", callback=False, told_back=True),
    login("--flow", "password", "--username", "me", "--password-file", "WRONG", callback=False),
    login("--flow", "refresh", callback=False, told_back=True, after=True),
    login("--flow", "token-exchange", *SUBJECT, "--param", ACTOR, callback=False, told_back=True),
)


def local(path: str, *words: str) -> Row:
    return Row(path=path, words=words, asks=False, without=TENANT)


def offline(path: str, *words: str, after: bool = False) -> Row:
    return Row(path=path, words=words, asks=False, after=after)


def add(*words: str, **environ: str) -> Row:
    return Row(path="tenant add", words=(*words, "--force"), without=TENANT, environ=environ)


OTHERS = (
    Row(path="client list"),
    Row(path="client list", environ={"AUTH0_DOMAIN": "proxied.example.com", "AUTH0CTL_TIMEOUT": "3"}),
    Row(path="client list", without=("AUTH0_API_TOKEN",)),
    Row(path="client list", words=("--nosuch",), asks=False),
    Row(path="client inspect", words=(CLIENT,)),
    Row(path="client inspect", asks=False),
    Row(path="client create", words=("New", "--type", "regular_web")),
    Row(path="api list"),
    Row(path="api inspect", words=(API,)),
    Row(path="api create", words=("New", "--identifier", "https://new.example.com", "--signing-alg", "HS256")),
    Row(path="grant list"),
    Row(path="grant create", words=("--client", CLIENT, "--audience", API)),
    Row(path="grant update", words=("--client", CLIENT, "--audience", API, "--scope", "read:x")),
    Row(path="claim list"),
    Row(path="claim add", words=("https://x.example.com/plan", "--value", '"gold"')),
    Row(path="claim remove", words=("https://x.example.com/plan",)),
    add("first", "--domain", DOMAIN, "--client", CLIENT, "--client-secret-file", "SECRET"),
    add("second", "--domain", DOMAIN, "--client", CLIENT, "--api-token-file", "-"),
    add("--from", "DOTENV"),
    add("--from", "DEPLOYCLI"),
    add("--from", "auth0-cli"),
    offline("tenant list"),
    offline("tenant show"),
    offline("tenant use", "local"),
    offline("tenant remove", "nosuch"),
    offline("token decode", after=True),
    offline("token decode", "--file", "IDTOKEN"),
    offline("token decode", "--file", "ACCESS"),
    offline("token decode", "--file", "REFRESH"),
    Row(path="token verify", words=("--as", "id"), after=True),
    Row(path="token verify", words=("--file", "TOKENS", "--audience", API)),
    Row(path="token verify", words=("--as", "id", "--alg", "HS256", "--secret-file", "SHARED"), after=True),
    offline("token verify", "IDTOKEN-ITSELF", "EXTRA"),
    offline("token diff", "--file-a", "IDTOKEN", "--file-b", "ACCESS"),
    Row(path="token refresh", after=True, told_back=True),
    Row(path="token refresh", words=("--refresh-token-file", "REFRESH", "--client-secret-file", "SECRET")),
    Row(path="token exchange", words=SUBJECT, told_back=True),
    Row(path="token revoke", after=True),
    Row(path="token revoke", words=("--file", "REFRESH", "--client-secret-file", "SECRET")),
    Row(path="logout", words=("--revoke", "--browser", "--no-browser"), after=True),
    Row(path="doctor", words=("--client", CLIENT)),
    Row(path="doctor", words=("--project", "PROJECT")),
    Row(path="doctor", words=("--project", "PROJECT"), without=TENANT),
    Row(path="doctor", words=("--call", f"https://{DOMAIN}/orders"), after=True),
    offline("doctor", "--export", "EXPORT"),
    Row(path="probe", words=(DOMAIN, "--client", CLIENT, "--flow", "web-code")),
    Row(path="smoke", words=("SMOKE",)),
    offline("smoke", "BADSMOKE"),
    offline("smoke", "WORSESMOKE"),
    Row(path="smoke init", words=("MADE-SMOKE-FILE", "--force")),
    offline("explain", "--har", "HAR"),
    offline("explain", "--log", "LOG"),
    offline("explain", "--file", "TRACE"),
    offline("explain", "--file", "CALLBACK"),
    offline("explain", "--file", "IDTOKEN"),
    offline("explain", "--har", "SECRET"),
    offline("undo", "--list"),
    offline("completions", "bash"),
    local("local seed", "SEED"),
    local("local seed", "BADSEED"),
    local("local seed", "WORSESEED"),
    local("local status"),
    local("local mint", "--audience", API, "--alg", "HS256", "--secret-file", "SHARED"),
    local("local ca"),
    local("local reset"),
    offline("login", "--flow", "nosuch"),
    offline("login", "--flow", "code", "--client-secret", "SECRET-ITSELF"),
)
ROWS = (*LOGINS, *OTHERS)

# A command whose job it is to print a secret -> the canary in what it prints.
THEIR_JOB = {
    ("token", "get"): "access token, opaque",
    ("token", "get", "--as", "id"): "id token's signature",
    ("token", "get", "--management"): "api token, environment",
    ("token", "refresh", "--access"): "access token, opaque",
    ("token", "refresh", "--id"): "id token's signature",
}
# Not in the table above: ``local serve`` goes on until it is stopped, and the demo is a story of its own. Both are run
# as processes. ``token get`` is in ``THEIR_JOB``.
ELSEWHERE = {"local serve", "demo", "token get"}
