# Host side of the collector `clock`: what W32Time says of itself, and NTP exchanges with a few servers, sent as raw facts. Every check of an
# answer is made on the near side, on the bytes. Sources: cim-facts.md 12 (performance class), clock.md (registry, exchanges).

# The row of W32Time's performance class, or $null where the host has none.
function Get-HvitalsTimeService {
    foreach ($row in (Get-HvitalsClass -ClassName Win32_PerfFormattedData_MicrosoftWindowsW32TimePerf_WindowsTimeService -Namespace root/cimv2)) {
        return [ordered]@{ offsetMicroseconds = $row.ComputedTimeOffset; roundtripMicroseconds = $row.NTPRoundtripDelay; sourceCount = $row.NTPClientTimeSourceCount }
    }
    return $null
}

# A text of W32Time's settings, or $null where there is none. hDefKey is HKEY_LOCAL_MACHINE.
function Get-HvitalsTimeSetting {
    param([string]$Name)
    $left = Get-HvitalsTimeLeft
    if ($left -le 0) { throw @{ HvitalsOutcome = 'error'; Reason = 'timed out before the settings of W32Time were read' } }
    $seconds = [int][Math]::Ceiling($left / 1000.0)
    try {
        $answer = Invoke-CimMethod -ClassName StdRegProv -Namespace root/cimv2 -MethodName GetStringValue -Arguments @{ hDefKey = [uint32]2147483650; sSubKeyName = 'SYSTEM\CurrentControlSet\Services\W32Time\Parameters'; sValueName = $Name } -OperationTimeoutSec $seconds -ErrorAction Stop
    } catch {
        $failure = Get-HvitalsFailure $_ 'StdRegProv'
        throw @{ HvitalsOutcome = $failure.Outcome; Reason = $failure.Reason }
    }
    # No such value, no such key.
    if (@(1, 2) -contains $answer.ReturnValue) { return $null }
    if ([long]$answer.ReturnValue -ne 0) { throw @{ HvitalsOutcome = 'error'; Reason = "StdRegProv.GetStringValue returned $([long]$answer.ReturnValue)" } }
    return $answer.sValue
}

# UTC tied to the stopwatch at a moment at which UtcNow steps: @{ AheadTicks; ResolutionMs }. UtcNow steps by up to 15.6 ms in Windows PowerShell;
# the least of some steps is its tick. An edge that was seen too late only makes UTC look earlier, so the latest of them counts.
function Get-HvitalsFineClock {
    $watch = $hvitals.Clock
    $endsMs = $watch.ElapsedMilliseconds + 120
    $ahead = [long]0
    $tick = [long]::MaxValue
    $seen = 0
    $last = [datetime]::UtcNow.Ticks
    while ($seen -lt 5 -and $watch.ElapsedMilliseconds -lt $endsMs) {
        $next = [datetime]::UtcNow.Ticks
        if ($next -eq $last) { continue }
        $edge = $next - $watch.Elapsed.Ticks
        $step = $next - $last
        # Set back: what was found before belongs to another time.
        if ($step -lt 0) {
            $seen = 0
            $tick = [long]::MaxValue
        } elseif ($step -lt $tick) { $tick = $step }
        if ($seen -eq 0 -or $edge -gt $ahead) { $ahead = $edge }
        $last = $next
        $seen++
    }
    if ($tick -eq [long]::MaxValue) {
        $ahead = [datetime]::UtcNow.Ticks - $watch.Elapsed.Ticks
        $tick = [long]1200000
    }
    return @{ AheadTicks = $ahead; ResolutionMs = $tick / 10000.0 }
}

# The first address of a name, or $null. Resolving has no time-out of its own.
function Get-HvitalsAddress {
    param([string]$Name, [long]$EndsMs)
    $waitMs = [Math]::Min([long]1000, $EndsMs - $hvitals.Clock.ElapsedMilliseconds)
    if ($waitMs -le 0) { return $null }
    try {
        $task = [System.Net.Dns]::GetHostAddressesAsync($Name)
        if (-not $task.Wait([int]$waitMs)) { return $null }
        foreach ($address in $task.Result) { return $address }
    } catch { return $null }
    return $null
}

# One exchange with a port and 64 random bits of its own. t1 and t4: 100-ns ticks of UTC as text, because JSON numbers end at 2^53.
function Get-HvitalsExchange {
    param($Server, $FineClock, [long]$EndsMs)
    $watch = $hvitals.Clock
    $ahead = $FineClock.AheadTicks
    $sent = [byte[]]::new(8)
    $random = [System.Security.Cryptography.RNGCryptoServiceProvider]::new()
    $random.GetBytes($sent)
    $random.Dispose()
    $request = [byte[]]::new(48)
    # Version 4, mode 3; the transmit timestamp is the random bits.
    $request[0] = 35
    [System.Buffer]::BlockCopy($sent, 0, $request, 40, 8)
    $buffer = [byte[]]::new(2048)
    $exchange = [ordered]@{ sent = [Convert]::ToBase64String($sent); t1 = $null; t4 = $null; answer = $null; failure = 'timeout' }
    $socket = $null
    try {
        $socket = [System.Net.Sockets.Socket]::new($Server.Address.AddressFamily, 'Dgram', 'Udp')
        $socket.Connect($Server.Address, $Server.Port)
        $waitMs = [Math]::Min([long]700, $EndsMs - $watch.ElapsedMilliseconds)
        if ($waitMs -le 0) { return $exchange }
        $t1 = $watch.Elapsed.Ticks
        $null = $socket.Send($request)
        if ($socket.Poll([int]($waitMs * 1000), 'SelectRead')) {
            $count = $socket.Receive($buffer)
            $t4 = $watch.Elapsed.Ticks
            $exchange.t1 = ($ahead + $t1).ToString($hvitals.Invariant)
            $exchange.t4 = ($ahead + $t4).ToString($hvitals.Invariant)
            $exchange.answer = [Convert]::ToBase64String($buffer, 0, [int][Math]::Min($count, 128))
            $exchange.failure = $null
            # A server that says nothing but to be left alone (stratum 0) is left alone for the rest of this scrape.
            if ($count -gt 1 -and $buffer[1] -eq 0) { $Server.Failures = 2 }
        } elseif ($socket.Poll(0, 'SelectError')) { $exchange.failure = 'unreachable' }
    } catch { $exchange.failure = 'unreachable' } finally {
        if ($null -ne $socket) { $socket.Dispose() }
    }
    return $exchange
}

