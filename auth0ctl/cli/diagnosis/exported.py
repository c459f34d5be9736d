"""``doctor --export``: the tenant's configuration from files, without asking anybody."""

from pathlib import Path

from auth0ctl.cli.session import Session
from auth0ctl.errors import UsageError
from auth0ctl.evidence.export import read_export, with_exported
from auth0ctl.model import Facts, Tenant


def tenant_of_files(session: Session) -> Tenant:
    """Whose files they are, as far as somebody said: where nobody named a tenant, no tenant of ours is meant."""
    nobody_said = session.settings().tenant.origin == "built in"
    return Tenant(name="", origin="") if nobody_said else session.tenant


def with_export(
    session: Session, facts: Facts, path: str, *, client: str | None, organization: str | None, fix: bool
) -> Facts:
    """The facts with what the export at ``path`` holds. Raises UsageError for what is none, and with --fix."""
    if fix:
        raise UsageError("--fix changes a tenant, and an export is none", "Leave out --export to look at the tenant.")
    session.step(f"reading {path}")
    export = read_export(Path(path))
    if export.partial:
        session.say("A Terraform state holds what Terraform manages: what else the tenant has is not seen here.")
    return with_exported(facts, export, client=client, organization=organization)
