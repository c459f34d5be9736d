"""What an API, Auth0's own included, says to a request whose token or body it does not like."""

from auth0ctl.findings import Rule, Severity

DOCS = "https://auth0.com/docs/"
MANAGEMENT = DOCS + "secure/tokens/access-tokens/management-api-access-tokens"
REFERENCE = DOCS + "api/management/v2"

HEADER_MISSING = Rule(
    code="AZ060",
    name="authorization-header-missing",
    severity=Severity.ERROR,
    title="The request reached the API without a token",
    why="The `Authorization` header was not sent, or was dropped: by a proxy, by a redirect to another host, by a "
    "framework that does not pass it on (Apache with PHP or WSGI), or because the token call had failed before.",
    fix="Send `Authorization: Bearer ACCESS_TOKEN`, and look at what arrives at the API.",
    docs=DOCS + "quickstart/backend",
)
HEADER_MALFORMED = Rule(
    code="AZ061",
    name="authorization-header-malformed",
    severity=Severity.ERROR,
    title="The Authorization header is not `Bearer` and one token",
    why="The word Bearer, one space and the token make the header. A missing word, a second one, quotes, or an object "
    "or promise in place of the token (`[object Promise]`, `undefined`) break it.",
    fix="Send exactly `Authorization: Bearer ACCESS_TOKEN`; await the call that fetches the token.",
    docs="https://www.rfc-editor.org/rfc/rfc6750.html#section-2.1",
)
ISSUER_UNREACHABLE = Rule(
    code="AZ062",
    name="issuer-unreachable",
    severity=Severity.ERROR,
    title="The tenant's discovery document or key set cannot be fetched",
    why="The library fetches /.well-known/openid-configuration or jwks.json when it starts or meets a token. The "
    "host is wrong or not reachable from there: a firewall, a proxy, DNS in a container, a path that is not the "
    "issuer's.",
    fix="Open https://DOMAIN/.well-known/openid-configuration from that machine, and correct domain or network.",
    docs=DOCS + "get-started/applications/configure-applications-with-oidc-discovery",
)
TLS_NOT_TRUSTED = Rule(
    code="AZ063",
    name="tls-certificate-not-trusted",
    severity=Severity.ERROR,
    title="The certificate of the connection to the tenant is not trusted",
    why="Auth0's certificates are publicly trusted. A proxy that opens TLS, an old certificate store, a wrong clock or "
    "a custom domain that is not verified yet puts another in its place.",
    fix="Give the program the proxy's CA certificate (NODE_EXTRA_CA_CERTS, SSL_CERT_FILE, REQUESTS_CA_BUNDLE).",
    docs=DOCS + "customize/custom-domains",
)
USERINFO_REFUSED = Rule(
    code="AZ064",
    name="userinfo-token-refused",
    severity=Severity.ERROR,
    title="/userinfo does not take this token",
    why="/userinfo takes an access token of a person's login whose scope has `openid` and whose audience includes "
    "/userinfo: not an ID token, no machine's token, none of an API that signs with HS256, none that is expired.",
    fix="Log in with the scope openid, and send the access token.",
    docs=DOCS + "api/authentication/user-profile",
)
MANAGEMENT_SCOPE = Rule(
    code="AZ070",
    name="management-scope-missing",
    severity=Severity.ERROR,
    title="The Management API token lacks a scope",
    why="Every endpoint names the scopes that it takes; a machine's token has those of its client grant for /api/v2/ "
    "and a person's token only the ..._current_user ones.",
    fix="Add the scope to the client grant for https://DOMAIN/api/v2/, and get a new token.",
    docs=MANAGEMENT,
)
MANAGEMENT_TOKEN = Rule(
    code="AZ071",
    name="management-token-wrong",
    severity=Severity.ERROR,
    title="The Management API does not take this token",
    why="It takes an access token whose audience is https://CANONICAL-DOMAIN/api/v2/ of the tenant that is called: no "
    "ID token, no token for another API or tenant.",
    fix="Ask for a token with the audience https://DOMAIN/api/v2/ by client credentials.",
    docs=MANAGEMENT,
)
MANAGEMENT_BODY = Rule(
    code="AZ072",
    name="management-request-invalid",
    severity=Severity.ERROR,
    title="The Management API refuses a field of the request",
    why="Read-only, unknown, missing and malformed fields are refused by name. Objects that were read cannot be sent "
    "back whole: ids, `is_global`, `enabled_clients` and the like are for reading only.",
    fix="Send only the fields to be changed; correct the one that the message names.",
    docs=REFERENCE,
)
MANAGEMENT_OBJECT = Rule(
    code="AZ073",
    name="management-object-missing",
    severity=Severity.ERROR,
    title="The tenant has no such object",
    why="The id is another tenant's, was deleted, or was not URL-encoded: the | of a user id is %7C.",
    fix="List the objects (`auth0ctl client list`, `auth0ctl api list`), and encode ids in URLs.",
    docs=REFERENCE,
)
CUSTOM_DOMAIN_AMBIGUOUS = Rule(
    code="AZ074",
    name="custom-domain-ambiguous",
    severity=Severity.ERROR,
    title="The tenant has several custom domains, and the request does not say which",
    why="What depends on a domain (tickets, e-mails, links) must name one when there are several.",
    fix="Send the header auth0-custom-domain with the domain that is meant.",
    docs=DOCS + "customize/custom-domains",
)
CHECKPOINT_EXPIRED = Rule(
    code="AZ075",
    name="checkpoint-expired",
    severity=Severity.ERROR,
    title="The checkpoint of a listing is no longer good",
    why="`next` is good for 24 hours, for the same query and the same tenant.",
    fix="Start the listing again without `from`.",
    docs=REFERENCE,
)
AUDIENCE_LIST = Rule(
    code="AZ065",
    name="token-audience-is-a-list",
    severity=Severity.ERROR,
    title="The program reads `aud` as one string, and the token has a list",
    why="`aud` is a string or a list (RFC 7519 section 4.1.3). With `openid` in the scope Auth0's access token has two "
    "audiences, the API and /userinfo, and a field of the type string cannot hold them.",
    fix="Use a type that takes both (golang-jwt: RegisteredClaims with ClaimStrings), and look for the API among them.",
    docs=DOCS + "secure/tokens/access-tokens/validate-access-tokens",
)
MANAGEMENT_CONFLICT = Rule(
    code="AZ076",
    name="management-object-exists",
    severity=Severity.ERROR,
    title="The tenant has such an object already",
    why="Identifiers of APIs, names of connections, organizations and roles, and client grants for one client and API "
    "are unique. The object was made by hand, by another tool, or by an earlier run whose state was lost.",
    fix="Use or import the object that is there (auth0ctl api list, auth0ctl client list), or choose another name.",
    docs=REFERENCE,
)
