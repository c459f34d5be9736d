"""The tokens: what is granted, which claims stand in them, how they are signed, and /userinfo."""
