# Rules on .NET types and members, for check-host-module.ps1. A type that follows from the text is followed; where it does not, a called method must
# at least exist, with that number of arguments, in one of the allowed types.

# Type names that Windows PowerShell 5.1 shortens.
$accelerators = @{
    array = 'System.Array'; bool = 'System.Boolean'; byte = 'System.Byte'; char = 'System.Char'; cultureinfo = 'System.Globalization.CultureInfo'; datetime = 'System.DateTime'
    double = 'System.Double'; hashtable = 'System.Collections.Hashtable'; int = 'System.Int32'; int16 = 'System.Int16'; int32 = 'System.Int32'; int64 = 'System.Int64'
    long = 'System.Int64'; regex = 'System.Text.RegularExpressions.Regex'; sbyte = 'System.SByte'; single = 'System.Single'; string = 'System.String'; uint16 = 'System.UInt16'
    uint32 = 'System.UInt32'; uint64 = 'System.UInt64'
}

# Type name as written -> full name as in net472-members.json, arrays with []; names without a namespace may stand for System.
function Resolve-CheckType {
    param([string]$Name)
    $suffix = ''
    if ($Name.EndsWith('[]')) {
        $suffix = '[]'
        $Name = $Name.Substring(0, $Name.Length - 2)
    }
    if ($accelerators.ContainsKey($Name)) { return $accelerators[$Name] + $suffix }
    foreach ($candidate in $Name, "System.$Name") {
        foreach ($known in $check.Members.Keys) { if ($known -eq $candidate) { return $known + $suffix } }
    }
    return $Name + $suffix
}

function Test-Types {
    param($Nodes)
    foreach ($node in $Nodes) {
        if ($node -isnot [System.Management.Automation.Language.TypeExpressionAst] -and $node -isnot [System.Management.Automation.Language.TypeConstraintAst]) { continue }
        # [ordered]@{} is a keyword of the language.
        if ($node.TypeName.FullName -eq 'ordered' -and $node.Parent.Child -is [System.Management.Automation.Language.HashtableAst]) { continue }
        $type = Resolve-CheckType $node.TypeName.FullName
        $element = $type -replace '\[\]$', ''
        if ($node.TypeName.IsGeneric -or -not $check.Allowed['types'].ContainsKey($element)) { Add-Violation $node 'type' "[$type] is not allowed" }
        elseif (-not $check.Members.ContainsKey($element)) { Add-Violation $node 'type' "[$type] is not in net472-members.json" }
    }
}

# "<function start>:<variable>" -> its type where every assignment and the parameter agree, else ''.
function Get-VariableTypes {
    param($Nodes)
    $types = @{}
    # Twice, because a variable may be assigned from a method of another one.
    foreach ($round in 1, 2) {
        $found = @{}
        $check.VariableTypes = $types
        foreach ($node in $Nodes) {
            $kind = $node.GetType().Name
            if ($kind -eq 'ParameterAst') { Add-VariableType $found $node.Name $(if ($node.StaticType -ne [object]) { Resolve-CheckType $node.StaticType.FullName } else { '' }) }
            elseif ($kind -eq 'ForEachStatementAst') { Add-VariableType $found $node.Variable '' }
            elseif ($kind -eq 'AssignmentStatementAst') {
                $type = ''
                if ($node.Operator -eq 'Equals' -and $node.Right -is [System.Management.Automation.Language.CommandExpressionAst]) { $type = Get-StaticType $node.Right.Expression }
                foreach ($variable in $node.Left.FindAll({ $args[0] -is [System.Management.Automation.Language.VariableExpressionAst] }, $false)) {
                    if ($variable -eq $node.Left) { Add-VariableType $found $variable $type }
                }
            }
        }
        $types = $found
    }
    return $types
}

function Add-VariableType {
    param($Types, $Variable, [string]$Type)
    $key = Get-VariableKey $Variable
    if ($Types.ContainsKey($key) -and $Types[$key] -ne $Type) { $Types[$key] = '' } else { $Types[$key] = $Type }
}

function Get-VariableKey {
    param($Variable)
    $function = Get-EnclosingFunction $Variable
    $start = if ($null -eq $function) { 0 } else { $function.Extent.StartOffset }
    return "${start}:$($Variable.VariablePath.UserPath)".ToLowerInvariant()
}

# The type that an expression surely has, or ''.
function Get-StaticType {
    param($Expression)
    switch ($Expression.GetType().Name) {
        'StringConstantExpressionAst' { return 'System.String' }
        'ExpandableStringExpressionAst' { return 'System.String' }
        'ConvertExpressionAst' { if ($Expression.Type.TypeName.FullName -eq 'ordered') { return '' } else { return Resolve-CheckType $Expression.Type.TypeName.FullName } }
        'ParenExpressionAst' {
            $elements = $Expression.Pipeline.PipelineElements
            if ($elements.Count -eq 1 -and $elements[0] -is [System.Management.Automation.Language.CommandExpressionAst]) { return Get-StaticType $elements[0].Expression }
            return ''
        }
        'VariableExpressionAst' { return [string]$check.VariableTypes[(Get-VariableKey $Expression)] }
        'InvokeMemberExpressionAst' { return Get-MemberType $Expression $Expression.Arguments.Count }
        'MemberExpressionAst' { return Get-MemberType $Expression -1 }
    }
    return ''
}

