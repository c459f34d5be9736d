"""Smoke checks: what a file declares of a tenant, held against the tenant."""
