"""After a refused login: what the tenant itself wrote down about it."""

from datetime import datetime

from auth0ctl.evidence.logs import read_log
from auth0ctl.model import Facts
from auth0ctl.tenant.management import Management


def post_mortem(facts: Facts, management: Management | None, since: datetime, *, why_not: str = "") -> Facts:
    """The facts with the tenant's log since ``since``, the moment at which the attempt began. Never raises for a log
    that cannot be read: ``missing["log"]`` then says why.

    The rules of family AZ3 read ``Facts.log``: they name the entry beside the refusal, and where an error page says
    nothing they take the cause from it.
    """
    asked = facts.request or facts.token_request
    if asked is None:
        return facts
    return read_log(facts, management, asked.client_id, since, why_not=why_not)
