<#
.SYNOPSIS
The beacon of hvitals for Windows guests: tells the Hyper-V host, through key-value data exchange, about this guest's clock, disks and services.
.DESCRIPTION
  -Install     copies this file to Program Files and runs it every 30 seconds as a scheduled task
  -Uninstall   removes all of that, and its values from the registry
  -Run         writes once (-Twice: once more 30 seconds later)
  -Print       shows what would be written, and writes nothing
  -Version
What each item means: docs/beacon.md. Windows PowerShell 5.1 and 7; nothing else is needed.
#>
# Longer than 250 lines: it is one file, so that an administrator can read it, copy it into a guest without network and run it.
param([switch]$Install, [switch]$Uninstall, [switch]$Run, [switch]$Twice, [switch]$Print, [switch]$Version)

$beaconVersion = '1.0.0'
$beaconInterval = 30
# Values under this key are what the KVP service hands to the host as guest items.
$guestKey = 'HKLM:\SOFTWARE\Microsoft\Virtual Machine\Guest'
$taskName = 'hvitals-beacon'
$scsiClass = 'ba6163d9-04a1-4d29-b605-72e2ffb1dc7f'

# ------------------------------------------------------------------------------------------------------------------------------- values

# Text -> ASCII in which %, ;, = and all but printable ASCII are %XX of the UTF-8 bytes; at most $Most characters, no character cut in two.
function ConvertTo-BeaconText {
    param([string]$Text, [int]$Most)
    $out = ''
    $index = 0
    while ($index -lt $Text.Length) {
        $width = 1
        if ([char]::IsHighSurrogate($Text[$index]) -and $index + 1 -lt $Text.Length -and [char]::IsLowSurrogate($Text[$index + 1])) { $width = 2 }
        $piece = ''
        foreach ($byte in [System.Text.Encoding]::UTF8.GetBytes($Text.Substring($index, $width))) {
            if ($byte -ge 32 -and $byte -le 126 -and $byte -ne 37 -and $byte -ne 59 -and $byte -ne 61) { $piece += [char]$byte } else { $piece += '%' + $byte.ToString('X2') }
        }
        if ($out.Length + $piece.Length -gt $Most) { break }
        $out += $piece
        $index += $width
    }
    return $out
}

# A number with a dot and without exponent, in every culture; $null and what is no number give ''.
function ConvertTo-BeaconNumber {
    param($Number)
    if ($null -eq $Number) { return '' }
    try { return ([decimal]$Number).ToString('0.#########', [System.Globalization.CultureInfo]::InvariantCulture) } catch { return '' }
}

# Pairs, each @(name, most characters, value), -> 'name=value;...'; what is not known is left out, and so is what does not fit in 1,000 bytes.
function Join-BeaconPairs {
    param([object[]]$Pairs)
    $item = ''
    foreach ($pair in $Pairs) {
        if ($null -eq $pair[2] -or [string]$pair[2] -eq '') { continue }
        $text = "$($pair[0])=$(ConvertTo-BeaconText ([string]$pair[2]) $pair[1]);"
        if ($item.Length + $text.Length -le 1000) { $item += $text }
    }
    return $item
}

# -------------------------------------------------------------------------------------------------------------------------------- clock

# Lines of `w32tm /query /status` -> what they say. Their words are in the language of Windows, so only their order and their numbers are read:
# leap, stratum, precision, root delay, root dispersion, reference id in hex. A line of another shape tells nothing.
function Read-BeaconW32tm {
    param([string[]]$Lines)
    $facts = @{}
    $rows = @($Lines | Where-Object { $_ -match '\S' })
    if ($rows.Count -lt 6) { return $facts }
    if ($rows[0] -match '(?<!\d)([0-3])\s*\(') { $facts['leap'] = [int]$Matches[1] }
    if ($rows[1] -match '(?<!\d)(\d{1,2})\s*\(') { $facts['stratum'] = [int]$Matches[1] }
    if ($rows[3] -match '(?<![\d.,])(\d+)[.,](\d+)s\s*$') { $facts['rootdelay'] = "$($Matches[1]).$($Matches[2])" }
    if ($rows[4] -match '(?<![\d.,])(\d+)[.,](\d+)s\s*$') { $facts['rootdisp'] = "$($Matches[1]).$($Matches[2])" }
    if ($rows[5] -match '0x([0-9A-Fa-f]{8})') {
        # VMTP: the provider that hands on the host's time. LOCL: its own clock.
        $id = $Matches[1].ToUpperInvariant()
        if ($id -eq '564D5450') { $facts['source'] = 'host-service' }
        elseif ($id -eq '4C4F434C' -or $id -eq '00000000') { $facts['source'] = 'local' }
        else { $facts['source'] = 'ntp' }
        $facts['id'] = $id
    }
    $facts['sync'] = [int]($facts['leap'] -ne 3 -and $facts['stratum'] -gt 0 -and $facts['source'] -ne 'local')
    return $facts
}

