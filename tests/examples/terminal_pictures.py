"""Terminal pictures of real runs: ``python tests/examples/terminal_pictures.py`` writes examples/pictures/*.svg.

A command is run on a terminal of its own, as a person would see it, and what it writes there is drawn by rich. The
drawing names no outside font, so that it looks the same wherever it is shown. A test holds the words of each picture
against a run of today.
"""

import fcntl
import html
import os
import pty
import re
import struct
import subprocess
import sys
import tempfile
import termios
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from page_sessions import ROOT, Machine, compared, copy_of, first_machine
from rich.console import Console
from rich.text import Text

PICTURES = ROOT / "examples" / "pictures"
COLUMNS, ROWS = 108, 60
TEXTS = re.compile(r'<text [^>]*clip-path="[^"]*line-(\d+)[^>]*>(.*?)</text>')
FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace"
# rich's own drawing, in a plain frame and without its fonts from elsewhere.
FORMAT = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg" role="img">
<title>%TITLE%</title>
<style>
.{unique_id}-matrix {{ font-family: %FONT%; font-size: {char_height}px; line-height: {line_height}px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" />
</clipPath>
{lines}
</defs>
<rect fill="#16191d" x="0" y="0" width="{width}" height="{height}" rx="8" />
<g transform="translate({terminal_x}, 24)" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """``command`` is shown and run after ``before``; ``first`` and ``last`` begin the first and the last line shown."""

    name: str
    title: str
    command: str
    before: Sequence[str] = ()
    first: str = ""
    last: str = ""


CREATE = 'auth0ctl api create Orders --identifier https://api.example.com --scope "read:orders=Read orders"'
LOGIN = 'auth0ctl login --audience https://api.example.com --scope "openid email read:orders"'
PICTURES_SHOWN = (
    Picture(
        name="login",
        title="A login with an audience: both tokens arrive and are verified",
        command=LOGIN,
        before=(CREATE,),
        first="Asked",
        last="  ✓  signature",
    ),
    Picture(
        name="wrong-token",
        title="An ID token where an access token belongs",
        command="auth0ctl token get --as id | auth0ctl token verify - --as access --audience https://api.example.com",
        before=(CREATE, f"{LOGIN} -o quiet"),
        first="  ✗  kind",
    ),
    Picture(
        name="doctor",
        title="doctor: why a login does not work",
        command='auth0ctl doctor --client "Example SPA" --flow spa-pkce --redirect-uri http://localhost:3000',
        last="  fix",
    ),
)


def on_a_terminal(machine: Machine, command: str) -> str:
    """What a command writes to a terminal of ``COLUMNS`` columns, colours and all."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    environ = {**machine.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
    with subprocess.Popen(
        ["bash", "-c", command], stdin=subprocess.DEVNULL, stdout=theirs, stderr=theirs, env=environ, cwd=machine.home
    ) as process:
        os.close(theirs)
        seen = b""
        try:
            while block := os.read(ours, 65536):
                seen += block
        except OSError:  # Linux: the last program on the terminal has gone
            pass
        process.wait(60)
    os.close(ours)
    return seen.decode().replace("\r\n", "\n").replace(str(machine.home), "~")


def shown(picture: Picture, written: str) -> Text:
    """The command and the lines of its output that the picture shows."""
    lines = list(Text.from_ansi(written).split("\n"))
    begin = next((n for n, line in enumerate(lines) if line.plain.startswith(picture.first)), 0)
    ends = [n for n, line in enumerate(lines) if n >= begin and line.plain.startswith(picture.last)]
    end = ends[0] + 1 if picture.last and ends else len(lines)
    prompt = Text.assemble(("$ ", "green"), (picture.command, "bold"))
    above = [Text("...", "dim")] if begin else []
    below = [Text("...", "dim")] if end < len(lines) else []
    return Text("\n").join([prompt, *above, *lines[begin:end], *below])


def drawn(picture: Picture, written: str) -> str:
    """The picture as SVG."""
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=COLUMNS, file=nowhere, force_terminal=True, color_system="truecolor")
        console.print(shown(picture, written))
        svg = console.export_svg(code_format=FORMAT, unique_id=picture.name)
    svg = svg.replace("%TITLE%", html.escape(picture.title)).replace("%FONT%", FONT)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def words_of(svg: str) -> list[str]:
    """The lines of text in a picture."""
    rows: dict[int, str] = {}
    for number, text in TEXTS.findall(svg):
        rows[int(number)] = rows.get(int(number), "") + html.unescape(text).replace("\N{NO-BREAK SPACE}", " ")
    return [rows[number].rstrip() for number in sorted(rows)]


def says_the_same(one: str, other: str) -> bool:
    """Whether two pictures hold the same text, whatever differs from run to run and where lines break."""
    first, second = (" ".join(compared(line) for line in words_of(svg)).split() for svg in (one, other))
    return first == second


def picture_of(picture: Picture, machine: Machine) -> str:
    """Run what a picture shows on this machine, and draw it."""
    for command in picture.before:
        said = machine.run(command)
        assert machine.code == 0, said
    return drawn(picture, on_a_terminal(machine, picture.command))


def main() -> None:
    """Draw every picture whose text has changed."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="auth0ctl-pictures-") as folder:
        first = first_machine(Path(folder) / "first")
        for picture in PICTURES_SHOWN:
            svg = picture_of(picture, copy_of(first, Path(folder) / picture.name))
            file = PICTURES / f"{picture.name}.svg"
            if file.exists() and says_the_same(file.read_text(encoding="utf-8"), svg):
                continue
            file.write_text(svg, encoding="utf-8")
            sys.stdout.write(f"{file.name}\n")


if __name__ == "__main__":
    main()
