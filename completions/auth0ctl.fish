# Generated from auth0ctl's command table: `auth0ctl completions fish`. Do not edit.
function __auth0ctl_at
  set -l path ""
  set -l skip no
  for word in (commandline -opc)[2..-1]
    if test $skip = yes
      set skip no
    else if contains -- $word --output -o --tenant --timeout --ca-file --audience --scope --client --flow --response-type --response-mode --connection --organization --prompt --max-age --login-hint --acr-values --param --client-secret-file --client-auth --private-key-file --key-id --username --password-file --realm --subject-token-file --subject-token-type --from-url --port --callback-host --ensure-client --trace --redirect-uri --origin --app-domain --resource --return-to --url --har --project --export --call --user --expect-audience --expect-claim --expect-in --expect-scope --require-scope --require-permission --select --ignore --fail-on --file --as --issuer --client-id --nonce --requested-scope --called-host --require-claim --alg --jwks --secret-file --leeway --at --max-key-age --field --jobs --file-a --file-b --refresh-token-file --only --every --know --log --type --callback --web-origin --logout-url --identifier --signing-alg --token-lifetime --subject-type --from --value --token --domain --api-token-file --seed --auto-login --host --name --fault --rate-limit --seed-random --kind --claims --header --lifetime
      set skip yes
    else
      set -l longer (string trim -- "$path $word")
      contains -- $longer 'token' 'client' 'api' 'grant' 'claim' 'tenant' 'local' 'demo' 'login' 'doctor' 'probe' 'logout' 'token decode' 'token verify' 'token diff' 'token get' 'token refresh' 'token revoke' 'token exchange' 'smoke' 'smoke init' 'explain' 'client inspect' 'client list' 'client create' 'api inspect' 'api list' 'api create' 'grant list' 'grant create' 'grant update' 'claim list' 'claim add' 'claim remove' 'tenant list' 'tenant show' 'tenant add' 'tenant use' 'tenant remove' 'local serve' 'local seed' 'local reset' 'local status' 'local mint' 'local ca' 'undo' 'completions'; and set path $longer
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
end
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a demo
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a login
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a doctor
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a probe
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a logout
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a token
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a smoke
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a explain
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a client
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a api
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a grant
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a claim
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a tenant
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a local
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a undo
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a completions
complete -c auth0ctl -n '__auth0ctl_at ""' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at ""' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at ""' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at ""' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at ""' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at ""' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at ""' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at ""' -l version
complete -c auth0ctl -n '__auth0ctl_at "token"' -f -a decode
complete -c auth0ctl -n '__auth0ctl_at "token"' -f -a verify
complete -c auth0ctl -n '__auth0ctl_at "token"' -f -a diff
complete -c auth0ctl -n '__auth0ctl_at "token"' -f -a get
complete -c auth0ctl -n '__auth0ctl_at "token"' -f -a refresh
complete -c auth0ctl -n '__auth0ctl_at "token"' -f -a revoke
complete -c auth0ctl -n '__auth0ctl_at "token"' -f -a exchange
complete -c auth0ctl -n '__auth0ctl_at "client"' -f -a inspect
complete -c auth0ctl -n '__auth0ctl_at "client"' -f -a list
complete -c auth0ctl -n '__auth0ctl_at "client"' -f -a create
complete -c auth0ctl -n '__auth0ctl_at "api"' -f -a inspect
complete -c auth0ctl -n '__auth0ctl_at "api"' -f -a list
complete -c auth0ctl -n '__auth0ctl_at "api"' -f -a create
complete -c auth0ctl -n '__auth0ctl_at "grant"' -f -a list
complete -c auth0ctl -n '__auth0ctl_at "grant"' -f -a create
complete -c auth0ctl -n '__auth0ctl_at "grant"' -f -a update
complete -c auth0ctl -n '__auth0ctl_at "claim"' -f -a list
complete -c auth0ctl -n '__auth0ctl_at "claim"' -f -a add
complete -c auth0ctl -n '__auth0ctl_at "claim"' -f -a remove
complete -c auth0ctl -n '__auth0ctl_at "tenant"' -f -a list
complete -c auth0ctl -n '__auth0ctl_at "tenant"' -f -a show
complete -c auth0ctl -n '__auth0ctl_at "tenant"' -f -a add
complete -c auth0ctl -n '__auth0ctl_at "tenant"' -f -a use
complete -c auth0ctl -n '__auth0ctl_at "tenant"' -f -a remove
complete -c auth0ctl -n '__auth0ctl_at "local"' -f -a serve
complete -c auth0ctl -n '__auth0ctl_at "local"' -f -a seed
complete -c auth0ctl -n '__auth0ctl_at "local"' -f -a reset
complete -c auth0ctl -n '__auth0ctl_at "local"' -f -a status
complete -c auth0ctl -n '__auth0ctl_at "local"' -f -a mint
complete -c auth0ctl -n '__auth0ctl_at "local"' -f -a ca
complete -c auth0ctl -n '__auth0ctl_at "demo"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "demo"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "demo"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "demo"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "demo"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "demo"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "demo"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "login"' -l audience -x -a '(__auth0ctl_names apis)'
complete -c auth0ctl -n '__auth0ctl_at "login"' -l scope -x
complete -c auth0ctl -n '__auth0ctl_at "login"' -l client -x -a '(__auth0ctl_names clients)'
complete -c auth0ctl -n '__auth0ctl_at "login"' -l flow -x -a 'pkce code implicit hybrid device client-credentials password password-realm refresh token-exchange'
complete -c auth0ctl -n '__auth0ctl_at "login"' -l response-type -x -a 'code token id_token "id_token token" "code id_token" "code token" "code id_token token"'
complete -c auth0ctl -n '__auth0ctl_at "login"' -l response-mode -x -a 'query fragment form_post'
complete -c auth0ctl -n '__auth0ctl_at "login"' -l connection -x
complete -c auth0ctl -n '__auth0ctl_at "login"' -l organization -x
complete -c auth0ctl -n '__auth0ctl_at "login"' -l prompt -x -a 'none login consent select_account'
complete -c auth0ctl -n '__auth0ctl_at "login"' -l max-age -x
complete -c auth0ctl -n '__auth0ctl_at "login"' -l login-hint -x
complete -c auth0ctl -n '__auth0ctl_at "login"' -l acr-values -x
complete -c auth0ctl -n '__auth0ctl_at "login"' -l param -x
complete -c auth0ctl -n '__auth0ctl_at "login"' -l client-secret-file -r
complete -c auth0ctl -n '__auth0ctl_at "login"' -l client-auth -x -a 'none client_secret_basic client_secret_post private_key_jwt'
complete -c auth0ctl -n '__auth0ctl_at "login"' -l private-key-file -r
complete -c auth0ctl -n '__auth0ctl_at "login"' -l key-id -x
complete -c auth0ctl -n '__auth0ctl_at "login"' -l par
complete -c auth0ctl -n '__auth0ctl_at "login"' -l dpop
complete -c auth0ctl -n '__auth0ctl_at "login"' -l userinfo
complete -c auth0ctl -n '__auth0ctl_at "login"' -l username -x
complete -c auth0ctl -n '__auth0ctl_at "login"' -l password-file -r
complete -c auth0ctl -n '__auth0ctl_at "login"' -l realm -x
complete -c auth0ctl -n '__auth0ctl_at "login"' -l subject-token-file -r
complete -c auth0ctl -n '__auth0ctl_at "login"' -l subject-token-type -x
complete -c auth0ctl -n '__auth0ctl_at "login"' -l from-url -x
complete -c auth0ctl -n '__auth0ctl_at "login"' -l port -x
complete -c auth0ctl -n '__auth0ctl_at "login"' -l callback-host -x
complete -c auth0ctl -n '__auth0ctl_at "login"' -l no-browser
complete -c auth0ctl -n '__auth0ctl_at "login"' -l borrow-callback
complete -c auth0ctl -n '__auth0ctl_at "login"' -l ensure-client -x
complete -c auth0ctl -n '__auth0ctl_at "login"' -l matrix
complete -c auth0ctl -n '__auth0ctl_at "login"' -l trace -r
complete -c auth0ctl -n '__auth0ctl_at "login"' -l output -s o -x -a 'terminal json quiet html junit sarif github'
complete -c auth0ctl -n '__auth0ctl_at "login"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "login"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "login"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "login"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "login"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "login"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l client -x -a '(__auth0ctl_names clients)'
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l all-clients
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l flow -x -a 'pkce code implicit hybrid device client-credentials password password-realm refresh native-pkce silent logout signup cross-origin-login'
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l audience -x -a '(__auth0ctl_names apis)'
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l redirect-uri -x
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l origin -x
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l scope -x
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l connection -x
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l organization -x
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l client-secret-file -r
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l has-secret
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l app-domain -x
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l resource -x
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l return-to -x
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l url -x
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l har -r
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l project -r
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l export -r
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l call -x
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l user -x
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l expect-audience -x -a '(__auth0ctl_names apis)'
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l expect-claim -x
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l expect-in -x -a 'id_token access_token'
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l expect-scope -x
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l require-scope -x
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l require-permission -x
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l expect-membership
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l want-refresh-token
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l select -x
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l ignore -x
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l audit
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l fail-on -x -a 'error warning info'
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l fix
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l dry-run
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l yes
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l allow-weaker
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l output -s o -x -a 'terminal json quiet html junit sarif github'
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l client -x -a '(__auth0ctl_names clients)'
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l flow -x -a 'pkce code implicit hybrid device client-credentials password password-realm refresh native-pkce silent logout signup cross-origin-login'
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l redirect-uri -x
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l audience -x -a '(__auth0ctl_names apis)'
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l scope -x
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l connection -x
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l organization -x
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l origin -x
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l return-to -x
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l fail-on -x -a 'error warning info'
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l output -s o -x -a 'terminal json quiet html junit sarif github'
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l revoke
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l all
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l browser
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l federated
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l no-browser
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "token decode"' -l file -r
complete -c auth0ctl -n '__auth0ctl_at "token decode"' -l as -x -a 'access id'
complete -c auth0ctl -n '__auth0ctl_at "token decode"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "token decode"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "token decode"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "token decode"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "token decode"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "token decode"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "token decode"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l file -r
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l as -x -a 'access id'
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l audience -x -a '(__auth0ctl_names apis)'
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l issuer -x
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l client -l client-id -x -a '(__auth0ctl_names clients)'
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l nonce -x
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l max-age -x
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l require-scope -x
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l requested-scope -x
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l called-host -x
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l require-permission -x
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l require-claim -x
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l alg -x -a 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA'
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l jwks -r
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l secret-file -r
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l leeway -x
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l at -x
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l trust-server-clock
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l trust-issuer
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l offline
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l max-key-age -x
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l why
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l field -x
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l jobs -x
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l output -s o -x -a 'terminal json quiet html junit sarif github'
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l file-a -r
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l file-b -r
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l at -x
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l as -x -a 'access id'
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l management
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l scope -x
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l issuer -x
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l access
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l id
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l scope -x
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l audience -x -a '(__auth0ctl_names apis)'
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l client -x -a '(__auth0ctl_names clients)'
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l refresh-token-file -r
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l client-secret-file -r
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l client-auth -x -a 'none client_secret_basic client_secret_post private_key_jwt'
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l private-key-file -r
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l key-id -x
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l output -s o -x -a 'terminal json quiet html junit sarif github'
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l file -r
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l client -x -a '(__auth0ctl_names clients)'
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l client-secret-file -r
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l client-auth -x -a 'none client_secret_basic client_secret_post private_key_jwt'
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l private-key-file -r
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l key-id -x
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l subject-token-file -r
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l subject-token-type -x
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l audience -x -a '(__auth0ctl_names apis)'
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l scope -x
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l client -x -a '(__auth0ctl_names clients)'
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l organization -x
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l param -x
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l client-secret-file -r
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l client-auth -x -a 'none client_secret_basic client_secret_post private_key_jwt'
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l private-key-file -r
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l key-id -x
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l output -s o -x -a 'terminal json quiet html junit sarif github'
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "smoke"' -f -a init
complete -c auth0ctl -n '__auth0ctl_at "smoke"'
complete -c auth0ctl -n '__auth0ctl_at "smoke"' -l only -x
complete -c auth0ctl -n '__auth0ctl_at "smoke"' -l watch
complete -c auth0ctl -n '__auth0ctl_at "smoke"' -l every -x
complete -c auth0ctl -n '__auth0ctl_at "smoke"' -l no-browser
complete -c auth0ctl -n '__auth0ctl_at "smoke"' -l output -s o -x -a 'terminal json quiet html junit sarif github'
complete -c auth0ctl -n '__auth0ctl_at "smoke"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "smoke"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "smoke"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "smoke"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "smoke"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "smoke"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "smoke init"'
complete -c auth0ctl -n '__auth0ctl_at "smoke init"' -l force
complete -c auth0ctl -n '__auth0ctl_at "smoke init"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "smoke init"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "smoke init"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "smoke init"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "smoke init"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "smoke init"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "smoke init"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l know -x
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l har -r
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l log -r
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l file -r
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l list
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l output -s o -x -a 'terminal json quiet html junit sarif github'
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "client inspect"' -f -a '(__auth0ctl_names clients)'
complete -c auth0ctl -n '__auth0ctl_at "client inspect"' -l output -s o -x -a 'terminal json quiet html junit sarif github'
complete -c auth0ctl -n '__auth0ctl_at "client inspect"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "client inspect"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "client inspect"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "client inspect"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "client inspect"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "client inspect"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "client list"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "client list"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "client list"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "client list"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "client list"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "client list"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "client list"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l type -x -a 'spa native regular_web non_interactive'
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l callback -x
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l web-origin -x
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l logout-url -x
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l third-party
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l ensure
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "api inspect"' -f -a '(__auth0ctl_names apis)'
complete -c auth0ctl -n '__auth0ctl_at "api inspect"' -l output -s o -x -a 'terminal json quiet html junit sarif github'
complete -c auth0ctl -n '__auth0ctl_at "api inspect"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "api inspect"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "api inspect"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "api inspect"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "api inspect"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "api inspect"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "api list"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "api list"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "api list"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "api list"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "api list"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "api list"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "api list"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l identifier -x
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l scope -x
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l signing-alg -x -a 'RS256 PS256 HS256'
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l token-lifetime -x
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l offline-access
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l rbac
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l skip-consent
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l ensure
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "grant list"' -l client -x -a '(__auth0ctl_names clients)'
complete -c auth0ctl -n '__auth0ctl_at "grant list"' -l audience -x -a '(__auth0ctl_names apis)'
complete -c auth0ctl -n '__auth0ctl_at "grant list"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "grant list"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "grant list"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "grant list"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "grant list"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "grant list"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "grant list"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l client -x -a '(__auth0ctl_names clients)'
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l audience -x -a '(__auth0ctl_names apis)'
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l scope -x
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l subject-type -x -a 'client user'
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l ensure
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l client -x -a '(__auth0ctl_names clients)'
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l audience -x -a '(__auth0ctl_names apis)'
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l scope -x
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l subject-type -x -a 'client user'
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "claim list"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "claim list"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "claim list"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "claim list"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "claim list"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "claim list"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "claim list"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l from -x
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l value -x
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l token -x
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "claim remove"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "claim remove"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "claim remove"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "claim remove"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "claim remove"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "claim remove"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "claim remove"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "tenant list"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "tenant list"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "tenant list"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "tenant list"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "tenant list"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "tenant list"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "tenant list"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "tenant show"' -f -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "tenant show"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "tenant show"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "tenant show"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "tenant show"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "tenant show"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "tenant show"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "tenant show"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l domain -x
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l client -x
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l audience -x -a '(__auth0ctl_names apis)'
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l client-secret-file -r
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l api-token-file -r
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l ask-secret
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l from -r -a 'auth0-cli'
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l force
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l no-check
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "tenant use"' -f -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "tenant use"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "tenant use"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "tenant use"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "tenant use"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "tenant use"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "tenant use"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "tenant use"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "tenant remove"' -f -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "tenant remove"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "tenant remove"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "tenant remove"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "tenant remove"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "tenant remove"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "tenant remove"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "tenant remove"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l port -x
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l https
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l seed -r
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l auto-login -x
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l host -x
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l name -x
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l expose
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l fault -x -a 'invalid-iss missing-iss missing-sub invalid-aud missing-aud second-aud aud-array missing-iat iat-week-old missing-exp expired nonce-invalid nonce-missing invalid-at-hash missing-at-hash invalid-c-hash missing-c-hash invalid-s-hash missing-s-hash back-channel-other-sub back-channel-claims-differ refresh-invalid-iss refresh-invalid-sub refresh-invalid-aud refresh-invalid-azp invalid-sig sig-none sig-hs256 sig-es256 alternate-alg kid-absent-single-jwks kid-absent-multiple-jwks key-rotation key-rotation-just-before-signing access-invalid-sig access-invalid-iss access-expired rotated-key clock-skew issuer-mismatch iss-param-wrong iss-param-missing state-wrong state-missing form-post-error token-type-case no-scope-in-answer userinfo-invalid-sub userinfo-signed userinfo-401 aggregated-claims distributed-claims slow 500 429 malformed-json huge-body'
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l rate-limit -x
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l seed-random -x
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "local seed"'
complete -c auth0ctl -n '__auth0ctl_at "local seed"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "local seed"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "local seed"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "local seed"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "local seed"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "local seed"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "local seed"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "local reset"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "local reset"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "local reset"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "local reset"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "local reset"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "local reset"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "local reset"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "local status"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "local status"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "local status"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "local status"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "local status"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "local status"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "local status"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l kind -x -a 'access id'
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l audience -x -a '(__auth0ctl_names apis)'
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l scope -x
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l user -x
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l client -l client-id -x -a '(__auth0ctl_names clients)'
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l organization -x
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l nonce -x
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l claims -x
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l header -x
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l alg -x -a 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA'
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l secret-file -r
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l lifetime -x
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l expired
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l foreign-key
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l broken
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l none
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l issuer -x
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l list
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l dry-run
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l force
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l keep
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l help -s h
complete -c auth0ctl -n '__auth0ctl_at "completions"' -f -a 'bash zsh fish powershell'
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l output -s o -x -a 'terminal json quiet html'
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l tenant -x -a '(__auth0ctl_names tenants)'
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l verbose -s v
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l timeout -x
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l ca-file -r
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l help -s h
