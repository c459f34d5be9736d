# Generated from auth0ctl's command table: `auth0ctl completions bash`. Do not edit.
_auth0ctl() {
  local current="${COMP_WORDS[COMP_CWORD]}" path="" word words="" i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="${COMP_WORDS[i]}"
    [[ $word == -* ]] && continue
    case "${path:+$path }$word" in
      "demo"|"login"|"doctor"|"probe"|"logout"|"token"|"token decode"|"token verify"|"token diff"|"token get"|"token refresh"|"token revoke"|"token exchange"|"explain"|"client"|"client inspect"|"client list"|"client create"|"api"|"api inspect"|"api list"|"api create"|"grant"|"grant list"|"grant create"|"grant update"|"claim"|"claim list"|"claim add"|"claim remove"|"tenant"|"tenant list"|"tenant show"|"tenant add"|"tenant use"|"tenant remove"|"local"|"local serve"|"local seed"|"local reset"|"local status"|"local mint"|"local ca"|"undo"|"completions") path="${path:+$path }$word" ;;
    esac
  done
  case "$path" in
    "") words="demo login doctor probe logout token explain client api grant claim tenant local undo completions --help --version --output --tenant --verbose --timeout --insecure-storage" ;;
    "demo") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "login") words="--audience --scope --client --flow --response-type --response-mode --connection --organization --prompt --max-age --login-hint --acr-values --param --client-secret-file --client-auth --private-key-file --key-id --par --dpop --userinfo --username --password-file --realm --subject-token-file --subject-token-type --from-url --port --callback-host --no-browser --borrow-callback --ensure-client --matrix --trace --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "doctor") words="--client --flow --audience --redirect-uri --origin --scope --connection --organization --client-secret-file --has-secret --app-domain --resource --return-to --url --har --project --export --call --user --expect-audience --expect-claim --expect-in --expect-scope --require-scope --require-permission --expect-membership --want-refresh-token --select --ignore --fail-on --fix --dry-run --yes --allow-weaker --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "probe") words="--client --flow --redirect-uri --audience --scope --connection --organization --origin --return-to --fail-on --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "logout") words="--revoke --all --browser --federated --no-browser --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "token") words="decode verify diff get refresh revoke exchange" ;;
    "token decode") words="--file --as --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "token verify") words="--file --as --audience --issuer --client --client-id --nonce --max-age --require-scope --requested-scope --called-host --require-permission --require-claim --alg --jwks --secret-file --leeway --at --trust-server-clock --trust-issuer --offline --max-key-age --why --field --jobs --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "token diff") words="--file-a --file-b --at --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "token get") words="--as --management --scope --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "token refresh") words="--access --id --scope --audience --client --refresh-token-file --client-secret-file --client-auth --private-key-file --key-id --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "token revoke") words="--file --client --client-secret-file --client-auth --private-key-file --key-id --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "token exchange") words="--subject-token-file --subject-token-type --audience --scope --client --organization --param --client-secret-file --client-auth --private-key-file --key-id --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "explain") words="--know --har --log --file --list --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "client") words="inspect list create" ;;
    "client inspect") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "client list") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "client create") words="--type --callback --web-origin --logout-url --third-party --ensure --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "api") words="inspect list create" ;;
    "api inspect") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "api list") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "api create") words="--identifier --scope --signing-alg --token-lifetime --offline-access --rbac --skip-consent --ensure --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "grant") words="list create update" ;;
    "grant list") words="--client --audience --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "grant create") words="--client --audience --scope --subject-type --ensure --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "grant update") words="--client --audience --scope --subject-type --output --tenant --verbose --timeout --insecure-storage --help" ;;
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
    "local") words="serve seed reset status mint ca" ;;
    "local serve") words="--port --https --seed --auto-login --host --name --expose --fault --seed-random --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "local seed") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "local reset") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "local status") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "local mint") words="--kind --audience --scope --user --client --client-id --organization --nonce --claims --header --alg --secret-file --lifetime --expired --foreign-key --broken --none --issuer --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "local ca") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
    "undo") words="--list --dry-run --force --keep --output --tenant --verbose --timeout --insecure-storage --help" ;;
    "completions") words="--output --tenant --verbose --timeout --insecure-storage --help" ;;
  esac
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  [[ ${#COMPREPLY[@]} -eq 0 ]] && COMPREPLY=($(compgen -f -- "$current"))
}
complete -F _auth0ctl auth0ctl
