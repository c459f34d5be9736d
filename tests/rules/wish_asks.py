"""What apps ask in the rows of the wish rules, and what is changed in the tenant for them."""

from wish_world import (
    API,
    APP,
    DATABASE,
    action,
    connection,
)

from auth0ctl.records import Organization

LOGIN = {"redirect_uri": APP, "origin": APP, "audience": API, "scope": "openid read:orders offline_access"}
PLAIN = {"redirect_uri": APP}
SILENT = {"flow": "silent", "redirect_uri": APP, "origin": APP, "audience": API}
M2M = {"flow": "client-credentials", "audience": API, "client_secret": "the-machine-secret"}
LOCAL = "http://localhost:3000"
LOCAL_CLIENT = {"callbacks": [LOCAL], "web_origins": [LOCAL]}
REALM = "http://auth0.com/oauth/grant-type/password-realm"
STRICT = {"is_first_party": False, "third_party_security_mode": "strict"}
DOMAIN_LEVEL = (connection(is_domain_connection=True),)
SETS_PLAN = action(
    "exports.onExecutePostLogin = async (e, api) => { api.idToken.setCustomClaim('https://x.io/plan', 1) }"
)
NAMESPACE = action("const ns = 'https://x.io'; api.accessToken.setCustomClaim(`${ns}/roles`, 1);")
ORGANIZATION = Organization(
    id="org_1", name="acme", connections=(DATABASE,), members=("auth0|other",), raw={"id": "org_1"}
)
USES_ORGANIZATIONS = {"organization_usage": "allow"}