# Type and overloads of a member: @{ Type; Overloads }, Type '' where the owner's type is not known, Overloads $null where there is none.
function Find-Member {
    param($Node)
    $type = if ($Node.Static) { Resolve-CheckType $Node.Expression.TypeName.FullName } else { Get-StaticType $Node.Expression }
    if ($type.EndsWith('[]')) { return @{ Type = $type; Overloads = $(if ($Node.Static) { @("1:$type") } else { $check.Members['System.Array']['instance'][$Node.Member.Value] }) } }
    if (-not $check.Members.ContainsKey($type)) { return @{ Type = ''; Overloads = $null } }
    $side = if ($Node.Static) { 'static' } else { 'instance' }
    # PowerShell ignores the case of a member; the list keeps it, so a member must be written as it is.
    return @{ Type = $type; Overloads = $check.Members[$type][$side][$Node.Member.Value] }
}

function Test-Arity {
    param($Overload, [int]$Count)
    $arity = $Overload.Substring(0, $Overload.IndexOf(':'))
    if ($Count -lt 0) { return $arity -eq 'value' }
    if ($arity -eq 'value') { return $false }
    if ($arity.EndsWith('+')) { return $Count -ge [int]$arity.TrimEnd([char]'+') - 1 }
    return $Count -eq [int]$arity
}

function Get-MemberType {
    param($Node, [int]$Count)
    if ($Node.Member -isnot [System.Management.Automation.Language.StringConstantExpressionAst]) { return '' }
    if ($Node.Static -and $Node.Expression -isnot [System.Management.Automation.Language.TypeExpressionAst]) { return '' }
    $returns = @(foreach ($overload in (Find-Member $Node).Overloads) { if (Test-Arity $overload $Count) { $overload.Substring($overload.IndexOf(':') + 1) } })
    foreach ($return in $returns) { if ($return -ne $returns[0]) { return '' } }
    if ($returns.Count -eq 0) { return '' }
    return $returns[0]
}

function Test-Members {
    param($Nodes)
    foreach ($node in $Nodes) {
        if ($node -isnot [System.Management.Automation.Language.MemberExpressionAst]) { continue }
        if ($node.Member -isnot [System.Management.Automation.Language.StringConstantExpressionAst]) { Add-Violation $node 'member' 'the member must be written out'; continue }
        $isCall = $node -is [System.Management.Automation.Language.InvokeMemberExpressionAst]
        $count = if ($isCall) { @($node.Arguments | Where-Object { $_ }).Count } else { -1 }
        $name = $node.Member.Value
        if ($node.Static) {
            if ($node.Expression -isnot [System.Management.Automation.Language.TypeExpressionAst]) { Add-Violation $node 'type' 'a type must be written out'; continue }
            $type = (Resolve-CheckType $node.Expression.TypeName.FullName) -replace '\[\]$', ''
            if ($check.Allowed['types'].ContainsKey($type) -and $name -cnotin $check.Allowed['types'][$type]) { Add-Violation $node 'member' "[$type]::$name is not allowed"; continue }
        } elseif ($isCall -and $name -cnotin $check.Allowed['instanceMethods']) { Add-Violation $node 'member' ".$name() is not allowed"; continue }
        Test-MemberExists $node $name $count
        if ($isCall -and $name -in 'Trim', 'Split', 'TrimStart', 'TrimEnd') {
            foreach ($argument in $node.Arguments) { if ((Get-StaticType $argument) -notin 'System.Char', 'System.Char[]') { Add-Violation $node 'member' 'text arguments mean different things in 5.1 and 7: pass [char[]]' } }
        }
    }
}

function Test-MemberExists {
    param($Node, [string]$Name, [int]$Count)
    $member = Find-Member $Node
    # The accessor of a property, which throws where reading the property would give $null.
    if ($member.Type -ne '' -and $Count -eq 0 -and $Name.StartsWith('get_') -and $check.Members[$member.Type]['instance'].ContainsKey($Name.Substring(4))) { return }
    if ($member.Type -ne '') {
        $fits = @($member.Overloads | Where-Object { $_ -and (Test-Arity $_ $Count) })
        # Names of a dictionary read like properties.
        $isDictionary = $member.Type -in 'System.Collections.Hashtable', 'System.Collections.IDictionary'
        if ($fits.Count -eq 0 -and -not ($isDictionary -and $Count -lt 0)) { Add-Violation $Node 'net472' "$($member.Type) has no $Name with $Count arguments" }
    } elseif ($Count -ge 0 -and -not $Node.Static) {
        foreach ($type in $check.Members.Values) {
            foreach ($overload in $type['instance'][$Name]) { if (Test-Arity $overload $Count) { return } }
        }
        Add-Violation $Node 'net472' "no allowed type has $Name with $Count arguments"
    }
}
