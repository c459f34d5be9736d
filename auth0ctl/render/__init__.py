"""Renderers: functions that draw one result. Tables name them, so that JSON never imports the terminal's library."""

RENDERERS = {
    "terminal": "auth0ctl.render.terminal.draw:render",
    "json": "auth0ctl.render.json:render",
    "quiet": "auth0ctl.render.quiet:render",
    "html": "auth0ctl.render.html.page:render",
    "junit": "auth0ctl.render.junit:render",
    "sarif": "auth0ctl.render.sarif:render",
    "github": "auth0ctl.render.github:render",
}

# What writes an error to stdout, in the formats that other programs read.
ERRORS = {
    "json": "auth0ctl.render.json:render_error",
    "junit": "auth0ctl.render.junit:render_error",
    "sarif": "auth0ctl.render.sarif:render_error",
    "github": "auth0ctl.render.github:render_error",
}

# Formats for reports alone: what no report is, such as a list, cannot be written in them.
REPORT_FORMATS = ("junit", "sarif", "github")
