# One call: what goes wrong, the answer, and its line in the log.

# Simulated hosts are reached by a session on them, as the scripts are; a remote CIM call would leave that path.
function Assert-LocalCall {
    param($ComputerName, $CimSession)
    if ($ComputerName -or $CimSession) { throw 'The simulated host answers calls on itself only: -ComputerName and -CimSession are refused.' }
}

# SELECT * FROM Class [WHERE ...] into the request; false where it cannot be read.
function Read-Query {
    param($Ask, [string]$Query)
    $match = [regex]::Match($Query, '^\s*SELECT\s+(?<columns>\*|[\w\s,]+?)\s+FROM\s+(?<class>\w+)(?:\s+WHERE\s+(?<where>.+?))?\s*$', 'IgnoreCase, Singleline')
    if (-not $match.Success) { return $false }
    $Ask.Class = $match.Groups['class'].Value
    if ($match.Groups['columns'].Value -ne '*') { $Ask.Property = [string[]]@(foreach ($part in $match.Groups['columns'].Value.Split([char]44)) { $part.Trim() }) }
    return Read-Filter $Ask $match.Groups['where'].Value
}

# Property = 'text' or number, joined by AND, into the request; false where it is more than that.
function Read-Filter {
    param($Ask, [string]$Filter)
    if (-not $Filter) { return $true }
    foreach ($part in [regex]::Split($Filter, '\s+AND\s+', 'IgnoreCase')) {
        $match = [regex]::Match($part, '^\s*(?<name>\w+)\s*=\s*(?:(?<quote>[''"])(?<text>(?:\\.|(?!\k<quote>).)*)\k<quote>|(?<number>-?\d+)|(?<truth>TRUE|FALSE))\s*$', 'IgnoreCase, Singleline')
        if (-not $match.Success) { return $false }
        $value = $match.Groups['text'].Value -replace '\\(.)', '$1'
        foreach ($kind in 'number', 'truth') { if ($match.Groups[$kind].Success) { $value = $match.Groups[$kind].Value } }
        $Ask.Where[$match.Groups['name'].Value] = $value
    }
    return $true
}

# The class and the keys of an instance into the request.
function Read-Identity {
    param($Ask, $Instance)
    $name = @($Instance.PSObject.TypeNames) -like 'Microsoft.Management.Infrastructure.CimInstance#*'
    if (-not $name) { return $false }
    $path = $name[0].Substring($name[0].IndexOf([char]35) + 1)
    $slash = $path.LastIndexOf([char]47)
    $Ask.Namespace = $path.Substring(0, $slash)
    $Ask.Class = $path.Substring($slash + 1)
    foreach ($key in 'InstanceID', 'SystemName', 'DeviceID', 'Name') {
        $property = $Instance.PSObject.Properties[$key]
        if ($null -ne $property -and $null -ne $property.Value) { $Ask.Where[$key] = [string]$property.Value }
    }
    return $true
}

# The error that the CIM cmdlets would write. $Kind is the native code's name.
function New-CimFailure {
    param([string]$Kind, $Ask, [string]$Text)
    switch ($Kind) {
        'InvalidNamespace' { $code = '0x8004100e'; $message = 'Invalid namespace '; $category = 'MetadataError' }
        'InvalidClass' { $code = '0x80041010'; $message = 'Invalid class '; $category = 'MetadataError' }
        'InvalidQuery' { $code = '0x80041017'; $message = 'Invalid query '; $category = 'InvalidArgument' }
        'InvalidParameter' { $code = '0x80041008'; $message = 'Invalid parameter '; $category = 'InvalidArgument' }
        'MethodNotFound' { $code = '0x80041055'; $message = 'Invalid method '; $category = 'MetadataError' }
        'NotFound' { $code = '0x80041002'; $message = 'Not found '; $category = 'ObjectNotFound' }
        'AccessDenied' { $code = '0x80041003'; $message = 'Access denied '; $category = 'PermissionDenied' }
        'TimedOut' { $Kind = 'Failed'; $code = '0x00040004'; $message = 'The operation has timed out. '; $category = 'OperationTimeout' }
        default { $code = '0x80041001'; $message = 'Generic failure '; $category = 'NotSpecified' }
    }
    if ($Text) { $message = $Text }
    $stated = [regex]::Match($Text, '0x[0-9a-fA-F]{8}')
    if ($stated.Success) { $code = $stated.Value.ToLowerInvariant() }
    if ($code -eq '0x80041003' -or $code -eq '0x80070005') { $Kind = 'AccessDenied'; $category = 'PermissionDenied' }
    $exception = [Microsoft.Management.Infrastructure.CimException]::new($message)
    # The real property is set by the native client only.
    $exception.PSObject.Properties.Add([psnoteproperty]::new('NativeErrorCode', $Kind))
    return [System.Management.Automation.ErrorRecord]::new($exception, "HRESULT $code", $category, "$($Ask.Namespace):$($Ask.Class)")
}

