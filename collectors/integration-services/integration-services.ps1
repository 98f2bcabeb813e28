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
