"""Writes the completion scripts. They hold every command and option as plain words; nothing runs when TAB is pressed.

``python -m auth0ctl.cli.completion_scripts completions`` writes all of them into a folder.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from auth0ctl.cli.app import build, command_of
from auth0ctl.cli.table import COMMANDS

SHELLS = {"bash": "auth0ctl.bash", "zsh": "auth0ctl.zsh", "fish": "auth0ctl.fish", "powershell": "auth0ctl.ps1"}
HEADER = "# Generated from auth0ctl's command table: `auth0ctl completions {}`. Do not edit."


def script(shell: str) -> str:
    """The completion script of one of ``SHELLS``."""
    return WRITERS[shell]()


def words() -> dict[str, list[str]]:
    """What can follow each command path: sub-commands first, then the options of a command."""
    after: dict[str, list[str]] = {"": []}
    for command in COMMANDS:
        first, _, rest = command.path.partition(" ")
        if first not in after[""]:
            after[""].append(first)
        if rest:
            after.setdefault(first, []).append(rest)
        after[command.path] = list(options(command.path))
    after[""] += ["--help", "--version", *(option for option in global_names())]
    return after


def options(path: str) -> Iterator[str]:
    """The long options of a command, the hidden ones left out."""
    row = next(command for command in COMMANDS if command.path == path)
    for param in command_of(row, path).params:
        if not getattr(param, "hidden", False):
            yield from (name for name in param.opts if name.startswith("--"))
    yield "--help"


def global_names() -> Iterator[str]:
    """The options that stand before any command."""
    for param in build().params:
        if not getattr(param, "hidden", False):
            yield from (name for name in param.opts if name.startswith("--"))


def bash() -> str:
    """Counts the words that are no options and looks up what follows them."""
    cases = "\n".join(f'    "{path}") words="{" ".join(after)}" ;;' for path, after in words().items())
    return f"""{HEADER.format("bash")}
_auth0ctl() {{
  local current="${{COMP_WORDS[COMP_CWORD]}}" path="" word words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${{COMP_WORDS[i]}}"
    [[ $word == -* ]] && continue
    case "${{path:+$path }}$word" in
{paths("      ")}
    esac
  done
  case "$path" in
{cases}
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ ${{#COMPREPLY[@]}} -eq 0 ]] && COMPREPLY=($(compgen -f -- "$current"))
}}
complete -F _auth0ctl auth0ctl
"""


def paths(indent: str) -> str:
    """A shell case that keeps ``path`` when the words so far name a command or a group."""
    known = "|".join(f'"{path}"' for path in words() if path)
    return f'{indent}{known}) path="${{path:+$path }}$word" ;;'


def zsh() -> str:
    """The same lookup in zsh's own words."""
    cases = "\n".join(f'    "{path}") words_=({" ".join(after)}) ;;' for path, after in words().items())
    return f"""#compdef auth0ctl
{HEADER.format("zsh")}
_auth0ctl() {{
  local path_="" word
  local -a words_
  for word in "${{(@)words[2,CURRENT-1]}}"; do
    [[ $word == -* ]] && continue
    case "${{path_:+$path_ }}$word" in
{paths("      ").replace("path=", "path_=").replace("${path:+$path }", "${path_:+$path_ }")}
    esac
  done
  case "$path_" in
{cases}
  esac
  compadd -- $words_ || _files
}}
_auth0ctl "$@"
"""


def fish() -> str:
    """One line for each word, on the condition that the words so far are its path."""
    known = " ".join(f"'{path}'" for path in words() if path)
    lines = [HEADER.format("fish"), FISH_PATH.replace("PATHS", known)]
    for path, after in words().items():
        for word in after:
            what = f"-l {word[2:]}" if word.startswith("--") else f"-f -a {word}"
            lines.append(f"complete -c auth0ctl -n '__auth0ctl_at \"{path}\"' {what}")
    return "\n".join(lines) + "\n"


FISH_PATH = """function __auth0ctl_at
  set -l path ""
  for word in (commandline -opc)[2..-1]
    set -l longer (string trim -- "$path $word")
    contains -- $longer PATHS; and set path $longer
  end
  test "$path" = "$argv[1]"
end"""


def powershell() -> str:
    """A table of paths and the words that follow each."""
    table = "\n".join(f"  '{path}' = @({', '.join(repr(word) for word in after)})" for path, after in words().items())
    return f"""{HEADER.format("powershell")}
$Auth0ctlWords = @{{
{table}
}}
Register-ArgumentCompleter -Native -CommandName auth0ctl -ScriptBlock {{
  param($wordToComplete, $commandAst, $cursorPosition)
  $path = ''
  foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {{
    $word = $element.ToString()
    if ($word.StartsWith('-') -or $element.Extent.EndOffset -ge $cursorPosition) {{ continue }}
    $next = if ($path) {{ "$path $word" }} else {{ $word }}
    if ($Auth0ctlWords.ContainsKey($next)) {{ $path = $next }}
  }}
  $Auth0ctlWords[$path] | Where-Object {{ $_ -like "$wordToComplete*" }} | ForEach-Object {{
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }}
}}
"""


WRITERS = {"bash": bash, "zsh": zsh, "fish": fish, "powershell": powershell}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for name, file in SHELLS.items():
        (folder / file).write_text(script(name), encoding="utf-8")