function Test-Name {
    param($List, [string]$Name)
    foreach ($item in $List.EnumerateArray()) { if ($item.GetString() -eq $Name) { return $true } }
    return $false
}

# Milliseconds that a class takes, or its failure text; $null without.
function Get-Fault {
    param($Table, [string]$Name)
    foreach ($item in $Table.EnumerateObject()) { if ($item.Name -eq $Name) { return $item.Value } }
    return $null
}

# Hangs, waits or fails as the state says for a class; returns the failure or nothing.
function Invoke-Fault {
    param($State, $Ask, [string]$Class, [System.Diagnostics.Stopwatch]$Clock)
    $faults = $State.Root.GetProperty('faults')
    if (Test-Name $faults.GetProperty('missingNamespaces') $Ask.Namespace) { return New-CimFailure 'InvalidNamespace' $Ask }
    if (Test-Name $faults.GetProperty('missingClasses') $Class) { return New-CimFailure 'InvalidClass' $Ask }
    if (Test-Name $faults.GetProperty('hangingClasses') $Class) {
        Write-CallLog $Ask 'hang' $null $Clock
        # A stuck provider: no time-out and no stop request interrupts it (cim-facts.md 13.3).
        [System.Threading.Thread]::Sleep(-1)
    }
    $slow = Get-Fault $faults.GetProperty('slowClassesMs') $Class
    if ($null -ne $slow) {
        $wait = $slow.GetDouble()
        $limit = [double]$Ask.Timeout * 1000
        if ($limit -gt 0 -and $wait -gt $limit) {
            [System.Threading.Thread]::Sleep([int]$limit)
            return New-CimFailure 'TimedOut' $Ask
        }
        [System.Threading.Thread]::Sleep([int]$wait)
    }
    $failing = Get-Fault $faults.GetProperty('failingClasses') $Class
    if ($null -ne $failing) { return New-CimFailure 'Failed' $Ask $failing.GetString() }
}

# Runs one call and logs it: @{ Rows; Failure }. $Answer returns rows or an ErrorRecord.
function Invoke-SimulatedCall {
    param($Ask, [scriptblock]$Answer)
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    if (-not $Ask.Namespace) { $Ask.Namespace = 'root/cimv2' }
    $Ask.Namespace = $Ask.Namespace.Replace([char]92, [char]47).Trim([char]47).ToLowerInvariant()
    $state = Get-State
    $failure = Invoke-Fault $state $Ask $Ask.Class $clock
    $definition = (Get-Definitions)["$($Ask.Class)".ToLowerInvariant()]
    if ($null -eq $failure) {
        $namespaces = @(foreach ($one in $script:definitions.Values) { $one.Namespace })
        if ($namespaces -notcontains $Ask.Namespace) { $failure = New-CimFailure 'InvalidNamespace' $Ask }
        elseif ($null -eq $definition -or $definition.Namespace -ne $Ask.Namespace) { $failure = New-CimFailure 'InvalidClass' $Ask }
    }
    $rows = @()
    if ($null -eq $failure) {
        $Ask.State = $state
        $Ask.Definition = $definition
        $Ask.Clock = $clock
        $rows = @(& $Answer)
        if ($rows.Length -eq 1 -and $rows[0] -is [System.Management.Automation.ErrorRecord]) { $failure = $rows[0]; $rows = @() }
    }
    if ($null -ne $failure) { Write-CallLog $Ask 'error' 0 $clock } else { Write-CallLog $Ask 'ok' $rows.Length $clock }
    return @{ Rows = $rows; Failure = $failure }
}

# Rows of the class that match, or the error of an unknown column: one unknown column fails the whole query (cim-facts.md 13.1).
function Select-SimulatedRow {
    param($Ask)
    $types = Get-PropertyTypes $Ask.Definition $Ask.State.Build
    foreach ($name in @($Ask.Property) + @($Ask.Where.Keys)) {
        if ($name -and -not $types.Contains($name)) { return New-CimFailure 'InvalidQuery' $Ask }
    }
    $now = Get-SimulatedNow $Ask.State
    foreach ($row in (Get-ClassRows $Ask.State $Ask.Definition)) {
        $isMatch = $true
        foreach ($name in $Ask.Where.Keys) { if ([string]$row.Instance.$name -ne $Ask.Where[$name]) { $isMatch = $false } }
        if (-not $isMatch) { continue }
        $instance = Copy-Row $row $now
        if ($Ask.Property) { foreach ($property in $instance.PSObject.Properties) { if ($Ask.Property -notcontains $property.Name) { $property.Value = $null } } }
        $instance
    }
}

