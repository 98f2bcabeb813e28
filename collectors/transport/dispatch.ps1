# The near side of remoting: runs in a PowerShell process of ours, holds one session per host and never waits for any of them.
# Windows PowerShell 5.1 and PowerShell 7. Loaded once as text, together with the JSON reader of envelope.ps1.
# Every call is `Invoke-HvitalsDispatch <verb> <token> <base64 of UTF-8 JSON>` on one line. The answer is lines that begin with
# `hv:<token>`; the last is `done` or `failed`. Whatever else stands in the output is noise. Text travels as base64 of UTF-8, `-` if empty.

$global:HvitalsDispatch = @{
    Module = ''
    Sessions = [hashtable]::new()
    # Sessions that were dropped and are not gone yet.
    Closing = [System.Collections.ArrayList]::new()
    # Lines that wait for the next drain.
    Pending = [System.Collections.Queue]::new()
    Clock = [System.Diagnostics.Stopwatch]::StartNew()
    # A frame larger than this is not carried; its length is reported instead.
    MaxFrame = 12582912
    # Bytes of a frame in one line: a multiple of 3, so that pieces of base64 can be joined.
    Piece = 196608
}

function ConvertTo-HvitalsField {
    param([string]$Text, [int]$Max = 2000)
    if ($Text -eq '') { return '-' }
    if ($Text.Length -gt $Max) { $Text = $Text.Substring(0, $Max) }
    return [Convert]::ToBase64String([System.Text.Encoding]::UTF8.GetBytes($Text))
}

function Invoke-HvitalsSubmit {
    param([hashtable]$Argument)
    $dispatch = $global:HvitalsDispatch
    $session = $dispatch.Sessions[$Argument.session]
    if ($null -ne $session -and [string]$session.Runspace.RunspaceStateInfo.State -ne 'Opened') {
        # It broke or timed out while it was idle: no host needs to know, a new one is opened.
        Move-HvitalsToClosing $session
        $session = $null
    }
    if ($null -ne $session -and $session.State -ne 'ready') { throw 'The session is busy.' }
    $isNew = $null -eq $session
    # The near side decides how many are opened at once.
    if ($isNew -and $Argument.mayOpen -ne $true) { return $false }
    if ($isNew) {
        $session = Open-HvitalsSession $Argument.session $Argument.open
        $dispatch.Sessions[$Argument.session] = $session
    }
    $session.Call = $Argument.call
    $session.Request = $Argument.request
    if (-not $isNew) { Start-HvitalsShell $session 'busy' }
    return $true
}

# One step for every session under way, then waiting lines up to about $MaxCharacters.
function Invoke-HvitalsDrain {
    param([System.Text.StringBuilder]$Answer, [string]$Prefix, [long]$MaxCharacters)
    $dispatch = $global:HvitalsDispatch
    # Nothing is taken over from sessions while earlier lines wait: what a host sends is bounded by its own buffers then.
    if ($dispatch.Pending.Count -eq 0) {
        foreach ($session in @($dispatch.Sessions.Values)) {
            if ($session.State -eq 'ready') { continue }
            try { Step-HvitalsSession $session } catch { Stop-HvitalsCall $session 'lost' $_ }
        }
        if ($dispatch.Closing.Count -gt 0) { Clear-HvitalsClosing }
    }
    while ($dispatch.Pending.Count -gt 0 -and $Answer.Length -lt $MaxCharacters) {
        $null = $Answer.Append($Prefix).Append([string]$dispatch.Pending.Dequeue()).Append("`n")
    }
    $null = $Answer.Append("${Prefix}left $($dispatch.Pending.Count) $($dispatch.Closing.Count)`n")
}

function Invoke-HvitalsDispatch {
    param([string]$Verb, [string]$Token, [string]$Argument)
    $ErrorActionPreference = 'Stop'
    $prefix = "hv:$Token "
    # The line end in front separates the answer from noise that has none.
    $answer = [System.Text.StringBuilder]::new("`n")
    try {
        $parsed = ConvertFrom-HvitalsJson ([System.Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($Argument)))
        if ($Verb -eq 'init') {
            $global:HvitalsDispatch.Module = [System.Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($parsed.module))
            $null = $answer.Append("${prefix}$($PSVersionTable.PSVersion)`n")
        } elseif ($Verb -eq 'submit') {
            if (-not (Invoke-HvitalsSubmit $parsed)) { $null = $answer.Append("${prefix}closed`n") }
        }
        elseif ($Verb -eq 'drain') { Invoke-HvitalsDrain $answer $prefix $parsed.max }
        elseif ($Verb -eq 'drop') {
            $session = $global:HvitalsDispatch.Sessions[$parsed.session]
            $became = 'closing'
            if ($null -ne $session) { $became = Stop-HvitalsSession $session }
            $null = $answer.Append("${prefix}$became`n")
        } else { throw "There is no verb $Verb." }
        $null = $answer.Append("${prefix}done`n")
    } catch {
        $null = $answer.Append("${prefix}failed $(ConvertTo-HvitalsField $_.Exception.GetBaseException().Message)`n")
    }
    # One write, so that no other thread's line can stand inside it.
    [Console]::Out.Write($answer.ToString())
}
