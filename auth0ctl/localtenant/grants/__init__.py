"""POST /oauth/token: one file a grant, and how a client proves itself."""
