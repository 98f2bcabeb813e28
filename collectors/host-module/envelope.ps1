# The shared half of the module that runs on the Hyper-V host. The build step (build-host-module.ts) puts these functions and
# one function per collector inside Invoke-HvitalsScrape, so that a session sees that one function only.
# Windows PowerShell 5.1 and PowerShell 7; allowed commands and members only (check-host-module.ps1). Nothing here writes to the host.
# $hvitals is the state of one call, made by Invoke-HvitalsCall; the other functions see it because they are called from there.

# JSON text -> values: objects become case-sensitive hashtables, arrays object[], numbers [long] or [double].
# Strict (RFC 8259, no duplicate names) and at most 16 levels deep. Throws on anything else.
function ConvertFrom-HvitalsJson {
    param([string]$Text)
    $invariant = [cultureinfo]::InvariantCulture
    $token = [regex]::new('\G[ \t\r\n]*(?:"(?<s>[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*)"|(?<n>-?(?:0|[1-9][0-9]*)(?<f>\.[0-9]+)?(?<f>[eE][+-]?[0-9]+)?)|(?<w>true|false|null)|(?<p>[\[\]{}:,]))')
    $stack = [System.Collections.Stack]::new()
    # expect: value, first (value or end of array), key, firstkey (key or end of object), colon, next (comma or end), end
    $expect = 'value'
    $container = $null
    $name = $null
    $root = $null
    $position = 0
    while ($expect -ne 'end') {
        $match = $token.Match($Text, $position)
        if (-not $match.Success) { throw "request: not JSON at character $position" }
        $position = $match.Index + $match.Length
        $mark = $match.Groups['p'].Value
        $isString = $match.Groups['s'].Success
        $closes = $false
        $value = $null
        if ($expect -eq 'colon') {
            if ($mark -ne ':') { throw "request: colon expected before character $position" }
            $expect = 'value'
            continue
        }
        if ($expect -eq 'key' -or $expect -eq 'firstkey') {
            if ($isString) {
                $name = ConvertFrom-HvitalsJsonString $match.Groups['s'].Value
                if ($container.ContainsKey($name)) { throw "request: name twice before character $position" }
                $expect = 'colon'
                continue
            }
            if ($expect -ne 'firstkey' -or $mark -ne '}') { throw "request: name expected before character $position" }
            $closes = $true
        } elseif ($expect -eq 'next') {
            $isObject = $container -is [hashtable]
            if ($mark -eq ',') {
                if ($isObject) { $expect = 'key' } else { $expect = 'value' }
                continue
            }
            if (($isObject -and $mark -ne '}') -or (-not $isObject -and $mark -ne ']')) { throw "request: comma or end expected before character $position" }
            $closes = $true
        } elseif ($isString) {
            $value = ConvertFrom-HvitalsJsonString $match.Groups['s'].Value
        } elseif ($match.Groups['n'].Success) {
            $digits = $match.Groups['n'].Value
            if ($match.Groups['f'].Success -or $digits.Length -gt 18) { $value = [double]::Parse($digits, $invariant) }
            else { $value = [long]::Parse($digits, $invariant) }
        } elseif ($match.Groups['w'].Success) {
            $word = $match.Groups['w'].Value
            if ($word -ne 'null') { $value = $word -eq 'true' }
        } elseif ($mark -eq '{' -or $mark -eq '[') {
            if ($stack.Count -ge 16) { throw 'request: nested too deeply' }
            $stack.Push(@($container, $name))
            if ($mark -eq '{') {
                $container = [hashtable]::new()
                $expect = 'firstkey'
            } else {
                $container = [System.Collections.ArrayList]::new()
                $expect = 'first'
            }
            continue
        } elseif ($mark -eq ']' -and $expect -eq 'first') {
            $closes = $true
        } else {
            throw "request: value expected before character $position"
        }
        if ($closes) {
            $value = $container
            if ($container -isnot [hashtable]) { $value = $container.ToArray() }
            $outer = $stack.Pop()
            $container = $outer[0]
            $name = $outer[1]
        }
        if ($null -eq $container) {
            $root = $value
            $expect = 'end'
        } else {
            if ($container -is [hashtable]) { $container[$name] = $value } else { $null = $container.Add($value) }
            $expect = 'next'
        }
    }
    if ($Text.Substring($position).Trim([char[]](32, 9, 10, 13)).Length -gt 0) { throw "request: more text after character $position" }
    return , $root
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
            $known.Rows = @(Get-CimInstance -ClassName $ClassName -Namespace $Namespace -OperationTimeoutSec ([int][Math]::Ceiling($left / 1000)) -ErrorAction Stop)
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
        $seconds = [int][Math]::Ceiling($left / 1000)
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
            v = 1; module = $hvitals.Module; collector = $Collector; outcome = $outcome; reason = $reason
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
    $integers = @{}
    foreach ($type in @([byte], [sbyte], [int16], [uint16], [int], [uint32], [long], [uint64])) { $integers[$type] = $true }
    $hvitals = @{
        Module = $Module
        Clock = [System.Diagnostics.Stopwatch]::StartNew()
        DeadlineMs = [long]0
        CollectorEndsMs = [long]0
        Classes = @{}
        IntegerTypes = $integers
        Invariant = [cultureinfo]::InvariantCulture
        Names = [hashtable]::new()
        Special = [regex]::new('[^\x20\x21\x23-\x5b\x5d-\x7e]')
        Unprintable = [regex]::new('[^\x20-\x7e]+')
        UnprintableOrZero = [regex]::new('[^\x00\x20-\x7e]')
        Guid = [regex]::new('\A\{?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\}?\z')
        Sha256 = [System.Security.Cryptography.SHA256CryptoServiceProvider]::new()
    }
    $parsed = Read-HvitalsRequest $Request
    $hvitals.DeadlineMs = $parsed['deadlineMs']
    $watchdog = $null
    if ($parsed['watchdog'] -eq $true) { $watchdog = Start-HvitalsWatchdog $hvitals.DeadlineMs }
    try {
        foreach ($entry in $parsed['collectors']) { Get-HvitalsFrame $entry }
        ConvertTo-HvitalsJson ([ordered]@{ v = 1; module = $Module; end = $true; tookMs = $hvitals.Clock.ElapsedMilliseconds })
    } finally {
        if ($null -ne $watchdog) { $watchdog.Dispose() }
        $hvitals.Sha256.Dispose()
    }
}
