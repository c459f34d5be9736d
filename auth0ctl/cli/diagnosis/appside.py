"""``doctor --project`` and ``doctor --call``: the app's own settings, and how the API behind it answers."""

from dataclasses import replace
from pathlib import Path

from auth0ctl.cli.session import Session
from auth0ctl.evidence.call import call_api
from auth0ctl.evidence.project import read_project
from auth0ctl.model import Facts
from auth0ctl.situation import AppSetting
from auth0ctl.tenant.dpop import DpopKey
from auth0ctl.tokens.decode import decode
from auth0ctl.vault import SavedLogin, last_login


def settings_in(session: Session, project: str) -> tuple[AppSetting, ...]:
    """What the folder says about the app. Raises UsageError for what is no folder."""
    session.step(f"reading the settings in {project}")
    return read_project(Path(project))


def with_answers(session: Session, facts: Facts, url: str, origin: str | None) -> Facts:
    """Call the API with nothing and with the tokens of the last login, where there is one of this tenant.

    Raises UsageError for what is no URL to call, NetworkError when nothing answers there.
    """
    login = kept_login(session)
    if login is None:
        session.say("No login of this tenant is kept: the API is called without a token only. First: `auth0ctl login`.")
    access, id_token = (login.access_token, login.id_token) if login else (None, None)
    session.redactor.learn(access)
    session.redactor.learn(id_token)
    session.step(f"calling {url}")
    answers = call_api(
        session.http,
        url,
        access_token=access,
        id_token=id_token,
        token_type=login.token_type if login else "Bearer",
        dpop=DpopKey.from_pem(login.dpop_key.encode()) if login and login.dpop_key else None,
        origin=origin,
    )
    return replace(facts, api_answers=answers, token=decode(access) if access else facts.token)


def kept_login(session: Session) -> SavedLogin | None:
    """The last login, if this tenant issued its tokens: another's have no business at the API."""
    login = last_login(session.vault, session.settings().tenant.value)
    ours = login is not None and login.issuer.rstrip("/") == session.tenant.origin
    return login if ours else None
