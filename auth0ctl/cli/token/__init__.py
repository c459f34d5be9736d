"""``auth0ctl token ...``."""
