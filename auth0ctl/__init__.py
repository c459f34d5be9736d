"""auth0ctl: find out why an Auth0 login or API call does not work, prove it, and fix it."""

# Written here and read by pyproject.toml: asking importlib.metadata would cost more than the rest of `--version`.
__version__ = "0.1.0"
