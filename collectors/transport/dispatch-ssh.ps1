# What the dispatcher must know of a session's ssh, for which the engine has no public way: its process, and a stream that can end us all.
# Part of the text of dispatch.ps1. Read by reflection from PowerShell 7.4 and newer; an engine that keeps it elsewhere loses only these helps.

# The engine's own object that carries a session over ssh; $null where there is none yet, or this engine keeps it elsewhere.
function Get-HvitalsSshTransport {
    param($Runspace)
    $flags = [System.Reflection.BindingFlags]'Instance, NonPublic, Public'
    $value = $Runspace
    foreach ($name in @('RunspacePool', 'RemoteRunspacePoolInternal', 'DataStructureHandler', 'TransportManager')) {
        $property = $value.GetType().GetProperty($name, $flags)
        if ($null -eq $property) { return $null }
        $value = $property.GetValue($value, $null)
        if ($null -eq $value) { return $null }
    }
    return $value
}

# Process id of the session's own ssh, 0 if it has none any more, -1 if that is not known.
function Get-HvitalsSshProcessId {
    param($Runspace)
    $transport = Get-HvitalsSshTransport $Runspace
    if ($null -eq $transport) { return -1 }
    $field = $transport.GetType().GetField('_sshProcessId', [System.Reflection.BindingFlags]'Instance, NonPublic')
    if ($null -eq $field) { return -1 }
    return [int]$field.GetValue($transport)
}

# When ssh ends while something waits to be written to it, the engine closes that stream on a thread of its own, the close throws
# "Broken pipe", nobody catches it, and this whole process with all its sessions is aborted (seen with 7.6: CloseConnection, called by
# ProcessErrorThread). So the engine is made to forget the stream as far as closing goes: ssh is ended by its process id anyway.
function Protect-HvitalsProcess {
    param([hashtable]$Session)
    if ($Session.IsSafe) { return }
    $transport = Get-HvitalsSshTransport $Session.Runspace
    if ($null -eq $transport) { return }
    $field = $transport.GetType().GetField('_stdInWriter', [System.Reflection.BindingFlags]'Instance, NonPublic')
    if ($null -eq $field) {
        $Session.IsSafe = $true
        return
    }
    # Before it is open the engine still has to take the stream up for writing.
    if ([string]$Session.Runspace.RunspaceStateInfo.State -ne 'Opened') { return }
    $field.SetValue($transport, $null)
    $Session.IsSafe = $true
}

# Whether the ssh of a session has ended without the engine noticing, which happens. Looks once a second.
function Test-HvitalsSshGone {
    param([hashtable]$Session)
    $now = $global:HvitalsDispatch.Clock.ElapsedMilliseconds
    if ($Session.Kind -ne 'ssh' -or $now - $Session.LookedAt -lt 1000) { return $false }
    $Session.LookedAt = $now
    $id = Get-HvitalsSshProcessId $Session.Runspace
    if ($id -lt 0) { return $false }
    if ($id -eq 0) { return $true }
    try { return [System.Diagnostics.Process]::GetProcessById($id).HasExited } catch {
        return ($_.Exception.GetBaseException() -is [System.ArgumentException])
    }
}

# Ends the ssh of one session; its neighbours go on. True if there is none (any more).
function Stop-HvitalsSsh {
    param([hashtable]$Session)
    $Session.Killed = $true
    $id = Get-HvitalsSshProcessId $Session.Runspace
    if ($id -lt 0) { return $false }
    if ($id -eq 0) { return $true }
    try { [System.Diagnostics.Process]::GetProcessById($id).Kill() } catch {
        # It ended in between, which is what is wanted. Anything else is not.
        $cause = $_.Exception.GetBaseException()
        return ($cause -is [System.ArgumentException] -or $cause -is [System.InvalidOperationException])
    }
    return $true
}
