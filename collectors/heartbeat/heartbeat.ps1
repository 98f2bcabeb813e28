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
