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
