"""What the commands of ``auth0ctl local`` show."""

from typing import Any

from auth0ctl.results import Bare, Changed, Inspection, Section

TITLE = "The auth0ctl local tenant (not Auth0)"


def settings_for_apps(issuer: str, ca_file: str | None, *, client_id: str, user: str, password: str) -> Inspection:
    """What an app has to be told to use the served tenant. ``ca_file`` where it is served over https."""
    domain = issuer.removeprefix("https://").rstrip("/") if ca_file else issuer.rstrip("/")
    resource = {
        "issuer": issuer,
        "domain": domain,
        "client_id": client_id,
        "jwks_uri": f"{issuer}.well-known/jwks.json",
        "user": user,
        "password": password,
        "ca_file": ca_file,
    }
    rows = [(name.replace("_", " "), value) for name, value in resource.items() if value]
    if ca_file:
        rows.append(("trust it", f"NODE_EXTRA_CA_CERTS={ca_file}  SSL_CERT_FILE={ca_file}"))
    return Inspection(resource=resource, title=TITLE, sections=(Section(title="Settings for apps", rows=tuple(rows)),))


def loaded(file: str, status: dict[str, Any]) -> Changed:
    return Changed(sentence=f"Loaded {file} into the local tenant.", resource=status)


def emptied(status: dict[str, Any]) -> Changed:
    return Changed(sentence="The local tenant is as it was on the first day.", resource=status)


def held(status: dict[str, Any], *, client_id: str, user: str, password: str) -> Inspection:
    """What the tenant holds, and whom it lets in."""
    rows = tuple((name.replace("_", " "), str(value)) for name, value in status.items())
    login = (("client id", client_id), ("user", f"{user}, password: {password}"))
    sections = (Section(title="Holds", rows=rows), Section(title="To log in", rows=login))
    return Inspection(resource=status, title=TITLE, sections=sections)


def ca_file(path: str) -> Bare:
    return Bare(name="ca_file", text=path)
