#compdef auth0ctl
# Generated from auth0ctl's command table: `auth0ctl completions zsh`. Do not edit.
_auth0ctl() {
  local path_="" word
  local -a words_
  for word in "${(@)words[2,CURRENT-1]}"; do
    [[ $word == -* ]] && continue
    case "${path_:+$path_ }$word" in
      "demo"|"login"|"doctor"|"probe"|"logout"|"token"|"token decode"|"token verify"|"token diff"|"token get"|"token refresh"|"token revoke"|"token exchange"|"explain"|"client"|"client inspect"|"client list"|"client create"|"api"|"api inspect"|"api list"|"api create"|"grant"|"grant list"|"grant create"|"grant update"|"claim"|"claim list"|"claim add"|"claim remove"|"tenant"|"tenant list"|"tenant show"|"tenant add"|"tenant use"|"tenant remove"|"local"|"local serve"|"local seed"|"local reset"|"local status"|"local mint"|"local ca"|"undo"|"completions") path_="${path_:+$path_ }$word" ;;
    esac
  done
  case "$path_" in
    "") words_=(demo login doctor probe logout token explain client api grant claim tenant local undo completions --help --version --output --tenant --verbose --timeout --insecure-storage) ;;
    "demo") words_=(--output --tenant --verbose --timeout --insecure-storage --help) ;;
    "login") words_=(--audience --scope --client --flow --response-type --response-mode --connection --organization --prompt --max-age --login-hint --acr-values --param --client-secret-file --client-auth --private-key-file --key-id --par --dpop --userinfo --username --password-file --realm --subject-token-file --subject-token-type --from-url --port --callback-host --no-browser --borrow-callback --ensure-client --matrix --trace --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "doctor") words_=(--client --flow --audience --redirect-uri --origin --scope --connection --organization --client-secret-file --has-secret --app-domain --resource --return-to --url --har --project --export --call --user --expect-audience --expect-claim --expect-in --expect-scope --require-scope --require-permission --expect-membership --want-refresh-token --select --ignore --fail-on --fix --dry-run --yes --allow-weaker --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "probe") words_=(--client --flow --redirect-uri --audience --scope --connection --organization --origin --return-to --fail-on --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "logout") words_=(--revoke --all --browser --federated --no-browser --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "token") words_=(decode verify diff get refresh revoke exchange) ;;
    "token decode") words_=(--file --as --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "token verify") words_=(--file --as --audience --issuer --client --client-id --nonce --max-age --require-scope --requested-scope --called-host --require-permission --require-claim --alg --jwks --secret-file --leeway --at --trust-server-clock --trust-issuer --offline --max-key-age --why --field --jobs --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "token diff") words_=(--file-a --file-b --at --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "token get") words_=(--as --management --scope --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "token refresh") words_=(--access --id --scope --audience --client --refresh-token-file --client-secret-file --client-auth --private-key-file --key-id --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "token revoke") words_=(--file --client --client-secret-file --client-auth --private-key-file --key-id --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "token exchange") words_=(--subject-token-file --subject-token-type --audience --scope --client --organization --param --client-secret-file --client-auth --private-key-file --key-id --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "explain") words_=(--know --har --log --file --list --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "client") words_=(inspect list create) ;;
    "client inspect") words_=(--output --tenant --verbose --timeout --insecure-storage --help) ;;
    "client list") words_=(--output --tenant --verbose --timeout --insecure-storage --help) ;;
    "client create") words_=(--type --callback --web-origin --logout-url --third-party --ensure --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "api") words_=(inspect list create) ;;
    "api inspect") words_=(--output --tenant --verbose --timeout --insecure-storage --help) ;;
    "api list") words_=(--output --tenant --verbose --timeout --insecure-storage --help) ;;
    "api create") words_=(--identifier --scope --signing-alg --token-lifetime --offline-access --rbac --skip-consent --ensure --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "grant") words_=(list create update) ;;
    "grant list") words_=(--client --audience --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "grant create") words_=(--client --audience --scope --subject-type --ensure --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "grant update") words_=(--client --audience --scope --subject-type --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "claim") words_=(list add remove) ;;
    "claim list") words_=(--output --tenant --verbose --timeout --insecure-storage --help) ;;
    "claim add") words_=(--from --value --token --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "claim remove") words_=(--output --tenant --verbose --timeout --insecure-storage --help) ;;
    "tenant") words_=(list show add use remove) ;;
    "tenant list") words_=(--output --tenant --verbose --timeout --insecure-storage --help) ;;
    "tenant show") words_=(--output --tenant --verbose --timeout --insecure-storage --help) ;;
    "tenant add") words_=(--domain --client --audience --client-secret-file --api-token-file --ask-secret --force --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "tenant use") words_=(--output --tenant --verbose --timeout --insecure-storage --help) ;;
    "tenant remove") words_=(--output --tenant --verbose --timeout --insecure-storage --help) ;;
    "local") words_=(serve seed reset status mint ca) ;;
    "local serve") words_=(--port --https --seed --auto-login --host --name --expose --fault --seed-random --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "local seed") words_=(--output --tenant --verbose --timeout --insecure-storage --help) ;;
    "local reset") words_=(--output --tenant --verbose --timeout --insecure-storage --help) ;;
    "local status") words_=(--output --tenant --verbose --timeout --insecure-storage --help) ;;
    "local mint") words_=(--kind --audience --scope --user --client --client-id --organization --nonce --claims --header --alg --secret-file --lifetime --expired --foreign-key --broken --none --issuer --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "local ca") words_=(--output --tenant --verbose --timeout --insecure-storage --help) ;;
    "undo") words_=(--list --dry-run --force --keep --output --tenant --verbose --timeout --insecure-storage --help) ;;
    "completions") words_=(--output --tenant --verbose --timeout --insecure-storage --help) ;;
  esac
  compadd -- $words_ || _files
}
_auth0ctl "$@"
