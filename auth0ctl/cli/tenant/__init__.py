"""``auth0ctl tenant``: profiles, and how a tenant is added."""
