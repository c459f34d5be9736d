"""fish. What a command substitution gives is offered line by line as text; fish itself quotes what is chosen."""

from auth0ctl.cli.shells.values import FILES, FREE, HEADER, NAMED, Option, Place, places, valued


def fish() -> str:
    """The script: one line for each word and option, on the condition that the words so far are its path."""
    known = " ".join(f"'{place.path}'" for place in places() if place.path)
    options = " ".join(valued())
    lines = [HEADER.format("fish"), TOP.replace("PATHS", known).replace("VALUED", options)]
    for place in places():
        lines += lines_of(place)
    return "\n".join(lines) + "\n"


TOP = """function __auth0ctl_at
  set -l path ""
  set -l skip no
  for word in (commandline -opc)[2..-1]
    if test $skip = yes
      set skip no
    else if contains -- $word VALUED
      set skip yes
    else
      set -l longer (string trim -- "$path $word")
      contains -- $longer PATHS; and set path $longer
    end
  end
  test "$path" = "$argv[1]"
end
function __auth0ctl_names
  set -l folder
  if test -n "$AUTH0CTL_HOME"
    set folder "$AUTH0CTL_HOME/data/completion"
  else if test -d "$HOME/Library/Application Support/auth0ctl"; and not test -d "$XDG_DATA_HOME/auth0ctl"
    set folder "$HOME/Library/Application Support/auth0ctl/completion"
  else if test -n "$XDG_DATA_HOME"
    set folder "$XDG_DATA_HOME/auth0ctl/completion"
  else
    set folder "$HOME/.local/share/auth0ctl/completion"
  end
  set -l file "$folder/tenants"
  if test $argv[1] != tenants
    set -l tenant
    set -l before
    for word in (commandline -opc)[2..-1]
      test "$before" = --tenant; and set tenant $word
      string match -q -- '--tenant=*' $word; and set tenant (string replace -- --tenant= '' $word)
      set before $word
    end
    test -z "$tenant"; and set tenant "$AUTH0CTL_TENANT"
    test -z "$tenant"; and set tenant "$AUTH0_DOMAIN"
    test -z "$tenant"; and test -r "$folder/current"; and read tenant < "$folder/current"
    string match -qr '^[A-Za-z0-9][A-Za-z0-9._-]*$' -- "$tenant"; or return
    set file "$folder/$argv[1].$tenant"
  end
  test -f "$file"; and test -r "$file"; or return
  while read -l line
    echo -- $line
  end < "$file"
end"""


def lines_of(place: Place) -> list[str]:
    """The ``complete`` lines of one place."""
    start = f"complete -c auth0ctl -n '__auth0ctl_at \"{place.path}\"'"
    lines = [f"{start} -f -a {word}" for word in place.words]
    if place.argument:
        only = "" if FILES in place.argument else " -f"
        lines.append(f"{start}{only}{offers(place.argument)}")
    return lines + [f"{start} {spelled(option)}" for option in place.options]


def spelled(option: Option) -> str:
    """An option's names and what follows it, as arguments of ``complete``."""
    names = " ".join(f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}" for name in option.names)
    if not option.values:
        return names
    required = "-r" if FILES in option.values else "-x"
    return f"{names} {required}{offers(option.values)}"


def offers(values: tuple[str, ...]) -> str:
    """``-a`` with the words, each a word of fish, and the names from the cache."""
    quoted = [one if " " not in one else f'"{one}"' for one in values if not one.startswith("@")]
    quoted += [f"(__auth0ctl_names {one[1:]})" for one in values if one in NAMED]
    return f" -a '{' '.join(quoted)}'" if quoted and values != (FREE,) else ""
