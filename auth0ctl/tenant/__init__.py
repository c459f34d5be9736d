"""Talking to a tenant: one HTTP door, above it discovery, OAuth endpoints, the key set and the Management API."""
