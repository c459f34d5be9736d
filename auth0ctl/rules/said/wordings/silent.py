"""Silent logins that were refused or never answered, and the state of a login that was lost on the way."""

from auth0ctl.rules.client import THIRD_PARTY
from auth0ctl.rules.login import person
from auth0ctl.rules.said.causes import browser, tenant
from auth0ctl.rules.said.hints import (
    denied,
    elsewhere,
    on_loopback,
    strict_browser,
    told,
)
from auth0ctl.rules.said.reading import wording

LOGIN_REQUIRED = ("login_required", "=login required", "failed silent auth", "login required")
TIMEOUTS = (
    "timeout during executing web_message communication",
    "timeout during authentication renew",
    "timeout: timeout",
    "=timeout",
    "=timed out",
    "login_timeout",
    "gettokensilently * timeout",
    "gettokensilently * timed out",
    "checksession * timeout",
)

ROWS = (
    wording(
        browser.THIRD_PARTY_COOKIES,
        60,
        *LOGIN_REQUIRED,
        hints=((strict_browser, 25), (told(r"session|just logged in|logged_in"), 10), (denied(r"third.?party"), -45)),
        unless=("loginrequiredmixin", "@login_required"),
        check="whether it works in Chrome with third-party cookies allowed, and not in Safari or a private window",
    ),
    wording(
        person.SESSION_NEEDED,
        56,
        *LOGIN_REQUIRED,
        hints=((strict_browser, -15), (told(r"prompt|session_expired|expired|first visit|logged_out"), 20)),
        unless=("loginrequiredmixin", "@login_required"),
        check="whether the person has logged in at all in this browser, under this domain",
    ),
    wording(tenant.SOCIAL_DEV_KEYS, 5, *LOGIN_REQUIRED, hints=((told(r"dev(?:eloper)?.?keys|development.?keys"), 75),)),
    wording(
        tenant.SOCIAL_DEV_KEYS,
        92,
        "auth0 development keys",
        "auth0 developer keys",
        "using auth0's dev keys",
        "dev keys",
    ),
    wording(
        person.CONSENT_ON_LOOPBACK,
        97,
        "consent can't be skipped on localhost",
        "consent cannot be skipped on localhost",
        "skip consent * localhost",
        detail="Auth0 cannot verify who listens on localhost, so that consent for an API is always asked there.",
    ),
    wording(
        person.CONSENT_ON_LOOPBACK,
        58,
        "consent_required",
        "=consent required",
        "consent required",
        hints=((on_loopback, 32), (elsewhere, -50)),
        detail="A silent login for an API's audience needs consent; with a callback on localhost it cannot be skipped.",
        check="whether the same login from a deployed https origin passes",
    ),
    wording(
        person.CONSENT_REQUIRED,
        60,
        "consent_required",
        "=consent required",
        "consent required",
        hints=((on_loopback, -25), (elsewhere, 15)),
        check="auth0ctl api inspect AUDIENCE: skip_consent_for_verifiable_first_party_clients",
    ),
    wording(THIRD_PARTY, 20, "consent_required", "=consent required", hints=((told("third.?party(?!.?cookie)"), 60),)),
    wording(
        person.CONFIRMATION_ON_LOOPBACK,
        50,
        "interaction_required",
        "=interaction required",
        hints=((on_loopback, 35), (elsewhere, -40)),
    ),
    wording(
        person.SESSION_NEEDED,
        62,
        "interaction_required",
        "=interaction required",
        "external interaction required",
        "account_selection_required",
        hints=((on_loopback, -5),),
        detail="With prompt=none Auth0 may show nothing, and this login needs a page: a second factor, or an Action's "
        "redirect.",
        check="the Actions bound to post-login, and the tenant's MFA policy",
    ),
    wording(
        browser.WEB_ORIGIN_MISSING,
        97,
        "does not have a registered origin",
        "not have a registered origin",
        "does not have a registered domain",
        "origin * is not in the list of allowed web origins",
        "not a valid web origin",
        "not in allowed web origins",
        "to the 'allowed web origins' list",  # auth0-lock
    ),
    wording(
        browser.WEB_ORIGIN_MISSING,
        62,
        *TIMEOUTS,
        hints=(
            (told(r"web_?origins?(?:_are)?_?(?:ok|set|registered|configured|fine)"), -60),
            (denied(r"web_?origins?"), 25),
            (told(r"csp|content.?security"), -10),
        ),
        check="auth0ctl doctor --client CLIENT --flow silent --origin ORIGIN",
    ),
    wording(
        browser.CSP_BLOCKS_IFRAME,
        46,
        *TIMEOUTS,
        hints=(
            (told(r"csp|content.?security"), 40),
            (denied(r"csp|content.?security"), -30),
            (told(r"web_?origins?(?:_are)?_?(?:ok|set|registered|configured|fine)"), 8),
        ),
        check="the browser's console: a policy that blocks a frame says so there",
    ),
    wording(
        browser.THIRD_PARTY_COOKIES,
        42,
        *TIMEOUTS,
        hints=((strict_browser, 30), (told(r"csp|content.?security"), -10)),
        check="whether the same page works in Chrome with third-party cookies allowed",
    ),
)
