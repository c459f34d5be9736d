"""What stands for a value in the help: the same word for the same thing in every command."""

from collections.abc import Iterable
from typing import Any

# An option whose own line names no other word -> what its value is.
METAVARS = {
    "--alg": "ALG",
    "--app-domain": "DOMAIN",
    "--audience": "API",
    "--callback": "URL",
    "--client": "ID|NAME",
    "--connection": "NAME",
    "--domain": "DOMAIN",
    "--expect-audience": "API",
    "--expect-claim": "NAME",
    "--expect-in": "TOKEN",
    "--expect-scope": "SCOPE",
    "--fail-on": "SEVERITY",
    "--flow": "FLOW",
    "--host": "ADDRESS",
    "--identifier": "URI",
    "--ignore": "RULE",
    "--issuer": "URL",
    "--leeway": "SECONDS",
    "--logout-url": "URL",
    "--max-age": "SECONDS",
    "--nonce": "NONCE",
    "--organization": "ID|NAME",
    "--origin": "ORIGIN",
    "--port": "PORT",
    "--require-permission": "PERMISSION",
    "--require-scope": "SCOPE",
    "--resource": "URI",
    "--select": "RULE",
    "--signing-alg": "ALG",
    "--subject-type": "TYPE",
    "--token": "KIND",
    "--token-lifetime": "TIME",
    "--type": "TYPE",
    "--user": "ID",
    "--web-origin": "ORIGIN",
}


def name_values(params: Iterable[Any]) -> None:
    """Give each parameter a word for its value, where it has none of its own: typer would say ``<str>``."""
    for param in params:
        if param.metavar or getattr(param, "is_flag", False):
            continue
        if param.param_type_name == "argument":
            param.metavar = param.name.upper()
        elif "--scope" in param.opts:
            param.metavar = "SCOPE" if param.multiple else "SCOPES"
        else:
            param.metavar = next((METAVARS[name] for name in param.opts if name in METAVARS), None)
