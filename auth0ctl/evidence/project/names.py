"""Which setting a name stands for, in the spelling of any SDK: ``VITE_AUTH0_CLIENT_ID`` and ``clientId`` are one."""

import re

from auth0ctl.rules.project.bundles import BUNDLE_PREFIXES

OTHER_PREFIXES = ("NUXT_", "SOCIAL_AUTH_", "NEXT_", "DJANGO_", "FLASK_", "SPRING_")
PROVIDER = re.compile(
    r"^(?:com_)?(?:auth_)?(?:auth0|okta_oauth2|quarkus_oidc)_(?:configuration_|config_|settings_)?(.+)$"
)
PROVIDER_PATHS = ("auth0", "okta_oauth2", "spring_security_oauth2", "quarkus_oidc", "mp_jwt_verify", "smallrye_jwt")
OTHER_PROVIDERS = frozenset(
    """google github facebook azure azuread microsoft keycloak cognito aws stripe twitter linkedin apple slack firebase
    supabase clerk gitlab bitbucket discord salesforce entra ldap mgmt management m2m""".split()
)
ROLES = {
    "domain": "domain tenant_domain issuer_domain custom_domain",
    "client_id": "client_id clientid application_id spa_client_id web_client_id frontend_client_id",
    "client_secret": "client_secret clientsecret app_secret",
    "session_secret": "session_secret cookie_secret session_encryption_secret",
    "audience": "audience audiences api_audience api_identifier valid_audience valid_audiences jwt_audience"
    " token_audience expected_audience api_audiences publickey_audiences verify_audiences",
    "issuer": "issuer issuer_url issuer_uri valid_issuer jwt_issuer oidc_issuer token_issuer api_issuer issuers"
    " verify_issuer",
    "issuer_base": "issuer_base_url authority auth_server_url server_metadata_url",  # discovery makes the issuer of it
    "jwks_uri": "jwks_uri jwks_url jwk_set_uri jwks jwks_endpoint publickey_location jwks_location",
    "scope": "scope scopes default_scope",
    "redirect_uri": "redirect_uri redirect_url callback_url callback_uri callback redirect_uris",
    "base_url": "app_base_url base_url application_base_url",
    "algorithm": "algorithm algorithms jwt_algorithm jwt_algorithms token_signing_alg signing_alg jws_algorithms"
    " jws_algorithm signing_algorithm id_token_signing_alg valid_algorithms",
    "use_refresh_tokens": "use_refresh_tokens",
    "cache_location": "cache_location",
}
ROLE_OF = {name: role for role, names in ROLES.items() for name in names.split()}
# Names that only mean this under the provider's own prefix.
PREFIXED = {
    "id": "client_id",
    "key": "client_id",
    "secret": "session_secret",
    "api": "audience",
    "identifier": "audience",
}
# Names of their own, needing no prefix and no context.
WHOLE = {
    "app_base_url": "base_url",
    "nextauth_url": "base_url",
    "issuer_base_url": "issuer_base",
    "auth_auth0_secret": "client_secret",
    "social_auth_auth0_secret": "client_secret",
    "auth0_secret": "session_secret",
    "auth0_api_audience": "audience",
}
ALGORITHM = re.compile(r"(?i)\[?[\"' ]*(?:none|[HREP]S(?:256|384|512)|EdDSA)\b")


def normal(name: str) -> str:
    """A name in one spelling: ``issuerBaseURL`` and ``issuer-base-url`` become ``issuer_base_url``."""
    name = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return re.sub(r"[^A-Za-z0-9]+", "_", name).strip("_").lower()


def role_of(name: str, value: str, *, about_auth0: bool) -> str | None:
    """The role of a setting, or None where it is none of ours.

    ``about_auth0``: the file or its program uses Auth0, so that plain names (``domain``, ``audience``) mean it too.
    """
    role = _by_name(name, about_auth0)
    return None if role is None or not _fits(role, value) else role


def _by_name(name: str, about_auth0: bool) -> str | None:
    last = name.rpartition(".")[2]
    for prefix in (*BUNDLE_PREFIXES, *OTHER_PREFIXES):
        if last.startswith(prefix) and normal(last) not in WHOLE:
            last = last.removeprefix(prefix)
            break
    short, whole = normal(last), normal(name)
    if OTHER_PROVIDERS & set(whole.split("_")):
        return None
    if short in WHOLE:
        return WHOLE[short]
    for candidate in (short, whole):
        if found := PROVIDER.match(candidate):
            return ROLE_OF.get(found[1]) or PREFIXED.get(found[1]) or ROLE_OF.get(short)
    if any(path in whole for path in PROVIDER_PATHS):
        return ROLE_OF.get(short)
    return ROLE_OF.get(short) if about_auth0 else None


def _fits(role: str, value: str) -> bool:
    """Whether a value can be of this role at all: ``callback: "onLogin"`` is no URL, ``algorithm: "aes"`` not ours."""
    if role == "algorithm":
        return ALGORITHM.match(value) is not None
    if role in ("redirect_uri", "base_url"):
        return value == "" or "://" in value
    if role == "jwks_uri":
        return "/" in value or "." in value
    if value.strip().lower() in ("http://", "https://"):  # the beginning of a URL that code puts together
        return False
    return "\n" not in value and "(" not in value and len(value) <= 2048
