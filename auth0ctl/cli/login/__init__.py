"""``auth0ctl login`` and ``auth0ctl logout``."""
