"""Renderers: functions that draw one result. A table names them, so that JSON never imports the terminal's library."""

RENDERERS = {
    "terminal": "auth0ctl.render.terminal.draw:render",
    "json": "auth0ctl.render.json:render",
    "quiet": "auth0ctl.render.quiet:render",
    "html": "auth0ctl.render.html.page:render",
}
