"""The client test modules of the OpenID Foundation's conformance suite, as data: what each demands of a login.

Names are the suite's (release of 2026-08-20), without ``oidcc-client-test-`` or ``fapi1-advanced-final-client-test-``
in front. A module that must be refused names every requirement whose check fails then, so that a refusal for another
reason is no success.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

C, I, IT = "code", "id_token", "id_token token"  # noqa: E741 - the suite's own letters
CI, CT, CIT = "code id_token", "code token", "code id_token token"
EVERY = (C, I, IT, CI, CT, CIT)
CODES = (C, CI, CT, CIT)
TOKENS = (C, IT, CI, CT, CIT)  # those that bring an access token


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One row.

    ``fault`` is what the provider does wrong. ``stops`` is where the login must end: "" when it must be accepted, else
    ``discovery``, ``callback``, ``waiting`` (for an answer of its own), ``id_token``, ``userinfo`` or ``refresh``.
    ``checks`` are the requirements that fail then, ``error`` is part of what is said where no token came. ``client`` is
    who logs in: ``public``, ``secret`` or ``key``. ``moved`` are endpoints that this provider has elsewhere, by their
    discovery member. ``logins`` is how often the person logs in, ``then`` a command to type afterwards. ``timeout`` is
    in seconds. ``note`` says where auth0ctl and the suite differ.
    """

    name: str
    types: tuple[str, ...] = (C,)
    fault: str = ""
    stops: str = ""
    checks: tuple[str, ...] = ()
    error: str = ""
    client: str = "public"
    arguments: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    logins: int = 1
    then: tuple[str, ...] = ()
    timeout: float = 30.0
    mode: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A module with one response type and mode, in a plan. ``mode`` "" is the response type's own."""

    plan: str
    module: Module = field(repr=False)
    response_type: str
    mode: str = ""

    @property
    def id(self) -> str:
        return f"{self.plan}/{self.module.name}/{self.response_type.replace(' ', '+')}"

    @property
    def front(self) -> bool:
        """Whether the ID token that is judged first comes straight from /authorize."""
        return "id_token" in self.response_type.split()

    @property
    def redeems(self) -> bool:
        return "code" in self.response_type.split()


SIGNATURE = "crypto"  # the check of the signature itself
UNSIGNED = ("I04", "V01", "V05")
CERTIFIED = (
    Module(name="plain", types=EVERY),
    Module(name="invalid-iss", types=EVERY, fault="invalid-iss", stops="id_token", checks=("I01", "V12")),
    Module(name="missing-sub", types=EVERY, fault="missing-sub", stops="id_token", checks=("V16",)),
    Module(name="invalid-aud", types=EVERY, fault="invalid-aud", stops="id_token", checks=("I02", "V13")),
    Module(name="missing-iat", types=EVERY, fault="missing-iat", stops="id_token", checks=("V15",)),
    Module(name="kid-absent-single-jwks", types=EVERY, fault="kid-absent-single-jwks"),
    # Trying every key is allowed as well; auth0ctl refuses (V09).
    Module(
        name="kid-absent-multiple-jwks",
        types=EVERY,
        fault="kid-absent-multiple-jwks",
        stops="id_token",
        checks=("V09",),
    ),
    Module(name="idtoken-sig-rs256", types=EVERY),
    Module(name="idtoken-sig-none", types=(C,), fault="sig-none", stops="id_token", checks=UNSIGNED),
    Module(name="invalid-sig-rs256", types=EVERY, fault="invalid-sig", stops="id_token", checks=(SIGNATURE,)),
    Module(name="userinfo-invalid-sub", types=TOKENS, fault="userinfo-invalid-sub", stops="userinfo", checks=("I12",)),
    Module(name="nonce-unless-code-flow", types=(I, IT, CI, CT, CIT)),
    Module(name="nonce-invalid", types=EVERY, fault="nonce-invalid", stops="id_token", checks=("I05",)),
    Module(name="scope-userinfo-claims", types=EVERY, arguments=("--scope", "openid profile email phone address")),
    Module(
        name="client-secret-basic",
        types=CODES,
        client="secret",
        arguments=("--client-auth", "client_secret_basic"),
    ),
    Module(name="invalid-athash", types=(IT, CIT), fault="invalid-at-hash", stops="id_token", checks=("I08",)),
    Module(name="missing-athash", types=(IT, CIT), fault="missing-at-hash", stops="id_token", checks=("I08",)),
    Module(name="invalid-chash", types=(CI, CIT), fault="invalid-c-hash", stops="id_token", checks=("I09",)),
    Module(name="missing-chash", types=(CI, CIT), fault="missing-c-hash", stops="id_token", checks=("I09",)),
)