# Up to four exchanges with each server, in turns, so that one that does not answer does not take the others' time.
function Add-HvitalsExchanges {
    param($Servers, $FineClock)
    $endsMs = $hvitals.Clock.ElapsedMilliseconds + [Math]::Min([long]3000, (Get-HvitalsTimeLeft) - 500)
    foreach ($server in $Servers) {
        $server.Address = Get-HvitalsAddress $server.Host $endsMs
        if ($null -eq $server.Address) { $server.Failure = 'unresolved' }
    }
    foreach ($round in 1, 2, 3, 4) {
        foreach ($server in $Servers) {
            if ($null -eq $server.Address -or $server.Failures -ge 2 -or $hvitals.Clock.ElapsedMilliseconds -ge $endsMs) { continue }
            $exchange = Get-HvitalsExchange $server $FineClock $endsMs
            if ($null -ne $exchange.failure) { $server.Failures++ }
            $null = $server.Exchanges.Add($exchange)
        }
    }
}

# Up to four servers: @{ From; Servers }. The configuration's, else W32Time's own, which counts where its type says so: with NT5DS the
# time comes from the domain, whatever stands in NtpServer.
function Get-HvitalsTimeServers {
    param($Configured, [string]$SyncType, [string]$NtpServer)
    $servers = [System.Collections.ArrayList]::new()
    foreach ($entry in $Configured) {
        if ($servers.Count -lt 4) { $null = $servers.Add(@{ Name = [string]$entry['server']; Host = [string]$entry['host']; Port = [int]$entry['port']; Failures = 0; Exchanges = [System.Collections.ArrayList]::new() }) }
    }
    if ($servers.Count -gt 0) { return @{ From = 'configured'; Servers = $servers } }
    if ($SyncType -ne 'NTP' -and $SyncType -ne 'AllSync') { return @{ From = 'none'; Servers = $servers } }
    # name,flags name,flags
    foreach ($match in [regex]::Matches($NtpServer, '(?<=^|\s)[^\s,]+')) {
        if ($servers.Count -lt 4) { $null = $servers.Add(@{ Name = $match.Value; Host = $match.Value; Port = 123; Failures = 0; Exchanges = [System.Collections.ArrayList]::new() }) }
    }
    if ($servers.Count -eq 0) { return @{ From = 'none'; Servers = $servers } }
    return @{ From = 'w32time'; Servers = $servers }
}

function Get-HvitalsClock {
    param($Arguments)
    $reasons = [System.Collections.ArrayList]::new()
    $service = $null
    try { $service = Get-HvitalsTimeService } catch {
        $failure = Get-HvitalsFailure $_ ''
        if ($failure.Outcome -ne 'unsupported') { $null = $reasons.Add($failure.Reason) }
    }
    $syncType = $null
    $ntpServer = $null
    try {
        $syncType = Get-HvitalsTimeSetting 'Type'
        $ntpServer = Get-HvitalsTimeSetting 'NtpServer'
    } catch { $null = $reasons.Add((Get-HvitalsFailure $_ '').Reason) }
    $asked = Get-HvitalsTimeServers $Arguments['servers'] $syncType $ntpServer
    $fine = Get-HvitalsFineClock
    Add-HvitalsExchanges $asked.Servers $fine
    # Set while it was read: the exchanges have one time of before and one of after.
    $tolerance = [long](($fine.ResolutionMs + 20) * 10000)
    $earliest = $fine.AheadTicks + $hvitals.Clock.Elapsed.Ticks - $tolerance
    $utc = [datetime]::UtcNow.Ticks
    $latest = $fine.AheadTicks + $hvitals.Clock.Elapsed.Ticks + $tolerance
    $isSet = $utc -lt $earliest -or $utc -gt $latest
    if ($isSet) { $null = $reasons.Add('the clock of the host was set while it was read') }
    $servers = [System.Collections.ArrayList]::new()
    foreach ($server in $asked.Servers) {
        if ($isSet) { $server.Exchanges = [System.Collections.ArrayList]::new() }
        $null = $servers.Add([ordered]@{ server = $server.Name; failure = $server.Failure; exchanges = $server.Exchanges.ToArray() })
    }
    $data = [ordered]@{ serversFrom = $asked.From; syncType = $syncType; w32time = $service; resolutionMs = $fine.ResolutionMs; servers = $servers.ToArray() }
    return ConvertTo-HvitalsResult $data $reasons
}
