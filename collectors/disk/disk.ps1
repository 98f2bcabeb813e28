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
