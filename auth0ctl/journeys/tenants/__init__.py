"""A tenant is added: the way in is tried, and what other tools on this machine know of it is taken over."""