# The registry's NtpServer, 'time.windows.com,0x9 other,0x8' -> its first name.
function Get-BeaconServer {
    param([string]$NtpServer)
    if ($NtpServer -match '^\s*([^\s,]+)') { return $Matches[1] }
    return ''
}

# Facts of w32tm, its registry keys -> the pairs of hvitals.clock. No offset: W32Time's counter has no sign, and a magnitude is none.
function New-BeaconClock {
    param([bool]$Running, $Facts, [string]$NtpServer, [string]$Type)
    if (-not $Running) { return Join-BeaconPairs @(, @('daemon', 20, 'none')) }
    $reference = ''
    if ($Facts['source'] -eq 'host-service') { $reference = 'VMICTimeProvider' }
    elseif ($Facts['source'] -eq 'ntp' -and $Type -eq 'NTP') { $reference = Get-BeaconServer $NtpServer }
    return Join-BeaconPairs @(
        @('daemon', 20, 'w32time'),
        @('daemons', 20, 'w32time'),
        @('source', 20, $Facts['source']),
        @('ref', 300, $reference),
        @('sync', 1, (ConvertTo-BeaconNumber $Facts['sync'])),
        @('leap', 1, (ConvertTo-BeaconNumber $Facts['leap'])),
        @('stratum', 3, (ConvertTo-BeaconNumber $Facts['stratum'])),
        @('rootdelay', 20, $Facts['rootdelay']),
        @('rootdisp', 20, $Facts['rootdisp'])
    )
}

function Get-BeaconClock {
    $service = Get-Service -Name 'W32Time' -ErrorAction SilentlyContinue
    $running = $null -ne $service -and [int]$service.Status -eq 4
    $parameters = Get-ItemProperty -Path 'HKLM:\SYSTEM\CurrentControlSet\Services\W32Time\Parameters' -ErrorAction SilentlyContinue
    $facts = @{}
    if ($running) { $facts = Read-BeaconW32tm @(& "$env:SystemRoot\System32\w32tm.exe" /query /status) }
    return New-BeaconClock $running $facts ([string]$parameters.NtpServer) ([string]$parameters.Type)
}

# ------------------------------------------------------------------------------------------------------------------- disks, filesystems

# Device instance of a SCSI controller, VMBUS\{class}\{GUID}, -> the GUID in lower case; '' for IDE and where the class is not named.
function Get-BeaconController {
    param([string]$DeviceId)
    if ($DeviceId -notmatch '^VMBUS\\') { return '' }
    $ids = @([regex]::Matches($DeviceId, '\{([0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12})\}') | ForEach-Object { $_.Groups[1].Value.ToLowerInvariant() })
    if ($ids.Count -lt 2 -or $ids[0] -ne $scsiClass) { return '' }
    return $ids[$ids.Count - 1]
}

function New-BeaconDisk {
    param([int]$Number, $Bytes, [string]$ControllerId, $Lun)
    $controller = Get-BeaconController $ControllerId
    $pairs = @(@('dev', 60, "disk$Number"), @('bytes', 20, (ConvertTo-BeaconNumber $Bytes)))
    if ($controller -ne '') { $pairs += @(@('ctl', 40, $controller), @('lun', 5, (ConvertTo-BeaconNumber $Lun))) }
    return Join-BeaconPairs $pairs
}

function New-BeaconFilesystem {
    param([string]$Mount, [string]$Device, [string]$Type, $Bytes, $Free, $Disk)
    $used = $null
    if ($null -ne $Free) { $used = [decimal]$Bytes - [decimal]$Free }
    $below = ''
    if ($null -ne $Disk) { $below = "disk$Disk" }
    return Join-BeaconPairs @(
        @('mount', 480, $Mount), @('dev', 200, $Device), @('type', 30, $Type), @('bytes', 20, (ConvertTo-BeaconNumber $Bytes)),
        @('used', 20, (ConvertTo-BeaconNumber $used)), @('disk', 60, $below)
    )
}

