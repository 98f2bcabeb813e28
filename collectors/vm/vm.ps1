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
