# Generated from auth0ctl's command table: `auth0ctl completions fish`. Do not edit.
function __auth0ctl_at
  set -l path ""
  for word in (commandline -opc)[2..-1]
    set -l longer (string trim -- "$path $word")
    contains -- $longer 'demo' 'login' 'token' 'token decode' 'token verify' 'token diff' 'token get' 'client' 'client inspect' 'client list' 'client create' 'api' 'api inspect' 'api list' 'api create' 'grant' 'grant list' 'grant create' 'claim' 'claim list' 'claim add' 'claim remove' 'tenant' 'tenant list' 'tenant show' 'tenant add' 'tenant use' 'tenant remove' 'local' 'local serve' 'local seed' 'local reset' 'local status' 'local ca' 'completions'; and set path $longer
  end
  test "$path" = "$argv[1]"
end
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a demo
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a login
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a token
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a client
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a api
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a grant
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a claim
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a tenant
complete -c auth0ctl -n '__auth0ctl_at ""' -f -a local
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
complete -c auth0ctl -n '__auth0ctl_at "login"' -l login-hint
complete -c auth0ctl -n '__auth0ctl_at "login"' -l param
complete -c auth0ctl -n '__auth0ctl_at "login"' -l client-secret-file
complete -c auth0ctl -n '__auth0ctl_at "login"' -l port
complete -c auth0ctl -n '__auth0ctl_at "login"' -l no-browser
complete -c auth0ctl -n '__auth0ctl_at "login"' -l output
complete -c auth0ctl -n '__auth0ctl_at "login"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "login"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "login"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "login"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "login"' -l help
complete -c auth0ctl -n '__auth0ctl_at "token"' -f -a decode
complete -c auth0ctl -n '__auth0ctl_at "token"' -f -a verify
complete -c auth0ctl -n '__auth0ctl_at "token"' -f -a diff
complete -c auth0ctl -n '__auth0ctl_at "token"' -f -a get
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
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l require-permission
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l require-claim
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l alg
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l jwks
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l secret-file
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l leeway
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l at
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l trust-issuer
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l offline
complete -c auth0ctl -n '__auth0ctl_at "token verify"' -l max-key-age
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
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l output
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "token get"' -l help
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
complete -c auth0ctl -n '__auth0ctl_at "local"' -f -a ca
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l port
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l https
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l seed
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l auto-login
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l host
complete -c auth0ctl -n '__auth0ctl_at "local serve"' -l expose
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
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l output
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "local ca"' -l help
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l output
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l tenant
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l verbose
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l timeout
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l insecure-storage
complete -c auth0ctl -n '__auth0ctl_at "completions"' -l help
