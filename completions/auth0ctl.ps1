# Generated from auth0ctl's command table: `auth0ctl completions powershell`. Do not edit.
$Auth0ctlWords = @{
  '' = @('demo', 'login', 'token', 'client', 'api', 'grant', 'claim', 'tenant', 'local', 'completions', '--help', '--version', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage')
  'demo' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'login' = @('--audience', '--scope', '--client', '--flow', '--response-type', '--response-mode', '--connection', '--organization', '--prompt', '--login-hint', '--param', '--client-secret-file', '--port', '--no-browser', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'token' = @('decode', 'verify', 'diff', 'get')
  'token decode' = @('--file', '--as', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'token verify' = @('--file', '--as', '--audience', '--issuer', '--client', '--client-id', '--nonce', '--max-age', '--require-scope', '--require-permission', '--require-claim', '--alg', '--jwks', '--secret-file', '--leeway', '--at', '--trust-issuer', '--offline', '--max-key-age', '--field', '--jobs', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'token diff' = @('--file-a', '--file-b', '--at', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'token get' = @('--as', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'client' = @('inspect', 'list', 'create')
  'client inspect' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'client list' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'client create' = @('--type', '--callback', '--web-origin', '--logout-url', '--third-party', '--ensure', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'api' = @('inspect', 'list', 'create')
  'api inspect' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'api list' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'api create' = @('--identifier', '--scope', '--signing-alg', '--token-lifetime', '--offline-access', '--rbac', '--skip-consent', '--ensure', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'grant' = @('list', 'create')
  'grant list' = @('--client', '--audience', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'grant create' = @('--client', '--audience', '--scope', '--subject-type', '--ensure', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
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
  'local' = @('serve', 'seed', 'reset', 'status', 'ca')
  'local serve' = @('--port', '--https', '--seed', '--auto-login', '--host', '--expose', '--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'local seed' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'local reset' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'local status' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
  'local ca' = @('--output', '--tenant', '--verbose', '--timeout', '--insecure-storage', '--help')
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
