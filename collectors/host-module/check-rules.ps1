# Rules on syntax and commands, for check-host-module.ps1.

# Nodes that Windows PowerShell 5.1 lacks, that hide what runs, or that write.
$forbiddenNodes = @{
    TernaryExpressionAst = 'no ternary in 5.1'
    PipelineChainAst = 'no && or || in 5.1'
    TypeDefinitionAst = 'no classes or enums'
    UsingStatementAst = 'no using'
    UsingExpressionAst = 'no $using:'
    FileRedirectionAst = 'writes a file'
    MergingRedirectionAst = 'no redirection'
    TrapStatementAst = 'no trap'
    DataStatementAst = 'no data section'
    ConfigurationDefinitionAst = 'no configuration'
    DynamicKeywordStatementAst = 'no dynamic keyword'
    AttributeAst = 'no attributes'
    ExitStatementAst = 'exit would end the session'
    BlockStatementAst = 'no parallel or sequence'
    ErrorStatementAst = 'not parsed'
    ErrorExpressionAst = 'not parsed'
}
# Automatic variables that 5.1 lacks.
$newVariables = @('IsWindows', 'IsLinux', 'IsMacOS', 'IsCoreCLR', 'PSStyle', 'EnabledExperimentalFeatures', 'PSNativeCommandUseErrorActionPreference', 'PSNativeCommandArgumentPassing')

function Test-Tokens {
    param($Tokens)
    foreach ($token in $Tokens) {
        if ($token.Kind -eq 'Number' -and $token.Text -notmatch '^(0x[0-9a-f]+|[0-9]*\.?[0-9]+(e[+-]?[0-9]+)?)[dl]?(kb|mb|gb|tb|pb)?$') {
            $check.Violations.Add("$($check.File):$($token.Extent.StartLineNumber): syntax: number that 5.1 cannot read [$($token.Text)]")
        }
        if ($token -is [System.Management.Automation.Language.StringExpandableToken] -and $token.Text -cmatch '`(e|u\{)') {
            $check.Violations.Add("$($check.File):$($token.Extent.StartLineNumber): syntax: escape that 5.1 does not know [$($token.Text)]")
        }
    }
}

function Test-Syntax {
    param($Nodes)
    foreach ($node in $Nodes) {
        $kind = $node.GetType().Name
        if ($forbiddenNodes.ContainsKey($kind)) { Add-Violation $node 'syntax' $forbiddenNodes[$kind] }
        if ($kind -eq 'BinaryExpressionAst') {
            if ($node.Operator -eq 'QuestionQuestion') { Add-Violation $node 'syntax' 'no ?? in 5.1' }
            if ($node.Operator -in 'As', 'Is', 'IsNot' -and $node.Right -isnot [System.Management.Automation.Language.TypeExpressionAst]) {
                Add-Violation $node 'type' 'a type must be written out'
            }
        }
        if ($kind -eq 'AssignmentStatementAst' -and $node.Operator -eq 'QuestionQuestionEquals') { Add-Violation $node 'syntax' 'no ??= in 5.1' }
        if ($node.PSObject.Properties['NullConditional'] -and $node.NullConditional) { Add-Violation $node 'syntax' 'no ?. or ?[] in 5.1' }
        if ($kind -eq 'PipelineAst' -and $node.Background) { Add-Violation $node 'syntax' 'no background jobs' }
        if ($kind -eq 'ForEachStatementAst' -and $node.Flags -ne 'None') { Add-Violation $node 'syntax' 'no parallel foreach' }
        if ($kind -eq 'ScriptBlockAst' -and ($node.CleanBlock -or $node.DynamicParamBlock)) { Add-Violation $node 'syntax' 'no clean or dynamicparam block' }
        if ($kind -eq 'InvokeMemberExpressionAst' -and $node.GenericTypeArguments) { Add-Violation $node 'syntax' 'no generic method call in 5.1' }
        if ($kind -eq 'VariableExpressionAst') { Test-Variable $node }
        if ($kind -eq 'ScriptBlockExpressionAst' -and ($node.Parent -isnot [System.Management.Automation.Language.CommandAst] -or $node.Parent.GetCommandName() -notin 'ForEach-Object', 'Where-Object')) {
            Add-Violation $node 'command' 'a script block stands only behind ForEach-Object and Where-Object'
        }
    }
}

function Test-Variable {
    param($Node)
    $variable = $Node.VariablePath
    if ($variable.IsDriveQualified) { Add-Violation $Node 'variable' 'no drives' }
    elseif (-not $variable.IsUnscopedVariable) { Add-Violation $Node 'variable' 'no scopes' }
    if ($variable.UserPath -in $newVariables) { Add-Violation $Node 'variable' '5.1 has no such variable' }
    if ($variable.UserPath -in 'ExecutionContext', 'Host', 'PSCmdlet') { Add-Violation $Node 'variable' 'leads to the engine' }
    if ($Node.Splatted) { Add-Violation $Node 'command' 'no splatting: parameters must be readable' }
}

