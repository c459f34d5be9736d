"""A working keyring that several programs share: what one put there, another finds."""

from typing import ClassVar

from keyring.backend import KeyringBackend

NAME = f"{__name__}.Shared"


class Shared(KeyringBackend):
    """``entries`` maps (service, username) to the value, for all that use it; ``written`` lists what was changed."""

    priority = 9
    entries: ClassVar[dict[tuple[str, str], str]] = {}
    written: ClassVar[list[str]] = []

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.written.append(service)
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.written.append(service)
        del self.entries[service, username]
