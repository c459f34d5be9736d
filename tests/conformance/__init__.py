"""Relying-party conformance: the OpenID Foundation's client test modules, run against the real ``login`` command."""
