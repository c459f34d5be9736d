"""Real keyring backends, each with one habit that was seen in the field."""

from threading import Event

from keyring.backend import KeyringBackend

RELEASE = Event()  # lets a hanging backend's threads go when its test is over


class Remembers(KeyringBackend):
    """Works, like a desktop's keyring. ``entries`` maps (service, username) to the value."""

    priority = 9

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.entries: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.entries[service, username]


class Hangs(Remembers):
    """Waits for a prompt that nobody sees, like a locked Secret Service without a display."""

    calls = 0

    def get_password(self, service: str, username: str) -> str | None:
        self.calls += 1
        RELEASE.wait(60)
        return None

    def set_password(self, service: str, username: str, password: str) -> None:
        self.get_password(service, username)


class HangsAtTheStart(Remembers):
    """Does not even open, like a session bus that accepts and never answers."""

    def __init__(self) -> None:
        super().__init__()
        RELEASE.wait(60)


class Drops(Remembers):
    """Says nothing and stores nothing, like ``keyring.backends.null``."""

    def set_password(self, service: str, username: str, password: str) -> None:
        return


class Refuses(Remembers):
    """Fails with the value in its message."""

    def set_password(self, service: str, username: str, password: str) -> None:
        raise RuntimeError(f"cannot store {password}")


class KeepsForEver(Remembers):
    """Says that it deletes, and does not."""

    def delete_password(self, service: str, username: str) -> None:
        return


class Doubles(Remembers):
    """Deletes one of two matching items a call, like the Secret Service after an import."""

    def __init__(self) -> None:
        super().__init__()
        self.copies = 2

    def delete_password(self, service: str, username: str) -> None:
        self.copies -= 1
        if self.copies == 0:
            super().delete_password(service, username)


class Small(Remembers):
    """Takes 1280 UTF-16 units and no more, like the Windows Credential Manager."""

    def set_password(self, service: str, username: str, password: str) -> None:
        if len(password.encode("utf-16-le")) > 2560:
            raise OSError(1783, "The stub received bad data")
        super().set_password(service, username, password)


class Missing(Remembers):
    """Cannot be used on this machine."""

    @property
    def priority(self) -> float:  # type: ignore[override]
        return 1

    def __init__(self) -> None:
        raise RuntimeError("no bus")
