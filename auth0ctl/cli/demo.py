"""``auth0ctl demo``."""

import tempfile
from pathlib import Path

import typer

from auth0ctl.cli.session import Session
from auth0ctl.errors import ExitCode
from auth0ctl.journeys.demo.story import TITLE, Stage, play
from auth0ctl.results import Step, Story


def demo(ctx: typer.Context) -> int:
    """Tell the whole story on a throwaway local tenant: an opaque token, the audience that was missing, both tokens
    verified, an ID token that no API should accept, a custom claim. Nothing of yours is touched.

    Example: auth0ctl demo
    """
    session: Session = ctx.obj
    session.check_output()
    telling = session.output == "terminal"
    steps: list[Step] = []
    with tempfile.TemporaryDirectory(prefix="auth0ctl-demo-") as folder, session.throwaway(Path(folder)) as local:
        stage = Stage(
            http=session.http,
            origin=local.issuer.rstrip("/"),
            management_token=local.management_token,
            folder=Path(folder),
            environ=session.environ,
            step=session.step,
            now=session.now,
        )
        with play(stage) as scene:
            session.say(f"{TITLE}.\nOn a throwaway tenant; the logins go through {scene.browser}.")
            for step in scene.steps:
                steps.append(step)
                if telling:
                    session.show(step)
    story = Story(title=TITLE, steps=tuple(steps), browser=scene.browser, told=telling)
    session.show(story)
    return ExitCode.OK if story.passed else ExitCode.FOUND
