"""What every test may use. The fixtures are in typed modules of their own, because mypy takes one conftest only."""

import signal

pytest_plugins = ["machine", "cli_process", "chromium", "sdk_table", "built_packages"]


def pytest_configure() -> None:
    # Under nohup, hanging up is ignored here and in whatever is started from here; some tests hang up.
    if hasattr(signal, "SIGHUP"):
        signal.signal(signal.SIGHUP, signal.SIG_DFL)
