"""Tokens that somebody has: verified one by one or by the million, compared, explained."""
