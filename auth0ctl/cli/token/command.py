"""``auth0ctl token``: read, check and hand out tokens."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from auth0ctl.cli.secret import read_text
from auth0ctl.cli.session import Session
from auth0ctl.errors import ExitCode, UsageError
from auth0ctl.lookup import load
from auth0ctl.model import Expected, Token, TokenKind
from auth0ctl.results import Bare, Decoded, Verified
from auth0ctl.tokens.decode import decode as read_token

if TYPE_CHECKING:
    from auth0ctl.cli.token.source import Lines
    from auth0ctl.settings import Settings
    from auth0ctl.vault import SavedLogin

KINDS = {"id": TokenKind.ID, "access": TokenKind.ACCESS}

TokenArgument = Annotated[
    str | None, typer.Argument(metavar="[TOKEN]", help="A token, - for stdin; left out: the last login's.")
]
FileOption = Annotated[str | None, typer.Option("--file", metavar="FILE", help="Read the token from a file.")]
AsOption = Annotated[str | None, typer.Option("--as", metavar="KIND", help="id or access.")]


def decode(ctx: typer.Context, token: TokenArgument = None, file: FileOption = None, kind: AsOption = None) -> None:
    """Show what is in a token: what it is, each claim with its meaning, times in words. Checks nothing.

    Example: auth0ctl token get | auth0ctl token decode -
    """
    session: Session = ctx.obj
    text, _ = given(session, token, file, kind)
    session.show(Decoded(token=read_token(text), at=session.now()))


def verify(
    ctx: typer.Context,
    token: TokenArgument = None,
    file: FileOption = None,
    kind: AsOption = None,
    audience: Annotated[str | None, typer.Option("--audience", help="The API it must be for.")] = None,
    issuer: Annotated[
        str | None, typer.Option("--issuer", help="Who must have issued it. Default: the tenant.")
    ] = None,
    client: Annotated[
        str | None, typer.Option("--client", "--client-id", metavar="ID", help="For which client.")
    ] = None,
    nonce: Annotated[str | None, typer.Option("--nonce", help="The nonce that the login sent.")] = None,
    max_age: Annotated[int | None, typer.Option("--max-age", help="Seconds since the login, at most.")] = None,
    require_scope: Annotated[
        list[str] | None, typer.Option("--require-scope", help="A scope it must have; repeatable.")
    ] = None,
    requested_scope: Annotated[
        str | None, typer.Option("--requested-scope", metavar="SCOPES", help="What the login asked for.")
    ] = None,
    called_host: Annotated[
        str | None, typer.Option("--called-host", metavar="HOST", help="Where the token is sent: the API's host.")
    ] = None,
    require_permission: Annotated[
        list[str] | None, typer.Option("--require-permission", help="A permission it must have; repeatable.")
    ] = None,
    require_claim: Annotated[
        list[str] | None,
        typer.Option("--require-claim", metavar="NAME[=VALUE]", help="A claim it must have; repeatable."),
    ] = None,
    alg: Annotated[
        list[str] | None, typer.Option("--alg", help="Accept this algorithm; repeatable. Default: RS256.")
    ] = None,
    jwks: Annotated[
        str | None, typer.Option("--jwks", metavar="URL|FILE", help="Use these keys instead of the tenant's.")
    ] = None,
    secret_file: Annotated[
        str | None, typer.Option("--secret-file", metavar="FILE", help="The secret of an HS256 token; - for stdin.")
    ] = None,
    leeway: Annotated[int, typer.Option("--leeway", min=0, max=300, help="Seconds of clock skew to forgive.")] = 60,
    at: Annotated[str | None, typer.Option("--at", metavar="TIME", help="Judge as of this time (ISO or Unix).")] = None,
    trust_server_clock: Annotated[
        bool, typer.Option("--trust-server-clock", help="Judge by the issuer's clock where this machine's is off.")
    ] = False,
    trust_issuer: Annotated[
        bool, typer.Option("--trust-issuer", help="With no tenant known, believe the token's own issuer.")
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Ask nobody: verify with the kept key set, or with --jwks FILE.")
    ] = False,
    max_key_age: Annotated[
        float | None,
        typer.Option("--max-key-age", metavar="SECONDS", min=0, help="Use no kept key set older than this."),
    ] = None,
    why: Annotated[
        bool, typer.Option("--why", help="Say who put each claim and scope there, and who took away what is missing.")
    ] = False,
    member: Annotated[
        str | None, typer.Option("--field", metavar="NAME", help="Lines are JSON objects; the token is this member.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", metavar="N", min=1, max=256, help="Processes, for many tokens in a file.")
    ] = None,
) -> int:
    """Check a token line by line: signature, issuer, audience, times, scopes. Every check is shown; none stops another.

    Exit code 0 only when all required checks ran and passed. A file (or `-`) with a token on every line is verified
    in bulk: one line of JSON for each token, in order, and a summary by reason.

    Example: auth0ctl token verify --audience https://api.example.com

    Example: auth0ctl token verify --file tokens.ndjson --field access_token --audience https://api.example.com
    """
    session: Session = ctx.obj
    check_sources(token, file, kind)
    many: Lines | None = None
    login: SavedLogin | None = None
    if (source_name := "-" if token == "-" else file) is not None:
        opened = load("auth0ctl.cli.token.source:open_source")(session, source_name, many=bool(member or jobs))
        text = one_token(opened, source_name) if isinstance(opened, str) else ""
        many = None if isinstance(opened, str) else opened
    elif member or jobs:
        raise UsageError("--field and --jobs are for many tokens", "Give them as --file FILE, or `-`.")
    else:
        text, login = given(session, token, None, kind)
    if many:
        session.check_report("token verify in bulk", False)  # rows, one for each token, are its only form
    read = load("auth0ctl.cli.token.bulk:first_token")(many, member) if many else read_token(text)
    settings = session.settings(client_id=client, audience=audience)
    # An audience that was asked for at the last login is the user's own word for what the token should be for.
    secret = read_text(session, secret_file, "secret").rstrip("\r\n").encode() if secret_file else None
    wanted = load("auth0ctl.cli.token.keys:Wanted")(
        jwks=jwks,
        issuer=issuer,
        trust_issuer=trust_issuer,
        offline=offline,
        max_age=max_key_age,
        needed=secret is None,
    )
    source = load("auth0ctl.cli.token.keys:keys_for")(session, read, wanted)

    def expected_as(kind: TokenKind) -> Expected:
        return Expected(
            kind=kind,
            at=read_time(at) if at else session.now(),
            issuer=source.issuer,
            audience=settings.audience.value or (login.audience if login else None),
            client_id=client_expected(settings, login, kind),
            nonce=nonce or (login.nonce if login and kind is TokenKind.ID else None),
            max_age=max_age,
            algs=("HS256",) if secret else tuple(alg or ("RS256",)),
            leeway=leeway,
            require_scopes=words(require_scope),
            require_permissions=words(require_permission),
            require_claims=tuple(read_claim(one) for one in require_claim or ()),
            requested_scope=None if requested_scope is None else tuple(requested_scope.split()),
            called_host=called_host,
            keys_at=jwks if jwks and "://" in jwks else None,
            access_token=login.access_token if login and kind is TokenKind.ID else None,
        )

    clock = load("auth0ctl.cli.token.clock:clock_for")(
        session, at=at, issuer=issuer, jwks=jwks, offline=offline, trusted=trust_server_clock
    )
    # A shared secret needs no network, and an issuer's clock would be asked over it.
    clock = clock if secret is None or trust_server_clock else None
    if many:
        of_kind = [expected_as(KINDS[kind] if kind else one) for one in (TokenKind.ID, TokenKind.ACCESS)]
        if trust_issuer and source.issuer is None:
            of_kind = [replace(one, issuer=read.claims.get("iss")) for one in of_kind]
        task = load("auth0ctl.cli.token.bulk:task_of")(*of_kind, member=member, secret=secret)
        verify_lines = load("auth0ctl.cli.token.bulk:verify_lines")
        code: ExitCode = verify_lines(
            session,
            many,
            task,
            source.keys,
            jobs=jobs,
            at_named=at is not None,
            clock=clock,
            trust_clock=trust_server_clock,
        )
        return code
    expected = expected_as(KINDS[kind] if kind else kind_of(read))
    judge = load("auth0ctl.journeys.tokens.verify:verify")
    report = judge(
        text,
        expected,
        source.keys,
        secret=secret,
        trust_issuer=trust_issuer,
        clock=clock,
        trust_clock=trust_server_clock,
    )
    origins = load("auth0ctl.cli.token.origins:origins_of")(session, read, expected) if why else ()
    if origins:
        report = load("auth0ctl.journeys.tokens.agreeing:agreeing")(report, expected, origins)
    session.show(Verified(token=read, report=report, at=expected.at, origins=origins))
    return ExitCode.OK if report.passed else ExitCode.FOUND


def get(
    ctx: typer.Context,
    kind: AsOption = None,
    management: Annotated[
        bool, typer.Option("--management", help="A token for the Management API instead, for scripts.")
    ] = False,
    scope: Annotated[
        str | None,
        typer.Option("--scope", metavar="SCOPES", help="For --management at the built-in tenant: these alone."),
    ] = None,
    issuer: Annotated[
        str | None, typer.Option("--issuer", metavar="URL", help="For --management: as `local serve` printed it.")
    ] = None,
) -> None:
    """Print the last login's access token (or --as id), bare, for curl. This command's job is to show a secret.

    Example: curl -H "Authorization: Bearer $(auth0ctl token get)" https://api.example.com

    Example: AUTH0_API_TOKEN=$(auth0ctl token get --management)
    """
    session: Session = ctx.obj
    if management:
        if kind is not None:
            raise UsageError("--management and --as cannot go together")
        token = load("auth0ctl.cli.token.management:management_token")(session, scope, issuer)
        session.show(Bare(name="management_token", text=token))
        return
    if scope is not None:
        raise UsageError("--scope goes with --management", "A login's scopes are chosen when logging in.")
    if issuer is not None:
        raise UsageError("--issuer goes with --management", "Which login it is, the tenant says: --tenant NAME.")
    text, _ = given(session, None, None, kind or "access")
    session.show(Bare(name=f"{kind or 'access'}_token", text=text))


def given(session: Session, token: str | None, file: str | None, kind: str | None) -> "tuple[str, SavedLogin | None]":
    """The token's text, and the login it comes from where it is the last login's.

    Raises UsageError for two sources at once, an empty one, or none at all.
    """
    check_sources(token, file, kind)
    if token is not None and token != "-":
        if session.stderr.isatty():
            session.say("A token on a command line stays in the shell's history; `-` reads it from standard input.")
        return token, None
    source = "-" if token == "-" else file
    if source is not None:
        return one_token(read_text(session, source, "token"), source), None
    return last(session, kind)


def check_sources(token: str | None, file: str | None, kind: str | None) -> None:
    """Raises UsageError for a kind there is none of, and for two sources at once."""
    if kind not in (None, *KINDS):
        raise UsageError(f"there is no kind of token {kind}", "Choose --as id or --as access.")
    if token is not None and file is not None:
        raise UsageError("a token as an argument and --file cannot go together")


def one_token(content: str, source: str) -> str:
    """The content of a file or of standard input as one token. Raises UsageError where it is empty."""
    text = content.strip("\r\n")
    if not text.strip():
        place = "standard input" if source == "-" else source
        raise UsageError(f"there is no token in {place}: it is empty", "auth0ctl token get | auth0ctl token decode -")
    return text


def last(session: Session, kind: str | None) -> "tuple[str, SavedLogin]":
    """The token of this tenant's last login: the access token, unless the ID token is asked for or is all there is."""
    login = load("auth0ctl.vault:last_login")(session.vault, session.settings().tenant.value)
    if login is None:
        raise UsageError(
            "there is no token: none was given, and no login was kept",
            "Log in first: `auth0ctl login --audience IDENTIFIER`. Or give a token: `auth0ctl token decode -`.",
        )
    text = {"id": login.id_token, "access": login.access_token, None: login.access_token or login.id_token}[kind]
    if text is None:
        raise UsageError(f"the last login brought no {kind} token", "See what it brought: `auth0ctl login`.")
    return text, login


