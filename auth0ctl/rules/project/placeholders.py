"""Whether a value was never filled in: what quickstarts and templates leave for people to replace."""

import re

# Angle or curly brackets around words: {yourDomain}, <your-client-id>, ${YOUR_DOMAIN} is no value at all.
BRACKETED = re.compile(r"[<{\[]{1,2}\s*[A-Za-z][\w .:/-]*\s*[>}\]]{1,2}")
YOUR = re.compile(
    r"(?<![a-z0-9])your(?:[-_ .]|(?=[A-Z]))|(?<![a-z0-9])YOUR[-_ ]?[A-Z]|(?<![a-z])(?:my|your)tenant", re.ASCII
)
YOUR_WORD = re.compile(
    r"(?i)^(?:https?://)?your[-_ .]?(?:own)?[-_ .]?"
    r"(?:auth0|tenant|domain|client|api|app|secret|audience|identifier|account)"
)
MASKED = re.compile(r"(?i)(?:^|[^a-z0-9])(?:dev-)?x{3,}(?:$|[^a-z0-9])|\*{3,}|\.{3,}|…")
WORDS = frozenset(
    """changeme change-me change_me replaceme replace-me replace_me todo tbd fixme xxx none null undefined placeholder
    insert-here domain client_id clientid client-id client_secret audience api_identifier api-identifier secret
    auth0_domain auth0_client_id auth0_client_secret auth0_audience auth0-domain auth0-client-id""".split()
)
TEMPLATE = re.compile(r"(?i)(?:change|replace|fill|insert|enter|paste|put|add)[-_ ]?(?:me|this|in|here|it|with|your)\b")


def placeholder(value: str) -> bool:
    """Whether ``value`` is a template's stand-in, such as ``YOUR_DOMAIN``, ``{yourClientId}`` or ``dev-xxxx``."""
    text = value.strip().strip("\"'")
    if text.lower() in WORDS:
        return True
    return any(seen.search(text) for seen in (BRACKETED, YOUR, YOUR_WORD, MASKED, TEMPLATE))
