"""What the app asks and the person wants, held against the tenant's configuration.

A cause has its one rule where it was first found; these judges find it in the settings. Each looks at the request
that an app sends (``Facts.request``, ``token_request`` or ``logout``) beside the wish, so that a request from
anywhere, options or a pasted URL, is judged alike.
"""

from auth0ctl.rules.wish import addresses, audiences, browser, claims, credentials, domains, people, rights

JUDGES = (
    *domains.JUDGES,
    *credentials.JUDGES,
    *addresses.JUDGES,
    *browser.JUDGES,
    *people.JUDGES,
    *audiences.JUDGES,
    *rights.JUDGES,
    *claims.JUDGES,
)
