"""What a HAR shows by the order of its requests: each fault is named first, and a sound login gets no remark."""

import pytest
from recorded import (
    API,
    APP,
    CALLBACK,
    OPAQUE,
    SILENT,
    TENANT,
    Entry,
    access_token,
    authorize_url,
    call,
    callback,
    entry,
    grant,
    har,
    id_token,
    login,
    redeem,
    refusal,
)

from auth0ctl.findings import Severity, severity_of
from auth0ctl.journeys.diagnosis.explain import explain_har

CODE_REFUSED = refusal("invalid_grant", "Invalid authorization code")
UNAUTHORIZED = refusal("access_denied", "Unauthorized")
LOGIN_REQUIRED = (
    '<script>post({"type":"authorization_response","response":{"error":"login_required","state":"s2"}})</script>'
)
CONSENT_REQUIRED = LOGIN_REQUIRED.replace("login_required", "consent_required")
DEVICE = "urn:ietf:params:oauth:grant-type:device_code"
NO_ORGANIZATION = "parameter+organization+is+required+for+this+client"
THERE = {"Location": authorize_url()}
SHARED = {"Location": TENANT, "Set-Cookie": "s=1; Domain=shop.example"}
ALLOWED = {"Access-Control-Allow-Origin": APP}
LOGOUT = f"{TENANT}/v2/logout?client_id=spa"
LOCAL = "http://localhost:3000/callback"


def problems(*entries: Entry) -> list[str]:
    report = explain_har(har(*entries), {}).report
    return [one.rule.name for one in report.findings if severity_of(one) is not Severity.INFO]