function Get-BeaconDisks {
    $controllers = @{}
    foreach ($link in @(Get-CimInstance -ClassName Win32_SCSIControllerDevice -OperationTimeoutSec 10 -ErrorAction SilentlyContinue)) {
        $controllers[[string]$link.Dependent.DeviceID] = [string]$link.Antecedent.DeviceID
    }
    $sizes = @{}
    # Win32_DiskDrive rounds to whole cylinders; MSFT_Disk does not.
    foreach ($disk in @(Get-CimInstance -Namespace 'root\Microsoft\Windows\Storage' -ClassName MSFT_Disk -OperationTimeoutSec 10 -ErrorAction SilentlyContinue)) { $sizes[[int]$disk.Number] = $disk.Size }
    $items = @()
    foreach ($drive in @(Get-CimInstance -ClassName Win32_DiskDrive -OperationTimeoutSec 10 -ErrorAction SilentlyContinue)) {
        if ($items.Count -ge 32) { break }
        $bytes = $drive.Size
        if ($sizes.ContainsKey([int]$drive.Index)) { $bytes = $sizes[[int]$drive.Index] }
        $items += New-BeaconDisk $drive.Index $bytes $controllers[[string]$drive.PNPDeviceID] $drive.SCSILogicalUnit
    }
    return , $items
}

function Get-BeaconFilesystems {
    $disks = @{}
    foreach ($partition in @(Get-CimInstance -Namespace 'root\Microsoft\Windows\Storage' -ClassName MSFT_Partition -OperationTimeoutSec 10 -ErrorAction SilentlyContinue)) {
        foreach ($way in $partition.AccessPaths) { $disks[[string]$way] = $partition.DiskNumber }
    }
    $items = @()
    # 3: local disk.
    foreach ($volume in @(Get-CimInstance -ClassName Win32_Volume -OperationTimeoutSec 10 -ErrorAction SilentlyContinue)) {
        if ($volume.DriveType -ne 3 -or $null -eq $volume.Capacity -or $items.Count -ge 32) { continue }
        $items += New-BeaconFilesystem $volume.Name $volume.DeviceID $volume.FileSystem $volume.Capacity $volume.FreeSpace $disks[[string]$volume.DeviceID]
    }
    return , $items
}

# ---------------------------------------------------------------------------------------------------------------------------- all items

# 1 runs, 0 does not, '' is not there. 4 is Running, whatever Windows calls it.
function Get-BeaconServiceState {
    param([string]$Name)
    $service = Get-Service -Name $Name -ErrorAction SilentlyContinue
    if ($null -eq $service) { return '' }
    return [string][int]([int]$service.Status -eq 4)
}

# The previous value of hvitals.beacon -> the next number. It is kept in the value itself, so it never goes back.
function Get-BeaconSequence {
    param([string]$Previous)
    if ($Previous -match '(?:^|;)seq=(\d{1,15});') { return [long]$Matches[1] + 1 }
    return [long]1
}

function New-BeaconOwn {
    param([long]$Sequence, [long]$UtcTicks, $UpSeconds)
    # Ticks of 100 ns since the year 1; 621355968000000000 of them before 1970.
    $at = ([decimal]($UtcTicks - 621355968000000000)) / 10000000
    return Join-BeaconPairs @(
        @('v', 1, '1'), @('script', 20, $beaconVersion), @('os', 10, 'windows'), @('interval', 5, [string]$beaconInterval),
        @('seq', 20, [string]$Sequence), @('at', 30, (ConvertTo-BeaconNumber $at)), @('up', 20, (ConvertTo-BeaconNumber $UpSeconds))
    )
}

