"""What a client proves itself with at the token endpoint, from the command line, the environment, the vault."""

from pathlib import Path

from auth0ctl.cli.secret import LARGEST, read_secret
from auth0ctl.cli.session import Session
from auth0ctl.errors import UsageError, VaultError
from auth0ctl.protocol import ClientAuthentication, ClientAuthMethod
from auth0ctl.settings import Settings
from auth0ctl.vault import secret_account


def proof_of(
    session: Session,
    client_id: str,
    *,
    secret_file: str | None = None,
    key_file: str | None = None,
    key_id: str | None = None,
    settings: Settings | None = None,
) -> ClientAuthentication:
    """The secret or key that belongs to ``client_id``; ``method`` is left to whoever asks.

    A secret in the settings or the vault is taken only where it is this client's: another client's is never sent.
    ``settings`` are another tenant's than the current one.
    Raises UsageError for a file that cannot be read.
    """
    settings = settings or session.settings()
    secret = read_secret(session, secret_file, "client secret")
    configured = settings.client_id.value
    if secret is None and configured in (None, client_id):  # None: AUTH0_CLIENT_SECRET alone, beside --client
        secret = settings.client_secret.value
    if secret is None and configured == client_id:
        secret = kept_secret(session, settings.tenant.value)
    return ClientAuthentication(
        client_secret=secret, private_key=read_key(key_file) if key_file else None, key_id=key_id
    )


def kept_secret(session: Session, tenant: str) -> str | None:
    """The client secret of a tenant's profile from the vault, where one was kept and can be read."""
    if tenant not in session.profiles.by_name:
        return None
    try:
        return session.vault.get(secret_account(tenant, "client_secret"))
    except VaultError:
        return None


def read_key(file: str) -> bytes:
    """A private key in PEM. Raises UsageError where the file cannot be read."""
    try:
        with Path(file).open("rb") as source:
            return source.read(LARGEST)
    except OSError as error:
        raise UsageError(f"the private key cannot be read from {file}: {error.strerror}") from None


def method_named(text: str | None) -> ClientAuthMethod | None:
    """The method of that name, or None where none was named. Raises UsageError for a name that there is none of."""
    if text is None:
        return None
    try:
        return ClientAuthMethod(text)
    except ValueError:
        known = ", ".join(ClientAuthMethod)
        raise UsageError(f"there is no client authentication {text}", f"Choose one of: {known}.") from None
