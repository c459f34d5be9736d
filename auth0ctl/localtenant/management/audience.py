"""The two names of the Management API: its identifier, and the https spelling that SDKs build from a bare domain."""

from urllib.parse import urlsplit


def management_audiences(issuer: str) -> tuple[str, str]:
    """The identifier first. For an issuer that is https itself the two are the same."""
    return f"{issuer}api/v2/", f"https://{urlsplit(issuer).netloc}/api/v2/"


def own_spelling(audience: str, issuer: str) -> str:
    """The identifier as the store keeps it; any other audience is left as it is."""
    names = management_audiences(issuer)
    return names[0] if audience in names else audience
