"""bash 3.2 and later. Names from the cache are compared and quoted as text, never evaluated (``printf %q``)."""

import shlex

from auth0ctl.cli.shells.values import FILES, HEADER, NAMED, cases, offered, places, valued


def bash() -> str:
    """The script."""
    return f"""{HEADER.format("bash")}
{TOP}
_auth0ctl() {{
  local option="" path="" typed="" before="" glued="" cut="" word i
  local -a tokens=() words=()
  # bash cuts words at : and =, so that a URL is three of them
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word="${{COMP_WORDS[i]}}"
    if [[ $i -gt 1 && ( $word == [:=]* || $glued == yes ) ]]; then
      tokens[${{#tokens[@]}}-1]+="$word"
    else
      tokens+=("$word")
    fi
    glued=""
    [[ $word == *[:=] && $word != *[!:=]* ]] && glued=yes
  done
  typed="${{tokens[${{#tokens[@]}}-1]}}"
  [[ $typed != "${{COMP_WORDS[COMP_CWORD]}}" ]] && cut="${{typed%"${{typed##*[:=]}}"}}"
  for ((i = 0; i < ${{#tokens[@]}} - 1; i++)); do
    word="${{tokens[i]}}"
    option=""
    case "$word" in
      {"|".join(valued())}) option="$word"; ((i++)); continue ;;
      -*) continue ;;
    esac
    case "${{path:+$path }}$word" in
      {"|".join(f'"{place.path}"' for place in places() if place.path)}) path="${{path:+$path }}$word" ;;
    esac
  done
  # an option whose value is being typed: the loop has gone one word too far, or it stands before the =
  ((i == ${{#tokens[@]}} - 1)) && option=""
  if [[ $typed == --*=* ]]; then
    option="${{typed%%=*}}"
    before="$option="
    typed="${{typed#*=}}"
  fi
  COMPREPLY=()
  if [[ $option || $typed != -* ]]; then
    case "$path $option" in
{values()}
      *) [[ $option ]] && return ;;
    esac
    [[ $option || ${{#COMPREPLY[@]}} -gt 0 ]] && return
  fi
  case "$path" in
{words()}
  esac
  _auth0ctl_add "${{words[@]}}"
  [[ ${{#COMPREPLY[@]}} -eq 0 && $typed != -* ]] && _auth0ctl_files
}}
complete -F _auth0ctl auth0ctl
"""


TOP = r"""_auth0ctl_add() {
  local value plain="$typed" quoted open=""
  case "$plain" in
    \"*|\'*) open=yes; plain="${plain:1}" ;;
    *) plain="${plain//\\/}" ;;
  esac
  for value in "$@"; do
    [[ $value == "$plain"* && $value ]] || continue
    if [[ $open ]]; then
      # behind a quote nothing can be quoted again: only what is plain within both kinds
      [[ $value == *[!A-Za-z0-9\ ._:/@-]* ]] && continue
      quoted="$value"
    else
      printf -v quoted %q "$value"
    fi
    quoted="$before$quoted"
    COMPREPLY+=("${quoted#"$cut"}")
  done
}
_auth0ctl_names() {
  local folder tenant="" value rest i
  if [[ ${AUTH0CTL_HOME-} ]]; then
    folder="$AUTH0CTL_HOME/data/completion"
  elif [[ ${OSTYPE-} == darwin* && ! -d ${XDG_DATA_HOME:-/nowhere}/auth0ctl ]]; then
    folder="${HOME-}/Library/Application Support/auth0ctl/completion"
  else
    folder="${XDG_DATA_HOME:-${HOME-}/.local/share}/auth0ctl/completion"
  fi
  if [[ $1 == tenants ]]; then
    folder="$folder/tenants"
  else
    for ((i = 0; i < ${#tokens[@]} - 1; i++)); do
      case "${tokens[i]}" in
        --tenant) tenant="${tokens[i+1]}" ;;
        --tenant=*) tenant="${tokens[i]#*=}" ;;
      esac
    done
    tenant="${tenant:-${AUTH0CTL_TENANT:-${AUTH0_DOMAIN-}}}"
    [[ ! $tenant && -r $folder/current ]] && IFS= read -r tenant < "$folder/current"
    case "$tenant" in ""|.*|*[!A-Za-z0-9._-]*) return ;; esac
    folder="$folder/$1.$tenant"
  fi
  [[ -f $folder && -r $folder ]] || return
  while IFS=$'\t' read -r value rest; do _auth0ctl_add "$value"; done < "$folder"
}
_auth0ctl_files() {
  local file quoted
  if compopt -o filenames 2>/dev/null; then
    while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$typed")
  else
    while IFS= read -r file; do printf -v quoted %q "$file"; COMPREPLY+=("$quoted"); done < <(compgen -f -- "$typed")
  fi
}"""


def values() -> str:
    """What follows an option or is an argument, as branches of a case."""
    lines = []
    for what, where in cases().items():
        patterns = "|".join(f'"{one}"' for one in where)
        steps = []
        if plain := [one for one in what if not one.startswith("@")]:
            steps.append(f"_auth0ctl_add {' '.join(shlex.quote(one) for one in plain)}")
        steps += [f"_auth0ctl_names {one[1:]}" for one in what if one in NAMED]
        if FILES in what:
            steps.append("_auth0ctl_files")
        if steps:
            lines.append(f"      {patterns}) {'; '.join(steps)} ;;")
    return "\n".join(lines)


def words() -> str:
    """What can follow a path, as branches of a case."""
    return "\n".join(f'    "{place.path}") words=({" ".join(offered(place))}) ;;' for place in places())