# Key -> value, in order; the beacon's own item last, so that its time is close to the write.
function Get-BeaconItems {
    $items = [ordered]@{}
    $items['hvitals.clock'] = Get-BeaconClock
    $number = 0
    foreach ($disk in Get-BeaconDisks) { $items["hvitals.disk.$number"] = $disk; $number++ }
    $number = 0
    foreach ($filesystem in Get-BeaconFilesystems) { $items["hvitals.fs.$number"] = $filesystem; $number++ }
    $system = Get-CimInstance -ClassName Win32_OperatingSystem -OperationTimeoutSec 10 -ErrorAction SilentlyContinue
    $items['hvitals.daemons'] = Join-BeaconPairs @(
        @('kvp', 1, (Get-BeaconServiceState 'vmickvpexchange')), @('vss', 1, (Get-BeaconServiceState 'vmicvss')),
        @('fcopy', 1, (Get-BeaconServiceState 'vmicguestinterface')), @('kernel', 200, [string]$system.Version)
    )
    $host3 = Get-ItemProperty -Path "$guestKey\Parameters" -ErrorAction SilentlyContinue
    if ($host3.PhysicalHostName) { $items['hvitals.host'] = Join-BeaconPairs @(, @('name', 800, [string]$host3.PhysicalHostName)) }
    $up = $null
    if ($null -ne $system) { $up = [Math]::Round(([DateTime]::UtcNow - $system.LastBootUpTime.ToUniversalTime()).TotalSeconds, 2) }
    $before = Get-ItemProperty -Path $guestKey -ErrorAction SilentlyContinue
    $items['hvitals.beacon'] = New-BeaconOwn (Get-BeaconSequence ([string]$before.'hvitals.beacon')) ([DateTime]::UtcNow.Ticks) $up
    return $items
}

# ------------------------------------------------------------------------------------------------------------- write, install, uninstall

# Names of our values that stand in the registry.
function Get-BeaconNames {
    $key = Get-Item -Path $guestKey -ErrorAction SilentlyContinue
    if ($null -eq $key) { return , @() }
    return , @($key.GetValueNames() | Where-Object { $_.StartsWith('hvitals.', [StringComparison]::Ordinal) })
}

function Write-Beacon {
    if (-not (Test-Path -Path $guestKey)) { throw "There is no ${guestKey}: this is no Hyper-V guest, or its Data Exchange service has never run." }
    $items = Get-BeaconItems
    foreach ($name in Get-BeaconNames) { if (-not $items.Contains($name)) { Remove-ItemProperty -Path $guestKey -Name $name } }
    foreach ($name in $items.Keys) { if ($items[$name] -ne '') { Set-ItemProperty -Path $guestKey -Name $name -Value $items[$name] -Type String } }
}

# The task scheduler repeats once a minute at most: each start writes twice, 30 seconds apart.
function Install-Beacon {
    $folder = "$env:ProgramFiles\hvitals"
    $file = "$folder\hvitals-beacon.ps1"
    $null = New-Item -ItemType Directory -Force -Path $folder
    Copy-Item -Path $PSCommandPath -Destination $file -Force
    $action = New-ScheduledTaskAction -Execute "$env:SystemRoot\System32\WindowsPowerShell\v1.0\powershell.exe" -Argument "-NoProfile -NonInteractive -ExecutionPolicy Bypass -File `"$file`" -Run -Twice"
    $trigger = New-ScheduledTaskTrigger -Once -At (Get-Date) -RepetitionInterval (New-TimeSpan -Minutes 1)
    $settings = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -ExecutionTimeLimit (New-TimeSpan -Minutes 2) -StartWhenAvailable -Priority 7
    $null = Register-ScheduledTask -TaskName $taskName -Action $action -Trigger $trigger -Settings $settings -User 'SYSTEM' -RunLevel Highest -Force
    Write-Beacon
    "Installed $file; it writes every $beaconInterval seconds."
}

function Uninstall-Beacon {
    Unregister-ScheduledTask -TaskName $taskName -Confirm:$false -ErrorAction SilentlyContinue
    foreach ($name in Get-BeaconNames) { Remove-ItemProperty -Path $guestKey -Name $name }
    Remove-Item -Path "$env:ProgramFiles\hvitals\hvitals-beacon.ps1" -ErrorAction SilentlyContinue
    'Removed the beacon, its task and its values.'
}

function Show-BeaconHelp {
    "hvitals-beacon $beaconVersion"
    '-Install, -Uninstall, -Run, -Print or -Version. Run it as administrator; what it writes: docs/beacon.md.'
}

# Dot-sourced, it only defines its functions: tests call those.
if ($MyInvocation.InvocationName -ne '.') {
    $ErrorActionPreference = 'Stop'
    if ($Version) { $beaconVersion }
    elseif ($Install) { Install-Beacon }
    elseif ($Uninstall) { Uninstall-Beacon }
    elseif ($Print) {
        $items = Get-BeaconItems
        foreach ($name in $items.Keys) { "$name`t$($items[$name])" }
    }
    elseif ($Run) {
        Write-Beacon
        if ($Twice) { Start-Sleep -Seconds $beaconInterval; Write-Beacon }
    }
    else { Show-BeaconHelp }
}
