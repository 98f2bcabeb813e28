# Rules on CIM rows, for check-host-module.ps1. Rows are read in one way only, foreach ($row in (Get-HvitalsClass -ClassName X)) { $row.Property },
# so that the class of every row, and with it every property that is read, stands in the text.

$rowSources = @('Get-HvitalsClass', 'Get-HvitalsSummary')

function Test-Rows {
    param($Nodes)
    $loops = @()
    foreach ($node in $Nodes) {
        if ($node -is [System.Management.Automation.Language.CommandAst] -and $node.GetCommandName() -in $rowSources) {
            $loop = Get-RowLoop $node
            if ($null -eq $loop) {
                Add-Violation $node 'rows' 'rows stand only in foreach ($row in (Get-HvitalsClass -ClassName X))'
                continue
            }
            $properties = Get-RowProperties $node
            if ($null -ne $properties) { $loops += @{ Loop = $loop; Properties = $properties } }
        }
        if ($node -is [System.Management.Automation.Language.AssignmentStatementAst] -and $node.Right.Extent.Text.StartsWith('Invoke-CimMethod')) { Test-MethodOutput $node }
    }
    Test-RowVariables $Nodes $loops
}

# The foreach whose rows a command gives, or $null where it stands anywhere else.
function Get-RowLoop {
    param($Command)
    $pipeline = $Command.Parent
    if ($pipeline -isnot [System.Management.Automation.Language.PipelineAst] -or $pipeline.PipelineElements.Count -ne 1) { return $null }
    $paren = $pipeline.Parent
    if ($paren -isnot [System.Management.Automation.Language.ParenExpressionAst] -or $paren.Parent -isnot [System.Management.Automation.Language.CommandExpressionAst]) { return $null }
    $outer = $paren.Parent.Parent
    if ($outer.PipelineElements.Count -ne 1 -or $outer.Parent -isnot [System.Management.Automation.Language.ForEachStatementAst] -or $outer.Parent.Condition -ne $outer) { return $null }
    return $outer.Parent
}

# Names of the properties that the rows of a command have, in every class that it may read; $null where that is not known (said as a violation).
function Get-RowProperties {
    param($Command)
    if ($Command.GetCommandName() -eq 'Get-HvitalsSummary') {
        return , @($check.Allowed['methods']['GetSummaryInformation']['codes'].Values)
    }
    $classes = Get-ClassNames $Command
    if ($classes.Count -eq 0) {
        Add-Violation $Command 'rows' '-ClassName must be a name, or a variable with only names in it, indexed'
        return $null
    }
    $namespace = Get-ConstantArgument $Command 'Namespace'
    if ($null -eq (Get-Argument $Command 'Namespace')) { $namespace = 'root/virtualization/v2' }
    $common = $null
    foreach ($class in $classes) {
        $known = $check.Classes[$class]
        if ($null -eq $known) {
            Add-Violation $Command 'rows' "class $class is not known"
            return $null
        }
        if ($known['namespace'] -ne $namespace) { Add-Violation $Command 'rows' "class $class stands in $($known['namespace'])" }
        $names = @($known['properties'].Keys)
        $common = if ($null -eq $common) { $names } else { @($common | Where-Object { $_ -cin $names }) }
    }
    return , $common
}

