# The frame of one call on the Hyper-V host. The build step (build-host-module.ts) puts json.ps1, classes.ps1, guest-items.ps1, disk-files.ps1,
# one script per collector and this file inside Invoke-HvitalsScrape, so that a session sees that one function only.
# Windows PowerShell 5.1 and PowerShell 7; allowed commands and members only (check-host-module.ps1). Nothing here writes to the host.

# A collector's result: partial where something could not be read. $Reasons: list of sentences, may be empty.
function ConvertTo-HvitalsResult {
    param($Data, [System.Collections.ArrayList]$Reasons)
    if ($Reasons.Count -eq 0) { return @{ Outcome = 'ok'; Reason = $null; Data = $Data } }
    return @{ Outcome = 'partial'; Reason = (ConvertTo-HvitalsReason ([string]::Join('; ', $Reasons.ToArray()))); Data = $Data }
}

# One frame, ready to send. $StartedMs: the call's clock when the collector began.
function ConvertTo-HvitalsFrame {
    param([string]$Collector, $Result, [long]$StartedMs)
    $outcome = $Result.Outcome
    $reason = $Result.Reason
    $at = $Result.At
    if ($null -eq $at) { $at = [datetime]::UtcNow }
    $tail = ',"data":null}'
    if ($null -ne $Result.Data) {
        $data = ConvertTo-HvitalsJson $Result.Data
        if ($data.Length -gt 8388608) {
            $outcome = 'error'
            $reason = "the record is larger than 8 MiB ($($data.Length) characters)"
        } elseif ($data.Length -gt 65536) { $tail = ',"gz":"' + (ConvertTo-HvitalsGzip $data) + '"}' }
        else { $tail = ',"data":' + $data + '}' }
    }
    $head = ConvertTo-HvitalsJson ([ordered]@{
            v = 1; module = $hvitals.Module; nonce = $hvitals.Nonce; collector = $Collector; outcome = $outcome; reason = $reason
            at = (ConvertTo-HvitalsTime $at); tookMs = $hvitals.Clock.ElapsedMilliseconds - $StartedMs
        })
    return $head.Substring(0, $head.Length - 1) + $tail
}

# Runs one collector and returns its frame. Whatever goes wrong inside becomes that collector's own outcome.
function Get-HvitalsFrame {
    param($Entry)
    $started = $hvitals.Clock.ElapsedMilliseconds
    $hvitals.CollectorEndsMs = $started + [long]$Entry['timeoutMs']
    $name = [string]$Entry['name']
    try {
        if ((Get-HvitalsTimeLeft) -le 0) { throw @{ HvitalsOutcome = 'error'; Reason = 'timed out: not started within the deadline of the call' } }
        $result = $null
        foreach ($output in @(Invoke-HvitalsCollector $name $Entry['args'])) {
            if ($output -is [hashtable] -and $output.ContainsKey('Outcome')) { $result = $output }
        }
        if ($null -eq $result) { throw "collector $name returned no result" }
        return ConvertTo-HvitalsFrame $name $result $started
    } catch {
        $failure = Get-HvitalsFailure $_ ''
        return ConvertTo-HvitalsFrame $name @{ Outcome = $failure.Outcome; Reason = $failure.Reason } $started
    }
}

# Ends this process some seconds after the deadline unless disposed before: a hung native call cannot be stopped from inside or outside the
# pipeline. The callback is a plain delegate on Process.Kill, because a script block has no runspace on a timer's thread.
function Start-HvitalsWatchdog {
    param([long]$DeadlineMs)
    $kill = [System.Delegate]::CreateDelegate([System.Action], [System.Diagnostics.Process]::GetCurrentProcess(), 'Kill')
    $watchdog = [System.Threading.CancellationTokenSource]::new()
    $null = $watchdog.Token.Register($kill)
    $watchdog.CancelAfter([int]($DeadlineMs + 5000))
    return $watchdog
}