@pytest.mark.parametrize(
    "entries",
    [
        (login(), callback(), redeem(), call(200, access_token())),
        (login(200, answer=LOGIN_REQUIRED, state="s2", **SILENT), login(to="/u/login?state=x"), callback(), redeem()),
        (
            login(302, state="s2", **SILENT),
            entry("GET", f"{CALLBACK}?error=login_required&state=s2"),
            login(),
            callback(),
            redeem(),
        ),
        (entry("GET", f"{APP}/login", 302, got=THERE), login(), callback(302)),
        (
            entry("OPTIONS", f"{TENANT}/oauth/token", 204, sent={"Origin": APP}, got=ALLOWED),
            login(),
            callback(),
            redeem(),
        ),
        (call(401, url=f"{API}/me"), login(), callback(), redeem(), call(200, access_token(), url=f"{API}/me")),
        (login(), callback(), redeem(), entry("GET", f"{LOGOUT}&returnTo={APP}", 302)),
        (
            grant(403, refusal("authorization_pending", "pending"), grant_type=DEVICE, client_id="tv"),
            grant(200, {"access_token": access_token()}, grant_type=DEVICE, client_id="tv"),
        ),
        (
            grant(
                200, {"access_token": access_token()}, grant_type="client_credentials", client_id="m", audience=API,
                client_secret="the-machine-secret",
            ),
        ),
        (
            entry("GET", "https://www.shop.example/login", 302, got=SHARED),
            login(redirect_uri=CALLBACK),
            callback(302),
        ),
    ],
)  # fmt: skip
def test_a_sound_recording_gets_no_remark(entries: tuple[Entry, ...]) -> None:
    assert problems(*entries) == []


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("redirect-uri-differs-at-token", (login(), callback(), redeem(403, CODE_REFUSED, redirect_uri=LOCAL))),
        ("authorization-code-invalid", (login(), callback(), redeem(), redeem(403, CODE_REFUSED))),
        ("authorization-code-invalid", (login(), callback(), redeem(403, CODE_REFUSED, client_id="other"))),
        ("authorization-code-invalid", (login(), callback(302), callback(500, answer="invalid_grant"))),
        ("pkce-verifier-mismatch", (login(), redeem(403, refusal("invalid_grant", ""), code_verifier=None))),
        ("pkce-verifier-mismatch", (login(), redeem(403, refusal("invalid_grant", ""), code_verifier="another" * 8))),
        ("public-client-needs-auth-method-none", (login(), callback(), redeem(401, UNAUTHORIZED))),
        ("client-secret-wrong", (login(), redeem(401, UNAUTHORIZED, by_page=False, client_secret="wrong-secret"))),
        ("device-flow-needs-public-client", (grant(401, UNAUTHORIZED, grant_type=DEVICE, client_id="tv"),)),
        ("secret-sent-by-browser", (login(), callback(), redeem(client_secret="the-secret"))),
        (
            "refresh-token-reused",
            (
                grant(200, {"refresh_token": "rt-2"}, grant_type="refresh_token", refresh_token="rt-1"),
                grant(403, refusal("invalid_grant", "x"), grant_type="refresh_token", refresh_token="rt-1"),
            ),
        ),
        (
            "audience-not-requested-at-login",
            (
                login(audience=None),
                redeem(),
                grant(403, refusal("invalid_grant", "x"), grant_type="refresh_token", refresh_token="rt", audience=API),
            ),
        ),
        ("login-state-lost", (login(), callback(400, state="other"))),
        (
            "login-callback-host-differ",
            (
                entry("GET", "http://127.0.0.1:3000/login", 302),
                login(redirect_uri=LOCAL),
                callback(400, at=LOCAL, answer="state cookie missing"),
            ),
        ),
        (
            "login-callback-host-differ",
            (login(sent={"Referer": "http://127.0.0.1:3000/"}, redirect_uri=LOCAL), callback(at=LOCAL)),
        ),
        (
            "callback-scheme-behind-proxy",
            (entry("GET", f"{APP}/login", 302), login(403, redirect_uri="http://shop.example/callback")),
        ),
        ("callback-url-not-registered", (login(403, answer="<h1>Callback URL mismatch.</h1>"),)),
        ("callback-without-answer", (login(response_type="token"), entry("GET", CALLBACK, 400))),
        ("authorize-called-by-script", ({**login(0), "_resourceType": "fetch"},)),
        ("login-page-in-frame", (login(sent={"Sec-Fetch-Dest": "iframe"}),)),
        ("login-loop", tuple(one for at in "123" for one in (login(state=at), callback(302, state=at, code=at)))),
        ("third-party-cookies-blocked", (login(), callback(), redeem(), login(200, answer=LOGIN_REQUIRED, **SILENT))),
        (
            "audience-not-requested-at-login",
            (login(audience=None), callback(), login(200, answer=LOGIN_REQUIRED, state="s2", **SILENT)),
        ),
        ("consent-required-localhost", (login(200, answer=CONSENT_REQUIRED, redirect_uri=LOCAL, **SILENT),)),
        ("consent-required", (login(200, answer=CONSENT_REQUIRED, **SILENT),)),
        ("web-origin-missing", (login(403, **SILENT),)),
        ("id-token-used-as-access-token", (login(), callback(), redeem(), call(401, id_token()))),
        ("id-token-used-as-access-token", (login(), redeem(), call(401, id_token(), url=f"{TENANT}/userinfo"))),
        (
            "audience-missing-opaque-token",
            (login(audience=None), callback(), redeem(200, {"access_token": OPAQUE}), call(401, OPAQUE)),
        ),
        (
            "audience-missing-opaque-token",
            (grant(200, {"access_token": OPAQUE}, grant_type="client_credentials", client_id="m", client_secret="s"),),
        ),
        ("authorization-header-malformed", (login(), callback(), redeem(), call(401, "undefined"))),
        (
            "api-scope-not-requested",
            (login(), redeem(), call(403, access_token(), got={"WWW-Authenticate": 'Bearer scope="read:orders"'})),
        ),
        (
            "api-checks-scope-not-permissions",
            (
                login(),
                redeem(),
                call(
                    403,
                    access_token(permissions=["read:orders"]),
                    got={"WWW-Authenticate": 'Bearer scope="read:orders"'},
                ),
            ),
        ),
        (
            "rbac-user-lacks-permission",
            (
                login(scope="openid read:orders"),
                callback(),
                redeem(200, {"access_token": access_token(permissions=[]), "scope": "openid"}),
            ),
        ),
        ("requested-scope-dropped", (login(scope="openid read:orders"), redeem())),
        ("api-offline-access-disabled", (login(scope="openid profile offline_access"), redeem())),
        (
            "client-id-token-hs256",
            (login(), redeem(200, {"access_token": access_token(), "id_token": id_token("HS256")})),
        ),
        ("token-in-url", (call(401, url=f"{API}/orders?access_token=x.y.z"),)),
        (
            "cors-origin-missing",
            (
                login(),
                entry("OPTIONS", f"{TENANT}/oauth/token", 204, sent={"Origin": APP}, got={"Vary": "Origin"}),
                redeem(0, ""),
            ),
        ),
        ("cors-origin-missing", (login(), callback(), redeem(0, "", by_page=False))),
        ("api-cors-missing", (login(), redeem(), entry("OPTIONS", f"{API}/orders", 404, sent={"Origin": APP}))),
        (
            "userinfo-token-refused",
            (login(scope="profile"), redeem(), call(401, access_token(), url=f"{TENANT}/userinfo")),
        ),
        ("rate-limited", (grant(429, "", grant_type="client_credentials"),)),
        ("wrong-tenant-domain", ({**login(0), "_error": "net::ERR_NAME_NOT_RESOLVED"},)),
        ("wrong-tenant-domain", (entry("GET", f"{TENANT}/.well-known/jwks.json", 404, answer="Not found"),)),
        ("domain-has-scheme", (entry("GET", authorize_url().replace("https://", "https://https//"), 0),)),
        ("client-id-missing", (login(400, client_id="undefined"),)),
        ("url-escaped-wrongly", (entry("GET", authorize_url().replace("&", "&amp;"), 400),)),
        ("logout-url-not-allowed", (entry("GET", f"{TENANT}/v2/logout?client_id=spa&returnTo={APP}", 400),)),
        ("logout-client-id-missing", (entry("GET", f"{TENANT}/v2/logout?returnTo={APP}", 400),)),
        ("cross-origin-login-refused", (entry("POST", f"{TENANT}/co/authenticate", 403, body="{}"),)),
        (
            "organization-param-required",
            (login(to=f"{CALLBACK}?error=invalid_request&error_description={NO_ORGANIZATION}"),),
        ),
        (
            "client-grant-missing",
            (
                grant(
                    403,
                    refusal("access_denied", f'Client is not authorized to access "{API}".'),
                    grant_type="client_credentials",
                ),
            ),
        ),
    ],
)
def test_a_fault_is_named_first(name: str, entries: tuple[Entry, ...]) -> None:
    assert problems(*entries)[:1] == [name]


def test_no_secret_of_the_recording_is_repeated() -> None:
    secrets = ("the-client-secret", "the-refresh-token", "the-code-of-it", id_token(), access_token())
    said = repr(
        explain_har(
            har(
                login(),
                callback(code="the-code-of-it"),
                redeem(401, UNAUTHORIZED, client_secret="the-client-secret", code="the-code-of-it"),
                grant(403, CODE_REFUSED, grant_type="refresh_token", refresh_token="the-refresh-token"),
                call(401, id_token()),
                call(401, url=f"{API}/x?access_token={access_token()}"),
            ),
            {},
        )
    )
    assert "secret" in said
    assert [one for one in secrets if one in said] == []