# Classes that -ClassName may name: itself, or all values of the one hashtable of names that an indexed variable was set to.
function Get-ClassNames {
    param($Command)
    $argument = Get-Argument $Command 'ClassName'
    if ($argument -is [System.Management.Automation.Language.StringConstantExpressionAst]) { return @($argument.Value) }
    if ($argument -isnot [System.Management.Automation.Language.IndexExpressionAst] -or $argument.Target -isnot [System.Management.Automation.Language.VariableExpressionAst]) { return @() }
    $variable = $argument.Target.VariablePath.UserPath
    $function = Get-EnclosingFunction $Command
    $uses = @($function.FindAll({ $args[0] -is [System.Management.Automation.Language.VariableExpressionAst] -and $args[0].VariablePath.UserPath -eq $variable }, $true))
    $values = @()
    foreach ($use in $uses) {
        if ($use.Parent -is [System.Management.Automation.Language.IndexExpressionAst] -and $use.Parent.Target -eq $use -and $use.Parent.Parent -isnot [System.Management.Automation.Language.AssignmentStatementAst]) { continue }
        $table = $null
        if ($use.Parent -is [System.Management.Automation.Language.AssignmentStatementAst] -and $use.Parent.Left -eq $use -and $use.Parent.Right -is [System.Management.Automation.Language.CommandExpressionAst]) { $table = $use.Parent.Right.Expression }
        if ($table -isnot [System.Management.Automation.Language.HashtableAst] -or $values.Count -gt 0) { return @() }
        foreach ($pair in $table.KeyValuePairs) {
            $value = $pair.Item2.PipelineElements[0].Expression
            if ($value -isnot [System.Management.Automation.Language.StringConstantExpressionAst]) { return @() }
            $values += $value.Value
        }
    }
    return $values
}

# Inside its loop a row may only be read, by names that its class has; outside the loop its variable may not be used at all.
function Test-RowVariables {
    param($Nodes, $Loops)
    foreach ($entry in $Loops) {
        $name = $entry.Loop.Variable.VariablePath.UserPath
        $function = Get-EnclosingFunction $entry.Loop
        $siblings = @(foreach ($other in $Loops) { if ($other.Loop.Variable.VariablePath.UserPath -eq $name -and (Get-EnclosingFunction $other.Loop) -eq $function) { $other.Loop } })
        foreach ($use in $function.FindAll({ $args[0] -is [System.Management.Automation.Language.VariableExpressionAst] -and $args[0].VariablePath.UserPath -eq $name }, $true)) {
            if ($use.Parent -is [System.Management.Automation.Language.ForEachStatementAst] -and $use.Parent.Variable -eq $use -and $use.Parent -in $siblings) { continue }
            if (-not (Test-Inside $use $entry.Loop.Body)) {
                if (@($siblings | Where-Object { Test-Inside $use $_.Body }).Count -eq 0) { Add-Violation $use 'rows' 'a row variable is used outside its loop' }
                continue
            }
            $read = $use.Parent
            $isRead = $read.GetType().Name -eq 'MemberExpressionAst' -and $read.Expression -eq $use -and -not ($read.Parent -is [System.Management.Automation.Language.AssignmentStatementAst] -and $read.Parent.Left -eq $read)
            if (-not $isRead) { Add-Violation $read 'rows' 'a row may only be read, property by property' }
            elseif ($read.Member -is [System.Management.Automation.Language.StringConstantExpressionAst] -and $read.Member.Value -cnotin $entry.Properties) {
                Add-Violation $read 'property' "the class has no property $($read.Member.Value)"
            }
        }
    }
}

function Test-Inside {
    param($Node, $Container)
    return $Node.Extent.StartOffset -ge $Container.Extent.StartOffset -and $Node.Extent.EndOffset -le $Container.Extent.EndOffset
}

# Of a method's answer only its listed outputs are read.
function Test-MethodOutput {
    param($Assignment)
    $function = Get-EnclosingFunction $Assignment
    $name = $Assignment.Left.VariablePath.UserPath
    $method = Get-ConstantArgument $Assignment.Right.PipelineElements[0] 'MethodName'
    if ($null -eq $method -or -not $check.Allowed['methods'].ContainsKey($method)) { return }
    $outputs = $check.Allowed['methods'][$method]['outputs']
    foreach ($use in $function.FindAll({ $args[0] -is [System.Management.Automation.Language.VariableExpressionAst] -and $args[0].VariablePath.UserPath -eq $name }, $true)) {
        if ($use -eq $Assignment.Left) { continue }
        if ($use.Parent.GetType().Name -ne 'MemberExpressionAst' -or $use.Parent.Member.Value -cnotin $outputs) { Add-Violation $use.Parent 'property' 'the method has no such output' }
    }
}
