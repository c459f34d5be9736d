"""What an auditor would remark: settings that work, and are riskier than they have to be. Notes, never problems.

A note is made only for what somebody has set: what Auth0 sets by itself on a new client is no finding. What is known to
be fine is left alone: loopback callbacks of any app (RFC 8252), grant types that extensions add, an API's day-long
token. A setting that the login in question needs is not remarked on either.

Advice about what Auth0 sets by itself (PAR, MFA, log streams, ...) is not in this family but in ``hardening`` and
``advice``, which only ``doctor --audit`` judges: whoever asks about one login wants its cause, and nearly every tenant
would get a dozen of those lines beside it.
"""

from auth0ctl.rules.audit import api, client

JUDGES = (*client.JUDGES, *api.JUDGES)
