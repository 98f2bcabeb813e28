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
