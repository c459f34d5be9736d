# Generated from auth0ctl's command table: `auth0ctl completions bash`. Do not edit.
_auth0ctl() {
  local current="${COMP_WORDS[COMP_CWORD]}" path="" word words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${COMP_WORDS[i]}"
    [[ $word == -* ]] && continue
    case "${path:+$path }$word" in
      "demo"|"login"|"token"|"token decode"|"token verify"|"token diff"|"token get"|"client"|"client inspect"|"client list"|"client create"|"api"|"api inspect"|"api list"|"api create"|"grant"|"grant list"|"grant create"|"claim"|"claim list"|"claim add"|"claim remove"|"tenant"|"tenant list"|"tenant show"|"tenant add"|"tenant use"|"tenant remove"|"local"|"local serve"|"local seed"|"local reset"|"local status"|"local ca"|"completions") path="${path:+$path }$word" ;;
    esac
  done
  case "$path" in
    "") words="demo login token client api grant claim tenant local completions --help --version --output --tenant --verbose --timeout --insecure-storage" ;;
    "demo") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "login") words="--audience --scope --client --flow --response-type --response-mode --connection --organization --prompt --login-hint --param --client-secret-file --port --no-browser --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "token") words="decode verify diff get" ;;
    "token decode") words="--file --as --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "token verify") words="--file --as --audience --issuer --client --client-id --nonce --max-age --require-scope --require-permission --require-claim --alg --jwks --secret-file --leeway --at --trust-issuer --offline --max-key-age --field --jobs --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "token diff") words="--file-a --file-b --at --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "token get") words="--as --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "client") words="inspect list create" ;;
    "client inspect") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "client list") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "client create") words="--type --callback --web-origin --logout-url --third-party --ensure --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "api") words="inspect list create" ;;
    "api inspect") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "api list") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "api create") words="--identifier --scope --signing-alg --token-lifetime --offline-access --rbac --skip-consent --ensure --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "grant") words="list create" ;;
    "grant list") words="--client --audience --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "grant create") words="--client --audience --scope --subject-type --ensure --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "claim") words="list add remove" ;;
    "claim list") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "claim add") words="--from --value --token --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "claim remove") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "tenant") words="list show add use remove" ;;
    "tenant list") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "tenant show") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "tenant add") words="--domain --client --audience --client-secret-file --api-token-file --ask-secret --force --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "tenant use") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "tenant remove") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "local") words="serve seed reset status ca" ;;
    "local serve") words="--port --https --seed --auto-login --host --expose --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "local seed") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "local reset") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "local status") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "local ca") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "completions") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ ${#COMPREPLY[@]} -eq 0 ]] && COMPREPLY=($(compgen -f -- "$current"))
}
complete -F _auth0ctl auth0ctl