def client_expected(settings: "Settings", login: "SavedLogin | None", kind: TokenKind) -> str | None:
    """The client a token must be for. An access token may be any client's, unless one was named for this command."""
    if settings.client_id.origin == "--client" or kind is TokenKind.ID:
        return settings.client_id.value or (login.client_id if login else None)
    return login.client_id if login else None


def kind_of(token: Token) -> TokenKind:
    """What to verify a token as when nobody said: an ID token where it clearly is one, else an access token."""
    return TokenKind.ID if token.kind is TokenKind.ID else TokenKind.ACCESS


def words(values: list[str] | None) -> tuple[str, ...]:
    """Repeated options, each of which may hold several words."""
    return tuple(word for value in values or () for word in value.split())


def read_claim(text: str) -> tuple[str, str | None]:
    """``NAME`` or ``NAME=VALUE``; a namespaced name may hold no ``=`` itself."""
    name, equals, value = text.partition("=")
    return name, (value if equals else None)


def read_time(text: str) -> datetime:
    """An ISO time (UTC where it names no zone) or Unix seconds. Raises UsageError for anything else."""
    try:
        if text.replace(".", "", 1).isdigit():
            return datetime.fromtimestamp(float(text), UTC)
        read = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"{text} is no time", "Write 2026-11-23T12:00:00Z, or Unix seconds.") from None
    return read if read.tzinfo else read.replace(tzinfo=UTC)
