# One host's session in the dispatcher: how it is opened, moved on and ended. Part of the text of dispatch.ps1.
# States: opening, loading (the module text), ready, busy (a scrape), closing.

# WinRM and SSH connections. $Spec: parsed JSON as built by winrm.ts and ssh.ts.
function New-HvitalsConnectionInfo {
    param([hashtable]$Spec)
    if ($Spec.kind -eq 'ssh') {
        $type = 'System.Management.Automation.Runspaces.SSHConnectionInfo' -as [type]
        $constructor = $null
        if ($null -ne $type) {
            $constructor = $type.GetConstructor([type[]]([string], [string], [string], [int], [string], [int], [System.Collections.Hashtable]))
        }
        if ($null -eq $constructor) { throw 'Sessions over SSH need PowerShell 7.4 or newer on this machine.' }
        return $type::new($Spec.user, $Spec.address, $Spec.keyFile, [int]$Spec.port, $Spec.subsystem, -1, [hashtable]$Spec.options)
    }
    $type = [System.Management.Automation.Runspaces.WSManConnectionInfo]
    $info = $type::new([bool]$Spec.useSsl, [string]$Spec.address, [int]$Spec.port, '/wsman', [string]$Spec.shellUri, $null)
    $info.AuthenticationMechanism = [System.Management.Automation.Runspaces.AuthenticationMechanism]::Kerberos
    $info.IdleTimeout = [int]$Spec.idleTimeoutMs
    $info.OpenTimeout = [int]$Spec.openTimeoutMs
    $info.MaximumConnectionRedirectionCount = 0
    $info.MaximumReceivedObjectSize = [int]$Spec.maxObjectBytes
    $info.NoMachineProfile = $true
    $info.Culture = [cultureinfo]'en-US'
    $info.UICulture = [cultureinfo]'en-US'
    return $info
}

# Starts to open a session; returns at once, connected or not.
function Open-HvitalsSession {
    param([long]$Id, [hashtable]$Spec)
    if ($Spec.kind -eq 'local') {
        $runspace = [runspacefactory]::CreateRunspace([initialsessionstate]::CreateDefault2())
    } else {
        $runspace = [runspacefactory]::CreateRunspace((New-HvitalsConnectionInfo $Spec))
    }
    $runspace.OpenAsync()
    return @{
        Id = $Id; Kind = $Spec.kind; NeedsModule = ($Spec.restricted -ne $true); Runspace = $runspace; State = 'opening'
        Shell = $null; Output = $null; Call = [long]0; Request = ''; Since = [long]0; Killed = $false; LostAt = [long]0
        IsSafe = ($Spec.kind -ne 'ssh'); LookedAt = [long]0
    }
}

# Starts the module text or the scrape on a session. Arguments are parameters of a command, never script text.
function Start-HvitalsShell {
    param([hashtable]$Session, [string]$State)
    if ($null -ne $Session.Shell) { $Session.Shell.Dispose() }
    $shell = [powershell]::Create()
    $shell.Runspace = $Session.Runspace
    if ($State -eq 'loading') { $null = $shell.AddScript($global:HvitalsDispatch.Module) }
    else { $null = $shell.AddCommand('Invoke-HvitalsScrape').AddParameter('Request', $Session.Request) }
    $in = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $in.Complete()
    $Session.Output = [System.Management.Automation.PSDataCollection[psobject]]::new()
    $Session.Shell = $shell
    $Session.State = $State
    $null = $shell.BeginInvoke($in, $Session.Output)
}

# The call of a session is over. $Stage: complete, connect, load, call (the command failed) or lost (the session did).
function Stop-HvitalsCall {
    param([hashtable]$Session, [string]$Stage, $Reason)
    $message = ''
    $id = ''
    $code = '-'
    if ($Reason -is [System.Management.Automation.ErrorRecord]) {
        $message = [string]$Reason.Exception.Message
        $id = [string]$Reason.FullyQualifiedErrorId
    } elseif ($null -ne $Reason) {
        $message = [string]$Reason.Message
        $cause = $Reason.GetBaseException()
        if ($cause -ne $Reason) { $message = "$message $($cause.Message)" }
        $id = [string]$Reason.ErrorRecord.FullyQualifiedErrorId
        $number = $Reason.ErrorCode
        if ($number -is [int]) { $code = [string]$number }
    }
    $line = "ended $($Session.Call) $Stage $code $(ConvertTo-HvitalsField $id) $(ConvertTo-HvitalsField $message)"
    $global:HvitalsDispatch.Pending.Enqueue($line)
    if ($null -ne $Session.Shell -and [string]$Session.Shell.InvocationStateInfo.State -ne 'Running') {
        $Session.Shell.Dispose()
        $Session.Shell = $null
    }
    $Session.State = 'ready'
    $Session.Request = ''
    $Session.Output = $null
    $Session.LostAt = 0
    if ($Stage -ne 'complete' -and $Stage -ne 'call') { Move-HvitalsToClosing $Session }
}

function Add-HvitalsFrame {
    param([hashtable]$Session, $Item)
    $dispatch = $global:HvitalsDispatch
    $text = [string]$Item
    if ($text.Length -gt $dispatch.MaxFrame) {
        $dispatch.Pending.Enqueue("oversized $($Session.Call) $($text.Length)")
        return
    }
    $bytes = [System.Text.Encoding]::UTF8.GetBytes($text)
    $from = 0
    do {
        $length = [Math]::Min($dispatch.Piece, $bytes.Length - $from)
        $word = 'piece'
        if ($from + $length -ge $bytes.Length) { $word = 'last' }
        $base64 = '-'
        if ($length -gt 0) { $base64 = [Convert]::ToBase64String($bytes, $from, $length) }
        $dispatch.Pending.Enqueue("$word $($Session.Call) $base64")
        $from += $length
    } while ($from -lt $bytes.Length)
}