# GetSummaryInformation: all VMs where SettingData is null; only the properties that were asked for are filled (cim-facts.md 2).
function Get-SummaryAnswer {
    param($Ask, $Arguments)
    $definition = (Get-Definitions)['msvm_summaryinformation']
    $failure = Invoke-Fault $Ask.State $Ask $definition.Name $Ask.Clock
    if ($null -ne $failure) { return $failure }
    $requested = [uint32[]]@($Arguments['RequestedInformation'])
    $types = Get-PropertyTypes $definition $Ask.State.Build
    $empty = New-EmptyInstance $definition $types
    $wanted = @{}
    foreach ($code in $requested) { if ($script:requested.ContainsKey($code)) { $wanted[$script:requested[$code]] = $true } }
    $paths = @($Arguments['SettingData'])
    $now = Get-SimulatedNow $Ask.State
    $rows = foreach ($row in (Get-ClassRows $Ask.State $definition)) {
        $id = [string]$row.Instance.Name
        if ($null -ne $Arguments['SettingData'] -and -not ($paths | Where-Object { "$($_.InstanceID)$_" -like "*$id*" })) { continue }
        $whole = Copy-Row $row $now
        $part = $empty.PSObject.Copy()
        foreach ($name in $wanted.Keys) { $part.PSObject.Properties[$name].Value = $whole.PSObject.Properties[$name].Value }
        $part
    }
    [pscustomobject]@{ SummaryInformation = @($rows); ReturnValue = [uint32]0; PSComputerName = $null }
}

# StdRegProv.GetStringValue: a text of the registry; 1 without such a value, 2 without such a key.
function Get-RegistryAnswer {
    param($Ask, $Arguments)
    $code = [uint32]2
    $text = $null
    if ([uint32]$Arguments['hDefKey'] -eq [uint32]2147483650) {
        foreach ($key in $Ask.State.Root.GetProperty('registry').EnumerateObject()) {
            if ($key.Name -ne $Arguments['sSubKeyName']) { continue }
            $code = [uint32]1
            foreach ($value in $key.Value.EnumerateObject()) { if ($value.Name -eq $Arguments['sValueName']) { $text = $value.Value.GetString(); $code = [uint32]0 } }
        }
    }
    [pscustomobject]@{ sValue = $text; ReturnValue = $code; PSComputerName = $null }
}

# One JSON line, whole even when many processes write: the file is locked for the moment of the write.
function Write-CallLog {
    param($Ask, [string]$Outcome, $Rows, [System.Diagnostics.Stopwatch]$Clock)
    $file = $env:HVITALS_SIM_LOG
    if (-not $file) { return }
    $text = [ordered]@{ at = [datetime]::UtcNow.ToString('o'); command = $Ask.Command; namespace = $Ask.Namespace; class = $Ask.Class; method = $Ask.Method; outcome = $Outcome }
    $parts = foreach ($name in $text.Keys) {
        $value = 'null'
        if ($null -ne $text[$name]) { $value = '"' + [System.Text.Json.JsonEncodedText]::Encode([string]$text[$name]).ToString() + '"' }
        '"' + $name + '":' + $value
    }
    $number = @{ rows = 'null'; ms = $Clock.ElapsedMilliseconds; pid = $PID; timeoutSeconds = [uint32]$Ask.Timeout }
    if ($null -ne $Rows) { $number.rows = $Rows }
    $parts = @($parts) + @(foreach ($name in 'rows', 'ms', 'pid', 'timeoutSeconds') { '"' + $name + '":' + $number[$name] })
    $bytes = [System.Text.Encoding]::UTF8.GetBytes('{' + [string]::Join(',', [string[]]$parts) + "}`n")
    $giveUp = [datetime]::UtcNow.AddSeconds(10)
    while ($true) {
        try {
            $stream = [System.IO.FileStream]::new($file, [System.IO.FileMode]::Append, [System.IO.FileAccess]::Write, [System.IO.FileShare]::None)
            break
        } catch {
            if ([datetime]::UtcNow -gt $giveUp) { throw }
            [System.Threading.Thread]::Sleep(2)
        }
    }
    try { $stream.Write($bytes, 0, $bytes.Length) } finally { $stream.Dispose() }
}
