"""The options of ``auth0ctl login``."""

from typing import Annotated

import typer

from auth0ctl.flows import FLOWS
from auth0ctl.protocol import ClientAuthMethod

SCOPE = "openid profile email"
METHODS = ", ".join(ClientAuthMethod)
# The panels of --help.
ASKED = "What to ask for"
WHO = "Who asks"
WHERE = "Where the answer comes"
SOME = "Only with some flows"
BESIDE = "What to do beside it"

Audience = Annotated[
    str | None,
    typer.Option(
        "--audience", metavar="API", rich_help_panel=ASKED, help="The API to get an access token for: its identifier."
    ),
]
Scope = Annotated[
    str | None, typer.Option("--scope", metavar="SCOPES", rich_help_panel=ASKED, help=f"Default: '{SCOPE}'.")
]
FlowName = Annotated[
    str | None,
    typer.Option("--flow", metavar="FLOW", rich_help_panel=ASKED, help=f"One of {', '.join(FLOWS)}. Default: pkce."),
]
ResponseType = Annotated[
    str | None,
    typer.Option(
        "--response-type", metavar="TYPE", rich_help_panel=ASKED, help="Instead of the flow's own, such as 'token'."
    ),
]
ResponseMode = Annotated[
    str | None,
    typer.Option("--response-mode", metavar="MODE", rich_help_panel=ASKED, help="query, fragment or form_post."),
]
Connection = Annotated[
    str | None,
    typer.Option("--connection", metavar="NAME", rich_help_panel=ASKED, help="Go straight to this connection."),
]
Organization = Annotated[
    str | None, typer.Option("--organization", metavar="ID", rich_help_panel=ASKED, help="Log in to this organization.")
]
Prompt = Annotated[
    str | None,
    typer.Option("--prompt", metavar="PROMPT", rich_help_panel=ASKED, help="none, login, consent or select_account."),
]
MaxAge = Annotated[
    int | None,
    typer.Option(
        "--max-age",
        metavar="SECONDS",
        min=0,
        rich_help_panel=ASKED,
        help="Log in again if the last time is longer ago.",
    ),
]
LoginHint = Annotated[
    str | None,
    typer.Option("--login-hint", metavar="EMAIL", rich_help_panel=ASKED, help="Fill in this e-mail address."),
]
AcrValues = Annotated[
    str | None,
    typer.Option(
        "--acr-values",
        metavar="VALUES",
        rich_help_panel=ASKED,
        help="The ID token's acr must be one of these (step-up).",
    ),
]
Param = Annotated[
    list[str] | None,
    typer.Option(
        "--param", metavar="K=V", rich_help_panel=ASKED, help="A further parameter of the request; repeatable."
    ),
]
FromUrl = Annotated[
    str | None,
    typer.Option(
        "--from-url", metavar="URL", rich_help_panel=ASKED, help="Replay the login of an app's /authorize URL."
    ),
]
ClientId = Annotated[
    str | None, typer.Option("--client", metavar="ID", rich_help_panel=WHO, help="The client to log in with.")
]
EnsureClient = Annotated[
    str | None,
    typer.Option(
        "--ensure-client",
        metavar="NAME",
        rich_help_panel=WHO,
        help="Log in with a test client of this name; made if needed.",
    ),
]
ClientSecretFile = Annotated[
    str | None,
    typer.Option(
        "--client-secret-file", metavar="FILE", rich_help_panel=WHO, help="For a client with a secret; - for stdin."
    ),
]
ClientAuth = Annotated[
    str | None,
    typer.Option("--client-auth", metavar="METHOD", rich_help_panel=WHO, help=f"{METHODS}. Default: the client's own."),
]
PrivateKeyFile = Annotated[
    str | None,
    typer.Option(
        "--private-key-file", metavar="FILE", rich_help_panel=WHO, help="PEM, for a client with private_key_jwt."
    ),
]
KeyId = Annotated[
    str | None, typer.Option("--key-id", metavar="KID", rich_help_panel=WHO, help="The kid of that key's credential.")
]
Par = Annotated[bool, typer.Option("--par", rich_help_panel=WHO, help="Push the request first (RFC 9126).")]
Dpop = Annotated[
    bool, typer.Option("--dpop", rich_help_panel=WHO, help="Bind the tokens to a key of this login (RFC 9449).")
]
Port = Annotated[
    int | None,
    typer.Option("--port", min=1, max=65535, metavar="PORT", rich_help_panel=WHERE, help="The callback's port."),
]
CallbackHost = Annotated[
    str | None,
    typer.Option(
        "--callback-host",
        metavar="NAME",
        rich_help_panel=WHERE,
        help="Come back to http://NAME.localhost:PORT/callback.",
    ),
]
BorrowCallback = Annotated[
    bool,
    typer.Option(
        "--borrow-callback", rich_help_panel=WHERE, help="Add the callback to the client until the login has ended."
    ),
]
NoBrowser = Annotated[bool, typer.Option("--no-browser", rich_help_panel=WHERE, help="Print the URL; open nothing.")]
Username = Annotated[
    str | None, typer.Option("--username", metavar="NAME", rich_help_panel=SOME, help="For --flow password.")
]
PasswordFile = Annotated[
    str | None,
    typer.Option(
        "--password-file",
        metavar="FILE",
        rich_help_panel=SOME,
        help="For --flow password; - for stdin. Left out: a prompt.",
    ),
]
Realm = Annotated[
    str | None,
    typer.Option("--realm", metavar="CONNECTION", rich_help_panel=SOME, help="The password's user database."),
]
SubjectTokenFile = Annotated[
    str | None,
    typer.Option(
        "--subject-token-file", metavar="FILE", rich_help_panel=SOME, help="For --flow token-exchange; - for stdin."
    ),
]
SubjectTokenType = Annotated[
    str | None, typer.Option("--subject-token-type", metavar="URI", rich_help_panel=SOME, help="What it is.")
]
Userinfo = Annotated[
    bool, typer.Option("--userinfo", rich_help_panel=BESIDE, help="Show what /userinfo says, once all is verified.")
]
MatrixToo = Annotated[
    bool,
    typer.Option(
        "--matrix",
        rich_help_panel=BESIDE,
        help="Then run every silent variant of it: which response types work, and why not.",
    ),
]
Trace = Annotated[
    str | None,
    typer.Option(
        "--trace", metavar="FILE", rich_help_panel=BESIDE, help="Write each step down, without secrets, for a ticket."
    ),
]