function Test-Commands {
    param($Nodes)
    foreach ($node in $Nodes) {
        if ($node -isnot [System.Management.Automation.Language.CommandAst]) { continue }
        $name = $node.GetCommandName()
        if ($null -eq $name -or $node.InvocationOperator -ne 'Unknown') {
            Add-Violation $node 'command' 'the command must be written out, without & or .'
            continue
        }
        $parameters = @(foreach ($element in $node.CommandElements) { if ($element -is [System.Management.Automation.Language.CommandParameterAst]) { $element.ParameterName } })
        $function = Get-EnclosingFunction $node
        $rule = $check.Allowed['commands'][$name]
        if ($null -ne $rule) {
            foreach ($parameter in $parameters) { if ($parameter -cnotin $rule['parameters']) { Add-Violation $node 'parameter' "-$parameter is not allowed" } }
            foreach ($parameter in $rule['required']) { if ($parameter -cnotin $parameters) { Add-Violation $node 'parameter' "-$parameter is missing" } }
            if ($rule.ContainsKey('only') -and $function.Name -ne $rule['only']) { Add-Violation $node 'command' "only $($rule['only']) may call it" }
        } elseif ($check.Functions.ContainsKey($name.ToLowerInvariant())) {
            $known = $check.Functions[$name.ToLowerInvariant()]
            foreach ($parameter in $parameters) { if ($parameter -cnotin $known) { Add-Violation $node 'parameter' "the function has no -$parameter" } }
            $callers = $check.Allowed['internal'][$name]
            if ($null -ne $callers -and $function.Name -notin $callers) { Add-Violation $node 'command' "only $($callers -join ', ') may call it" }
        } else { Add-Violation $node 'command' "$name is not allowed" }
        if ($name -eq 'Invoke-CimMethod') { Test-CimMethod $node }
        Test-FixedArguments $node
    }
}

# The text of a parameter's argument where it is a constant, else $null.
function Get-ConstantArgument {
    param($Command, [string]$Parameter)
    $argument = Get-Argument $Command $Parameter
    if ($argument -is [System.Management.Automation.Language.StringConstantExpressionAst]) { return $argument.Value }
    return $null
}

function Get-Argument {
    param($Command, [string]$Parameter)
    for ($index = 0; $index -lt $Command.CommandElements.Count; $index++) {
        $element = $Command.CommandElements[$index]
        if ($element -isnot [System.Management.Automation.Language.CommandParameterAst] -or $element.ParameterName -ne $Parameter) { continue }
        if ($null -ne $element.Argument) { return $element.Argument }
        if ($index + 1 -lt $Command.CommandElements.Count) { return $Command.CommandElements[$index + 1] }
    }
    return $null
}

# Only methods that read, from the one function that may, on the one class, with the numbers and texts that are listed.
function Test-CimMethod {
    param($Command)
    $name = Get-ConstantArgument $Command 'MethodName'
    if ($null -eq $name -or -not $check.Allowed['methods'].ContainsKey($name)) {
        Add-Violation $Command 'method' 'this CIM method is not allowed'
        return
    }
    $rule = $check.Allowed['methods'][$name]
    if ((Get-EnclosingFunction $Command).Name -ne $rule['only']) { Add-Violation $Command 'command' "only $($rule['only']) may call it" }
    $isStatic = $rule.ContainsKey('class')
    foreach ($parameter in 'ClassName', 'Namespace') {
        $wanted = if ($parameter -eq 'ClassName') { $rule['class'] } else { $rule['namespace'] }
        if ($isStatic -and (Get-ConstantArgument $Command $parameter) -cne $wanted) { Add-Violation $Command 'method' "-$parameter must be $wanted" }
        if (-not $isStatic -and $null -ne (Get-Argument $Command $parameter)) { Add-Violation $Command 'method' "-$parameter is not allowed with this method" }
    }
    if ($isStatic -eq ($null -ne (Get-Argument $Command 'InputObject'))) { Add-Violation $Command 'method' 'an instance is needed exactly where no class is' }
    $given = Get-Argument $Command 'Arguments'
    if ($given -isnot [System.Management.Automation.Language.HashtableAst]) {
        Add-Violation $Command 'method' 'the arguments must be written out'
        return
    }
    foreach ($pair in $given.KeyValuePairs) {
        foreach ($value in $pair.Item2.FindAll({ $args[0] -is [System.Management.Automation.Language.ConstantExpressionAst] -or $args[0] -is [System.Management.Automation.Language.ExpandableStringExpressionAst] }, $true)) {
            $isText = $value.Value -is [string]
            if ($isText -and $value.Value -cnotin $rule['texts']) { Add-Violation $value 'method' 'this text is not allowed' }
            if (-not $isText -and -not $rule['codes'].ContainsKey([string]$value.Value)) { Add-Violation $value 'method' 'this code is not allowed' }
        }
    }
}

function Test-FixedArguments {
    param($Command)
    $wanted = 'Stop'
    $rule = $check.Allowed['commands'][[string]$Command.GetCommandName()]
    if ($null -ne $rule -and $rule.ContainsKey('errorAction')) { $wanted = $rule['errorAction'] }
    foreach ($element in $Command.CommandElements) {
        if ($element -is [System.Management.Automation.Language.CommandParameterAst] -and $element.ParameterName -eq 'ErrorAction' -and (Get-ConstantArgument $Command 'ErrorAction') -ne $wanted) {
            Add-Violation $Command 'parameter' "-ErrorAction must be $wanted"
        }
    }
}
