"""What other programs keep in the system's keyring, read and never written: the entries of go-keyring (auth0-cli).

Both libraries name an entry by service and user on macOS and on the Secret Service. On Windows go-keyring calls it
``service:user`` and writes UTF-8, which Python's library takes for UTF-16 whenever the length is even (zalando/
go-keyring, keyring_windows.go; keyring, backends/Windows.py).
"""

from collections.abc import Callable, Mapping

from auth0ctl.errors import VaultError
from auth0ctl.vault.choice import trusted_backend
from auth0ctl.vault.oskeyring import TIMEOUT, WINDOWS, call_within
from auth0ctl.words import counted

ENCODED = "go-keyring-encoded:"  # macOS, in hexadecimal: values with line ends (keyring_darwin.go)


def foreign_entries(
    environ: Mapping[str, str], *, backend: str | None = None, timeout: float = TIMEOUT
) -> Callable[[str, str], str | None]:
    """A function from service and user to the secret, or to None; always None on a machine without a keyring.

    ``timeout``: seconds a call. Raises VaultError, then and now, where the keyring does not answer.
    """
    found = trusted_backend(environ, backend=backend, timeout=timeout)
    if found is None:
        return lambda _service, _user: None
    name, loaded = found

    def read(service: str, user: str) -> str | None:
        entry = f"{service}:{user}" if name == WINDOWS else service
        try:
            value = call_within(timeout, lambda: loaded.get_password(entry, user))
        except TimeoutError:
            raise VaultError(
                f"The keyring did not answer in {counted(timeout, 'second')}.", "Unlock it and try again."
            ) from None
        except Exception as error:
            # Only the type: a foreign message may quote the value. ``from None``: so may its traceback.
            failure = type(error).__name__
        else:
            return None if value is None else as_written(value)
        raise VaultError(f"The keyring failed ({failure}).", "Unlock it and try again.") from None

    return read


def as_written(value: str) -> str:
    """The value that go-keyring was given: secrets of ours are ASCII, so anything else was decoded wrongly."""
    if value.startswith(ENCODED):
        return bytes.fromhex(value.removeprefix(ENCODED)).decode()
    if not value.isascii():
        try:
            return value.encode("utf-16-le").decode("ascii")
        except UnicodeError:
            return value
    return value