CONFIG = (
    Module(
        name="discovery-openid-config",
        moved=("authorization_endpoint", "token_endpoint", "userinfo_endpoint"),
    ),
    Module(name="discovery-jwks-uri-keys", moved=("jwks_uri",)),
    Module(
        name="discovery-issuer-mismatch",
        fault="issuer-mismatch",
        stops="discovery",
        error="they name the issuer https://impostor.example.com/",
    ),
    Module(name="idtoken-sig-none", fault="sig-none", stops="id_token", checks=UNSIGNED),
    Module(name="signing-key-rotation", fault="key-rotation", logins=2),
    # Twice: the second time there is a key set in the cache, and the token's key is not in it.
    Module(name="signing-key-rotation-just-before-signing", fault="key-rotation-just-before-signing", logins=2),
)

# The comprehensive plan's further modules. Left out: webfinger (twice), dynamic registration and the aliases for
# mutual TLS, which no Auth0 client has a use for.
COMPREHENSIVE = (
    Module(name="missing-aud", fault="missing-aud", stops="id_token", checks=("I02", "V13")),
    Module(name="invalid-sig-hs256", fault="sig-hs256", stops="id_token", checks=("I04", "V01")),
    Module(name="invalid-sig-es256", fault="sig-es256", stops="id_token", checks=("I04", "V01")),
    Module(name="userinfo-bearer-header"),
    Module(
        name="userinfo-bearer-body",
        fault="userinfo-401",
        stops="userinfo",
        checks=("I12",),
        note="L08: the token goes into the header alone; a /userinfo that wants it elsewhere ends the login",
    ),
    Module(name="userinfo-signed", fault="userinfo-signed"),
    Module(name="form-post-error", fault="form-post-error", stops="callback", error="server_error", mode="form_post"),
    Module(name="aggregated-claims", fault="aggregated-claims"),
    Module(
        name="distributed-claims",
        fault="distributed-claims",
        note="the reference is shown and not followed: it would take a token to an address that /userinfo names",
    ),
    Module(
        name="request-uri-signed-rs256",
        client="key",
        arguments=("--par",),
        note="Auth0 takes a request_uri of its own pushed requests alone: pushed, with an RS256 assertion",
    ),
    Module(
        name="request-uri-signed-none",
        client="secret",
        arguments=("--par",),
        note="the same, with nothing signed: pushed by a client with a secret",
    ),
)

AGAIN = ("login", "--flow", "refresh")
OFFLINE = ("--scope", "openid profile email offline_access")
REFRESH = (
    Module(name="refresh-token", arguments=OFFLINE, then=AGAIN),
    *(
        Module(name=f"refresh-token-{name}", fault=fault, stops="refresh", checks=checks, arguments=OFFLINE, then=AGAIN)
        for name, fault, checks in (
            ("invalid-issuer", "refresh-invalid-iss", ("I01", "I13", "V12")),
            ("invalid-sub", "refresh-invalid-sub", ("I13",)),
            ("invalid-aud", "refresh-invalid-aud", ("I02", "I13", "V13")),
            ("invalid-azp", "refresh-invalid-azp", ("I02", "I13", "V17")),
        )
    ),
)

