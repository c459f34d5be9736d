"""A tenant's configuration from files: what auth0-deploy-cli exported, or what Terraform has in its state."""

from pathlib import Path

from auth0ctl.errors import UsageError
from auth0ctl.evidence.export.known import with_exported
from auth0ctl.evidence.export.objects import Exported
from auth0ctl.lookup import load

__all__ = ["Exported", "read_export", "with_exported"]

LARGEST = 100_000_000  # bytes
YAML = ("tenant.yaml", "tenant.yml")
FOLDERS = ("tenant.json", "clients", "resource-servers", "connections", "database-connections")
STATE = "terraform.tfstate"


def read_export(path: Path) -> Exported:
    """Read a file or a folder. Raises UsageError for what is no export, and for what cannot be read."""
    if path.is_dir():
        return in_folder(path)
    try:
        size = path.stat().st_size
    except OSError:
        raise UsageError(f"there is no file or folder {path}") from None
    if size > LARGEST:
        raise UsageError(f"{path} is too large for an export: {size} bytes")
    if path.suffix in (".yaml", ".yml"):
        return from_yaml(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"{path} cannot be read") from None
    found: Exported = load("auth0ctl.evidence.export.terraform:read_state")(text, str(path))
    return found


def in_folder(folder: Path) -> Exported:
    for name in YAML:
        if (folder / name).is_file():
            return from_yaml(folder / name)
    if any((folder / name).exists() for name in FOLDERS):
        found: Exported = load("auth0ctl.evidence.export.deploycli:read_folder")(folder)
        return found
    if (folder / STATE).is_file():
        return read_export(folder / STATE)
    raise UsageError(
        f"{folder} holds no export of a tenant",
        "Give what `a0deploy export` wrote (a tenant.yaml or its folder), or `terraform show -json` in a file.",
    )


def from_yaml(path: Path) -> Exported:
    found: Exported = load("auth0ctl.evidence.export.deploycli:read_yaml")(path)
    return found
