"""PowerShell 5.1 and later. What is offered is text; what holds anything but plain characters is put in single quotes.

Not run by the tests where there is no PowerShell: there the script is compared alone.
"""

from auth0ctl.cli.shells.values import HEADER, cases, offered, places, valued


def powershell() -> str:
    """The script: a table of paths, a table of what follows, and one function."""
    words = "\n".join(f"  '{place.path}' = @({listed(offered(place))})" for place in places())
    values = "\n".join(f"  '{one}' = @({listed(what)})" for what, where in cases().items() for one in where)
    return f"""{HEADER.format("powershell")}
$Auth0ctlWords = @{{
{words}
}}
$Auth0ctlValues = @{{
{values}
}}
$Auth0ctlValued = @({listed(valued())})
{FUNCTIONS}"""


def listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


FUNCTIONS = r"""function Get-Auth0ctlNames($Kind, $Tenant) {
  $data = if ($env:XDG_DATA_HOME) { "$env:XDG_DATA_HOME/auth0ctl" } else { "$HOME/.local/share/auth0ctl" }
  if ($env:AUTH0CTL_HOME) { $data = "$env:AUTH0CTL_HOME/data" }
  elseif ($env:OS -eq 'Windows_NT') { $data = "$env:LOCALAPPDATA/auth0ctl" }
  elseif ($IsMacOS -and -not $env:XDG_DATA_HOME) { $data = "$HOME/Library/Application Support/auth0ctl" }
  $file = "$data/completion/tenants"
  if ($Kind -ne 'tenants') {
    if (-not $Tenant) { $Tenant = $env:AUTH0CTL_TENANT }
    if (-not $Tenant) { $Tenant = $env:AUTH0_DOMAIN }
    if (-not $Tenant -and [System.IO.File]::Exists("$data/completion/current")) {
      $Tenant = [System.IO.File]::ReadAllText("$data/completion/current").Trim()
    }
    if ($Tenant -cnotmatch '\A[A-Za-z0-9][A-Za-z0-9._-]*\z') { return }
    $file = "$data/completion/$Kind.$Tenant"
  }
  if (-not [System.IO.File]::Exists($file)) { return }
  [System.IO.File]::ReadAllLines($file) | ForEach-Object { $_.Split("`t")[0] }
}
Register-ArgumentCompleter -Native -CommandName auth0ctl -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $path = ''; $option = ''; $tenant = ''; $before = ''
  foreach ($element in $commandAst.CommandElements | Select-Object -Skip 1) {
    $word = $element.ToString()
    if ($element.Extent.EndOffset -ge $cursorPosition) { continue }
    if ($option) {
      if ($option -ceq '--tenant') { $tenant = $word }
      $option = ''
      continue
    }
    if ($word.StartsWith('--tenant=')) { $tenant = $word.Substring(9) }
    if ($Auth0ctlValued -ccontains $word) { $option = $word; continue }
    if ($word.StartsWith('-')) { continue }
    $next = if ($path) { "$path $word" } else { $word }
    if ($Auth0ctlWords.ContainsKey($next)) { $path = $next }
  }
  $typed = $wordToComplete.Trim("'", '"')
  if ($typed.StartsWith('--') -and $typed.Contains('=')) {
    $at = $typed.IndexOf('=')
    $option = $typed.Substring(0, $at); $before = "$option="; $typed = $typed.Substring($at + 1)
  }
  $offered = @()
  if ($option -or -not $typed.StartsWith('-')) {
    foreach ($value in $Auth0ctlValues["$path $option"]) {
      if ($value -ceq '@files' -or $value -ceq '@free') { continue }
      if ($value.StartsWith('@')) { $offered += @(Get-Auth0ctlNames $value.Substring(1) $tenant) }
      else { $offered += $value }
    }
  }
  if (-not $option -and -not $offered) { $offered = $Auth0ctlWords[$path] }
  foreach ($value in $offered) {
    # what Windows PowerShell hands on wrongly to a program is not offered
    if (-not $value -or $value.Contains('"') -or $value -match '\p{C}') { continue }
    if (-not $value.StartsWith($typed, [System.StringComparison]::OrdinalIgnoreCase)) { continue }
    $text = $value
    if ($value -cnotmatch '\A[A-Za-z0-9._:/-]+\z') {
      # PowerShell takes the curly single quotes for straight ones
      $text = "'" + ($value -replace "(['\u2018\u2019\u201A\u201B])", '$1$1') + "'"
    }
    [System.Management.Automation.CompletionResult]::new("$before$text", $value, 'ParameterValue', $value)
  }
}
"""
