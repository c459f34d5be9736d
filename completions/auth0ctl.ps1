# Generated from auth0ctl's command table: `auth0ctl completions powershell`. Do not edit.
$Auth0ctlWords = @{
  '' = @('demo', 'login', 'doctor', 'probe', 'logout', 'token', 'explain', 'client', 'api', 'grant', 'claim', 'tenant', 'local', 'undo', 'completions', '--help', '--version', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage')
  'demo' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'login' = @('--audience', '--scope', '--client', '--flow', '--response-type', '--response-mode', '--connection', '--organization', '--prompt', '--max-age', '--login-hint', '--acr-values', '--param', '--client-secret-file', '--client-auth', '--private-key-file', '--key-id', '--par', '--dpop', '--userinfo', '--username', '--password-file', '--realm', '--subject-token-file', '--subject-token-type', '--from-url', '--port', '--callback-host', '--no-browser', '--borrow-callback', '--ensure-client', '--matrix', '--trace', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'doctor' = @('--client', '--flow', '--audience', '--redirect-uri', '--origin', '--scope', '--connection', '--organization', '--client-secret-file', '--has-secret', '--app-domain', '--resource', '--return-to', '--url', '--har', '--project', '--export', '--call', '--user', '--expect-audience', '--expect-claim', '--expect-in', '--expect-scope', '--require-scope', '--require-permission', '--expect-membership', '--want-refresh-token', '--select', '--ignore', '--fail-on', '--fix', '--dry-run', '--yes', '--allow-weaker', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'probe' = @('--client', '--flow', '--redirect-uri', '--audience', '--scope', '--connection', '--organization', '--origin', '--return-to', '--fail-on', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'logout' = @('--revoke', '--all', '--browser', '--federated', '--no-browser', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'token' = @('decode', 'verify', 'diff', 'get', 'refresh', 'revoke', 'exchange')
  'token decode' = @('--file', '--as', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'token verify' = @('--file', '--as', '--audience', '--issuer', '--client', '--client-id', '--nonce', '--max-age', '--require-scope', '--requested-scope', '--called-host', '--require-permission', '--require-claim', '--alg', '--jwks', '--secret-file', '--leeway', '--at', '--trust-server-clock', '--trust-issuer', '--offline', '--max-key-age', '--why', '--field', '--jobs', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'token diff' = @('--file-a', '--file-b', '--at', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'token get' = @('--as', '--management', '--scope', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'token refresh' = @('--access', '--id', '--scope', '--audience', '--client', '--refresh-token-file', '--client-secret-file', '--client-auth', '--private-key-file', '--key-id', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'token revoke' = @('--file', '--client', '--client-secret-file', '--client-auth', '--private-key-file', '--key-id', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'token exchange' = @('--subject-token-file', '--subject-token-type', '--audience', '--scope', '--client', '--organization', '--param', '--client-secret-file', '--client-auth', '--private-key-file', '--key-id', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'explain' = @('--know', '--har', '--log', '--file', '--list', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'client' = @('inspect', 'list', 'create')
  'client inspect' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'client list' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'client create' = @('--type', '--callback', '--web-origin', '--logout-url', '--third-party', '--ensure', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'api' = @('inspect', 'list', 'create')
  'api inspect' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'api list' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'api create' = @('--identifier', '--scope', '--signing-alg', '--token-lifetime', '--offline-access', '--rbac', '--skip-consent', '--ensure', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'grant' = @('list', 'create', 'update')
  'grant list' = @('--client', '--audience', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'grant create' = @('--client', '--audience', '--scope', '--subject-type', '--ensure', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'grant update' = @('--client', '--audience', '--scope', '--subject-type', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'claim' = @('list', 'add', 'remove')
  'claim list' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'claim add' = @('--from', '--value', '--token', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'claim remove' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'tenant' = @('list', 'show', 'add', 'use', 'remove')
  'tenant list' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'tenant show' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'tenant add' = @('--domain', '--client', '--audience', '--client-secret-file', '--api-token-file', '--ask-secret', '--force', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'tenant use' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'tenant remove' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'local' = @('serve', 'seed', 'reset', 'status', 'mint', 'ca')
  'local serve' = @('--port', '--https', '--seed', '--auto-login', '--host', '--name', '--expose', '--fault', '--seed-random', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'local seed' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'local reset' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'local status' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'local mint' = @('--kind', '--audience', '--scope', '--user', '--client', '--client-id', '--organization', '--nonce', '--claims', '--header', '--alg', '--secret-file', '--lifetime', '--expired', '--foreign-key', '--broken', '--none', '--issuer', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'local ca' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'undo' = @('--list', '--dry-run', '--force', '--keep', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'completions' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
}
Register-ArgumentCompleter -Native -CommandName auth0ctl -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $path = ''
  foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
    $word = $element.ToString()
    if ($word.StartsWith('-') -or $element.Extent.EndOffset -ge $cursorPosition) { continue }
    $next = if ($path) { "$path $word" } else { $word }
    if ($Auth0ctlWords.ContainsKey($next)) { $path = $next }
  }
  $Auth0ctlWords[$path] | Where-Object { $_ -like "$wordToComplete*" } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
