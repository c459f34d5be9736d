"""What stands in for mail, text messages and authenticator apps, none of which a local tenant has.

Every one-time code is ``000000``; for a user who has enrolled an authenticator app, those of the app count instead
(totp.py). A push notification is answered by the user's ``app_metadata.auth0ctl_push``: ``approve`` or ``reject``;
anything else leaves it unanswered.
"""

from typing import Literal

from auth0ctl.localtenant.store.state import JSON

CODE = "000000"
RECOVERY_CODE = "AAAABBBBCCCCDDDDEEEEFFFF"  # 24 characters, as recorded


def push_answer(user: JSON) -> Literal["approve", "reject"] | None:
    answer = (user.get("app_metadata") or {}).get("auth0ctl_push")
    return answer if answer in ("approve", "reject") else None
