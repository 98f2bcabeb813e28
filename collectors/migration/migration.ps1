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
