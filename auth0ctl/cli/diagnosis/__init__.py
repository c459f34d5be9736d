"""``auth0ctl doctor``, ``probe`` and ``explain``."""
