"""Family AZ4: what is wrong with a token, root cause first. A consequence of another finding is not found again.

Each rule needs the token, what was expected of it, and the ids of the checks that failed (``Facts.token``,
``expected``, ``failed_checks``); ``Finding.explains`` names the failed checks that it accounts for.
"""

from auth0ctl.rules.token import absent, clock, form, kind, lacking, party, recipient, session, signing, validity

JUDGES = (
    *form.JUDGES,
    *kind.JUDGES,
    *signing.JUDGES,
    *party.JUDGES,
    *recipient.JUDGES,
    *clock.JUDGES,
    *validity.JUDGES,
    *session.JUDGES,
    *lacking.JUDGES,
    *absent.JUDGES,
    *session.CONSTRAINED_JUDGES,
)
