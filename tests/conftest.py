"""What every test may use. The fixtures are in typed modules of their own, because mypy takes one conftest only."""

pytest_plugins = ["machine", "cli_process", "chromium", "sdk_table", "built_packages"]
