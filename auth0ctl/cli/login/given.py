"""What was typed after ``auth0ctl login``, and whether it makes sense together."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from auth0ctl.errors import UsageError
from auth0ctl.flows import FLOWS, Flow, flow_for
from auth0ctl.journeys.login.run import check_mode, type_of
from auth0ctl.tenant.oauth import default_mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The options by their names. None, False and empty ones were left out."""

    audience: str | None = None
    scope: str | None = None
    client: str | None = None
    flow: str | None = None
    response_type: str | None = None
    response_mode: str | None = None
    connection: str | None = None
    organization: str | None = None
    prompt: str | None = None
    max_age: int | None = None  # seconds
    login_hint: str | None = None
    acr_values: str | None = None
    param: tuple[str, ...] = ()
    client_secret_file: str | None = None
    client_auth: str | None = None
    private_key_file: str | None = None
    key_id: str | None = None
    par: bool = False
    dpop: bool = False
    userinfo: bool = False
    username: str | None = None
    password_file: str | None = None
    realm: str | None = None
    subject_token_file: str | None = None
    subject_token_type: str | None = None
    from_url: str | None = None
    port: int | None = None
    callback_host: str | None = None
    no_browser: bool = False
    borrow_callback: bool = False
    ensure_client: str | None = None
    matrix: bool = False

    def named(self) -> dict[str, object]:
        """What was really given, by the option's name: ``{"--max-age": 0}``."""
        values = {one.name: getattr(self, one.name) for one in fields(self)}
        given = {
            name: value for name, value in values.items() if value is not None and value is not False and value != ()
        }
        return {"--" + name.replace("_", "-"): value for name, value in given.items()}


BROWSER = frozenset(flow.name for flow in FLOWS.values() if flow.kind == "browser")
PASSWORD = frozenset({"password", "password-realm"})
# Option -> the flows it means something to. What is not listed goes with every flow.
FITS: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(
        (
            "--response-type",
            "--response-mode",
            "--connection",
            "--prompt",
            "--max-age",
            "--login-hint",
            "--acr-values",
            "--par",
            "--port",
            "--callback-host",
            "--borrow-callback",
            "--matrix",
            "--from-url",
        ),
        BROWSER,
    ),
    "--no-browser": BROWSER | {"device"},
    "--userinfo": BROWSER | PASSWORD | {"device", "refresh"},
    **dict.fromkeys(("--username", "--password-file", "--realm"), PASSWORD),
    **dict.fromkeys(("--subject-token-file", "--subject-token-type"), frozenset({"token-exchange"})),
    "--dpop": frozenset(FLOWS) - {"implicit", "refresh"},
    "--ensure-client": frozenset(FLOWS) - {"refresh", "token-exchange"},
}
# What an authorize URL says itself.
SAID_BY_URL = (
    "--flow",
    "--response-type",
    "--response-mode",
    "--client",
    "--ensure-client",
    "--audience",
    "--scope",
    "--connection",
    "--organization",
    "--prompt",
    "--max-age",
    "--login-hint",
    "--acr-values",
    "--param",
)
EXCLUDE = (
    ("--client-secret-file", "--private-key-file", "a client proves itself with one of them"),
    ("--client", "--ensure-client", "both say which client to log in with"),
)
RESERVED = (
    "client_id",
    "redirect_uri",
    "response_type",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "dpop_jkt",
)


def check(given: Given) -> None:
    """Raises UsageError for options that make no sense together."""
    named = given.named()
    if given.from_url is not None:
        for option in named:
            if option in SAID_BY_URL:
                raise UsageError(f"--from-url takes the login as the URL has it, so {option} cannot be given too")
            if not FITS.get(option, BROWSER) & BROWSER:
                raise UsageError(f"{option} means nothing to --from-url")
    else:
        check_flow(chosen_flow(given), given)
    for one, other, why in EXCLUDE:
        if one in named and other in named:
            raise UsageError(f"{one} and {other} exclude each other: {why}")
    stdin = [option for option, value in named.items() if option.endswith("-file") and value == "-"]
    if len(stdin) > 1:
        raise UsageError(f"{' and '.join(stdin)} cannot both be read from standard input")
    if given.key_id is not None and given.private_key_file is None:
        raise UsageError("--key-id names the key of --private-key-file, and there is none")
    if given.max_age == 0 and given.prompt == "none":
        raise UsageError("--max-age 0 asks for a login page, and --prompt none forbids it")


def check_flow(flow: Flow, given: Given) -> None:
    """Raises UsageError for an option that means nothing to the flow, or that it lacks."""
    for option in given.named():
        fits = FITS.get(option)
        if fits is not None and flow.name not in fits:
            raise UsageError(
                f"{option} means nothing to --flow {flow.name}",
                f"It goes with --flow {', '.join(name for name in FLOWS if name in fits)}.",
            )
    if flow.kind == "browser":
        response_type = type_of(flow, given.response_type)
        check_mode(given.response_mode or default_mode(response_type), response_type)
    if flow.name == "password-realm" and given.realm is None:
        raise UsageError("--flow password-realm needs --realm CONNECTION")
    if given.userinfo and given.response_type in ("token", "id_token"):
        raise UsageError("--userinfo takes an ID token and an access token; that response type brings one of them")


def chosen_flow(given: Given) -> Flow:
    """The flow that was named, else the one that the response type belongs to, else code with PKCE.

    Raises UsageError where there is none.
    """
    if given.flow is not None:
        if given.flow not in FLOWS:
            raise UsageError(f"there is no flow {given.flow}", f"Choose one of: {', '.join(FLOWS)}.")
        return FLOWS[given.flow]
    found = flow_for(given.response_type or "code", confidential=False)
    if found is None:
        known = dict.fromkeys(f"'{one}'" for flow in FLOWS.values() for one in flow.response_types)
        raise UsageError(f"there is no response type '{given.response_type}'", f"Choose one of: {', '.join(known)}.")
    return found


def parameters(given: Given, connection: str | None, organization: str | None) -> dict[str, str]:
    """The further /authorize parameters; connection and organization come from the settings. Raises UsageError."""
    asked = {
        "connection": connection,
        "organization": organization,
        "prompt": given.prompt,
        "max_age": None if given.max_age is None else str(given.max_age),
        "login_hint": given.login_hint,
        "acr_values": given.acr_values,
    }
    return {name: value for name, value in asked.items() if value} | read_params(given)


def read_params(given: Given) -> dict[str, str]:
    """--param ``name=value``, each. Raises UsageError for anything else, and for what the login itself decides."""
    read = {}
    for text in given.param:
        name, equals, value = text.partition("=")
        if not equals or not name:
            raise UsageError(f"'{text}' is no parameter", "Write it as --param name=value.")
        if name in RESERVED:
            raise UsageError(f"--param cannot set {name}: the login decides it itself")
        read[name] = value
    return read
