# Host side of the collector `host`: Windows and memory, what is set up for live migration, RDMA adapters, and the cluster.
# Sources: cim-facts.md 10.1, 10.3, 12; MSFT_NetAdapterRdmaSettingData and the numbers of a node: host.md.

# Windows and memory into the data. Memory stands there in KB.
function Add-HvitalsOperatingSystem {
    param($Data)
    foreach ($system in (Get-HvitalsClass -ClassName Win32_OperatingSystem -Namespace root/cimv2)) {
        $Data.version = $system.Version
        $Data.build = $system.BuildNumber
        $Data.bootedAt = ConvertTo-HvitalsTime $system.LastBootUpTime
        $Data.memoryKb = $system.TotalVisibleMemorySize
        $Data.freeMemoryKb = $system.FreePhysicalMemory
    }
}

function Add-HvitalsComputer {
    param($Data)
    foreach ($computer in (Get-HvitalsClass -ClassName Win32_ComputerSystem -Namespace root/cimv2)) {
        $Data.computerName = $computer.Name
        $Data.domain = $computer.Domain
    }
}

# Settings of live migration, and the networks that may carry it, none meaning any.
function Add-HvitalsLiveMigration {
    param($Data)
    foreach ($setting in (Get-HvitalsClass -ClassName Msvm_VirtualSystemMigrationServiceSettingData)) {
        $Data.liveMigration = [ordered]@{
            enabled = $setting.EnableVirtualSystemMigration; compression = $setting.EnableCompression; smb = $setting.EnableSmbTransport
            authentication = $setting.AuthenticationType; mostVms = $setting.MaximumActiveVirtualSystemMigration; mostStorage = $setting.MaximumActiveStorageMigration
        }
    }
    # Without rights Hyper-V answers with nothing, and no error: nothing is then known of networks either.
    if ($null -eq $Data.liveMigration) { return }
    $networks = [System.Collections.ArrayList]::new()
    foreach ($network in (Get-HvitalsClass -ClassName Msvm_VirtualSystemMigrationNetworkSettingData)) {
        $null = $networks.Add([ordered]@{ subnet = $network.SubnetNumber; prefixLength = $network.PrefixLength; metric = $network.Metric })
    }
    $Data.networks = $networks.ToArray()
}

function Add-HvitalsRdma {
    param($Data)
    $adapters = [System.Collections.ArrayList]::new()
    foreach ($adapter in (Get-HvitalsClass -ClassName MSFT_NetAdapterRdmaSettingData -Namespace root/StandardCimv2)) {
        $null = $adapters.Add([ordered]@{ name = $adapter.Name; description = $adapter.InterfaceDescription; enabled = $adapter.Enabled })
    }
    $Data.rdma = $adapters.ToArray()
}

# One enumeration answers for all nodes. A host in no cluster has no such namespace.
function Add-HvitalsCluster {
    param($Data)
    $cluster = [ordered]@{ name = $null; nodes = @() }
    $nodes = [System.Collections.ArrayList]::new()
    try {
        foreach ($one in (Get-HvitalsClass -ClassName MSCluster_Cluster -Namespace root/mscluster)) { $cluster.name = $one.Name }
    } catch {
        $failure = Get-HvitalsFailure $_ ''
        if ($failure.Outcome -eq 'unsupported') {
            $Data.clustered = $false
            return
        }
        throw @{ HvitalsOutcome = $failure.Outcome; Reason = $failure.Reason }
    }
    foreach ($node in (Get-HvitalsClass -ClassName MSCluster_Node -Namespace root/mscluster)) {
        $null = $nodes.Add([ordered]@{ name = $node.Name; state = $node.State; drain = $node.NodeDrainStatus })
    }
    $cluster.nodes = $nodes.ToArray()
    $Data.cluster = $cluster
    $Data.clustered = $true
}

function Get-HvitalsHost {
    param($Arguments)
    $reasons = [System.Collections.ArrayList]::new()
    $data = [ordered]@{
        computerName = $null; domain = $null; version = $null; build = $null; bootedAt = $null; memoryKb = $null; freeMemoryKb = $null
        liveMigration = $null; networks = $null; rdma = $null; clustered = $null; cluster = $null
    }
    try { Add-HvitalsOperatingSystem $data } catch { $null = $reasons.Add((Get-HvitalsFailure $_ '').Reason) }
    try { Add-HvitalsComputer $data } catch { $null = $reasons.Add((Get-HvitalsFailure $_ '').Reason) }
    try { Add-HvitalsLiveMigration $data } catch { $null = $reasons.Add((Get-HvitalsFailure $_ '').Reason) }
    # Builds without the class have no such adapters that could be asked.
    try { Add-HvitalsRdma $data } catch {
        $failure = Get-HvitalsFailure $_ ''
        if ($failure.Outcome -ne 'unsupported') { $null = $reasons.Add($failure.Reason) }
    }
    # Last, because a cluster that hangs must not cost the rest.
    try { Add-HvitalsCluster $data } catch { $null = $reasons.Add((Get-HvitalsFailure $_ '').Reason) }
    return ConvertTo-HvitalsResult $data $reasons
}
