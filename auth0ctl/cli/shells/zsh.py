"""zsh. ``compadd`` quotes what it is given; the names from the cache go through it as text, never through ``eval``."""

import shlex

from auth0ctl.cli.shells.values import FILES, HEADER, NAMED, cases, offered, places, valued


def zsh() -> str:
    """The script."""
    return f"""#compdef auth0ctl
{HEADER.format("zsh")}
{TOP}
_auth0ctl() {{
  emulate -L zsh
  local option="" path_="" word i=2 found=1
  local -a words_
  while (( i < CURRENT )); do
    word="${{words[i]}}"
    (( i++ ))
    option=""
    case "$word" in
      ({"|".join(valued())}) option="$word"; (( i++ )); continue ;;
      (-*) continue ;;
    esac
    case "${{path_:+$path_ }}$word" in
      ({"|".join(f'"{place.path}"' for place in places() if place.path)}) path_="${{path_:+$path_ }}$word" ;;
    esac
  done
  (( i == CURRENT )) && option=""
  if [[ "${{words[CURRENT]}}" == --*=* ]]; then
    option="${{words[CURRENT]%%=*}}"
    compset -P '--*='
  fi
  if [[ -n $option || "${{words[CURRENT]}}" != -* ]]; then
    case "$path_ $option" in
{values()}
    (*) [[ -n $option ]] && return 1 ;;
    esac
    [[ -n $option || $found == 0 ]] && return found
  fi
  case "$path_" in
{words()}
  esac
  compadd -- $words_ || _files
}}
_auth0ctl "$@"
"""


TOP = r"""_auth0ctl_names() {
  local folder tenant="" value rest i
  local -a values
  if [[ -n ${AUTH0CTL_HOME-} ]]; then
    folder="$AUTH0CTL_HOME/data/completion"
  elif [[ ${OSTYPE-} == darwin* && ! -d ${XDG_DATA_HOME:-/nowhere}/auth0ctl ]]; then
    folder="${HOME-}/Library/Application Support/auth0ctl/completion"
  else
    folder="${XDG_DATA_HOME:-${HOME-}/.local/share}/auth0ctl/completion"
  fi
  if [[ $1 == tenants ]]; then
    folder="$folder/tenants"
  else
    for (( i = 2; i < CURRENT; i++ )); do
      case "${words[i]}" in
        (--tenant) tenant="${words[i+1]}" ;;
        (--tenant=*) tenant="${words[i]#*=}" ;;
      esac
    done
    tenant="${tenant:-${AUTH0CTL_TENANT:-${AUTH0_DOMAIN-}}}"
    [[ -z $tenant && -r $folder/current ]] && IFS= read -r tenant < "$folder/current"
    case "$tenant" in (""|.*|*[^A-Za-z0-9._-]*) return 1 ;; esac
    folder="$folder/$1.$tenant"
  fi
  [[ -f $folder && -r $folder ]] || return 1
  while IFS=$'\t' read -r value rest; do values+=("$value"); done < "$folder"
  (( $#values )) && compadd -- "${values[@]}"
}"""


def values() -> str:
    """What follows an option or is an argument, as branches of a case."""
    lines = []
    for what, where in cases().items():
        patterns = "|".join(f'"{one}"' for one in where)
        steps = []
        if plain := [one for one in what if not one.startswith("@")]:
            steps.append(f"compadd -- {' '.join(shlex.quote(one) for one in plain)} && found=0")
        steps += [f"_auth0ctl_names {one[1:]} && found=0" for one in what if one in NAMED]
        if FILES in what:
            steps.append("_files && found=0")
        if steps:
            lines.append(f"    ({patterns}) {'; '.join(steps)} ;;")
    return "\n".join(lines)


def words() -> str:
    """What can follow a path, as branches of a case."""
    return "\n".join(f'    ("{place.path}") words_=({" ".join(offered(place))}) ;;' for place in places())
