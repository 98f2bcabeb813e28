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
