# hvitals host module. Reads Hyper-V, changes nothing.
# Longer than 250 lines: built from collectors/*/*.ps1, to be changed there.
function Invoke-HvitalsScrape {
param([string]$Request)

# JSON, hashes and gzip for the module on the Hyper-V host: the same on Windows PowerShell 5.1 and PowerShell 7, which is why
# neither ConvertTo-Json nor ConvertFrom-Json is used. $hvitals is the state of one call (envelope.ps1).

# JSON text -> values: objects become case-sensitive hashtables, arrays object[], numbers [long] or [double].
# Strict (RFC 8259, no name twice in one object) and at most 16 levels deep. Throws a sentence on anything else.
function ConvertFrom-HvitalsJson {
    param([string]$Text)
    # A string with a colon behind it is a name (group k); one expression per token keeps the cost of long requests low.
    $characters = '[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*'
    $token = [regex]::new('\G[ \t\r\n]*(?:"(?<k>' + $characters + ')"[ \t\r\n]*:|"(?<s>' + $characters + ')"|(?<n>-?(?:0|[1-9][0-9]*)(?<f>\.[0-9]+)?(?<f>[eE][+-]?[0-9]+)?)|(?<w>true|false|null)|(?<p>[\[\]{},]))')
    $stack = [System.Collections.Stack]::new()
    $container = $null
    $name = $null
    $position = 0
    # What may come: 'value', 'name', 'first' (the first entry or the end of what was just opened), 'next' (a comma or the end).
    $expect = 'value'
    while ($true) {
        $match = $token.Match($Text, $position)
        if (-not $match.Success) { throw "request: not JSON at character $position" }
        $position = $match.Index + $match.Length
        $isObject = $container -is [hashtable]
        $mark = $match.Groups['p'].Value
        $value = $null
        if ($match.Groups['k'].Success) {
            if (-not $isObject -or ($expect -ne 'name' -and $expect -ne 'first')) { throw "request: no name expected before character $position" }
            $name = ConvertFrom-HvitalsJsonString $match.Groups['k'].Value
            if ($container.ContainsKey($name)) { throw "request: name twice before character $position" }
            $expect = 'value'
            continue
        }
        if ($mark -eq ',') {
            if ($expect -ne 'next') { throw "request: no comma expected before character $position" }
            $expect = 'value'
            if ($isObject) { $expect = 'name' }
            continue
        }
        if ($mark -eq '}' -or $mark -eq ']') {
            if ($null -eq $container -or ($mark -eq '}') -ne $isObject -or ($expect -ne 'next' -and $expect -ne 'first')) { throw "request: no end expected before character $position" }
            $value = $container
            if (-not $isObject) { $value = $container.ToArray() }
            $outer = $stack.Pop()
            $container = $outer[0]
            $name = $outer[1]
        } elseif ($expect -ne 'value' -and ($isObject -or $expect -ne 'first')) {
            throw "request: no value expected before character $position"
        } elseif ($mark -ne '') {
            if ($stack.Count -ge 16) { throw 'request: nested too deeply' }
            $stack.Push(@($container, $name))
            $container = [System.Collections.ArrayList]::new()
            if ($mark -eq '{') { $container = [hashtable]::new() }
            $expect = 'first'
            continue
        } else { $value = ConvertFrom-HvitalsJsonScalar $match }
        if ($null -eq $container) { break }
        if ($container -is [hashtable]) { $container[$name] = $value } else { $null = $container.Add($value) }
        $expect = 'next'
    }
    if ($Text.Substring($position).Trim([char[]](32, 9, 10, 13)).Length -gt 0) { throw "request: more text after character $position" }
    return , $value
}

# A matched string, number or word -> its value.
function ConvertFrom-HvitalsJsonScalar {
    param($Match)
    if ($Match.Groups['s'].Success) { return ConvertFrom-HvitalsJsonString $Match.Groups['s'].Value }
    if ($Match.Groups['w'].Success) {
        if ($Match.Groups['w'].Value -eq 'null') { return $null }
        return $Match.Groups['w'].Value -eq 'true'
    }
    $digits = $Match.Groups['n'].Value
    $invariant = [cultureinfo]::InvariantCulture
    if ($Match.Groups['f'].Success -or $digits.Length -gt 18) { return [double]::Parse($digits, $invariant) }
    return [long]::Parse($digits, $invariant)
}

# The inside of a JSON string -> its text.
function ConvertFrom-HvitalsJsonString {
    param([string]$Raw)
    if ($Raw.IndexOf([char]92) -lt 0) { return $Raw }
    $builder = [System.Text.StringBuilder]::new()
    $from = 0
    foreach ($escape in [regex]::Matches($Raw, '\\(?:u([0-9a-fA-F]{4})|(.))')) {
        $null = $builder.Append($Raw, $from, $escape.Index - $from)
        $from = $escape.Index + $escape.Length
        $letter = $escape.Groups[2].Value
        if ($escape.Groups[1].Success) { $null = $builder.Append([char][Convert]::ToInt32($escape.Groups[1].Value, 16)) }
        elseif ($letter -eq 'b') { $null = $builder.Append([char]8) }
        elseif ($letter -eq 'f') { $null = $builder.Append([char]12) }
        elseif ($letter -eq 'n') { $null = $builder.Append([char]10) }
        elseif ($letter -eq 'r') { $null = $builder.Append([char]13) }
        elseif ($letter -eq 't') { $null = $builder.Append([char]9) }
        else { $null = $builder.Append($letter) }
    }
    return $builder.Append($Raw, $from, $Raw.Length - $from).ToString()
}

# UTF-16 text -> \uXXXX for each code unit, lone surrogates included. Native code does the work: this may be half a megabyte.
function ConvertTo-HvitalsUnicodeEscapes {
    param([string]$Text)
    $units = $Text.ToCharArray()
    $bytes = [byte[]]::new($units.Length * 2)
    [System.Buffer]::BlockCopy($units, 0, $bytes, 0, $bytes.Length)
    return [regex]::Replace([BitConverter]::ToString($bytes), '(..)-(..)-?', '\u$2$1')
}

# Text -> JSON string in ASCII, with its quotes.
function ConvertTo-HvitalsJsonString {
    param([string]$Text)
    $escaped = $Text.Replace('\', '\\').Replace('"', '\"')
    $runs = $hvitals.Unprintable.Matches($escaped)
    if ($runs.Count -eq 0) { return '"' + $escaped + '"' }
    # Many runs: escaping the whole text at once is longer but takes a fixed number of steps, whatever a guest writes.
    if ($runs.Count -gt 64) { return '"' + (ConvertTo-HvitalsUnicodeEscapes $Text) + '"' }
    $builder = [System.Text.StringBuilder]::new('"')
    $from = 0
    foreach ($run in $runs) {
        $null = $builder.Append($escaped, $from, $run.Index - $from).Append((ConvertTo-HvitalsUnicodeEscapes $run.Value))
        $from = $run.Index + $run.Length
    }
    return $builder.Append($escaped, $from, $escaped.Length - $from).Append('"').ToString()
}

# Appends a dictionary or an array as ASCII JSON: dictionaries, arrays, text, numbers, booleans, null; a StringBuilder is JSON already.
# Scalars are written in place and names are kept escaped, because a function call per value would be most of the cost.
function Add-HvitalsJson {
    param([System.Text.StringBuilder]$Builder, $Value)
    $invariant = $hvitals.Invariant
    $knownNames = $hvitals.Names
    $special = $hvitals.Special
    $integers = $hvitals.IntegerTypes
    $isObject = $Value -is [System.Collections.IDictionary]
    $end = ']'
    $separator = '['
    $entries = $Value
    if ($isObject) {
        $end = '}'
        $separator = '{'
        $entries = $Value.Keys
    }
    $isEmpty = $true
    foreach ($item in $entries) {
        $null = $Builder.Append($separator)
        if ($isEmpty) {
            $isEmpty = $false
            $separator = ','
        }
        if ($isObject) {
            $name = $knownNames[$item]
            if ($null -eq $name) {
                $name = (ConvertTo-HvitalsJsonString $item) + ':'
                $knownNames[$item] = $name
            }
            $null = $Builder.Append($name)
            $item = $Value[$item]
        }
        if ($null -eq $item) { $null = $Builder.Append('null') }
        elseif ($item -is [string]) {
            if ($special.IsMatch($item)) { $null = $Builder.Append((ConvertTo-HvitalsJsonString $item)) }
            else { $null = $Builder.Append('"').Append($item).Append('"') }
        }
        elseif ($integers.ContainsKey($item.GetType())) { $null = $Builder.Append($item.ToString($invariant)) }
        elseif ($item -is [array] -or $item -is [System.Collections.IDictionary]) { Add-HvitalsJson $Builder $item }
        elseif ($item -is [bool]) { if ($item) { $null = $Builder.Append('true') } else { $null = $Builder.Append('false') } }
        elseif ($item -is [System.Text.StringBuilder]) { $null = $Builder.Append($item.ToString()) }
        elseif ($item -is [double] -or $item -is [single]) {
            if ([double]::IsNaN($item) -or [double]::IsInfinity($item)) { $null = $Builder.Append('null') }
            else { $null = $Builder.Append(([double]$item).ToString('R', $invariant)) }
        }
        else { throw "cannot write a value of type $($item.GetType().FullName) as JSON" }
    }
    if ($isEmpty) { $null = $Builder.Append($separator) }
    $null = $Builder.Append($end)
}

# Dictionary or array -> ASCII JSON text.
function ConvertTo-HvitalsJson {
    param($Value)
    $builder = [System.Text.StringBuilder]::new()
    Add-HvitalsJson $builder $Value
    return $builder.ToString()
}

# A list of texts -> one StringBuilder with its JSON array, in a fixed number of native steps for plain text.
function ConvertTo-HvitalsJsonTexts {
    param([string[]]$Texts)
    $zero = [string][char]0
    $joined = [string]::Join($zero, $Texts)
    $separators = $joined.Length - $joined.Replace($zero, '').Length
    if ($separators -ne $Texts.Length - 1 -or $hvitals.UnprintableOrZero.IsMatch($joined)) {
        $builder = [System.Text.StringBuilder]::new()
        Add-HvitalsJson $builder $Texts
        return $builder
    }
    return [System.Text.StringBuilder]::new('["' + $joined.Replace('\', '\\').Replace('"', '\"').Replace($zero, '","') + '"]')
}

# ASCII text -> base64 of its gzip.
function ConvertTo-HvitalsGzip {
    param([string]$Text)
    $bytes = [System.Text.Encoding]::ASCII.GetBytes($Text)
    $memory = [System.IO.MemoryStream]::new()
    $gzip = [System.IO.Compression.GZipStream]::new($memory, [System.IO.Compression.CompressionLevel]::Fastest)
    $gzip.Write($bytes, 0, $bytes.Length)
    $gzip.Dispose()
    return [Convert]::ToBase64String($memory.ToArray())
}

# 16 hex digits of the SHA-256 of the UTF-8 text. This provider also works where Windows allows validated algorithms only.
function Get-HvitalsHash {
    param([string]$Text)
    $digest = $hvitals.Sha256.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($Text))
    return [BitConverter]::ToString($digest, 0, 8).Replace('-', '').ToLowerInvariant()
}

# Ids, times, failures and the class cache: how collectors read CIM on the Hyper-V host. $hvitals is the state of one call (envelope.ps1).

# GUID in any letter case, with or without braces -> lower case without braces; anything else -> $null.
function ConvertTo-HvitalsId {
    param([string]$Text)
    if ($hvitals.Guid.IsMatch($Text)) { return $Text.Trim([char[]](123, 125)).ToLowerInvariant() }
    return $null
}

# InstanceID such as Microsoft:<GUID>\<rest> -> the GUID between the first ':' and the first '\', or $null (cim-facts.md 0.1).
function ConvertTo-HvitalsInstanceId {
    param([string]$InstanceId)
    $colon = $InstanceId.IndexOf([char]58)
    if ($colon -lt 0) { return $null }
    $end = $InstanceId.IndexOf([char]92, $colon)
    if ($end -lt 0) { $end = $InstanceId.Length }
    return ConvertTo-HvitalsId $InstanceId.Substring($colon + 1, $end - $colon - 1)
}

# CIM datetime -> ISO 8601 UTC, or $null where it is unset: Hyper-V says 1601 (1600 after conversion west of UTC) for "never" (cim-facts.md 1.1).
function ConvertTo-HvitalsTime {
    param($Value)
    if ($Value -isnot [datetime]) { return $null }
    $utc = $Value.ToUniversalTime()
    if ($Value.Year -le 1601 -or $utc.Year -le 1601) { return $null }
    return $utc.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", [cultureinfo]::InvariantCulture)
}

# Error text -> one line of at most 500 characters.
function ConvertTo-HvitalsReason {
    param([string]$Text)
    $line = [regex]::Replace($Text, '\s+', ' ').Trim()
    if ($line.Length -gt 500) { return $line.Substring(0, 500) }
    return $line
}

# What a caught error means: @{ Outcome; Reason }. CIM errors are told apart by their fixed codes, never by their localised text.
function Get-HvitalsFailure {
    param($ErrorRecord, [string]$What)
    if ($ErrorRecord.TargetObject -is [hashtable] -and $ErrorRecord.TargetObject.ContainsKey('HvitalsOutcome')) {
        return @{ Outcome = $ErrorRecord.TargetObject.HvitalsOutcome; Reason = $ErrorRecord.TargetObject.Reason }
    }
    $native = [string]$ErrorRecord.Exception.NativeErrorCode
    $id = [string]$ErrorRecord.FullyQualifiedErrorId
    $prefix = ''
    if ($What -ne '') { $prefix = "${What}: " }
    $message = [string]$ErrorRecord.Exception.Message
    $outcome = 'error'
    if ($id -like 'CommandNotFoundException*') { $outcome = 'unsupported' }
    # WBEM_E_INVALID_NAMESPACE; WBEM_E_INVALID_CLASS, _PROVIDER_NOT_FOUND; E_ACCESSDENIED, WBEM_E_ACCESS_DENIED; WBEM_S_TIMEDOUT and WinRM's time-out
    elseif ($native -eq 'InvalidNamespace' -or $id -like 'HRESULT 0x8004100e*') {
        $outcome = 'unsupported'
        $message = "namespace not found; $message"
    } elseif ($native -eq 'InvalidClass' -or $id -like 'HRESULT 0x80041010*' -or $id -like 'HRESULT 0x80041011*') {
        $outcome = 'unsupported'
        $message = "class not found; $message"
    } elseif ($native -eq 'AccessDenied' -or $id -like 'HRESULT 0x80070005*' -or $id -like 'HRESULT 0x80041003*') {
        $outcome = 'access-denied'
    } elseif ($id -like 'HRESULT 0x40004,*' -or $id -like 'HRESULT 0x00040004*' -or $id -like 'HRESULT 0x80338029*') {
        $message = "timed out; $message"
    }
    return @{ Outcome = $outcome; Reason = (ConvertTo-HvitalsReason ($prefix + $message)) }
}

# Milliseconds that the running collector, or the call as a whole, still has.
function Get-HvitalsTimeLeft {
    $call = $hvitals.DeadlineMs - $hvitals.Clock.ElapsedMilliseconds
    $collector = $hvitals.CollectorEndsMs - $hvitals.Clock.ElapsedMilliseconds
    return [Math]::Min($call, $collector)
}

# Rows of one class, or a throw of what Get-HvitalsFailure understands. Both are kept for the rest of the call, so that no class is
# enumerated twice and a class that hangs costs its time once. No column list: one unknown column fails a whole query (cim-facts.md 13.1).
function Read-HvitalsClass {
    param([string]$ClassName, [string]$Namespace, [long]$LimitMs)
    $key = "${Namespace}:$ClassName"
    $known = $hvitals.Classes[$key]
    if ($null -eq $known) {
        $left = [Math]::Min($LimitMs, (Get-HvitalsTimeLeft))
        # Not kept: the next collector has time of its own.
        if ($left -le 0) { throw @{ HvitalsOutcome = 'error'; Reason = "timed out before $ClassName was read" } }
        $known = @{ Rows = @(); Failure = $null }
        try {
            $known.Rows = @(Get-CimInstance -ClassName $ClassName -Namespace $Namespace -OperationTimeoutSec ([int][Math]::Ceiling($left / 1000.0)) -ErrorAction Stop)
        } catch {
            $known.Failure = Get-HvitalsFailure $_ $ClassName
        }
        $hvitals.Classes[$key] = $known
    }
    if ($null -ne $known.Failure) { throw @{ HvitalsOutcome = $known.Failure.Outcome; Reason = $known.Failure.Reason } }
    return $known.Rows
}

# One cheap row is asked before the first class of the virtualization namespace: where WMI hangs or Hyper-V is absent, all others are skipped.
function Assert-HvitalsVirtualization {
    try {
        $null = Read-HvitalsClass -ClassName Msvm_VirtualSystemManagementService -Namespace root/virtualization/v2 -LimitMs 5000
    } catch {
        $failure = Get-HvitalsFailure $_ 'Msvm_VirtualSystemManagementService'
        throw @{ HvitalsOutcome = $failure.Outcome; Reason = "Hyper-V does not answer: $($failure.Reason)" }
    }
}

# All rows of a class on this host. Scripts read the rows only as foreach ($row in (Get-HvitalsClass -ClassName X)), which is how the
# check knows which properties exist.
function Get-HvitalsClass {
    param([string]$ClassName, [string]$Namespace = 'root/virtualization/v2')
    if ($Namespace -eq 'root/virtualization/v2') { Assert-HvitalsVirtualization }
    return Read-HvitalsClass -ClassName $ClassName -Namespace $Namespace -LimitMs ([long]::MaxValue)
}

# Msvm_SummaryInformation of all VMs: Name (0), NumberOfProcessors (4) and GuestOperatingSystem (106), by the method, once per call.
# Enumeration would also build thumbnails and histories (cim-facts.md 2).
function Get-HvitalsSummary {
    Assert-HvitalsVirtualization
    foreach ($service in @(Read-HvitalsClass -ClassName Msvm_VirtualSystemManagementService -Namespace root/virtualization/v2 -LimitMs 5000)) {
        $left = Get-HvitalsTimeLeft
        if ($left -le 0) { throw @{ HvitalsOutcome = 'error'; Reason = 'timed out before GetSummaryInformation' } }
        $seconds = [int][Math]::Ceiling($left / 1000.0)
        try {
            $answer = Invoke-CimMethod -InputObject $service -MethodName GetSummaryInformation -Arguments @{ RequestedInformation = [uint32[]](0, 4, 106) } -OperationTimeoutSec $seconds -ErrorAction Stop
        } catch {
            $failure = Get-HvitalsFailure $_ 'GetSummaryInformation'
            throw @{ HvitalsOutcome = $failure.Outcome; Reason = $failure.Reason }
        }
        if ([long]$answer.ReturnValue -ne 0) { throw @{ HvitalsOutcome = 'error'; Reason = "GetSummaryInformation returned $([long]$answer.ReturnValue)" } }
        return $answer.SummaryInformation
    }
}

# VMs that Hyper-V's own health counters count; they are not filtered by the caller's rights (cim-facts.md 12, 13.2). $null: no such row.
function Get-HvitalsCountedVms {
    $counted = $null
    foreach ($summary in (Get-HvitalsClass -ClassName Win32_PerfFormattedData_VmmsVirtualMachineStats_HyperVVirtualMachineHealthSummary -Namespace root/cimv2)) {
        $counted = [long]$counted + [long]$summary.HealthOk + [long]$summary.HealthCritical
    }
    return $counted
}

# Incoming VMs, which also show that rights are there. A host whose build has no such class has none.
function Get-HvitalsPlannedCount {
    $count = 0
    try {
        foreach ($system in (Get-HvitalsClass -ClassName Msvm_PlannedComputerSystem)) {
            if ($null -ne (ConvertTo-HvitalsId $system.Name)) { $count++ }
        }
    } catch { return 0 }
    return $count
}

# To be called where no realized VM came: without rights Hyper-V answers with the host's own row and no error (cim-facts.md 13.2).
# Returns @{ Counted; Reason }: Reason says why it is not known whether rights are missing. Throws access-denied where they are.
function Assert-HvitalsRights {
    if ((Get-HvitalsPlannedCount) -gt 0) { return @{ Counted = $null; Reason = $null } }
    $counted = $null
    try { $counted = Get-HvitalsCountedVms } catch {
        $failure = Get-HvitalsFailure $_ ''
        return @{ Counted = $null; Reason = "no VM row came, and the health counters that tell missing rights from an empty host do not answer: $($failure.Reason)" }
    }
    if ($null -eq $counted) {
        return @{ Counted = $null; Reason = 'no VM row came, and the health counters that tell missing rights from an empty host have no row' }
    }
    if ($counted -gt 0) {
        throw @{ HvitalsOutcome = 'access-denied'; Reason = "Hyper-V counts $counted VMs and shows none: the account is not in Hyper-V Administrators" }
    }
    return @{ Counted = $counted; Reason = $null }
}

# Ids of the host's realized VMs -> @{ Ids = string[]; Reason }, templates, checkpoints, pools and the host itself left out:
# a row is a VM where its Name is a GUID (cim-facts.md 1.4).
function Get-HvitalsVmIds {
    $ids = [System.Collections.ArrayList]::new()
    foreach ($system in (Get-HvitalsClass -ClassName Msvm_ComputerSystem)) {
        $id = ConvertTo-HvitalsId $system.Name
        if ($null -ne $id) { $null = $ids.Add($id) }
    }
    $reason = $null
    if ($ids.Count -eq 0) { $reason = (Assert-HvitalsRights).Reason }
    return @{ Ids = $ids.ToArray(); Reason = $reason }
}

# Items that guests write (GuestExchangeItems): which are the beacon's, and how much of them fits into a record. Shared by kvp.ps1 and
# beacon.ps1, so that every item is sent by exactly one of them.

# Items of one VM -> @{ Beacon = string[]; Other = string[] }, each in the order given; empty entries do not count. An item belongs to the
# beacon where a VALUE in it begins with "hvitals." (docs/beacon.md). Two native passes, because a guest may write thousands of items.
function Split-HvitalsGuestItems {
    param($Items)
    $texts = [string[]]@(@($Items) -ne $null -ne '')
    $pattern = '<VALUE[ \t\r\n]*>[ \t\r\n]*hvitals\.'
    return @{ Beacon = [string[]]@($texts -cmatch $pattern); Other = [string[]]@($texts -cnotmatch $pattern) }
}

# The first texts that fit the limits. A text that is too long by itself ends the list.
function Get-HvitalsFirstTexts {
    param([string[]]$Texts, [int]$MostTexts, [int]$MostCharacters)
    $part = [System.Collections.ArrayList]::new()
    $length = 0
    foreach ($text in $Texts) {
        $length += $text.Length
        if ($part.Count -ge $MostTexts -or $length -gt $MostCharacters) { break }
        $null = $part.Add($text)
    }
    return , [string[]]$part.ToArray()
}

# Rows of VMs -> those that fit into one record, smallest first in line, as JSON in the order given: @{ Json; LeftOut }. A guest that
# writes much costs only itself.
function Get-HvitalsFittingVms {
    param([array]$Vms)
    $texts = [string[]]::new($Vms.Length)
    $sizes = [int[]]::new($Vms.Length)
    $order = [int[]]::new($Vms.Length)
    $total = 0
    for ($index = 0; $index -lt $Vms.Length; $index++) {
        $texts[$index] = ConvertTo-HvitalsJson $Vms[$index]
        $sizes[$index] = $texts[$index].Length + 1
        $order[$index] = $index
        $total += $sizes[$index]
    }
    $leftOut = 0
    if ($total -gt 7864320) {
        [array]::Sort($sizes, $order)
        $total = 0
        for ($rank = 0; $rank -lt $order.Length; $rank++) {
            $total += $sizes[$rank]
            if ($total -gt 7864320) {
                $texts[$order[$rank]] = $null
                $leftOut++
            }
        }
    }
    $vmsJson = '[' + [string]::Join(',', [string[]]@($texts -ne '' -ne $null)) + ']'
    return @{ Json = [System.Text.StringBuilder]::new($vmsJson); LeftOut = $leftOut }
}

# Files of virtual disks on the Hyper-V host: what the file system and the image service say of them, for collector disk (cim-facts.md 6.4).

# Path of a file with single backslashes, whichever form it came in.
function ConvertTo-HvitalsFilePath {
    param([string]$Text)
    if ($Text -match '\A(\\\\\\\\|[A-Za-z]:\\\\)') { return $Text.Replace('\\', '\') }
    return $Text
}

# Code or text of an error -> @{ failure; reason }. Codes of the image service and of Windows, never its words (6.4).
function ConvertTo-HvitalsFileFailure {
    param([long]$Code, [string]$Text)
    $word = 'error'
    if ($Code -eq 32779 -or $Text -match '0x8007000[23]') { $word = 'missing' }
    elseif ($Code -eq 32769 -or $Text -match '0x80070005|0x8007052e|0x80041003') { $word = 'access-denied' }
    elseif ($Code -eq 32774 -or $Text -match '0x80070020|0x80070021') { $word = 'locked' }
    elseif ($Code -eq 32772 -or $Text -match '0x0*40004\b|0x80338029|timed out') { $word = 'timed-out' }
    return [ordered]@{ failure = $word; reason = (ConvertTo-HvitalsReason $Text) }
}

# Size and write time of a file, or why not: @{ bytes; writtenAt } or @{ failure; reason }.
function Get-HvitalsDiskFile {
    param([string]$Path)
    try {
        $info = [System.IO.FileInfo]::new($Path)
        # It throws where there is no file, or no right to look at it. Read as a property it would be $null then, without a word.
        $bytes = [long]$info.get_Length()
        return [ordered]@{ bytes = $bytes; writtenAt = (ConvertTo-HvitalsTime $info.LastWriteTimeUtc) }
    } catch {
        $failure = $_.Exception
        while ($null -ne $failure.InnerException) { $failure = $failure.InnerException }
        $code = [long]0
        if ($failure -is [System.IO.FileNotFoundException] -or $failure -is [System.IO.DirectoryNotFoundException]) { $code = 32779 }
        elseif ($failure -is [System.UnauthorizedAccessException]) { $code = 32769 }
        return ConvertTo-HvitalsFileFailure $code "$($failure.Message) (0x$(([int]$failure.HResult).ToString('x8', $hvitals.Invariant)))"
    }
}

# Server and share, or drive, of a path: where one file is slow, the others there are too.
function Get-HvitalsDiskRoot {
    param([string]$Path)
    foreach ($match in [regex]::Matches($Path, '\A(\\\\[^\\]+\\[^\\]+|[A-Za-z]:\\ClusterStorage\\[^\\]+|[A-Za-z]:)')) { return $match.Value.ToLowerInvariant() }
    return ''
}

# Path -> what the file system says, for every path once. $null: its turn did not come.
function Get-HvitalsDiskFiles {
    param($Paths)
    $files = @{}
    $slow = @{}
    foreach ($path in $Paths) {
        $files[$path] = $null
        $root = Get-HvitalsDiskRoot $path
        if ($slow.ContainsKey($root)) {
            $files[$path] = [ordered]@{ failure = 'timed-out'; reason = 'another file at the same place took too long' }
            continue
        }
        if ((Get-HvitalsTimeLeft) -lt 4000) { continue }
        $startedMs = $hvitals.Clock.ElapsedMilliseconds
        $files[$path] = Get-HvitalsDiskFile $path
        if ($hvitals.Clock.ElapsedMilliseconds - $startedMs -gt 1500) { $slow[$root] = $true }
    }
    return $files
}

# The image service's instance, or a throw of what Get-HvitalsFailure understands.
function Get-HvitalsImageService {
    Assert-HvitalsVirtualization
    foreach ($service in @(Read-HvitalsClass -ClassName Msvm_ImageManagementService -Namespace root/virtualization/v2 -LimitMs 2000)) { return $service }
    throw @{ HvitalsOutcome = 'error'; Reason = 'the image service has no instance' }
}

# Whole seconds that a call may take.
function Get-HvitalsImageSeconds {
    param([long]$EndsMs)
    return [int][Math]::Ceiling([Math]::Min([long]2000, [Math]::Max([long]1, $EndsMs - $hvitals.Clock.ElapsedMilliseconds)) / 1000.0)
}

# What the image service says of a file: @{ Text; Failure }. An answer by a job (4096) may lack its text: the job then says why.
function Get-HvitalsImageSettings {
    param($Service, [string]$Path, [long]$EndsMs)
    try {
        $answer = Invoke-CimMethod -InputObject $Service -MethodName GetVirtualHardDiskSettingData -Arguments @{ Path = $Path } -OperationTimeoutSec (Get-HvitalsImageSeconds $EndsMs) -ErrorAction Stop
    } catch { return @{ Text = ''; Failure = (ConvertTo-HvitalsFileFailure 0 "$($_.FullyQualifiedErrorId) $($_.Exception.Message)") } }
    $code = [long]$answer.ReturnValue
    $text = [string]$answer.SettingData
    if ($text -ne '' -and ($code -eq 0 -or $code -eq 4096)) { return @{ Text = $text; Failure = $null } }
    if ($code -eq 4096) { return @{ Text = ''; Failure = (Get-HvitalsImageJob ([string]$answer.Job.InstanceID)) } }
    return @{ Text = ''; Failure = (ConvertTo-HvitalsFileFailure $code "GetVirtualHardDiskSettingData returned $code") }
}

# The smallest size to which a file could be shrunk, or $null: it is a fact beside the others, so a failure is none.
function Get-HvitalsImageMinimum {
    param($Service, [string]$Path, [long]$EndsMs)
    try {
        $answer = Invoke-CimMethod -InputObject $Service -MethodName GetVirtualHardDiskState -Arguments @{ Path = $Path } -OperationTimeoutSec (Get-HvitalsImageSeconds $EndsMs) -ErrorAction Stop
    } catch { return $null }
    return ConvertTo-HvitalsImageNumber (Get-HvitalsImageText ([string]$answer.State) 'MinInternalSize')
}

# Why a job of the image service brought nothing. A reference has keys only, so the job is looked up among all (cim-facts.md 11).
function Get-HvitalsImageJob {
    param([string]$InstanceId)
    try {
        foreach ($row in (Get-HvitalsClass -ClassName Msvm_ConcreteJob)) {
            if ([string]$row.InstanceID -ne $InstanceId) { continue }
            # 7 is completed; 8, 9 and 10 are ends without success.
            if ([long]$row.JobState -ge 8) { return ConvertTo-HvitalsFileFailure ([long]$row.ErrorCode) "the job of the image service failed: $($row.ErrorCode) $($row.ErrorDescription)" }
        }
    } catch { return ConvertTo-HvitalsFileFailure 0 (Get-HvitalsFailure $_ '').Reason }
    return ConvertTo-HvitalsFileFailure 32772 'the image service answered by a job that is not done'
}

# One property of an embedded instance in CIM-XML, with its entities undone; '' without it.
function Get-HvitalsImageText {
    param([string]$Xml, [string]$Name)
    foreach ($match in [regex]::Matches($Xml, '<PROPERTY\b[^>]*\bNAME="' + $Name + '"[^>]*>\s*<VALUE>([^<]*)</VALUE>')) {
        return $match.Groups[1].Value.Replace('&lt;', '<').Replace('&gt;', '>').Replace('&quot;', '"').Replace('&apos;', "'").Replace('&amp;', '&')
    }
    return ''
}

function ConvertTo-HvitalsImageNumber {
    param([string]$Text)
    if ($Text -match '\A\d{1,16}\z') { return [long]$Text }
    return $null
}

# One file and its parents. `again`: the chain is not known to its end, so the file is to be asked again.
function Get-HvitalsImage {
    param($Service, [string]$Path, [long]$EndsMs)
    $top = Get-HvitalsImageSettings $Service $Path $EndsMs
    if ($null -ne $top.Failure) { return $top.Failure }
    $parents = [System.Collections.ArrayList]::new()
    $image = [ordered]@{
        type = (ConvertTo-HvitalsImageNumber (Get-HvitalsImageText $top.Text 'Type')); format = (ConvertTo-HvitalsImageNumber (Get-HvitalsImageText $top.Text 'Format'))
        maxBytes = (ConvertTo-HvitalsImageNumber (Get-HvitalsImageText $top.Text 'MaxInternalSize')); minBytes = (Get-HvitalsImageMinimum $Service $Path $EndsMs)
        diskId = (ConvertTo-HvitalsId (Get-HvitalsImageText $top.Text 'VirtualDiskId')); parents = @(); cut = $false; again = $false
    }
    $seen = @{ $Path = $true }
    $parent = ConvertTo-HvitalsFilePath (Get-HvitalsImageText $top.Text 'ParentPath')
    while ($parent -ne '') {
        # Sixteen is far more than anybody needs; a ring of parents would have no end.
        if ($parents.Count -ge 16 -or $seen.ContainsKey($parent)) { $image.cut = $true; break }
        $null = $parents.Add($parent)
        $seen[$parent] = $true
        $next = @{ Text = ''; Failure = $true }
        if ($hvitals.Clock.ElapsedMilliseconds -lt $EndsMs) { $next = Get-HvitalsImageSettings $Service $parent $EndsMs }
        if ($null -ne $next.Failure) { $image.cut = $true; $image.again = $true; break }
        $parent = ConvertTo-HvitalsFilePath (Get-HvitalsImageText $next.Text 'ParentPath')
    }
    $image.parents = ConvertTo-HvitalsJsonTexts ([string[]]$parents.ToArray())
    return $image
}

# 12 hex digits that stand for a path and its write time, so that what is known travels as few characters.
function Get-HvitalsDiskStamp {
    param([string]$Path, [string]$WrittenAt)
    return (Get-HvitalsHash ($Path + [string][char]0 + $WrittenAt)).Substring(0, 12)
}

# Asks for files whose stamp the near side does not know, beginning behind the path at which the last scrape stopped:
# @{ Images = path -> image; Next }. Next is $null once none is left.
function Get-HvitalsImages {
    param($Files, $Arguments)
    $known = @{}
    foreach ($stamp in $Arguments['known']) { $known[[string]$stamp] = $true }
    $asking = [string[]]@(foreach ($path in $Files.Keys) { if ($null -ne $Files[$path] -and $null -ne $Files[$path].writtenAt -and -not $known.ContainsKey((Get-HvitalsDiskStamp $path $Files[$path].writtenAt))) { $path } })
    $result = @{ Images = @{}; Next = $null }
    if ($asking.Length -eq 0) { return $result }
    [array]::Sort($asking, [System.StringComparer]::Ordinal)
    $first = 0
    for ($index = 0; $index -lt $asking.Length; $index++) {
        if ([string]::CompareOrdinal($asking[$index], [string]$Arguments['after']) -gt 0) { $first = $index; break }
    }
    $service = Get-HvitalsImageService
    $endsMs = $hvitals.Clock.ElapsedMilliseconds + [Math]::Min([long]2000, (Get-HvitalsTimeLeft) - 1000)
    for ($index = 0; $index -lt $asking.Length; $index++) {
        if ($hvitals.Clock.ElapsedMilliseconds -ge $endsMs) { return $result }
        $path = $asking[($first + $index) % $asking.Length]
        $result.Images[$path] = Get-HvitalsImage $service $path $endsMs
        $result.Next = $path
    }
    $result.Next = $null
    return $result
}

# Event logs of the Hyper-V host: one channel from a bookmark on, oldest first. Shared by the collectors that read logs (docs/event-logs.md).
# Events are told apart by number and by the names of their payload's elements; no localised text is read.

# What a failure of Get-WinEvent means, by its fixed identifier: a channel that is not there, no right to read it, or anything else.
function Get-HvitalsLogFailure {
    param($ErrorRecord, [string]$Channel)
    $id = [string]$ErrorRecord.FullyQualifiedErrorId
    $failure = Get-HvitalsFailure $ErrorRecord $Channel
    if ($id -like '*EventLogNotFoundException*' -or $id -like 'NoMatchingLogsFound*') {
        $failure.Outcome = 'unsupported'
        $failure.Reason = "${Channel}: the host has no such log"
    } elseif ($id -like '*UnauthorizedAccessException*' -or $id -like 'LogInfoNoAccess*') {
        $failure.Outcome = 'access-denied'
        $failure.Reason = "${Channel}: the account may not read it, it is not in Event Log Readers"
    }
    return $failure
}

# Up to so many records that meet an XPath condition. Where none do, Get-WinEvent writes an error, as it does for an event whose text it cannot
# make: both mean nothing here, so only what ends the command counts.
function Read-HvitalsLog {
    param([string]$Channel, [string]$Condition, [int]$Most, [bool]$IsNewestFirst)
    if ((Get-HvitalsTimeLeft) -le 0) { throw @{ HvitalsOutcome = 'error'; Reason = "timed out before $Channel was read" } }
    $query = '<QueryList><Query Id="0" Path="' + $Channel + '"><Select Path="' + $Channel + '">' + $Condition + '</Select></Query></QueryList>'
    try {
        if ($IsNewestFirst) { $records = @(Get-WinEvent -FilterXml $query -MaxEvents $Most -ErrorAction SilentlyContinue) }
        else { $records = @(Get-WinEvent -FilterXml $query -MaxEvents $Most -Oldest -ErrorAction SilentlyContinue) }
    } catch {
        $failure = Get-HvitalsLogFailure $_ $Channel
        throw @{ HvitalsOutcome = $failure.Outcome; Reason = $failure.Reason }
    }
    return , $records
}

# Element name -> text, up to 32, each text up to 1024 characters: from UserData/<any one element>, or from EventData by the attribute Name.
function Get-HvitalsEventFields {
    param([string]$Xml)
    $fields = [ordered]@{}
    $document = [System.Xml.XmlDocument]::new()
    $document.LoadXml($Xml)
    foreach ($part in $document.DocumentElement.ChildNodes) {
        $elements = @()
        if ($part.LocalName -eq 'EventData') { $elements = $part.ChildNodes }
        if ($part.LocalName -eq 'UserData') { foreach ($payload in $part.ChildNodes) { $elements = $payload.ChildNodes } }
        foreach ($element in $elements) {
            if ($element.NodeType -ne 'Element' -or $fields.Count -ge 32) { continue }
            $name = [string]$element.LocalName
            if ($part.LocalName -eq 'EventData') { $name = $element.GetAttribute('Name') }
            if ($name -eq '' -or $name.Length -gt 64 -or $null -ne $fields[$name]) { continue }
            $text = [string]$element.InnerText
            if ($text.Length -gt 1024) { $text = $text.Substring(0, 1024) }
            $fields[$name] = $text
        }
    }
    return $fields
}

# One event as it is sent. A payload that is no XML leaves its number, time and account.
function ConvertTo-HvitalsEvent {
    param($Record)
    $fields = [ordered]@{}
    try { $fields = Get-HvitalsEventFields $Record.ToXml() } catch { $fields = [ordered]@{ Unreadable = 'True' } }
    $sid = [string]$Record.UserId
    if ($sid -eq '') { $sid = $null }
    return [ordered]@{ recordId = [long]$Record.RecordId; id = [int]$Record.Id; at = (ConvertTo-HvitalsTime $Record.TimeCreated); sid = $sid; fields = $fields }
}

# Where reading begins: @{ Outcome; Missed; Records; Newest }. The record of the bookmark is asked for again, so that an answer without it proves that
# the log is not the one it was: emptied, begun anew (lower numbers, or another record under that number), or rolled over it.
function Find-HvitalsEvents {
    param([string]$Channel, $Bookmark)
    $found = @{ Outcome = 'ok'; Missed = $null; Records = @(); Newest = $null }
    $lastDay = '*[System[TimeCreated[timediff(@SystemTime) &lt;= 86400000]]]'
    $from = [long](0 - 1)
    if ($null -ne $Bookmark) { $from = [long]$Bookmark['recordId'] }
    if ($from -ge 0) {
        $found.Records = Read-HvitalsLog $Channel "*[System[EventRecordID &gt;= $from]]" 502 $false
        foreach ($first in $found.Records) {
            $number = [long]$first.RecordId
            if ($number -eq $from -and (ConvertTo-HvitalsTime $first.TimeCreated) -ne $Bookmark['at']) { $found.Outcome = 'reset' }
            elseif ($from -gt 0 -and $number -gt $from + 1) {
                $found.Outcome = 'rolled-over'
                $found.Missed = $number - $from - 1
            }
            break
        }
        if ($found.Records.Length -gt 0 -and $found.Outcome -ne 'reset') { return $found }
    }
    foreach ($record in (Read-HvitalsLog $Channel '*' 1 $true)) { $found.Newest = $record }
    if ($null -eq $found.Newest) {
        if ($from -gt 0) { $found.Outcome = 'cleared' }
        return $found
    }
    if ($from -ge 0 -and $found.Outcome -eq 'ok') {
        # It came after the first question: the next call reads it.
        if ([long]$found.Newest.RecordId -ge $from) {
            $found.Newest = $null
            return $found
        }
        $found.Outcome = 'reset'
    }
    $found.Records = Read-HvitalsLog $Channel $lastDay 502 $false
    return $found
}

# One channel from its bookmark on: at most 500 events and 1 MiB of their texts, the rest in the next call. Events of Hyper-V that are neither
# wanted nor known to be of no interest here are counted by number.
function Get-HvitalsChannel {
    param($Asked)
    $channel = [string]$Asked['channel']
    # Whoever may call the module of a restricted endpoint must not read other logs by it.
    if ($channel -notmatch '\AMicrosoft-Windows-Hyper-V-[A-Za-z0-9/ -]{1,100}\z') { throw @{ HvitalsOutcome = 'error'; Reason = 'a log was asked for that is none of Hyper-V' } }
    $bookmark = $Asked['bookmark']
    $found = Find-HvitalsEvents $channel $bookmark
    $row = [ordered]@{ channel = $channel; outcome = $found.Outcome; reason = $null; bookmark = $null; oldestRecordId = $null; newestRecordId = $null; missed = $found.Missed; events = @(); unknown = [ordered]@{} }
    $seenUpTo = [long](0 - 1)
    if ($null -ne $bookmark -and $found.Outcome -ne 'reset' -and $found.Outcome -ne 'cleared') {
        $seenUpTo = [long]$bookmark['recordId']
        $row.bookmark = [ordered]@{ recordId = $seenUpTo; at = $bookmark['at'] }
    }
    $last = $found.Newest
    if ($found.Records.Length -gt 0) { $last = $null }
    $events = [System.Collections.ArrayList]::new()
    $count = 0
    $characters = 0
    foreach ($record in $found.Records) {
        $number = [long]$record.RecordId
        if ($null -eq $row.oldestRecordId) { $row.oldestRecordId = $number }
        $row.newestRecordId = $number
        if ($number -le $seenUpTo) { continue }
        if ($count -ge 500 -or $characters -gt 1048576 -or (Get-HvitalsTimeLeft) -lt 300) {
            if ($row.outcome -eq 'ok') { $row.outcome = 'more' }
            break
        }
        $count++
        $last = $record
        $id = [int]$record.Id
        if ([string]$record.ProviderName -notlike 'Microsoft-Windows-Hyper-V-*' -or @($Asked['ignored']) -contains $id) { continue }
        if (@($Asked['wanted']) -contains $id) {
            $entry = ConvertTo-HvitalsEvent $record
            foreach ($text in $entry.fields.Values) { $characters += $text.Length }
            $null = $events.Add($entry)
        } else { $row.unknown[[string]$id] = 1 + [int]$row.unknown[[string]$id] }
    }
    if ($null -ne $last) {
        $row.bookmark = [ordered]@{ recordId = [long]$last.RecordId; at = (ConvertTo-HvitalsTime $last.TimeCreated) }
        if ($null -eq $row.newestRecordId) { $row.newestRecordId = [long]$last.RecordId }
    }
    $row.events = $events.ToArray()
    return $row
}

# Every channel that was asked for, each with its own outcome: @{ Rows; Reasons; Failure }. Failure is set where none of them could be read.
function Get-HvitalsEvents {
    param($Channels)
    $rows = [System.Collections.ArrayList]::new()
    $reasons = [System.Collections.ArrayList]::new()
    $failure = $null
    foreach ($asked in $Channels) {
        try { $row = Get-HvitalsChannel $asked } catch {
            $failed = Get-HvitalsFailure $_ ''
            if ($null -eq $failure) { $failure = $failed }
            $null = $reasons.Add($failed.Reason)
            $row = [ordered]@{ channel = [string]$asked['channel']; outcome = $failed.Outcome; reason = $failed.Reason; bookmark = $null; oldestRecordId = $null; newestRecordId = $null; missed = $null; events = @(); unknown = [ordered]@{} }
        }
        $null = $rows.Add($row)
    }
    if ($reasons.Count -lt $rows.Count) { $failure = $null }
    return @{ Rows = $rows.ToArray(); Reasons = $reasons; Failure = $failure }
}

# Host side of the collector `vm`: inventory, power state, health, generation, version.
# Sources: cim-facts.md 1 (Msvm_ComputerSystem), 2 (summary), 4.1 (setting rows).

# Setting rows of VMs (not of checkpoints or templates): id -> @{ Generation; Version; CreatedAt }, realized and planned apart.
function Get-HvitalsVmSettings {
    $settings = @{ Realized = @{}; Planned = @{} }
    foreach ($row in (Get-HvitalsClass -ClassName Msvm_VirtualSystemSettingData)) {
        $side = $null
        if ($row.VirtualSystemType -eq 'Microsoft:Hyper-V:System:Realized') { $side = $settings.Realized }
        elseif ($row.VirtualSystemType -eq 'Microsoft:Hyper-V:System:Planned') { $side = $settings.Planned }
        if ($null -eq $side) { continue }
        $id = ConvertTo-HvitalsId $row.VirtualSystemIdentifier
        if ($null -eq $id) { continue }
        $generation = $null
        if ($row.VirtualSystemSubType -eq 'Microsoft:Hyper-V:SubType:1') { $generation = 1 }
        elseif ($row.VirtualSystemSubType -eq 'Microsoft:Hyper-V:SubType:2') { $generation = 2 }
        $side[$id] = @{ Generation = $generation; Version = $row.Version; CreatedAt = (ConvertTo-HvitalsTime $row.CreationTime) }
    }
    return $settings
}

# Summary rows: id -> @{ Processors; GuestOperatingSystem }.
function Get-HvitalsVmSummaries {
    $summaries = @{}
    foreach ($row in (Get-HvitalsSummary)) {
        $id = ConvertTo-HvitalsId $row.Name
        if ($null -ne $id) { $summaries[$id] = @{ Processors = $row.NumberOfProcessors; GuestOperatingSystem = $row.GuestOperatingSystem } }
    }
    return $summaries
}

# Realized VMs (replicas among them) and the host's own row: @{ Vms; ComputerName }. An empty OtherEnabledState is none.
function Get-HvitalsRealizedVms {
    $vms = [System.Collections.ArrayList]::new()
    $computerName = [Environment]::MachineName
    foreach ($row in (Get-HvitalsClass -ClassName Msvm_ComputerSystem)) {
        $id = ConvertTo-HvitalsId $row.Name
        if ($null -eq $id) {
            if ($row.Name) { $computerName = $row.Name }
            continue
        }
        $kind = 'realized'
        if (@(2, 3, 4) -contains $row.ReplicationMode) { $kind = 'replica' }
        $otherState = $row.OtherEnabledState
        if ($otherState -eq '') { $otherState = $null }
        $null = $vms.Add([ordered]@{
                id = $id; name = $row.ElementName; kind = $kind; state = $row.EnabledState; otherState = $otherState; healthState = $row.HealthState
                operationalStatus = $row.OperationalStatus; onTimeMs = $row.OnTimeInMilliseconds; stateChangedAt = (ConvertTo-HvitalsTime $row.TimeOfLastStateChange)
                createdAt = $null; generation = $null; version = $null; replicationMode = $row.ReplicationMode; processors = $null; guestOperatingSystem = $null
            })
    }
    return @{ Vms = $vms; ComputerName = $computerName }
}

# Incoming VMs: they are not replicas and have no replication mode.
function Get-HvitalsPlannedVms {
    $vms = [System.Collections.ArrayList]::new()
    foreach ($row in (Get-HvitalsClass -ClassName Msvm_PlannedComputerSystem)) {
        $id = ConvertTo-HvitalsId $row.Name
        if ($null -eq $id) { continue }
        $otherState = $row.OtherEnabledState
        if ($otherState -eq '') { $otherState = $null }
        $null = $vms.Add([ordered]@{
                id = $id; name = $row.ElementName; kind = 'planned'; state = $row.EnabledState; otherState = $otherState; healthState = $row.HealthState
                operationalStatus = $row.OperationalStatus; onTimeMs = $row.OnTimeInMilliseconds; stateChangedAt = (ConvertTo-HvitalsTime $row.TimeOfLastStateChange)
                createdAt = $null; generation = $null; version = $null; replicationMode = $null; processors = $null; guestOperatingSystem = $null
            })
    }
    return @{ Vms = $vms }
}

# Adds what settings and summaries say to a VM.
function Add-HvitalsVmDetails {
    param($Vm, $Settings, $Summaries)
    $setting = $Settings[$Vm.id]
    if ($null -ne $setting) {
        $Vm.createdAt = $setting.CreatedAt
        $Vm.generation = $setting.Generation
        $Vm.version = $setting.Version
    }
    $summary = $Summaries[$Vm.id]
    if ($null -ne $summary) {
        $Vm.processors = $summary.Processors
        $Vm.guestOperatingSystem = $summary.GuestOperatingSystem
    }
}

function Get-HvitalsVm {
    param($Arguments)
    $reasons = [System.Collections.ArrayList]::new()
    $realized = Get-HvitalsRealizedVms
    # OnTimeInMilliseconds is as old as that enumeration, not as the record.
    $at = [datetime]::UtcNow
    $planned = @{ Vms = @() }
    try { $planned = Get-HvitalsPlannedVms } catch { $null = $reasons.Add((Get-HvitalsFailure $_ '').Reason) }
    $counted = $null
    if ($realized.Vms.Count -eq 0) {
        $rights = Assert-HvitalsRights
        $counted = $rights.Counted
        if ($null -ne $rights.Reason) { $null = $reasons.Add($rights.Reason) }
    }
    $settings = @{ Realized = @{}; Planned = @{} }
    try { $settings = Get-HvitalsVmSettings } catch { $null = $reasons.Add((Get-HvitalsFailure $_ '').Reason) }
    $summaries = @{}
    try { $summaries = Get-HvitalsVmSummaries } catch { $null = $reasons.Add((Get-HvitalsFailure $_ '').Reason) }
    foreach ($vm in $realized.Vms) { Add-HvitalsVmDetails $vm $settings.Realized $summaries }
    foreach ($vm in $planned.Vms) { Add-HvitalsVmDetails $vm $settings.Planned $summaries }
    $data = [ordered]@{
        host = [ordered]@{ computerName = $realized.ComputerName; countedByHealthSummary = $counted }
        vms = @($realized.Vms) + @($planned.Vms)
    }
    $result = ConvertTo-HvitalsResult $data $reasons
    $result.At = $at
    return $result
}

# Host side of the collector `heartbeat`: switched on or not (setting row), and what the component says (runtime row, only while the VM runs).
# Sources: cim-facts.md 3, hyperv-facts.md 2.2.

# id -> OperationalStatus of the runtime row.
function Get-HvitalsHeartbeatStatus {
    $statuses = @{}
    foreach ($row in (Get-HvitalsClass -ClassName Msvm_HeartbeatComponent)) {
        $id = ConvertTo-HvitalsId $row.SystemName
        if ($null -ne $id) { $statuses[$id] = $row.OperationalStatus }
    }
    return $statuses
}

# id -> EnabledState of the setting row. Checkpoints' rows carry the checkpoint's GUID and match no VM.
function Get-HvitalsHeartbeatSetting {
    $settings = @{}
    foreach ($row in (Get-HvitalsClass -ClassName Msvm_HeartbeatComponentSettingData)) {
        $id = ConvertTo-HvitalsInstanceId $row.InstanceID
        if ($null -ne $id) { $settings[$id] = $row.EnabledState }
    }
    return $settings
}

function Get-HvitalsHeartbeat {
    param($Arguments)
    $known = Get-HvitalsVmIds
    $reasons = [System.Collections.ArrayList]::new()
    if ($null -ne $known.Reason) { $null = $reasons.Add($known.Reason) }
    # Without runtime rows nothing can be said: a missing status would look like a lost heartbeat.
    $statuses = Get-HvitalsHeartbeatStatus
    $settings = @{}
    try { $settings = Get-HvitalsHeartbeatSetting } catch { $null = $reasons.Add((Get-HvitalsFailure $_ '').Reason) }
    $vms = [System.Collections.ArrayList]::new()
    foreach ($id in $known.Ids) {
        $null = $vms.Add([ordered]@{ id = $id; enabledState = $settings[$id]; operationalStatus = $statuses[$id] })
    }
    return ConvertTo-HvitalsResult ([ordered]@{ vms = $vms.ToArray() }) $reasons
}

# Host side of the collector `integration-services`: the six services by component GUID (hyperv-facts.md 2.1), never by their localised names.
# One enumeration of each class for the whole host. Source: cim-facts.md 3.

# Runtime rows of one component: id of VM -> @{ Status }.
function Get-HvitalsServiceStatus {
    param([string]$Component)
    $classes = @{
        '84eaae65-2f2e-45f5-9bb5-0e857dc8eb47' = 'Msvm_HeartbeatComponent'
        '2a34b1c2-fd73-4043-8a5b-dd2159bc743f' = 'Msvm_KvpExchangeComponent'
        '9f8233ac-be49-4c79-8ee3-e7e1985b2077' = 'Msvm_ShutdownComponent'
        '2497f4de-e9fa-4204-80e4-4b75c46419c0' = 'Msvm_TimeSyncComponent'
        '5ced1297-4598-4915-a5fc-ad21bb4d02a4' = 'Msvm_VssComponent'
        '6c09bb55-d683-4da0-8931-c9bf705f6480' = 'Msvm_GuestServiceInterfaceComponent'
    }
    $statuses = @{}
    foreach ($row in (Get-HvitalsClass -ClassName $classes[$Component])) {
        $id = ConvertTo-HvitalsId $row.SystemName
        if ($null -ne $id) { $statuses[$id] = @{ Status = $row.OperationalStatus } }
    }
    return $statuses
}

# Setting rows of one component: id of VM -> @{ State }. Checkpoints' rows carry the checkpoint's GUID and match no VM.
function Get-HvitalsServiceSettings {
    param([string]$Component)
    $classes = @{
        '84eaae65-2f2e-45f5-9bb5-0e857dc8eb47' = 'Msvm_HeartbeatComponentSettingData'
        '2a34b1c2-fd73-4043-8a5b-dd2159bc743f' = 'Msvm_KvpExchangeComponentSettingData'
        '9f8233ac-be49-4c79-8ee3-e7e1985b2077' = 'Msvm_ShutdownComponentSettingData'
        '2497f4de-e9fa-4204-80e4-4b75c46419c0' = 'Msvm_TimeSyncComponentSettingData'
        '5ced1297-4598-4915-a5fc-ad21bb4d02a4' = 'Msvm_VssComponentSettingData'
        '6c09bb55-d683-4da0-8931-c9bf705f6480' = 'Msvm_GuestServiceInterfaceComponentSettingData'
    }
    $settings = @{}
    foreach ($row in (Get-HvitalsClass -ClassName $classes[$Component])) {
        $id = ConvertTo-HvitalsInstanceId $row.InstanceID
        if ($null -ne $id) { $settings[$id] = @{ State = $row.EnabledState } }
    }
    return $settings
}

# One service of one VM from its two rows, or $null where there is none. No runtime row is normal: the VM is not running.
function ConvertTo-HvitalsService {
    param([string]$Component, $Setting, $Status)
    if ($null -eq $Setting -and $null -eq $Status) { return $null }
    $enabledState = $null
    if ($null -ne $Setting) { $enabledState = $Setting.State }
    $operationalStatus = $null
    if ($null -ne $Status) { $operationalStatus = $Status.Status }
    return [ordered]@{ component = $Component; enabledState = $enabledState; operationalStatus = $operationalStatus }
}

function Get-HvitalsIntegrationServices {
    param($Arguments)
    $known = Get-HvitalsVmIds
    $reasons = [System.Collections.ArrayList]::new()
    if ($null -ne $known.Reason) { $null = $reasons.Add($known.Reason) }
    $components = @(
        '84eaae65-2f2e-45f5-9bb5-0e857dc8eb47', '2a34b1c2-fd73-4043-8a5b-dd2159bc743f', '9f8233ac-be49-4c79-8ee3-e7e1985b2077',
        '2497f4de-e9fa-4204-80e4-4b75c46419c0', '5ced1297-4598-4915-a5fc-ad21bb4d02a4', '6c09bb55-d683-4da0-8931-c9bf705f6480'
    )
    $rows = [ordered]@{}
    $firstFailure = $null
    foreach ($component in $components) {
        # Both classes or neither: a service without its runtime row would look like one that has lost its guest.
        try {
            $rows[$component] = @{ Settings = (Get-HvitalsServiceSettings $component); Statuses = (Get-HvitalsServiceStatus $component) }
        } catch {
            $failure = Get-HvitalsFailure $_ ''
            if ($null -eq $firstFailure) { $firstFailure = $failure }
            $null = $reasons.Add($failure.Reason)
        }
    }
    if ($rows.Count -eq 0) { throw @{ HvitalsOutcome = $firstFailure.Outcome; Reason = $firstFailure.Reason } }
    $vms = [System.Collections.ArrayList]::new()
    foreach ($id in $known.Ids) {
        $services = [System.Collections.ArrayList]::new()
        foreach ($component in $rows.Keys) {
            $service = ConvertTo-HvitalsService $component $rows[$component].Settings[$id] $rows[$component].Statuses[$id]
            if ($null -ne $service) { $null = $services.Add($service) }
        }
        $null = $vms.Add([ordered]@{ id = $id; services = $services.ToArray() })
    }
    return ConvertTo-HvitalsResult ([ordered]@{ vms = $vms.ToArray() }) $reasons
}

# Host side of the collector `kvp`: the items of each VM as Hyper-V gives them, one CIM-XML text per item (hyperv-facts.md 1.1).
# A block that the near side knows already travels as its hash. Items are the guest's own text: here they are only counted, cut and hashed.
# Those of the beacon change with every write of it and are left to beacon.ps1.

# One block -> ordered dictionary with hash, count, and items unless $Known is the hash. $Items: string[] or null; empty entries do not count.
# hash = 16 hex of SHA-256 over the UTF-8 of all items joined by U+0000. At most 1,100 items and 512 Ki characters are sent; beyond, cut is true.
function Get-HvitalsKvpBlock {
    param($Items, [string]$Known)
    $texts = [string[]]@(@($Items) -ne $null -ne '')
    if ($texts.Length -eq 0) { return [ordered]@{ hash = $null; count = 0; items = @() } }
    $joined = [string]::Join([string][char]0, $texts)
    $hash = Get-HvitalsHash $joined
    $block = [ordered]@{ hash = $hash; count = $texts.Length }
    $isCut = $texts.Length -gt 1100 -or $joined.Length - $texts.Length + 1 -gt 524288
    if ($hash -ne $Known) {
        if ($isCut) { $texts = Get-HvitalsFirstTexts $texts 1100 524288 }
        $block.items = ConvertTo-HvitalsJsonTexts $texts
    }
    if ($isCut) { $block.cut = $true }
    return $block
}

# id -> @{ Status; Intrinsic; Guest } of the runtime rows.
function Get-HvitalsKvpComponents {
    $components = @{}
    foreach ($row in (Get-HvitalsClass -ClassName Msvm_KvpExchangeComponent)) {
        $id = ConvertTo-HvitalsId $row.SystemName
        if ($null -ne $id) { $components[$id] = @{ Status = $row.OperationalStatus; Intrinsic = $row.GuestIntrinsicExchangeItems; Guest = $row.GuestExchangeItems } }
    }
    return $components
}

# id -> @{ State; HostItems } of the setting rows.
function Get-HvitalsKvpSettings {
    $settings = @{}
    foreach ($row in (Get-HvitalsClass -ClassName Msvm_KvpExchangeComponentSettingData)) {
        $id = ConvertTo-HvitalsInstanceId $row.InstanceID
        if ($null -ne $id) { $settings[$id] = @{ State = $row.EnabledState; HostItems = $row.HostExchangeItems } }
    }
    return $settings
}

function Get-HvitalsKvp {
    param($Arguments)
    $known = Get-HvitalsVmIds
    $reasons = [System.Collections.ArrayList]::new()
    if ($null -ne $known.Reason) { $null = $reasons.Add($known.Reason) }
    # Both or nothing: blocks that were not read would look like items that a guest has deleted.
    $components = Get-HvitalsKvpComponents
    $settings = Get-HvitalsKvpSettings
    $hashes = @{}
    if ($Arguments -is [hashtable] -and $Arguments['known'] -is [hashtable]) { $hashes = $Arguments['known'] }
    $vms = [System.Collections.ArrayList]::new()
    foreach ($id in $known.Ids) {
        $component = $components[$id]
        if ($null -eq $component) { $component = @{ Status = $null; Intrinsic = $null; Guest = $null } }
        $setting = $settings[$id]
        if ($null -eq $setting) { $setting = @{ State = $null; HostItems = $null } }
        $hash = $hashes[$id]
        if ($hash -isnot [hashtable]) { $hash = @{} }
        $null = $vms.Add([ordered]@{
                id = $id; enabledState = $setting.State; operationalStatus = $component.Status
                intrinsic = (Get-HvitalsKvpBlock $component.Intrinsic $hash['intrinsic'])
                guest = (Get-HvitalsKvpBlock (Split-HvitalsGuestItems $component.Guest).Other $hash['guest'])
                host = (Get-HvitalsKvpBlock $setting.HostItems $hash['host'])
            })
    }
    # What is left out follows in the next scrapes, because what was sent comes as a hash then.
    $fitting = Get-HvitalsFittingVms $vms.ToArray()
    if ($fitting.LeftOut -gt 0) { $null = $reasons.Add("the items of $($fitting.LeftOut) VMs did not fit into this record and follow in the next ones") }
    return ConvertTo-HvitalsResult ([ordered]@{ vms = $fitting.Json }) $reasons
}

# Host side of the collector `beacon`: the items of each VM that belong to its beacon, one CIM-XML text per item as Hyper-V gives them
# (hyperv-facts.md 1.1). They are the guest's own text: here they are only told apart, counted and cut. The class is the one that
# collector kvp reads, so where both are due Hyper-V is asked once. At most 200 items and 262,144 characters of one VM are sent.

function Get-HvitalsBeacon {
    param($Arguments)
    $known = Get-HvitalsVmIds
    $reasons = [System.Collections.ArrayList]::new()
    if ($null -ne $known.Reason) { $null = $reasons.Add($known.Reason) }
    $items = @{}
    foreach ($row in (Get-HvitalsClass -ClassName Msvm_KvpExchangeComponent)) {
        $id = ConvertTo-HvitalsId $row.SystemName
        if ($null -ne $id) { $items[$id] = (Split-HvitalsGuestItems $row.GuestExchangeItems).Beacon }
    }
    $vms = [System.Collections.ArrayList]::new()
    foreach ($id in $known.Ids) {
        $vm = [ordered]@{ id = $id; items = @() }
        $texts = $items[$id]
        if ($null -ne $texts -and $texts.Length -gt 0) {
            $part = Get-HvitalsFirstTexts $texts 200 262144
            $vm.items = ConvertTo-HvitalsJsonTexts $part
            if ($part.Length -lt $texts.Length) { $vm.cut = $true }
        }
        $null = $vms.Add($vm)
    }
    $fitting = Get-HvitalsFittingVms $vms.ToArray()
    if ($fitting.LeftOut -gt 0) { $null = $reasons.Add("the beacons of $($fitting.LeftOut) VMs, the largest ones, did not fit into this record") }
    return ConvertTo-HvitalsResult ([ordered]@{ vms = $fitting.Json }) $reasons
}

# Host side of the collector `disk`: where each VM's virtual disks hang, their files, and what the image service says of files that changed.
# Three classes, each once for the whole host (cim-facts.md 6). Files are the one exception: one look at the file system per file, and
# calls of the image service only where path or write time are new to the near side, in turns, at most 2 s a scrape (cim-facts.md 6.4).

# InstanceID, or an object path with one in it, -> lower case with single backslashes (paths double them inside the key, cim-facts.md 6.2).
function ConvertTo-HvitalsDiskKey {
    param([string]$Text)
    foreach ($match in [regex]::Matches($Text, 'InstanceID="([^"]*)"')) { $Text = $match.Groups[1].Value }
    return $Text.Replace('\\', '\').ToLowerInvariant()
}

# Key of a controller, drive or medium -> @{ Controller = its own key; Guid; Number; Location }, or $null. Location is $null for a controller.
function Get-HvitalsDiskPlace {
    param([string]$Key)
    foreach ($match in [regex]::Matches($Key, '\A([^\\]+\\([^\\]+)\\(\d{1,4}))(?:\\(\d{1,4})\\[ld])?\z')) {
        $location = $null
        if ($match.Groups[4].Success) { $location = [int]$match.Groups[4].Value }
        return @{ Controller = $match.Groups[1].Value; Guid = $match.Groups[2].Value; Number = [int]$match.Groups[3].Value; Location = $location }
    }
    return $null
}

# The first text of a list that is not empty, or ''.
function Get-HvitalsFirstText {
    param($Texts)
    foreach ($text in $Texts) { if ([string]$text -ne '') { return [string]$text } }
    return ''
}

# Controllers and drives of the known VMs: @{ Controllers; Drives; PassThrough }, the first two by key. A SCSI controller has no number of its
# own: it is its place among the VM's SCSI controllers as they come (6.2). Its id is the one that the guest is shown (VirtualSystemIdentifiers).
function Get-HvitalsDiskDrives {
    param($Known)
    $found = @{ Controllers = @{}; Drives = @{}; PassThrough = [System.Collections.ArrayList]::new() }
    $counts = @{}
    foreach ($row in (Get-HvitalsClass -ClassName Msvm_ResourceAllocationSettingData)) {
        $key = ConvertTo-HvitalsDiskKey $row.InstanceID
        $id = ConvertTo-HvitalsInstanceId $key
        if ($null -eq $id -or -not $Known.ContainsKey($id)) { continue }
        $place = Get-HvitalsDiskPlace $key
        if ($null -eq $place) { continue }
        $kind = [string]$row.ResourceSubType
        if ($kind -eq 'Microsoft:Hyper-V:Emulated IDE Controller') {
            $number = $place.Number
            if ([string]$row.Address -match '\A\d{1,4}\z') { $number = [int]$row.Address }
            $found.Controllers[$key] = @{ Kind = 'ide'; Number = $number; Id = $null }
        } elseif ($kind -eq 'Microsoft:Hyper-V:Synthetic SCSI Controller') {
            $shown = ConvertTo-HvitalsId (Get-HvitalsFirstText $row.VirtualSystemIdentifiers)
            if ($null -eq $shown) { $shown = ConvertTo-HvitalsId $place.Guid }
            $found.Controllers[$key] = @{ Kind = 'scsi'; Number = [int]$counts[$id]; Id = $shown }
            $counts[$id] = [int]$counts[$id] + 1
        } elseif ($kind -eq 'Microsoft:Hyper-V:Synthetic Disk Drive' -or $kind -eq 'Microsoft:Hyper-V:Physical Disk Drive') {
            $location = $place.Location
            if ([string]$row.AddressOnParent -match '\A\d{1,4}\z') { $location = [int]$row.AddressOnParent }
            $controller = ConvertTo-HvitalsDiskKey $row.Parent
            if ($controller -eq '') { $controller = $place.Controller }
            $found.Drives[$key] = @{ Location = $location; Controller = $controller }
            if ($kind -eq 'Microsoft:Hyper-V:Physical Disk Drive') { $null = $found.PassThrough.Add(@{ Vm = $id; Key = $key; Path = (Get-HvitalsFirstText $row.HostResource); Shared = $false }) }
        }
    }
    return $found
}

# Virtual hard disks of the known VMs.
function Get-HvitalsDiskMedia {
    param($Known)
    foreach ($row in (Get-HvitalsClass -ClassName Msvm_StorageAllocationSettingData)) {
        if ([string]$row.ResourceSubType -ne 'Microsoft:Hyper-V:Virtual Hard Disk') { continue }
        $key = ConvertTo-HvitalsDiskKey $row.InstanceID
        $id = ConvertTo-HvitalsInstanceId $key
        if ($null -eq $id -or -not $Known.ContainsKey($id)) { continue }
        $path = ConvertTo-HvitalsFilePath (Get-HvitalsFirstText $row.HostResource)
        if ($path -eq '') { continue }
        @{ Vm = $id; Key = $key; Drive = (ConvertTo-HvitalsDiskKey $row.Parent); Path = $path; Shared = $row.PersistentReservationsSupported -eq $true }
    }
}

# "<VM> <controller>\<n>\<lun>" -> size that the VM is offered; rows exist while it has a worker process (6.3).
function Get-HvitalsDiskSizes {
    $sizes = @{}
    foreach ($row in (Get-HvitalsClass -ClassName Msvm_LogicalDisk)) {
        $id = ConvertTo-HvitalsId $row.SystemName
        $tail = [regex]::Matches((ConvertTo-HvitalsDiskKey $row.DeviceID), '([^\\:]+\\\d+\\\d+)\\l\z')
        if ($null -eq $id -or $tail.Count -eq 0 -or $null -eq $row.BlockSize -or $null -eq $row.NumberOfBlocks) { continue }
        $sizes["$id $($tail[0].Groups[1].Value)"] = [long]$row.BlockSize * [long]$row.NumberOfBlocks
    }
    return $sizes
}

# One disk as it is sent. $Parts: what was found beside the medium.
function ConvertTo-HvitalsDisk {
    param($Disk, $Parts, [string]$Kind)
    $place = Get-HvitalsDiskPlace $Disk.Key
    if ($null -eq $place) { return }
    $drive = $Parts.Found.Drives[[string]$Disk.Drive]
    if ($null -eq $drive) { $drive = $Parts.Found.Drives[$Disk.Key.Substring(0, $Disk.Key.Length - 1) + 'd'] }
    if ($null -eq $drive) { $drive = @{ Location = $place.Location; Controller = $place.Controller } }
    $controller = $Parts.Found.Controllers[$drive.Controller]
    if ($null -eq $controller) { $controller = @{ Kind = 'other'; Number = $null; Id = $null } }
    $row = [ordered]@{
        controller = $controller.Kind; controllerNumber = $controller.Number; controllerId = $controller.Id; location = $drive.Location; kind = $Kind
        path = $Disk.Path; shared = $Disk.Shared; deviceBytes = $Parts.Sizes["$($Disk.Vm) $($place.Guid)\$($place.Number)\$($place.Location)"]
    }
    if ($Kind -eq 'pass-through') { return $row }
    $file = $Parts.Files[$Disk.Path]
    $row.file = $file
    if ($null -ne $file -and $null -ne $file.writtenAt) { $row.stamp = Get-HvitalsDiskStamp $Disk.Path $file.writtenAt }
    if ($Parts.Images.ContainsKey($Disk.Path)) { $row.image = $Parts.Images[$Disk.Path] }
    return $row
}

function Get-HvitalsDisk {
    param($Arguments)
    if ($Arguments -isnot [hashtable]) { $Arguments = @{} }
    $vmIds = Get-HvitalsVmIds
    $reasons = [System.Collections.ArrayList]::new()
    if ($null -ne $vmIds.Reason) { $null = $reasons.Add($vmIds.Reason) }
    $known = @{}
    foreach ($id in $vmIds.Ids) { $known[$id] = [System.Collections.ArrayList]::new() }
    # Both or nothing: without the controllers every disk would look like one at another place.
    $parts = @{ Found = (Get-HvitalsDiskDrives $known); Sizes = @{}; Files = @{}; Images = @{} }
    $media = @(Get-HvitalsDiskMedia $known)
    try { $parts.Sizes = Get-HvitalsDiskSizes } catch { $null = $reasons.Add((Get-HvitalsFailure $_ '').Reason) }
    $parts.Files = Get-HvitalsDiskFiles @(foreach ($disk in $media) { $disk.Path })
    $next = $null
    try {
        $asked = Get-HvitalsImages $parts.Files $Arguments
        $parts.Images = $asked.Images
        $next = $asked.Next
    } catch { $null = $reasons.Add((Get-HvitalsFailure $_ '').Reason) }
    foreach ($disk in $media) { foreach ($row in @(ConvertTo-HvitalsDisk $disk $parts 'virtual')) { $null = $known[$disk.Vm].Add($row) } }
    foreach ($disk in $parts.Found.PassThrough) { foreach ($row in @(ConvertTo-HvitalsDisk $disk $parts 'pass-through')) { $null = $known[$disk.Vm].Add($row) } }
    $vms = [System.Collections.ArrayList]::new()
    foreach ($id in $vmIds.Ids) { $null = $vms.Add([ordered]@{ id = $id; disks = $known[$id].ToArray() }) }
    $fitting = Get-HvitalsFittingVms $vms.ToArray()
    if ($fitting.LeftOut -gt 0) { $null = $reasons.Add("the disks of $($fitting.LeftOut) VMs did not fit into this record") }
    return ConvertTo-HvitalsResult ([ordered]@{ vms = $fitting.Json; next = $next }) $reasons
}

# Host side of the collector `clock`: what W32Time says of itself, and NTP exchanges with a few servers, sent as raw facts. Every check of an
# answer is made on the near side, on the bytes. Sources: cim-facts.md 12 (performance class), clock.md (registry, exchanges).

# The row of W32Time's performance class, or $null where the host has none.
function Get-HvitalsTimeService {
    foreach ($row in (Get-HvitalsClass -ClassName Win32_PerfFormattedData_MicrosoftWindowsW32TimePerf_WindowsTimeService -Namespace root/cimv2)) {
        return [ordered]@{ offsetMicroseconds = $row.ComputedTimeOffset; roundtripMicroseconds = $row.NTPRoundtripDelay; sourceCount = $row.NTPClientTimeSourceCount }
    }
    return $null
}

# A text of W32Time's settings, or $null where there is none. hDefKey is HKEY_LOCAL_MACHINE.
function Get-HvitalsTimeSetting {
    param([string]$Name)
    $left = Get-HvitalsTimeLeft
    if ($left -le 0) { throw @{ HvitalsOutcome = 'error'; Reason = 'timed out before the settings of W32Time were read' } }
    $seconds = [int][Math]::Ceiling($left / 1000.0)
    try {
        $answer = Invoke-CimMethod -ClassName StdRegProv -Namespace root/cimv2 -MethodName GetStringValue -Arguments @{ hDefKey = [uint32]2147483650; sSubKeyName = 'SYSTEM\CurrentControlSet\Services\W32Time\Parameters'; sValueName = $Name } -OperationTimeoutSec $seconds -ErrorAction Stop
    } catch {
        $failure = Get-HvitalsFailure $_ 'StdRegProv'
        throw @{ HvitalsOutcome = $failure.Outcome; Reason = $failure.Reason }
    }
    # No such value, no such key.
    if (@(1, 2) -contains $answer.ReturnValue) { return $null }
    if ([long]$answer.ReturnValue -ne 0) { throw @{ HvitalsOutcome = 'error'; Reason = "StdRegProv.GetStringValue returned $([long]$answer.ReturnValue)" } }
    return $answer.sValue
}

# UTC tied to the stopwatch at a moment at which UtcNow steps: @{ AheadTicks; ResolutionMs }. UtcNow steps by up to 15.6 ms in Windows PowerShell;
# the least of some steps is its tick. An edge that was seen too late only makes UTC look earlier, so the latest of them counts.
function Get-HvitalsFineClock {
    $watch = $hvitals.Clock
    $endsMs = $watch.ElapsedMilliseconds + 120
    $ahead = [long]0
    $tick = [long]::MaxValue
    $seen = 0
    $last = [datetime]::UtcNow.Ticks
    while ($seen -lt 5 -and $watch.ElapsedMilliseconds -lt $endsMs) {
        $next = [datetime]::UtcNow.Ticks
        if ($next -eq $last) { continue }
        $edge = $next - $watch.Elapsed.Ticks
        $step = $next - $last
        # Set back: what was found before belongs to another time.
        if ($step -lt 0) {
            $seen = 0
            $tick = [long]::MaxValue
        } elseif ($step -lt $tick) { $tick = $step }
        if ($seen -eq 0 -or $edge -gt $ahead) { $ahead = $edge }
        $last = $next
        $seen++
    }
    if ($tick -eq [long]::MaxValue) {
        $ahead = [datetime]::UtcNow.Ticks - $watch.Elapsed.Ticks
        $tick = [long]1200000
    }
    return @{ AheadTicks = $ahead; ResolutionMs = $tick / 10000.0 }
}

# The first address of a name, or $null. Resolving has no time-out of its own.
function Get-HvitalsAddress {
    param([string]$Name, [long]$EndsMs)
    $waitMs = [Math]::Min([long]1000, $EndsMs - $hvitals.Clock.ElapsedMilliseconds)
    if ($waitMs -le 0) { return $null }
    try {
        $task = [System.Net.Dns]::GetHostAddressesAsync($Name)
        if (-not $task.Wait([int]$waitMs)) { return $null }
        foreach ($address in $task.Result) { return $address }
    } catch { return $null }
    return $null
}

# One exchange with a port and 64 random bits of its own. t1 and t4: 100-ns ticks of UTC as text, because JSON numbers end at 2^53.
function Get-HvitalsExchange {
    param($Server, $FineClock, [long]$EndsMs)
    $watch = $hvitals.Clock
    $ahead = $FineClock.AheadTicks
    $sent = [byte[]]::new(8)
    $random = [System.Security.Cryptography.RNGCryptoServiceProvider]::new()
    $random.GetBytes($sent)
    $random.Dispose()
    $request = [byte[]]::new(48)
    # Version 4, mode 3; the transmit timestamp is the random bits.
    $request[0] = 35
    [System.Buffer]::BlockCopy($sent, 0, $request, 40, 8)
    $buffer = [byte[]]::new(2048)
    $exchange = [ordered]@{ sent = [Convert]::ToBase64String($sent); t1 = $null; t4 = $null; answer = $null; failure = 'timeout' }
    $socket = $null
    try {
        $socket = [System.Net.Sockets.Socket]::new($Server.Address.AddressFamily, 'Dgram', 'Udp')
        $socket.Connect($Server.Address, $Server.Port)
        $waitMs = [Math]::Min([long]700, $EndsMs - $watch.ElapsedMilliseconds)
        if ($waitMs -le 0) { return $exchange }
        $t1 = $watch.Elapsed.Ticks
        $null = $socket.Send($request)
        if ($socket.Poll([int]($waitMs * 1000), 'SelectRead')) {
            $count = $socket.Receive($buffer)
            $t4 = $watch.Elapsed.Ticks
            $exchange.t1 = ($ahead + $t1).ToString($hvitals.Invariant)
            $exchange.t4 = ($ahead + $t4).ToString($hvitals.Invariant)
            $exchange.answer = [Convert]::ToBase64String($buffer, 0, [int][Math]::Min($count, 128))
            $exchange.failure = $null
            # A server that says nothing but to be left alone (stratum 0) is left alone for the rest of this scrape.
            if ($count -gt 1 -and $buffer[1] -eq 0) { $Server.Failures = 2 }
        } elseif ($socket.Poll(0, 'SelectError')) { $exchange.failure = 'unreachable' }
    } catch { $exchange.failure = 'unreachable' } finally {
        if ($null -ne $socket) { $socket.Dispose() }
    }
    return $exchange
}

# Up to four exchanges with each server, in turns, so that one that does not answer does not take the others' time.
function Add-HvitalsExchanges {
    param($Servers, $FineClock)
    $endsMs = $hvitals.Clock.ElapsedMilliseconds + [Math]::Min([long]3000, (Get-HvitalsTimeLeft) - 500)
    foreach ($server in $Servers) {
        $server.Address = Get-HvitalsAddress $server.Host $endsMs
        if ($null -eq $server.Address) { $server.Failure = 'unresolved' }
    }
    foreach ($round in 1, 2, 3, 4) {
        foreach ($server in $Servers) {
            if ($null -eq $server.Address -or $server.Failures -ge 2 -or $hvitals.Clock.ElapsedMilliseconds -ge $endsMs) { continue }
            $exchange = Get-HvitalsExchange $server $FineClock $endsMs
            if ($null -ne $exchange.failure) { $server.Failures++ }
            $null = $server.Exchanges.Add($exchange)
        }
    }
}

# Up to four servers: @{ From; Servers }. The configuration's, else W32Time's own, which counts where its type says so: with NT5DS the
# time comes from the domain, whatever stands in NtpServer.
function Get-HvitalsTimeServers {
    param($Configured, [string]$SyncType, [string]$NtpServer)
    $servers = [System.Collections.ArrayList]::new()
    foreach ($entry in $Configured) {
        if ($servers.Count -lt 4) { $null = $servers.Add(@{ Name = [string]$entry['server']; Host = [string]$entry['host']; Port = [int]$entry['port']; Failures = 0; Exchanges = [System.Collections.ArrayList]::new() }) }
    }
    if ($servers.Count -gt 0) { return @{ From = 'configured'; Servers = $servers } }
    if ($SyncType -ne 'NTP' -and $SyncType -ne 'AllSync') { return @{ From = 'none'; Servers = $servers } }
    # name,flags name,flags
    foreach ($match in [regex]::Matches($NtpServer, '(?<=^|\s)[^\s,]+')) {
        if ($servers.Count -lt 4) { $null = $servers.Add(@{ Name = $match.Value; Host = $match.Value; Port = 123; Failures = 0; Exchanges = [System.Collections.ArrayList]::new() }) }
    }
    if ($servers.Count -eq 0) { return @{ From = 'none'; Servers = $servers } }
    return @{ From = 'w32time'; Servers = $servers }
}

function Get-HvitalsClock {
    param($Arguments)
    $reasons = [System.Collections.ArrayList]::new()
    $service = $null
    try { $service = Get-HvitalsTimeService } catch {
        $failure = Get-HvitalsFailure $_ ''
        if ($failure.Outcome -ne 'unsupported') { $null = $reasons.Add($failure.Reason) }
    }
    $syncType = $null
    $ntpServer = $null
    try {
        $syncType = Get-HvitalsTimeSetting 'Type'
        $ntpServer = Get-HvitalsTimeSetting 'NtpServer'
    } catch { $null = $reasons.Add((Get-HvitalsFailure $_ '').Reason) }
    $asked = Get-HvitalsTimeServers $Arguments['servers'] $syncType $ntpServer
    $fine = Get-HvitalsFineClock
    Add-HvitalsExchanges $asked.Servers $fine
    # Set while it was read: the exchanges have one time of before and one of after.
    $tolerance = [long](($fine.ResolutionMs + 20) * 10000)
    $earliest = $fine.AheadTicks + $hvitals.Clock.Elapsed.Ticks - $tolerance
    $utc = [datetime]::UtcNow.Ticks
    $latest = $fine.AheadTicks + $hvitals.Clock.Elapsed.Ticks + $tolerance
    $isSet = $utc -lt $earliest -or $utc -gt $latest
    if ($isSet) { $null = $reasons.Add('the clock of the host was set while it was read') }
    $servers = [System.Collections.ArrayList]::new()
    foreach ($server in $asked.Servers) {
        if ($isSet) { $server.Exchanges = [System.Collections.ArrayList]::new() }
        $null = $servers.Add([ordered]@{ server = $server.Name; failure = $server.Failure; exchanges = $server.Exchanges.ToArray() })
    }
    $data = [ordered]@{ serversFrom = $asked.From; syncType = $syncType; w32time = $service; resolutionMs = $fine.ResolutionMs; servers = $servers.ToArray() }
    return ConvertTo-HvitalsResult $data $reasons
}

# Host side of the collector `power`: events of the channels that tell of a VM's state, from where the last scrape ended (events.ps1), and
# the ids of the host's VMs, so that what is known of a VM goes where the VM has gone. Ids and payloads: hyperv-facts.md 5.2.

function Get-HvitalsPower {
    param($Arguments)
    $read = Get-HvitalsEvents $Arguments['channels']
    if ($null -ne $read.Failure) { throw @{ HvitalsOutcome = $read.Failure.Outcome; Reason = $read.Failure.Reason } }
    # Without an answer of Hyper-V, or without the right to it, the logs still count; nothing is then known of who is here.
    $ids = $null
    try {
        $known = Get-HvitalsVmIds
        if ($null -eq $known.Reason) { $ids = $known.Ids }
    } catch { $ids = $null }
    return ConvertTo-HvitalsResult ([ordered]@{ channels = $read.Rows; vms = $ids }) $read.Reasons
}

# Host side of the collector `migration`: migration jobs, which Hyper-V lists for five minutes after their end (cim-facts.md 10.2), and events of
# the channels that tell how migrations ended, from where the last scrape ended (events.ps1). Ids and payloads: hyperv-facts.md 5.3.

# Every migration job as it stands.
function Get-HvitalsMigrationJobs {
    $jobs = [System.Collections.ArrayList]::new()
    foreach ($row in (Get-HvitalsClass -ClassName Msvm_MigrationJob)) {
        $elapsedMs = $null
        if ($null -ne $row.ElapsedTime) { $elapsedMs = [long]$row.ElapsedTime.TotalMilliseconds }
        $null = $jobs.Add([ordered]@{
                job = $row.InstanceID; vm = $row.VirtualSystemName; destination = $row.DestinationHost; migrationType = $row.MigrationType; jobType = $row.JobType
                state = $row.JobState; percent = $row.PercentComplete; startedAt = (ConvertTo-HvitalsTime $row.StartTime); elapsedMs = $elapsedMs
                errorCode = $row.ErrorCode; error = $row.ErrorDescription
            })
    }
    return , $jobs
}

# The network kind that the host is set up for, or $null where Hyper-V does not say.
function Get-HvitalsMigrationNetwork {
    foreach ($row in (Get-HvitalsClass -ClassName Msvm_VirtualSystemMigrationServiceSettingData)) {
        return [ordered]@{ compression = $row.EnableCompression; smb = $row.EnableSmbTransport }
    }
    return $null
}

function Get-HvitalsMigration {
    param($Arguments)
    $read = Get-HvitalsEvents $Arguments['channels']
    $reasons = [System.Collections.ArrayList]::new()
    foreach ($reason in $read.Reasons) { $null = $reasons.Add($reason) }
    $jobs = $null
    $network = $null
    try {
        $listed = Get-HvitalsMigrationJobs
        $jobs = $listed.ToArray()
        # Asked only where there is a job to say it of.
        if ($jobs.Length -gt 0) { $network = Get-HvitalsMigrationNetwork }
    } catch { $null = $reasons.Add((Get-HvitalsFailure $_ '').Reason) }
    # Neither jobs nor logs: there is nothing to say.
    if ($null -eq $jobs -and $null -ne $read.Failure) { throw @{ HvitalsOutcome = $read.Failure.Outcome; Reason = $read.Failure.Reason } }
    $ids = $null
    try {
        $known = Get-HvitalsVmIds
        if ($null -eq $known.Reason) { $ids = $known.Ids }
    } catch { $ids = $null }
    return ConvertTo-HvitalsResult ([ordered]@{ channels = $read.Rows; jobs = $jobs; network = $network; vms = $ids }) $reasons
}

# Host side of the collector `host`: Windows and memory, what is set up for live migration, RDMA adapters, and the cluster.
# Sources: cim-facts.md 10.1, 10.3, 12; MSFT_NetAdapterRdmaSettingData and the numbers of a node: host.md.

# Windows and memory into the data. Memory stands there in KB.
function Add-HvitalsOperatingSystem {
    param($Data)
    foreach ($system in (Get-HvitalsClass -ClassName Win32_OperatingSystem -Namespace root/cimv2)) {
        $Data.version = $system.Version
        $Data.build = $system.BuildNumber
        $Data.bootedAt = ConvertTo-HvitalsTime $system.LastBootUpTime
        $Data.memoryKb = $system.TotalVisibleMemorySize
        $Data.freeMemoryKb = $system.FreePhysicalMemory
    }
}

function Add-HvitalsComputer {
    param($Data)
    foreach ($computer in (Get-HvitalsClass -ClassName Win32_ComputerSystem -Namespace root/cimv2)) {
        $Data.computerName = $computer.Name
        $Data.domain = $computer.Domain
    }
}

# Settings of live migration, and the networks that may carry it, none meaning any.
function Add-HvitalsLiveMigration {
    param($Data)
    foreach ($setting in (Get-HvitalsClass -ClassName Msvm_VirtualSystemMigrationServiceSettingData)) {
        $Data.liveMigration = [ordered]@{
            enabled = $setting.EnableVirtualSystemMigration; compression = $setting.EnableCompression; smb = $setting.EnableSmbTransport
            authentication = $setting.AuthenticationType; mostVms = $setting.MaximumActiveVirtualSystemMigration; mostStorage = $setting.MaximumActiveStorageMigration
        }
    }
    # Without rights Hyper-V answers with nothing, and no error: nothing is then known of networks either.
    if ($null -eq $Data.liveMigration) { return }
    $networks = [System.Collections.ArrayList]::new()
    foreach ($network in (Get-HvitalsClass -ClassName Msvm_VirtualSystemMigrationNetworkSettingData)) {
        $null = $networks.Add([ordered]@{ subnet = $network.SubnetNumber; prefixLength = $network.PrefixLength; metric = $network.Metric })
    }
    $Data.networks = $networks.ToArray()
}

function Add-HvitalsRdma {
    param($Data)
    $adapters = [System.Collections.ArrayList]::new()
    foreach ($adapter in (Get-HvitalsClass -ClassName MSFT_NetAdapterRdmaSettingData -Namespace root/StandardCimv2)) {
        $null = $adapters.Add([ordered]@{ name = $adapter.Name; description = $adapter.InterfaceDescription; enabled = $adapter.Enabled })
    }
    $Data.rdma = $adapters.ToArray()
}

# One enumeration answers for all nodes. A host in no cluster has no such namespace.
function Add-HvitalsCluster {
    param($Data)
    $cluster = [ordered]@{ name = $null; nodes = @() }
    $nodes = [System.Collections.ArrayList]::new()
    try {
        foreach ($one in (Get-HvitalsClass -ClassName MSCluster_Cluster -Namespace root/mscluster)) { $cluster.name = $one.Name }
    } catch {
        $failure = Get-HvitalsFailure $_ ''
        if ($failure.Outcome -eq 'unsupported') {
            $Data.clustered = $false
            return
        }
        throw @{ HvitalsOutcome = $failure.Outcome; Reason = $failure.Reason }
    }
    foreach ($node in (Get-HvitalsClass -ClassName MSCluster_Node -Namespace root/mscluster)) {
        $null = $nodes.Add([ordered]@{ name = $node.Name; state = $node.State; drain = $node.NodeDrainStatus })
    }
    $cluster.nodes = $nodes.ToArray()
    $Data.cluster = $cluster
    $Data.clustered = $true
}

function Get-HvitalsHost {
    param($Arguments)
    $reasons = [System.Collections.ArrayList]::new()
    $data = [ordered]@{
        computerName = $null; domain = $null; version = $null; build = $null; bootedAt = $null; memoryKb = $null; freeMemoryKb = $null
        liveMigration = $null; networks = $null; rdma = $null; clustered = $null; cluster = $null
    }
    try { Add-HvitalsOperatingSystem $data } catch { $null = $reasons.Add((Get-HvitalsFailure $_ '').Reason) }
    try { Add-HvitalsComputer $data } catch { $null = $reasons.Add((Get-HvitalsFailure $_ '').Reason) }
    try { Add-HvitalsLiveMigration $data } catch { $null = $reasons.Add((Get-HvitalsFailure $_ '').Reason) }
    # Builds without the class have no such adapters that could be asked.
    try { Add-HvitalsRdma $data } catch {
        $failure = Get-HvitalsFailure $_ ''
        if ($failure.Outcome -ne 'unsupported') { $null = $reasons.Add($failure.Reason) }
    }
    # Last, because a cluster that hangs must not cost the rest.
    try { Add-HvitalsCluster $data } catch { $null = $reasons.Add((Get-HvitalsFailure $_ '').Reason) }
    return ConvertTo-HvitalsResult $data $reasons
}

# The frame of one call on the Hyper-V host. The build step (build-host-module.ts) puts json.ps1, classes.ps1, guest-items.ps1, disk-files.ps1,
# one script per collector and this file inside Invoke-HvitalsScrape, so that a session sees that one function only.
# Windows PowerShell 5.1 and PowerShell 7; allowed commands and members only (check-host-module.ps1). Nothing here writes to the host.

# A collector's result: partial where something could not be read. $Reasons: list of sentences, may be empty.
function ConvertTo-HvitalsResult {
    param($Data, [System.Collections.ArrayList]$Reasons)
    if ($Reasons.Count -eq 0) { return @{ Outcome = 'ok'; Reason = $null; Data = $Data } }
    return @{ Outcome = 'partial'; Reason = (ConvertTo-HvitalsReason ([string]::Join('; ', $Reasons.ToArray()))); Data = $Data }
}

# One frame, ready to send. $StartedMs: the call's clock when the collector began.
function ConvertTo-HvitalsFrame {
    param([string]$Collector, $Result, [long]$StartedMs)
    $outcome = $Result.Outcome
    $reason = $Result.Reason
    $at = $Result.At
    if ($null -eq $at) { $at = [datetime]::UtcNow }
    $tail = ',"data":null}'
    if ($null -ne $Result.Data) {
        $data = ConvertTo-HvitalsJson $Result.Data
        if ($data.Length -gt 8388608) {
            $outcome = 'error'
            $reason = "the record is larger than 8 MiB ($($data.Length) characters)"
        } elseif ($data.Length -gt 65536) { $tail = ',"gz":"' + (ConvertTo-HvitalsGzip $data) + '"}' }
        else { $tail = ',"data":' + $data + '}' }
    }
    $head = ConvertTo-HvitalsJson ([ordered]@{
            v = 1; module = $hvitals.Module; nonce = $hvitals.Nonce; collector = $Collector; outcome = $outcome; reason = $reason
            at = (ConvertTo-HvitalsTime $at); tookMs = $hvitals.Clock.ElapsedMilliseconds - $StartedMs
        })
    return $head.Substring(0, $head.Length - 1) + $tail
}

# Runs one collector and returns its frame. Whatever goes wrong inside becomes that collector's own outcome.
function Get-HvitalsFrame {
    param($Entry)
    $started = $hvitals.Clock.ElapsedMilliseconds
    $hvitals.CollectorEndsMs = $started + [long]$Entry['timeoutMs']
    $name = [string]$Entry['name']
    try {
        if ((Get-HvitalsTimeLeft) -le 0) { throw @{ HvitalsOutcome = 'error'; Reason = 'timed out: not started within the deadline of the call' } }
        $result = $null
        foreach ($output in @(Invoke-HvitalsCollector $name $Entry['args'])) {
            if ($output -is [hashtable] -and $output.ContainsKey('Outcome')) { $result = $output }
        }
        if ($null -eq $result) { throw "collector $name returned no result" }
        return ConvertTo-HvitalsFrame $name $result $started
    } catch {
        $failure = Get-HvitalsFailure $_ ''
        return ConvertTo-HvitalsFrame $name @{ Outcome = $failure.Outcome; Reason = $failure.Reason } $started
    }
}

# Ends this process some seconds after the deadline unless disposed before: a hung native call cannot be stopped from inside or outside the
# pipeline. The callback is a plain delegate on Process.Kill, because a script block has no runspace on a timer's thread.
function Start-HvitalsWatchdog {
    param([long]$DeadlineMs)
    $kill = [System.Delegate]::CreateDelegate([System.Action], [System.Diagnostics.Process]::GetCurrentProcess(), 'Kill')
    $watchdog = [System.Threading.CancellationTokenSource]::new()
    $null = $watchdog.Token.Register($kill)
    $watchdog.CancelAfter([int]($DeadlineMs + 5000))
    return $watchdog
}

# The request's JSON, checked: version, deadline, collectors with name and time-out. Throws a sentence that says what is wrong.
function Read-HvitalsRequest {
    param([string]$Request)
    $parsed = ConvertFrom-HvitalsJson ([System.Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($Request)))
    if ($parsed -isnot [hashtable] -or $parsed['v'] -ne 1) { throw 'request: version 1 expected' }
    if ($parsed['deadlineMs'] -isnot [long] -or $parsed['deadlineMs'] -lt 1 -or $parsed['deadlineMs'] -gt 3600000) { throw 'request: deadlineMs must be 1 to 3600000' }
    if ($parsed['collectors'] -isnot [array]) { throw 'request: collectors must be a list' }
    foreach ($entry in $parsed['collectors']) {
        if ($entry -isnot [hashtable] -or $entry['name'] -isnot [string]) { throw 'request: each collector needs a name' }
        if ($entry['timeoutMs'] -isnot [long] -or $entry['timeoutMs'] -lt 1 -or $entry['timeoutMs'] -gt 3600000) { throw 'request: timeoutMs must be 1 to 3600000' }
    }
    return $parsed
}

# The state of one call, which the other functions see as $hvitals because they are called from where it is set.
function Get-HvitalsState {
    param([string]$Module)
    $integers = @{}
    foreach ($type in @([byte], [sbyte], [int16], [uint16], [int], [uint32], [long], [uint64])) { $integers[$type] = $true }
    return @{
        Module = $Module
        # Sent back in every frame, so that an answer to another call is not taken for one to this.
        Nonce = ''
        Clock = [System.Diagnostics.Stopwatch]::StartNew()
        DeadlineMs = [long]0
        CollectorEndsMs = [long]0
        # "<namespace>:<class>" -> @{ Rows; Failure }
        Classes = @{}
        # Escaped names of JSON objects; they come from the scripts, so there are few.
        Names = [hashtable]::new()
        IntegerTypes = $integers
        Invariant = [cultureinfo]::InvariantCulture
        # What JSON text cannot carry as it is; what ASCII cannot show; the same but for the separator of joined texts.
        Special = [regex]::new('[^\x20\x21\x23-\x5b\x5d-\x7e]')
        Unprintable = [regex]::new('[^\x20-\x7e]+')
        UnprintableOrZero = [regex]::new('[^\x00\x20-\x7e]')
        Guid = [regex]::new('\A\{?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\}?\z')
        Sha256 = [System.Security.Cryptography.SHA256CryptoServiceProvider]::new()
    }
}

# One call: emits each collector's frame as soon as it is done, then the closing frame.
function Invoke-HvitalsCall {
    param([string]$Request, [string]$Module)
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    $WarningPreference = 'SilentlyContinue'
    $VerbosePreference = 'SilentlyContinue'
    $DebugPreference = 'SilentlyContinue'
    # A property that an older build lacks reads as $null, whatever the session has set.
    Set-StrictMode -Off
    $hvitals = Get-HvitalsState $Module
    $parsed = Read-HvitalsRequest $Request
    $hvitals.DeadlineMs = $parsed['deadlineMs']
    $hvitals.Nonce = [string]$parsed['nonce']
    $watchdog = $null
    if ($parsed['watchdog'] -eq $true) { $watchdog = Start-HvitalsWatchdog $hvitals.DeadlineMs }
    try {
        foreach ($entry in $parsed['collectors']) { Get-HvitalsFrame $entry }
        ConvertTo-HvitalsJson ([ordered]@{ v = 1; module = $Module; nonce = $hvitals.Nonce; end = $true; tookMs = $hvitals.Clock.ElapsedMilliseconds })
    } finally {
        if ($null -ne $watchdog) { $watchdog.Dispose() }
        $hvitals.Sha256.Dispose()
    }
}

# Generated: runs the collector of that name.
function Invoke-HvitalsCollector {
    param([string]$Name, $Arguments)
    switch -CaseSensitive ($Name) {
        'vm' { return Get-HvitalsVm -Arguments $Arguments }
        'heartbeat' { return Get-HvitalsHeartbeat -Arguments $Arguments }
        'integration-services' { return Get-HvitalsIntegrationServices -Arguments $Arguments }
        'kvp' { return Get-HvitalsKvp -Arguments $Arguments }
        'beacon' { return Get-HvitalsBeacon -Arguments $Arguments }
        'disk' { return Get-HvitalsDisk -Arguments $Arguments }
        'clock' { return Get-HvitalsClock -Arguments $Arguments }
        'power' { return Get-HvitalsPower -Arguments $Arguments }
        'migration' { return Get-HvitalsMigration -Arguments $Arguments }
        'host' { return Get-HvitalsHost -Arguments $Arguments }
    }
    throw @{ HvitalsOutcome = 'unsupported'; Reason = "this host's module has no collector of that name" }
}

Invoke-HvitalsCall -Request $Request -Module 'b588b71272dbfa90'
}
