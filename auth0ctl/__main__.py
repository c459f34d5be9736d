"""The way in: ``auth0ctl`` and ``python -m auth0ctl``."""

import sys


def main() -> int:
    """Run the command line and return its exit code."""
    if sys.stdout is None:
        from auth0ctl.cli.closed import Closed

        sys.stdout = Closed()
    if sys.argv[1:] in (["--version"], ["-V"]):  # answered before anything is imported
        from auth0ctl import __version__

        try:
            print(f"auth0ctl {__version__}", flush=True)  # noqa: T201
        except OSError as error:
            from auth0ctl.cli.app import unwritten
            from auth0ctl.cli.session import Session

            return unwritten(Session(), error)
        return 0
    from auth0ctl.cli.app import run
    from auth0ctl.cli.cores import forbid_core_dumps

    forbid_core_dumps()
    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