STRAY = "1 request was refused"  # of the callback server: an answer to no login of ours
FAPI = (
    Module(
        name="invalid-authorization-response-iss",
        fault="iss-param-wrong",
        stops="callback",
        error="issuer_mismatch",
    ),
    Module(
        name="remove-authorization-response-iss",
        fault="iss-param-missing",
        stops="callback",
        error="issuer_mismatch",
    ),
    Module(
        name="ensure-authorization-response-with-invalid-state-fails",
        fault="state-wrong",
        stops="waiting",
        error=STRAY,
        timeout=5.0,
    ),
    Module(
        name="ensure-authorization-response-with-invalid-missing-state-fails",
        fault="state-missing",
        stops="waiting",
        error=STRAY,
        timeout=5.0,
    ),
    # I09: without an algorithm there is no hash that a c_hash could be.
    Module(
        name="invalid-null-alg",
        types=(CI,),
        fault="sig-none",
        stops="id_token",
        checks=("I04", "I09", "V01", "V05"),
    ),
    Module(name="invalid-alternate-alg", types=(CI,), fault="alternate-alg", stops="id_token", checks=("I04", "V01")),
    Module(name="invalid-expired-exp", types=(CI,), fault="expired", stops="id_token", checks=("I14", "V14")),
    Module(name="invalid-missing-exp", types=(CI,), fault="missing-exp", stops="id_token", checks=("V14",)),
    Module(name="invalid-missing-iss", types=(CI,), fault="missing-iss", stops="id_token", checks=("I01", "V12")),
    Module(name="invalid-missing-nonce", types=(CI,), fault="nonce-missing", stops="id_token", checks=("I05",)),
    Module(name="invalid-secondary-aud", types=(CI,), fault="second-aud", stops="id_token", checks=("I02",)),
    Module(name="iat-is-week-in-past", types=(CI,), fault="iat-week-old", stops="id_token", checks=("I14",)),
    Module(name="valid-aud-as-array", types=(CI,), fault="aud-array"),
    Module(name="token-type-case-insensitivity", types=(CI,), fault="token-type-case"),
    Module(name="no-scope-in-token-endpoint-response", types=(CI,), fault="no-scope-in-answer"),
    Module(name="invalid-shash", types=(CI,), fault="invalid-s-hash", stops="id_token", checks=("I09",)),
    Module(
        name="missing-shash",
        types=(CI,),
        fault="missing-s-hash",
        note="FAPI demands an s_hash, OpenID Connect and Auth0 know none: a missing one is accepted",
    ),
)

FAMILIES: Mapping[str, tuple[str, ...]] = {"basic": (C,), "implicit": (I, IT), "hybrid": (CI, CT, CIT)}


def of_plan(plan: str, types: tuple[str, ...], modules: tuple[Module, ...], mode: str = "") -> tuple[Run, ...]:
    """Every module with each of these response types that it is for."""
    return tuple(
        Run(plan=plan, module=module, response_type=one, mode=mode or module.mode)
        for one in types
        for module in modules
        if one in module.types
    )


CERTIFICATION: Mapping[str, tuple[Run, ...]] = {
    **{plan: of_plan(plan, types, CERTIFIED) for plan, types in FAMILIES.items()},
    "config": of_plan("config", (C,), CONFIG),
    **{
        f"formpost-{plan}": of_plan(f"formpost-{plan}", types, CERTIFIED, "form_post")
        for plan, types in FAMILIES.items()
    },
}
EXTRAS: Mapping[str, tuple[Run, ...]] = {
    "comprehensive": of_plan("comprehensive", EVERY, COMPREHENSIVE),
    "refresh": of_plan("refresh", EVERY, REFRESH),
    "fapi": of_plan("fapi", EVERY, FAPI),
}
PLANS: Mapping[str, tuple[Run, ...]] = {**CERTIFICATION, **EXTRAS}
RUNS = tuple(run for runs in PLANS.values() for run in runs)
