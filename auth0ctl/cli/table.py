"""Every command, as a table. A command's module is imported when that command runs, and not before.

The README's command list and the completion scripts are generated from this table.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """``path`` is what is typed after ``auth0ctl``; ``target`` is the function, as ``"module:name"``.

    ``reports`` is true where it ends in a report, which can also be written as JUnit, SARIF or for GitHub.
    """

    path: str
    target: str
    summary: str
    reports: bool = False


# fmt: off
REPORTS = frozenset((
    "login", "doctor", "probe", "explain", "smoke", "token verify", "token refresh", "token exchange",
    "client inspect", "api inspect",
))
# fmt: on


GROUPS = {
    "tenant": "Profiles: which tenant the commands talk to.",
    "client": 'Clients, which the dashboard calls "applications".',
    "api": "Resource servers: the APIs that access tokens are for.",
    "grant": "Client grants: which client may ask for which API.",
    "claim": "Custom claims in tokens, through a post-login Action.",
    "token": "Read, check and hand out tokens.",
    "local": "The embedded local tenant: no account, no network.",
}

COMMANDS = tuple(
    Command(path=path, target=f"auth0ctl.cli.{target}", summary=summary, reports=path in REPORTS)
    for path, target, summary in (
        ("demo", "demo:demo", "The whole story on a throwaway local tenant, narrated."),
        ("login", "login.command:login", "Log in by any flow; show and verify what comes back."),
        ("doctor", "diagnosis.doctor:doctor", "Why a login or an API call does not work, and how to mend it."),
        (
            "probe",
            "diagnosis.probe:probe",
            "What a tenant tells anybody who asks: how far a login gets. No credentials.",
        ),
        ("logout", "login.logout:logout", "Forget the logins on this machine; --revoke ends their refresh tokens too."),
        ("token decode", "token.command:decode", "Show what is in a token. Not a verification."),
        ("token verify", "token.command:verify", "Check a token line by line, and say why it fails."),
        ("token diff", "token.diff:diff", "What differs between two tokens, and what that means."),
        ("token get", "token.command:get", "Print the last login's token, bare, for curl."),
        ("token refresh", "token.refresh:refresh", "New tokens for the last login's refresh token."),
        ("token revoke", "token.revoke:revoke", "Revoke a refresh token."),
        ("token exchange", "token.exchange:exchange", "Exchange one token for another."),
        ("smoke", "smoke.command:smoke", "Hold the tenant against what a file declares: built for CI."),
        ("smoke init", "smoke.command:init", "Write such a file from what the tenant is like today."),
        ("explain", "diagnosis.explain:explain", "What an error text, a URL, a HAR or a rule's code means. Offline."),
        ("client inspect", "client:inspect", "First-party verdict and the settings that decide a login."),
        ("client list", "client:list_clients", "The tenant's clients."),
        ("client create", "client:create", "Create a client."),
        ("api inspect", "api:inspect", "An API's settings and what they do to tokens."),
        ("api list", "api:list_apis", "The tenant's APIs."),
        ("api create", "api:create", "Create an API; with --ensure, only what is missing."),
        ("grant list", "grant:list_grants", "Which client may ask for which API."),
        ("grant create", "grant:create", "Allow a client to ask for an API."),
        ("grant update", "grant:update", "Add scopes to a client grant."),
        ("claim list", "claim:list_claims_", "Custom claims that auth0ctl added."),
        ("claim add", "claim:add", "Add a custom claim: Action made, deployed and bound."),
        ("claim remove", "claim:remove", "Remove a custom claim that auth0ctl added."),
        ("tenant list", "tenant.command:list_tenants", "The known tenants."),
        ("tenant show", "tenant.command:show", "The settings in force, each with its origin."),
        ("tenant add", "tenant.add:add", "Add a tenant, or take over what other tools know; try the way in."),
        ("tenant use", "tenant.command:use", "Choose the tenant that commands talk to."),
        ("tenant remove", "tenant.command:remove", "Forget a tenant and its secrets."),
        ("local serve", "local:serve", "Open the local tenant to browsers and SDKs."),
        ("local seed", "local:seed", "Load clients, APIs and users from a file."),
        ("local reset", "local:reset", "Put the local tenant back to its first state."),
        ("local status", "local:status", "What the local tenant holds."),
        ("local mint", "mint:mint", "Print a token of any shape, for negative tests."),
        ("local ca", "local:ca", "Print the path of the CA file for --https."),
        ("undo", "undo:undo", "Put back what auth0ctl changed at the tenant."),
        ("completions", "completions:completions", "Print the completion script of a shell."),
    )
)
