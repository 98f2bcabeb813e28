# The state file, the class definitions, and rows made of both. Rows are made once per state and class, and copied for each answer.

$script:classFiles = @('cim-classes.json', 'cim-classes.additions.json')
$script:definitions = $null
$script:state = $null

# Class definitions by lower-case name: @{ Name; Namespace; Types = property -> type; NotIn2019 }. Read when first needed.
function Get-Definitions {
    if ($null -ne $script:definitions) { return $script:definitions }
    $folder = [System.IO.Path]::GetFullPath([System.IO.Path]::Combine($PSScriptRoot, '..', '..'))
    $documents = foreach ($name in $script:classFiles) {
        [System.Text.Json.JsonDocument]::Parse([System.IO.File]::ReadAllText([System.IO.Path]::Combine($folder, $name)))
    }
    $special = @{}
    $extra = $documents[1].RootElement
    foreach ($item in $extra.GetProperty('datetime').GetProperty('properties').EnumerateArray()) { $special[$item.GetString()] = 'datetime' }
    foreach ($item in $extra.GetProperty('interval').GetProperty('properties').EnumerateArray()) { $special[$item.GetString()] = 'interval' }
    foreach ($item in $extra.GetProperty('types').GetProperty('properties').EnumerateObject()) { $special[$item.Name] = $item.Value.GetString() }
    $script:requested = @{}
    $method = $extra.GetProperty('methods').GetProperty('Msvm_VirtualSystemManagementService.GetSummaryInformation')
    foreach ($item in $method.GetProperty('requested').EnumerateObject()) { $script:requested[[uint32]$item.Name] = $item.Value.GetString() }
    $script:definitions = @{}
    foreach ($document in $documents) {
        foreach ($class in $document.RootElement.GetProperty('classes').EnumerateObject()) {
            $script:definitions[$class.Name.ToLowerInvariant()] = @{ Name = $class.Name; Namespace = $class.Value.GetProperty('namespace').GetString().ToLowerInvariant(); Element = $class.Value; Special = $special; Types = $null }
        }
    }
    return $script:definitions
}

# Property -> type of one class on the state's build; properties that Server 2019 lacks are absent there.
function Get-PropertyTypes {
    param($Definition, [string]$Build)
    $key = "Types-$Build"
    if ($null -ne $Definition[$key]) { return $Definition[$key] }
    $types = [ordered]@{}
    $absent = @{}
    $later = [System.Text.Json.JsonElement]::new()
    if ($Build -eq 'server2019' -and $Definition.Element.TryGetProperty('notInServer2019', [ref]$later)) {
        foreach ($name in $later.EnumerateArray()) { $absent[$name.GetString()] = $true }
    }
    foreach ($property in $Definition.Element.GetProperty('properties').EnumerateObject()) {
        if ($absent.ContainsKey($property.Name)) { continue }
        $type = $property.Value.GetString() -replace '^enum ', ''
        if ($Definition.Special.ContainsKey($property.Name) -and ($type -eq 'string' -or $type -eq 'uint16')) { $type = $Definition.Special[$property.Name] }
        $types[$property.Name] = $type
    }
    $Definition[$key] = $types
    return $types
}

# The state, read again when its file changes. The file is replaced as a whole, so what is read is whole.
function Get-State {
    $file = $env:HVITALS_SIM_STATE
    if (-not $file) { throw 'The simulated host has no state: HVITALS_SIM_STATE is not set.' }
    $info = [System.IO.FileInfo]::new($file)
    $stamp = "$file|$($info.LastWriteTimeUtc.Ticks)|$($info.Length)"
    if ($null -ne $script:state -and $script:state.Stamp -eq $stamp) { return $script:state }
    $root = [System.Text.Json.JsonDocument]::Parse([System.IO.File]::ReadAllText($file)).RootElement
    $script:state = @{
        Stamp = $stamp; Root = $root; Build = $root.GetProperty('build').GetString(); Rows = @{}
        # Simulated time goes on from when the state was written.
        Ahead = $root.GetProperty('writtenAt').GetDouble() - ($info.LastWriteTimeUtc - [datetime]::UnixEpoch).TotalMilliseconds
    }
    Write-SimulatedFiles $file $root
    return $script:state
}

# Simulated time, milliseconds since 1970.
function Get-SimulatedNow {
    param($State)
    return ([datetime]::UtcNow - [datetime]::UnixEpoch).TotalMilliseconds + $State.Ahead
}

