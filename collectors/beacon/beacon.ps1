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
