"""Why a check could not be judged, or was not run."""

from auth0ctl.errors import AuthError, ConfigError


class NotRun(ConfigError):
    """Something that the check needs is not there, so nothing was asked."""


def lacking(why: str) -> AuthError:
    """There is nothing to ask the Management API with."""
    return AuthError(
        f"the settings are read through the Management API: {why}",
        "Set AUTH0_API_TOKEN, or AUTH0_CLIENT_ID and AUTH0_CLIENT_SECRET of a machine-to-machine client.",
    )
