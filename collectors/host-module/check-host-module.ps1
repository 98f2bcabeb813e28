# Checks the text that runs on Hyper-V hosts, by its syntax tree: only what allowed.json lists, only members that .NET Framework 4.7.2 has
# (net472-members.json), only syntax that Windows PowerShell 5.1 has, only CIM properties that exist, and nothing that could write.
# Runs on PowerShell 7 as part of the tests (check-host-module.test.ts). Output: "<file>:<line>: <rule>: <what>", one line per violation.
param([string[]]$Path, [string[]]$ClassFile)

. "$PSScriptRoot/check-rules.ps1"
. "$PSScriptRoot/check-types.ps1"
. "$PSScriptRoot/check-rows.ps1"

function Read-CheckJson {
    param([string]$File)
    ConvertFrom-CheckElement ([System.Text.Json.JsonDocument]::Parse([System.IO.File]::ReadAllText($File)).RootElement)
}

# JSON element -> case-sensitive dictionaries, arrays, text, numbers.
function ConvertFrom-CheckElement {
    param([System.Text.Json.JsonElement]$Element)
    if ($Element.ValueKind -eq 'Object') {
        $map = [System.Collections.Generic.Dictionary[string, object]]::new()
        foreach ($property in $Element.EnumerateObject()) { $map[$property.Name] = ConvertFrom-CheckElement $property.Value }
        return $map
    }
    if ($Element.ValueKind -eq 'Array') { return , @(foreach ($item in $Element.EnumerateArray()) { ConvertFrom-CheckElement $item }) }
    if ($Element.ValueKind -eq 'Number') { return $Element.GetDouble() }
    if ($Element.ValueKind -eq 'String') { return $Element.GetString() }
    return $null
}

function Add-Violation {
    param($Ast, [string]$Rule, [string]$What)
    $shown = [regex]::Replace($Ast.Extent.Text, '\s+', ' ')
    if ($shown.Length -gt 100) { $shown = $shown.Substring(0, 100) + '...' }
    $check.Violations.Add("$($check.File):$($Ast.Extent.StartLineNumber): ${Rule}: $What [$shown]")
}

# The function around a node, or $null at the top.
function Get-EnclosingFunction {
    param($Ast)
    $node = $Ast.Parent
    while ($null -ne $node -and $node -isnot [System.Management.Automation.Language.FunctionDefinitionAst]) { $node = $node.Parent }
    return $node
}

function Test-CheckText {
    param([string]$File, [string]$Text)
    $check.File = [System.IO.Path]::GetFileName($File)
    $odd = [regex]::Match($Text, '[^\n\t\x20-\x7e]')
    if ($odd.Success) { $check.Violations.Add("$($check.File):1: ascii: character $([int][char]$odd.Value) at $($odd.Index)") }
    $tokens = $null
    $errors = $null
    $ast = [System.Management.Automation.Language.Parser]::ParseInput($Text, [ref]$tokens, [ref]$errors)
    foreach ($problem in $errors) { $check.Violations.Add("$($check.File):$($problem.Extent.StartLineNumber): syntax: $($problem.Message)") }
    if ($errors.Count -gt 0) { return }
    Test-Tokens $tokens
    if ($null -ne $ast.ScriptRequirements) { Add-Violation $ast 'syntax' '#requires is not allowed' }
    $nodes = $ast.FindAll({ $true }, $true)
    $check.VariableTypes = Get-VariableTypes $nodes
    Test-Syntax $nodes
    Test-Commands $nodes
    Test-Types $nodes
    Test-Members $nodes
    Test-Rows $nodes
}

$allowed = Read-CheckJson "$PSScriptRoot/allowed.json"
$check = @{
    File = ''
    Violations = [System.Collections.Generic.List[string]]::new()
    Allowed = $allowed
    Members = (Read-CheckJson "$PSScriptRoot/net472-members.json")['types']
    Classes = [System.Collections.Generic.Dictionary[string, object]]::new()
    # Functions of all files, lower case -> parameter names, $null where two functions of one name exist.
    Functions = @{}
    VariableTypes = @{}
}
foreach ($file in $ClassFile) {
    $known = (Read-CheckJson $file)['classes']
    foreach ($name in $known.Keys) { $check.Classes[$name] = $known[$name] }
}
$texts = foreach ($file in $Path) { @{ File = $file; Text = [System.IO.File]::ReadAllText($file) } }
foreach ($source in $texts) {
    $parsed = [System.Management.Automation.Language.Parser]::ParseInput($source.Text, [ref]$null, [ref]$null)
    foreach ($definition in $parsed.FindAll({ $args[0] -is [System.Management.Automation.Language.FunctionDefinitionAst] }, $true)) {
        $parameters = @($definition.Body.ParamBlock.Parameters) + @($definition.Parameters)
        $check.Functions[$definition.Name.ToLowerInvariant()] = @(foreach ($parameter in $parameters) { if ($parameter) { $parameter.Name.VariablePath.UserPath } })
    }
}
foreach ($source in $texts) { Test-CheckText $source.File $source.Text }
$check.Violations.ToArray()