# A JSON string as text. The reader refuses half a surrogate pair, which a guest may write and Hyper-V hands on.
function ConvertTo-CimText {
    param($Element)
    try { return $Element.GetString() } catch [System.InvalidOperationException] {
        $raw = $Element.GetRawText()
        return [regex]::Replace($raw.Substring(1, $raw.Length - 2), '\\(?:u([0-9a-fA-F]{4})|(.))', {
                param($escape)
                if ($escape.Groups[1].Success) { return [string][char][Convert]::ToInt32($escape.Groups[1].Value, 16) }
                $letters = @{ b = [char]8; f = [char]12; n = [char]10; r = [char]13; t = [char]9 }
                $letter = $escape.Groups[2].Value
                if ($letters.ContainsKey($letter)) { return [string]$letters[$letter] }
                return $letter
            })
    }
}

# One JSON value as PowerShell sees the CIM value: typed numbers and arrays, datetime of kind Local, interval as timespan.
function ConvertTo-CimValue {
    param($Element, [string]$Type)
    switch ($Type) {
        'string' { return ConvertTo-CimText $Element }
        'uint16' { return $Element.GetUInt16() }
        'uint16[]' { return , [uint16[]]@(foreach ($item in $Element.EnumerateArray()) { $item.GetUInt16() }) }
        'string[]' { return , [string[]]@(foreach ($item in $Element.EnumerateArray()) { ConvertTo-CimText $item }) }
        'boolean' { return $Element.GetBoolean() }
        'datetime' { return $Element.GetDateTime().ToUniversalTime().ToLocalTime() }
        'interval' { return [timespan]::FromMilliseconds($Element.GetDouble()) }
        'uint8' { return $Element.GetByte() }
        'uint32' { return $Element.GetUInt32() }
        'uint64' { return $Element.GetUInt64() }
        'sint8' { return $Element.GetSByte() }
        'sint16' { return $Element.GetInt16() }
        'sint32' { return $Element.GetInt32() }
        'sint64' { return $Element.GetInt64() }
        'uint8[]' { return , [byte[]]@(foreach ($item in $Element.EnumerateArray()) { $item.GetByte() }) }
        'uint32[]' { return , [uint32[]]@(foreach ($item in $Element.EnumerateArray()) { $item.GetUInt32() }) }
        default { throw "The simulated host has no values of the CIM type $Type." }
    }
}

# An instance with every property of its class, all null.
function New-EmptyInstance {
    param($Definition, $Types)
    $properties = [ordered]@{}
    foreach ($name in $Types.Keys) { $properties[$name] = $null }
    $instance = [pscustomobject]$properties
    $instance.PSObject.TypeNames.Insert(0, "Microsoft.Management.Infrastructure.CimInstance#$($Definition.Namespace)/$($Definition.Name)")
    return $instance
}

# All rows of a class: @{ Instance; Since = property -> moment from which it counts milliseconds }. A property that the class lacks is an error
# of the simulation, never of the host.
function Get-ClassRows {
    param($State, $Definition)
    $known = $State.Rows[$Definition.Name]
    if ($null -ne $known) { return , $known }
    $types = Get-PropertyTypes $Definition $State.Build
    $empty = New-EmptyInstance $Definition $types
    $rows = [System.Collections.Generic.List[object]]::new()
    $list = [System.Text.Json.JsonElement]::new()
    if ($State.Root.GetProperty('rows').TryGetProperty($Definition.Name, [ref]$list)) {
        foreach ($source in $list.EnumerateArray()) {
            $instance = $empty.PSObject.Copy()
            $members = $instance.PSObject.Properties
            $since = @{}
            foreach ($property in $source.EnumerateObject()) {
                $type = $types[$property.Name]
                if ($null -eq $type) { throw "The simulated host was told a property that $($Definition.Name) does not have on $($State.Build): $($property.Name)." }
                if ($property.Value.ValueKind -eq [System.Text.Json.JsonValueKind]::Null) { continue }
                if ($property.Value.ValueKind -eq [System.Text.Json.JsonValueKind]::Object) { $since[$property.Name] = $property.Value.GetProperty('since').GetDouble(); continue }
                $members[$property.Name].Value = ConvertTo-CimValue $property.Value $type
            }
            $rows.Add(@{ Instance = $instance; Since = $since })
        }
    }
    $State.Rows[$Definition.Name] = $rows
    return , $rows
}

# A copy of a row for one answer, with its running counters at this moment.
function Copy-Row {
    param($Row, [double]$Now)
    $instance = $Row.Instance.PSObject.Copy()
    foreach ($name in $Row.Since.Keys) { $instance.PSObject.Properties[$name].Value = [uint64][Math]::Max([double]0, [Math]::Round($Now - $Row.Since[$name])) }
    return $instance
}
