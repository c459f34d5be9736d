"""auth0ctl: find out why an Auth0 login or API call does not work, prove it, and fix it.

For Python there are ``verify_token``, which checks a token and says what is wrong with it, and ``local_tenant``, an
Auth0-shaped server for tests. What they raise on purpose is in ``auth0ctl.errors``. All of it is typed.
"""

# Written here and read by pyproject.toml: asking importlib.metadata would cost more than the rest of `--version`.
__version__ = "0.1.0"

__all__ = ["Auth0Tenant", "Verification", "__version__", "local_tenant", "verify_token"]

# A name that type checkers take for typing's own; importing that costs more than the rest of `--version`.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from auth0ctl.testing import Auth0Tenant, local_tenant
    from auth0ctl.verification import Verification, verify_token
else:
    # Imported when somebody asks for it (PEP 562): the command line never does.
    _MODULES = {
        "Auth0Tenant": "auth0ctl.testing",
        "local_tenant": "auth0ctl.testing",
        "Verification": "auth0ctl.verification",
        "verify_token": "auth0ctl.verification",
    }

    def __getattr__(name):
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from auth0ctl.lookup import load

        return load(f"{_MODULES[name]}:{name}")

    def __dir__():
        return sorted({*globals(), *_MODULES})