# Moves one session on as far as it goes without waiting.
function Step-HvitalsSession {
    param([hashtable]$Session)
    Protect-HvitalsProcess $Session
    # Read before the output: what is there when the end is seen is all there will be.
    $runspaceState = [string]$Session.Runspace.RunspaceStateInfo.State
    if ($Session.State -eq 'opening') {
        if ($runspaceState -eq 'Opened') {
            $global:HvitalsDispatch.Pending.Enqueue("open $($Session.Call)")
            if ($Session.NeedsModule) { Start-HvitalsShell $Session 'loading' } else { Start-HvitalsShell $Session 'busy' }
        } elseif ($runspaceState -eq 'Broken' -or $runspaceState -eq 'Closed') {
            Stop-HvitalsCall $Session 'connect' $Session.Runspace.RunspaceStateInfo.Reason
        }
        return
    }
    $info = $Session.Shell.InvocationStateInfo
    $state = [string]$info.State
    $items = @($Session.Output.ReadAll())
    if ($Session.State -eq 'busy') {
        foreach ($item in $items) { Add-HvitalsFrame $Session $item }
    }
    if ($state -eq 'Running' -or $state -eq 'NotStarted' -or $state -eq 'Stopping') {
        $isLost = $runspaceState -eq 'Broken' -or $runspaceState -eq 'Closed'
        if (-not $isLost -and $Session.LostAt -eq 0 -and -not (Test-HvitalsSshGone $Session)) { return }
        # The pipeline learns of a lost session a little later, with the reason; it is not waited for without end.
        if ($Session.LostAt -eq 0) { $Session.LostAt = $global:HvitalsDispatch.Clock.ElapsedMilliseconds }
        if ($global:HvitalsDispatch.Clock.ElapsedMilliseconds - $Session.LostAt -lt 1000) { return }
        $reason = $Session.Runspace.RunspaceStateInfo.Reason
        if ($null -eq $reason) { $reason = [System.InvalidOperationException]::new('its ssh has ended.') }
        Stop-HvitalsCall $Session 'lost' $reason
        return
    }
    if ($runspaceState -ne 'Opened' -and $state -ne 'Completed') {
        Stop-HvitalsCall $Session 'lost' $info.Reason
    } elseif ($Session.State -eq 'loading') {
        $errors = @($Session.Shell.Streams.Error.ReadAll())
        if ($state -ne 'Completed') { Stop-HvitalsCall $Session 'load' $info.Reason }
        elseif ($errors.Count -gt 0) { Stop-HvitalsCall $Session 'load' $errors[0] }
        else {
            $Session.NeedsModule = $false
            Start-HvitalsShell $Session 'busy'
        }
    } elseif ($state -eq 'Completed') {
        $errors = @($Session.Shell.Streams.Error.ReadAll())
        if ($errors.Count -gt 0) { Stop-HvitalsCall $Session 'complete' $errors[0] } else { Stop-HvitalsCall $Session 'complete' $null }
    } else {
        Stop-HvitalsCall $Session 'call' $info.Reason
    }
}

function Move-HvitalsToClosing {
    param([hashtable]$Session)
    $dispatch = $global:HvitalsDispatch
    if ($dispatch.Sessions[$Session.Id] -eq $Session) { $dispatch.Sessions.Remove($Session.Id) }
    $Session.Since = $dispatch.Clock.ElapsedMilliseconds
    $Session.State = 'closing'
    $null = $dispatch.Closing.Add($Session)
}

# Ends one session: hard where a call is under way, in good order where none is. Returns what became of it: closing, or stuck where
# nothing but the end of this whole process helps.
function Stop-HvitalsSession {
    param([hashtable]$Session)
    $busy = $Session.State -ne 'ready'
    Move-HvitalsToClosing $Session
    if ($busy -and $Session.Kind -eq 'local') { return 'stuck' }
    if ($busy -and $Session.Kind -eq 'ssh') {
        if (Stop-HvitalsSsh $Session) { return 'closing' }
        return 'stuck'
    }
    try { $Session.Runspace.CloseAsync() } catch {
        # A session that is not open cannot be closed, and need not be.
        if ($Session.Kind -eq 'local') { return 'stuck' }
    }
    return 'closing'
}

# Lets go of what belonged to dropped sessions, once that cannot block any more.
function Clear-HvitalsClosing {
    $dispatch = $global:HvitalsDispatch
    foreach ($session in @($dispatch.Closing.ToArray())) {
        $state = [string]$session.Runspace.RunspaceStateInfo.State
        $age = $dispatch.Clock.ElapsedMilliseconds - $session.Since
        $running = $null -ne $session.Shell -and @('Running', 'Stopping') -contains [string]$session.Shell.InvocationStateInfo.State
        if (($state -eq 'Broken' -or $state -eq 'Closed') -and -not $running) {
            if ($null -ne $session.Shell) { $session.Shell.Dispose() }
            $session.Runspace.Dispose()
            $dispatch.Closing.Remove($session)
        } elseif ($age -gt 3000 -and $session.Kind -eq 'ssh' -and -not $session.Killed) {
            $null = Stop-HvitalsSsh $session
        } elseif ($age -gt 60000) {
            $dispatch.Closing.Remove($session)
        }
    }
}
