"""The tenant-wide advice of an audit, in one family."""

from auth0ctl.rules.audit import access, protection, upkeep

JUDGES = (*access.JUDGES, *upkeep.JUDGES, *protection.JUDGES)