# The request's JSON, checked: version, deadline, collectors with name and time-out. Throws a sentence that says what is wrong.
function Read-HvitalsRequest {
    param([string]$Request)
    $parsed = ConvertFrom-HvitalsJson ([System.Text.Encoding]::UTF8.GetString([Convert]::FromBase64String($Request)))
    if ($parsed -isnot [hashtable] -or $parsed['v'] -ne 1) { throw 'request: version 1 expected' }
    if ($parsed['deadlineMs'] -isnot [long] -or $parsed['deadlineMs'] -lt 1 -or $parsed['deadlineMs'] -gt 3600000) { throw 'request: deadlineMs must be 1 to 3600000' }
    if ($parsed['collectors'] -isnot [array]) { throw 'request: collectors must be a list' }
    foreach ($entry in $parsed['collectors']) {
        if ($entry -isnot [hashtable] -or $entry['name'] -isnot [string]) { throw 'request: each collector needs a name' }
        if ($entry['timeoutMs'] -isnot [long] -or $entry['timeoutMs'] -lt 1 -or $entry['timeoutMs'] -gt 3600000) { throw 'request: timeoutMs must be 1 to 3600000' }
    }
    return $parsed
}

# The state of one call, which the other functions see as $hvitals because they are called from where it is set.
function Get-HvitalsState {
    param([string]$Module)
    $integers = @{}
    foreach ($type in @([byte], [sbyte], [int16], [uint16], [int], [uint32], [long], [uint64])) { $integers[$type] = $true }
    return @{
        Module = $Module
        # Sent back in every frame, so that an answer to another call is not taken for one to this.
        Nonce = ''
        Clock = [System.Diagnostics.Stopwatch]::StartNew()
        DeadlineMs = [long]0
        CollectorEndsMs = [long]0
        # "<namespace>:<class>" -> @{ Rows; Failure }
        Classes = @{}
        # Escaped names of JSON objects; they come from the scripts, so there are few.
        Names = [hashtable]::new()
        IntegerTypes = $integers
        Invariant = [cultureinfo]::InvariantCulture
        # What JSON text cannot carry as it is; what ASCII cannot show; the same but for the separator of joined texts.
        Special = [regex]::new('[^\x20\x21\x23-\x5b\x5d-\x7e]')
        Unprintable = [regex]::new('[^\x20-\x7e]+')
        UnprintableOrZero = [regex]::new('[^\x00\x20-\x7e]')
        Guid = [regex]::new('\A\{?[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}\}?\z')
        Sha256 = [System.Security.Cryptography.SHA256CryptoServiceProvider]::new()
    }
}

# One call: emits each collector's frame as soon as it is done, then the closing frame.
function Invoke-HvitalsCall {
    param([string]$Request, [string]$Module)
    $ErrorActionPreference = 'Stop'
    $ProgressPreference = 'SilentlyContinue'
    $WarningPreference = 'SilentlyContinue'
    $VerbosePreference = 'SilentlyContinue'
    $DebugPreference = 'SilentlyContinue'
    # A property that an older build lacks reads as $null, whatever the session has set.
    Set-StrictMode -Off
    $hvitals = Get-HvitalsState $Module
    $parsed = Read-HvitalsRequest $Request
    $hvitals.DeadlineMs = $parsed['deadlineMs']
    $hvitals.Nonce = [string]$parsed['nonce']
    $watchdog = $null
    if ($parsed['watchdog'] -eq $true) { $watchdog = Start-HvitalsWatchdog $hvitals.DeadlineMs }
    try {
        foreach ($entry in $parsed['collectors']) { Get-HvitalsFrame $entry }
        ConvertTo-HvitalsJson ([ordered]@{ v = 1; module = $Module; nonce = $hvitals.Nonce; end = $true; tookMs = $hvitals.Clock.ElapsedMilliseconds })
    } finally {
        if ($null -ne $watchdog) { $watchdog.Dispose() }
        $hvitals.Sha256.Dispose()
    }
}
