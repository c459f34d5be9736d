# Generated from auth0ctl's command table: `auth0ctl completions fish`. Do not edit.
function __auth0ctl_at
  set -l path ""
  for word in (commandline -opc)[2..-1]
    set -l longer (string trim -- "$path $word")
    contains -- $longer 'demo' 'login' 'doctor' 'probe' 'logout' 'token' 'token decode' 'token verify' 'token diff' 'token get' 'token refresh' 'token revoke' 'token exchange' 'explain' 'client' 'client inspect' 'client list' 'client create' 'api' 'api inspect' 'api list' 'api create' 'grant' 'grant list' 'grant create' 'grant update' 'claim' 'claim list' 'claim add' 'claim remove' 'tenant' 'tenant list' 'tenant show' 'tenant add' 'tenant use' 'tenant remove' 'local' 'local serve' 'local seed' 'local reset' 'local status' 'local mint' 'local ca' 'undo' 'completions'; and set path $longer
  end
  test "$path" = "$argv[1]"
end
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a demo
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a login
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a doctor
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a probe
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a logout
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a token
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a explain
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a client
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a api
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a grant
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a claim
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a tenant
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a local
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a undo
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a completions
complete -c auth0ctl -n '__auth0ctl_at ""' -l help
complete -c auth0ctl -n '__auth0ctl_at ""' -l version
complete -c auth0ctl -n '__auth0ctl_at ""' -l output
complete -c auth0ctl -n '__auth0ctl_at ""' -l tenant
complete -c auth0ctl -n '__auth0ctl_at ""' -l verbose
complete -c auth0ctl -n '__auth0ctl_at ""' -l timeout
complete -c auth0ctl -n '__auth0ctl_at ""' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "demo"' -l output
complete -c auth0ctl -n '__auth0ctl_at "demo"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "demo"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "demo"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "demo"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "demo"' -l help
complete -c auth0ctl -n '__auth0ctl_at "login"' -l audience
complete -c auth0ctl -n '__auth0ctl_at "login"' -l scope
complete -c auth0ctl -n '__auth0ctl_at "login"' -l client
complete -c auth0ctl -n '__auth0ctl_at "login"' -l flow
complete -c auth0ctl -n '__auth0ctl_at "login"' -l response-type
complete -c auth0ctl -n '__auth0ctl_at "login"' -l response-mode
complete -c auth0ctl -n '__auth0ctl_at "login"' -l connection
complete -c auth0ctl -n '__auth0ctl_at "login"' -l organization
complete -c auth0ctl -n '__auth0ctl_at "login"' -l prompt
complete -c auth0ctl -n '__auth0ctl_at "login"' -l max-age
complete -c auth0ctl -n '__auth0ctl_at "login"' -l login-hint
complete -c auth0ctl -n '__auth0ctl_at "login"' -l acr-values
complete -c auth0ctl -n '__auth0ctl_at "login"' -l param
complete -c auth0ctl -n '__auth0ctl_at "login"' -l client-secret-file
complete -c auth0ctl -n '__auth0ctl_at "login"' -l client-auth
complete -c auth0ctl -n '__auth0ctl_at "login"' -l private-key-file
complete -c auth0ctl -n '__auth0ctl_at "login"' -l key-id
complete -c auth0ctl -n '__auth0ctl_at "login"' -l par
complete -c auth0ctl -n '__auth0ctl_at "login"' -l dpop
complete -c auth0ctl -n '__auth0ctl_at "login"' -l userinfo
complete -c auth0ctl -n '__auth0ctl_at "login"' -l username
complete -c auth0ctl -n '__auth0ctl_at "login"' -l password-file
complete -c auth0ctl -n '__auth0ctl_at "login"' -l realm
complete -c auth0ctl -n '__auth0ctl_at "login"' -l subject-token-file
complete -c auth0ctl -n '__auth0ctl_at "login"' -l subject-token-type
complete -c auth0ctl -n '__auth0ctl_at "login"' -l from-url
complete -c auth0ctl -n '__auth0ctl_at "login"' -l port
complete -c auth0ctl -n '__auth0ctl_at "login"' -l callback-host
complete -c auth0ctl -n '__auth0ctl_at "login"' -l no-browser
complete -c auth0ctl -n '__auth0ctl_at "login"' -l borrow-callback
complete -c auth0ctl -n '__auth0ctl_at "login"' -l ensure-client
complete -c auth0ctl -n '__auth0ctl_at "login"' -l matrix
complete -c auth0ctl -n '__auth0ctl_at "login"' -l trace
complete -c auth0ctl -n '__auth0ctl_at "login"' -l output
complete -c auth0ctl -n '__auth0ctl_at "login"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "login"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "login"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "login"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "login"' -l help
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l client
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l flow
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l audience
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l redirect-uri
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l origin
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l scope
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l connection
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l organization
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l client-secret-file
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l has-secret
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l app-domain
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l resource
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l return-to
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l url
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l har
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l project
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l export
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l call
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l user
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l expect-audience
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l expect-claim
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l expect-in
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l expect-scope
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l require-scope
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l require-permission
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l expect-membership
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l want-refresh-token
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l select
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l ignore
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l fail-on
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l fix
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l dry-run
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l yes
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l allow-weaker
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l output
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "doctor"' -l help
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l client
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l flow
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l redirect-uri
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l audience
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l scope
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l connection
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l organization
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l origin
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l return-to
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l fail-on
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l output
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "probe"' -l help
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l revoke
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l all
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l browser
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l federated
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l no-browser
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l output
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "logout"' -l help
complete -c auth0ctl -n '__auth0ctl_at "token"' -f -a decode
complete -c auth0ctl -n '__auth0ctl_at "token"' -f -a verify
complete -c auth0ctl -n '__auth0ctl_at "token"' -f -a diff
complete -c auth0ctl -n '__auth0ctl_at "token"' -f -a get
complete -c auth0ctl -n '__auth0ctl_at "token"' -f -a refresh
complete -c auth0ctl -n '__auth0ctl_at "token"' -f -a revoke
complete -c auth0ctl -n '__auth0ctl_at "token"' -f -a exchange
complete -c auth0ctl -n '__auth0ctl_at "token decode"' -l file
complete -c auth0ctl -n '__auth0ctl_at "token decode"' -l as
complete -c auth0ctl -n '__auth0ctl_at "token decode"' -l output
complete -c auth0ctl -n '__auth0ctl_at "token decode"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "token decode"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "token decode"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "token decode"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "token decode"' -l help
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l file
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l as
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l audience
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l issuer
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l client
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l client-id
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l nonce
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l max-age
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l require-scope
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l requested-scope
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l called-host
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l require-permission
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l require-claim
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l alg
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l jwks
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l secret-file
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l leeway
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l at
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l trust-server-clock
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l trust-issuer
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l offline
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l max-key-age
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l why
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l field
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l jobs
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l output
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l help
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l file-a
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l file-b
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l at
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l output
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "token diff"' -l help
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l as
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l management
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l scope
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l output
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l help
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l access
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l id
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l scope
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l audience
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l client
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l refresh-token-file
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l client-secret-file
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l client-auth
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l private-key-file
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l key-id
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l output
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "token refresh"' -l help
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l file
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l client
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l client-secret-file
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l client-auth
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l private-key-file
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l key-id
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l output
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "token revoke"' -l help
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l subject-token-file
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l subject-token-type
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l audience
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l scope
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l client
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l organization
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l param
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l client-secret-file
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l client-auth
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l private-key-file
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l key-id
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l output
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "token exchange"' -l help
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l know
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l har
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l log
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l file
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l list
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l output
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "explain"' -l help
complete -c auth0ctl -n '__auth0ctl_at "client"' -f -a inspect
complete -c auth0ctl -n '__auth0ctl_at "client"' -f -a list
complete -c auth0ctl -n '__auth0ctl_at "client"' -f -a create
complete -c auth0ctl -n '__auth0ctl_at "client inspect"' -l output
complete -c auth0ctl -n '__auth0ctl_at "client inspect"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "client inspect"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "client inspect"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "client inspect"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "client inspect"' -l help
complete -c auth0ctl -n '__auth0ctl_at "client list"' -l output
complete -c auth0ctl -n '__auth0ctl_at "client list"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "client list"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "client list"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "client list"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "client list"' -l help
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l type
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l callback
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l web-origin
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l logout-url
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l third-party
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l ensure
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l output
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "client create"' -l help
complete -c auth0ctl -n '__auth0ctl_at "api"' -f -a inspect
complete -c auth0ctl -n '__auth0ctl_at "api"' -f -a list
complete -c auth0ctl -n '__auth0ctl_at "api"' -f -a create
complete -c auth0ctl -n '__auth0ctl_at "api inspect"' -l output
complete -c auth0ctl -n '__auth0ctl_at "api inspect"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "api inspect"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "api inspect"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "api inspect"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "api inspect"' -l help
complete -c auth0ctl -n '__auth0ctl_at "api list"' -l output
complete -c auth0ctl -n '__auth0ctl_at "api list"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "api list"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "api list"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "api list"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "api list"' -l help
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l identifier
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l scope
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l signing-alg
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l token-lifetime
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l offline-access
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l rbac
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l skip-consent
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l ensure
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l output
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "api create"' -l help
complete -c auth0ctl -n '__auth0ctl_at "grant"' -f -a list
complete -c auth0ctl -n '__auth0ctl_at "grant"' -f -a create
complete -c auth0ctl -n '__auth0ctl_at "grant"' -f -a update
complete -c auth0ctl -n '__auth0ctl_at "grant list"' -l client
complete -c auth0ctl -n '__auth0ctl_at "grant list"' -l audience
complete -c auth0ctl -n '__auth0ctl_at "grant list"' -l output
complete -c auth0ctl -n '__auth0ctl_at "grant list"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "grant list"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "grant list"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "grant list"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "grant list"' -l help
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l client
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l audience
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l scope
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l subject-type
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l ensure
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l output
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "grant create"' -l help
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l client
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l audience
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l scope
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l subject-type
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l output
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "grant update"' -l help
complete -c auth0ctl -n '__auth0ctl_at "claim"' -f -a list
complete -c auth0ctl -n '__auth0ctl_at "claim"' -f -a add
complete -c auth0ctl -n '__auth0ctl_at "claim"' -f -a remove
complete -c auth0ctl -n '__auth0ctl_at "claim list"' -l output
complete -c auth0ctl -n '__auth0ctl_at "claim list"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "claim list"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "claim list"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "claim list"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "claim list"' -l help
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l from
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l value
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l token
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l output
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "claim add"' -l help
complete -c auth0ctl -n '__auth0ctl_at "claim remove"' -l output
complete -c auth0ctl -n '__auth0ctl_at "claim remove"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "claim remove"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "claim remove"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "claim remove"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "claim remove"' -l help
complete -c auth0ctl -n '__auth0ctl_at "tenant"' -f -a list
complete -c auth0ctl -n '__auth0ctl_at "tenant"' -f -a show
complete -c auth0ctl -n '__auth0ctl_at "tenant"' -f -a add
complete -c auth0ctl -n '__auth0ctl_at "tenant"' -f -a use
complete -c auth0ctl -n '__auth0ctl_at "tenant"' -f -a remove
complete -c auth0ctl -n '__auth0ctl_at "tenant list"' -l output
complete -c auth0ctl -n '__auth0ctl_at "tenant list"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "tenant list"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "tenant list"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "tenant list"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "tenant list"' -l help
complete -c auth0ctl -n '__auth0ctl_at "tenant show"' -l output
complete -c auth0ctl -n '__auth0ctl_at "tenant show"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "tenant show"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "tenant show"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "tenant show"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "tenant show"' -l help
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l domain
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l client
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l audience
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l client-secret-file
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l api-token-file
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l ask-secret
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l force
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l output
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "tenant add"' -l help
complete -c auth0ctl -n '__auth0ctl_at "tenant use"' -l output
complete -c auth0ctl -n '__auth0ctl_at "tenant use"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "tenant use"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "tenant use"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "tenant use"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "tenant use"' -l help
complete -c auth0ctl -n '__auth0ctl_at "tenant remove"' -l output
complete -c auth0ctl -n '__auth0ctl_at "tenant remove"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "tenant remove"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "tenant remove"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "tenant remove"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "tenant remove"' -l help
complete -c auth0ctl -n '__auth0ctl_at "local"' -f -a serve
complete -c auth0ctl -n '__auth0ctl_at "local"' -f -a seed
complete -c auth0ctl -n '__auth0ctl_at "local"' -f -a reset
complete -c auth0ctl -n '__auth0ctl_at "local"' -f -a status
complete -c auth0ctl -n '__auth0ctl_at "local"' -f -a mint
complete -c auth0ctl -n '__auth0ctl_at "local"' -f -a ca
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l port
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l https
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l seed
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l auto-login
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l host
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l name
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l expose
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l fault
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l seed-random
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l output
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l help
complete -c auth0ctl -n '__auth0ctl_at "local seed"' -l output
complete -c auth0ctl -n '__auth0ctl_at "local seed"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "local seed"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "local seed"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "local seed"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "local seed"' -l help
complete -c auth0ctl -n '__auth0ctl_at "local reset"' -l output
complete -c auth0ctl -n '__auth0ctl_at "local reset"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "local reset"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "local reset"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "local reset"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "local reset"' -l help
complete -c auth0ctl -n '__auth0ctl_at "local status"' -l output
complete -c auth0ctl -n '__auth0ctl_at "local status"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "local status"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "local status"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "local status"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "local status"' -l help
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l kind
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l audience
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l scope
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l user
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l client
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l client-id
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l organization
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l nonce
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l claims
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l header
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l alg
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l secret-file
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l lifetime
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l expired
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l foreign-key
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l broken
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l none
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l issuer
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l output
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "local mint"' -l help
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l output
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l help
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l list
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l dry-run
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l force
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l keep
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l output
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "undo"' -l help
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l output
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l help
