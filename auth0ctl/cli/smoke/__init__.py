"""Smoke checks from the command line."""
