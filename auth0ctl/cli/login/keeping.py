"""Keeping a login for the ``token`` commands."""

from auth0ctl.cli.session import Session
from auth0ctl.errors import ConfigError
from auth0ctl.journeys.login.judging import ID_TOKEN
from auth0ctl.protocol import AuthorizeRequest
from auth0ctl.results import Login
from auth0ctl.tenant.dpop import DpopKey
from auth0ctl.vault import SavedLogin, Vault, save_login


def keep(session: Session, vault: Vault, result: Login, key: DpopKey | None = None) -> str:
    """Keep the login, with the key its tokens are bound to, and say where.

    Nothing is kept where an ID token failed, or the parts contradict each other: whose tokens they are is then not
    known, and a later command would use them. A vault that fails loses no login: it is only said.
    """
    request, tokens = result.request, result.tokens
    assert tokens is not None
    if any(one.label.endswith(ID_TOKEN) and not one.report.passed for one in result.verified) or result.failed_checks:
        return "Not kept: it is not certain whose tokens these are."
    asked = request if isinstance(request, AuthorizeRequest) else None
    saved = SavedLogin(
        tenant=session.settings().tenant.value,
        issuer=session.discovery.issuer,
        client_id=request.client_id,
        audience=request.audience,
        requested_scope=" ".join(request.scope),
        granted_scope=tokens.scope,
        received_at=tokens.received_at,
        flow=result.flow,
        response_type=asked.response_type if asked else None,
        expires_in=tokens.expires_in,
        token_type=tokens.token_type,
        nonce=asked.nonce if asked else None,
        access_token=tokens.access_token,
        id_token=tokens.id_token,
        refresh_token=tokens.refresh_token,
        dpop_key=key.to_pem().decode() if key and tokens.token_type.lower() == "dpop" else None,
    )
    try:
        save_login(vault, saved)
    except ConfigError as error:
        return f"Not kept: {error.message} {error.hint}".strip()
    return f"Kept in {vault.kind}." if vault.persistent else vault.note
