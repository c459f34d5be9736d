# Generated from auth0ctl's command table: `auth0ctl completions bash`. Do not edit.
_auth0ctl_add() {
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
}
_auth0ctl() {
  local option="" path="" typed="" before="" glued="" cut="" word i
  local -a tokens=() words=()
  # bash cuts words at : and =, so that a URL is three of them
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word="${COMP_WORDS[i]}"
    if [[ $i -gt 1 && ( $word == [:=]* || $glued == yes ) ]]; then
      tokens[${#tokens[@]}-1]+="$word"
    else
      tokens+=("$word")
    fi
    glued=""
    [[ $word == *[:=] && $word != *[!:=]* ]] && glued=yes
  done
  typed="${tokens[${#tokens[@]}-1]}"
  [[ $typed != "${COMP_WORDS[COMP_CWORD]}" ]] && cut="${typed%"${typed##*[:=]}"}"
  for ((i = 0; i < ${#tokens[@]} - 1; i++)); do
    word="${tokens[i]}"
    option=""
    case "$word" in
      --output|-o|--tenant|--timeout|--ca-file|--audience|--scope|--client|--flow|--response-type|--response-mode|--connection|--organization|--prompt|--max-age|--login-hint|--acr-values|--param|--client-secret-file|--client-auth|--private-key-file|--key-id|--username|--password-file|--realm|--subject-token-file|--subject-token-type|--from-url|--port|--callback-host|--ensure-client|--trace|--redirect-uri|--origin|--app-domain|--resource|--return-to|--url|--har|--project|--export|--call|--user|--expect-audience|--expect-claim|--expect-in|--expect-scope|--require-scope|--require-permission|--select|--ignore|--fail-on|--file|--as|--issuer|--client-id|--nonce|--requested-scope|--called-host|--require-claim|--alg|--jwks|--secret-file|--leeway|--at|--max-key-age|--field|--jobs|--file-a|--file-b|--refresh-token-file|--only|--every|--know|--log|--type|--callback|--web-origin|--logout-url|--identifier|--signing-alg|--token-lifetime|--subject-type|--from|--value|--token|--domain|--api-token-file|--seed|--auto-login|--host|--name|--fault|--rate-limit|--seed-random|--kind|--claims|--header|--lifetime) option="$word"; ((i++)); continue ;;
      -*) continue ;;
    esac
    case "${path:+$path }$word" in
      "token"|"client"|"api"|"grant"|"claim"|"tenant"|"local"|"demo"|"login"|"doctor"|"probe"|"logout"|"token decode"|"token verify"|"token diff"|"token get"|"token refresh"|"token revoke"|"token exchange"|"smoke"|"smoke init"|"explain"|"client inspect"|"client list"|"client create"|"api inspect"|"api list"|"api create"|"grant list"|"grant create"|"grant update"|"claim list"|"claim add"|"claim remove"|"tenant list"|"tenant show"|"tenant add"|"tenant use"|"tenant remove"|"local serve"|"local seed"|"local reset"|"local status"|"local mint"|"local ca"|"undo"|"completions") path="${path:+$path }$word" ;;
    esac
  done
  # an option whose value is being typed: the loop has gone one word too far, or it stands before the =
  ((i == ${#tokens[@]} - 1)) && option=""
  if [[ $typed == --*=* ]]; then
    option="${typed%%=*}"
    before="$option="
    typed="${typed#*=}"
  fi
  COMPREPLY=()
  if [[ $option || $typed != -* ]]; then
    case "$path $option" in
      " --output"|" -o"|"demo --output"|"demo -o"|"logout --output"|"logout -o"|"token decode --output"|"token decode -o"|"token diff --output"|"token diff -o"|"token get --output"|"token get -o"|"token revoke --output"|"token revoke -o"|"smoke init --output"|"smoke init -o"|"client list --output"|"client list -o"|"client create --output"|"client create -o"|"api list --output"|"api list -o"|"api create --output"|"api create -o"|"grant list --output"|"grant list -o"|"grant create --output"|"grant create -o"|"grant update --output"|"grant update -o"|"claim list --output"|"claim list -o"|"claim add --output"|"claim add -o"|"claim remove --output"|"claim remove -o"|"tenant list --output"|"tenant list -o"|"tenant show --output"|"tenant show -o"|"tenant add --output"|"tenant add -o"|"tenant use --output"|"tenant use -o"|"tenant remove --output"|"tenant remove -o"|"local serve --output"|"local serve -o"|"local seed --output"|"local seed -o"|"local reset --output"|"local reset -o"|"local status --output"|"local status -o"|"local mint --output"|"local mint -o"|"local ca --output"|"local ca -o"|"undo --output"|"undo -o"|"completions --output"|"completions -o") _auth0ctl_add terminal json quiet html ;;
      " --tenant"|"demo --tenant"|"login --tenant"|"doctor --tenant"|"probe --tenant"|"logout --tenant"|"token decode --tenant"|"token verify --tenant"|"token diff --tenant"|"token get --tenant"|"token refresh --tenant"|"token revoke --tenant"|"token exchange --tenant"|"smoke --tenant"|"smoke init --tenant"|"explain --tenant"|"client inspect --tenant"|"client list --tenant"|"client create --tenant"|"api inspect --tenant"|"api list --tenant"|"api create --tenant"|"grant list --tenant"|"grant create --tenant"|"grant update --tenant"|"claim list --tenant"|"claim add --tenant"|"claim remove --tenant"|"tenant list --tenant"|"tenant show "|"tenant show --tenant"|"tenant add --tenant"|"tenant use "|"tenant use --tenant"|"tenant remove "|"tenant remove --tenant"|"local serve --tenant"|"local seed --tenant"|"local reset --tenant"|"local status --tenant"|"local mint --tenant"|"local ca --tenant"|"undo --tenant"|"completions --tenant") _auth0ctl_names tenants ;;
      " --ca-file"|"demo --ca-file"|"login --client-secret-file"|"login --private-key-file"|"login --password-file"|"login --subject-token-file"|"login --trace"|"login --ca-file"|"doctor --client-secret-file"|"doctor --har"|"doctor --project"|"doctor --export"|"doctor --ca-file"|"probe --ca-file"|"logout --ca-file"|"token decode --file"|"token decode --ca-file"|"token verify --file"|"token verify --jwks"|"token verify --secret-file"|"token verify --ca-file"|"token diff --file-a"|"token diff --file-b"|"token diff --ca-file"|"token get --ca-file"|"token refresh --refresh-token-file"|"token refresh --client-secret-file"|"token refresh --private-key-file"|"token refresh --ca-file"|"token revoke --file"|"token revoke --client-secret-file"|"token revoke --private-key-file"|"token revoke --ca-file"|"token exchange --subject-token-file"|"token exchange --client-secret-file"|"token exchange --private-key-file"|"token exchange --ca-file"|"smoke --ca-file"|"smoke init "|"smoke init --ca-file"|"explain --har"|"explain --log"|"explain --file"|"explain --ca-file"|"client inspect --ca-file"|"client list --ca-file"|"client create --ca-file"|"api inspect --ca-file"|"api list --ca-file"|"api create --ca-file"|"grant list --ca-file"|"grant create --ca-file"|"grant update --ca-file"|"claim list --ca-file"|"claim add --ca-file"|"claim remove --ca-file"|"tenant list --ca-file"|"tenant show --ca-file"|"tenant add --client-secret-file"|"tenant add --api-token-file"|"tenant add --ca-file"|"tenant use --ca-file"|"tenant remove --ca-file"|"local serve --seed"|"local serve --ca-file"|"local seed "|"local seed --ca-file"|"local reset --ca-file"|"local status --ca-file"|"local mint --secret-file"|"local mint --ca-file"|"local ca --ca-file"|"undo --ca-file"|"completions --ca-file") _auth0ctl_files ;;
      "login --audience"|"doctor --audience"|"doctor --expect-audience"|"probe --audience"|"token verify --audience"|"token refresh --audience"|"token exchange --audience"|"api inspect "|"grant list --audience"|"grant create --audience"|"grant update --audience"|"tenant add --audience"|"local mint --audience") _auth0ctl_names apis ;;
      "login --client"|"doctor --client"|"probe --client"|"token verify --client"|"token verify --client-id"|"token refresh --client"|"token revoke --client"|"token exchange --client"|"client inspect "|"grant list --client"|"grant create --client"|"grant update --client"|"local mint --client"|"local mint --client-id") _auth0ctl_names clients ;;
      "login --flow") _auth0ctl_add pkce code implicit hybrid device client-credentials password password-realm refresh token-exchange ;;
      "login --response-type") _auth0ctl_add code token id_token 'id_token token' 'code id_token' 'code token' 'code id_token token' ;;
      "login --response-mode") _auth0ctl_add query fragment form_post ;;
      "login --prompt") _auth0ctl_add none login consent select_account ;;
      "login --client-auth"|"token refresh --client-auth"|"token revoke --client-auth"|"token exchange --client-auth") _auth0ctl_add none client_secret_basic client_secret_post private_key_jwt ;;
      "login --output"|"login -o"|"doctor --output"|"doctor -o"|"probe --output"|"probe -o"|"token verify --output"|"token verify -o"|"token refresh --output"|"token refresh -o"|"token exchange --output"|"token exchange -o"|"smoke --output"|"smoke -o"|"explain --output"|"explain -o"|"client inspect --output"|"client inspect -o"|"api inspect --output"|"api inspect -o") _auth0ctl_add terminal json quiet html junit sarif github ;;
      "doctor --flow"|"probe --flow") _auth0ctl_add pkce code implicit hybrid device client-credentials password password-realm refresh native-pkce silent logout signup cross-origin-login ;;
      "doctor --expect-in") _auth0ctl_add id_token access_token ;;
      "doctor --fail-on"|"probe --fail-on") _auth0ctl_add error warning info ;;
      "token decode --as"|"token verify --as"|"token get --as"|"local mint --kind") _auth0ctl_add access id ;;
      "token verify --alg"|"local mint --alg") _auth0ctl_add RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA ;;
      "smoke ") _auth0ctl_add init; _auth0ctl_files ;;
      "client create --type") _auth0ctl_add spa native regular_web non_interactive ;;
      "api create --signing-alg") _auth0ctl_add RS256 PS256 HS256 ;;
      "grant create --subject-type"|"grant update --subject-type") _auth0ctl_add client user ;;
      "tenant add --from") _auth0ctl_add auth0-cli; _auth0ctl_files ;;
      "local serve --fault") _auth0ctl_add invalid-iss missing-iss missing-sub invalid-aud missing-aud second-aud aud-array missing-iat iat-week-old missing-exp expired nonce-invalid nonce-missing invalid-at-hash missing-at-hash invalid-c-hash missing-c-hash invalid-s-hash missing-s-hash back-channel-other-sub back-channel-claims-differ refresh-invalid-iss refresh-invalid-sub refresh-invalid-aud refresh-invalid-azp invalid-sig sig-none sig-hs256 sig-es256 alternate-alg kid-absent-single-jwks kid-absent-multiple-jwks key-rotation key-rotation-just-before-signing access-invalid-sig access-invalid-iss access-expired rotated-key clock-skew issuer-mismatch iss-param-wrong iss-param-missing state-wrong state-missing form-post-error token-type-case no-scope-in-answer userinfo-invalid-sub userinfo-signed userinfo-401 aggregated-claims distributed-claims slow 500 429 malformed-json huge-body ;;
      "completions ") _auth0ctl_add bash zsh fish powershell ;;
      *) [[ $option ]] && return ;;
    esac
    [[ $option || ${#COMPREPLY[@]} -gt 0 ]] && return
  fi
  case "$path" in
    "") words=(demo login doctor probe logout token smoke explain client api grant claim tenant local undo completions --output --tenant --verbose --timeout --ca-file --insecure-storage --help --version) ;;
    "token") words=(decode verify diff get refresh revoke exchange) ;;
    "client") words=(inspect list create) ;;
    "api") words=(inspect list create) ;;
    "grant") words=(list create update) ;;
    "claim") words=(list add remove) ;;
    "tenant") words=(list show add use remove) ;;
    "local") words=(serve seed reset status mint ca) ;;
    "demo") words=(--output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "login") words=(--audience --scope --client --flow --response-type --response-mode --connection --organization --prompt --max-age --login-hint --acr-values --param --client-secret-file --client-auth --private-key-file --key-id --par --dpop --userinfo --username --password-file --realm --subject-token-file --subject-token-type --from-url --port --callback-host --no-browser --borrow-callback --ensure-client --matrix --trace --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "doctor") words=(--client --all-clients --flow --audience --redirect-uri --origin --scope --connection --organization --client-secret-file --has-secret --app-domain --resource --return-to --url --har --project --export --call --user --expect-audience --expect-claim --expect-in --expect-scope --require-scope --require-permission --expect-membership --want-refresh-token --select --ignore --audit --fail-on --fix --dry-run --yes --allow-weaker --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "probe") words=(--client --flow --redirect-uri --audience --scope --connection --organization --origin --return-to --fail-on --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "logout") words=(--revoke --all --browser --federated --no-browser --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "token decode") words=(--file --as --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "token verify") words=(--file --as --audience --issuer --client --nonce --max-age --require-scope --requested-scope --called-host --require-permission --require-claim --alg --jwks --secret-file --leeway --at --trust-server-clock --trust-issuer --offline --max-key-age --why --field --jobs --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "token diff") words=(--file-a --file-b --at --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "token get") words=(--as --management --scope --issuer --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "token refresh") words=(--access --id --scope --audience --client --refresh-token-file --client-secret-file --client-auth --private-key-file --key-id --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "token revoke") words=(--file --client --client-secret-file --client-auth --private-key-file --key-id --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "token exchange") words=(--subject-token-file --subject-token-type --audience --scope --client --organization --param --client-secret-file --client-auth --private-key-file --key-id --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "smoke") words=(init --only --watch --every --no-browser --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "smoke init") words=(--force --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "explain") words=(--know --har --log --file --list --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "client inspect") words=(--output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "client list") words=(--output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "client create") words=(--type --callback --web-origin --logout-url --third-party --ensure --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "api inspect") words=(--output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "api list") words=(--output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "api create") words=(--identifier --scope --signing-alg --token-lifetime --offline-access --rbac --skip-consent --ensure --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "grant list") words=(--client --audience --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "grant create") words=(--client --audience --scope --subject-type --ensure --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "grant update") words=(--client --audience --scope --subject-type --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "claim list") words=(--output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "claim add") words=(--from --value --token --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "claim remove") words=(--output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "tenant list") words=(--output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "tenant show") words=(--output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "tenant add") words=(--domain --client --audience --client-secret-file --api-token-file --ask-secret --from --force --no-check --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "tenant use") words=(--output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "tenant remove") words=(--output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "local serve") words=(--port --https --seed --auto-login --host --name --expose --fault --rate-limit --seed-random --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "local seed") words=(--output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "local reset") words=(--output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "local status") words=(--output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "local mint") words=(--kind --audience --scope --user --client --organization --nonce --claims --header --alg --secret-file --lifetime --expired --foreign-key --broken --none --issuer --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "local ca") words=(--output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "undo") words=(--list --dry-run --force --keep --output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
    "completions") words=(--output --tenant --verbose --timeout --ca-file --insecure-storage --help) ;;
  esac
  _auth0ctl_add "${words[@]}"
  [[ ${#COMPREPLY[@]} -eq 0 && $typed != -* ]] && _auth0ctl_files
}
complete -F _auth0ctl auth0ctl
