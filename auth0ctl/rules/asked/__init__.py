"""What was asked, as a URL or a recording shows it, by itself: whatever the tenant's settings are.

A cause has its one rule where it was first found; these judges find it in the requests. ``rules.wish`` holds the same
requests against the tenant's configuration, and knows better where it speaks of the same cause.
"""

from auth0ctl.rules.asked import address, logout, parameters, targets

JUDGES = (
    *address.JUDGES,
    *parameters.JUDGES,
    *targets.JUDGES,
    *logout.JUDGES,
)
