# Files of virtual disks on the Hyper-V host: what the file system and the image service say of them, for collector disk (cim-facts.md 6.4).

# Path of a file with single backslashes, whichever form it came in.
function ConvertTo-HvitalsFilePath {
    param([string]$Text)
    if ($Text -match '\A(\\\\\\\\|[A-Za-z]:\\\\)') { return $Text.Replace('\\', '\') }
    return $Text
}

# Code or text of an error -> @{ failure; reason }. Codes of the image service and of Windows, never its words (6.4).
function ConvertTo-HvitalsFileFailure {
    param([long]$Code, [string]$Text)
    $word = 'error'
    if ($Code -eq 32779 -or $Text -match '0x8007000[23]') { $word = 'missing' }
    elseif ($Code -eq 32769 -or $Text -match '0x80070005|0x8007052e|0x80041003') { $word = 'access-denied' }
    elseif ($Code -eq 32774 -or $Text -match '0x80070020|0x80070021') { $word = 'locked' }
    elseif ($Code -eq 32772 -or $Text -match '0x0*40004\b|0x80338029|timed out') { $word = 'timed-out' }
    return [ordered]@{ failure = $word; reason = (ConvertTo-HvitalsReason $Text) }
}

# Size and write time of a file, or why not: @{ bytes; writtenAt } or @{ failure; reason }.
function Get-HvitalsDiskFile {
    param([string]$Path)
    try {
        $info = [System.IO.FileInfo]::new($Path)
        # It throws where there is no file, or no right to look at it. Read as a property it would be $null then, without a word.
        $bytes = [long]$info.get_Length()
        return [ordered]@{ bytes = $bytes; writtenAt = (ConvertTo-HvitalsTime $info.LastWriteTimeUtc) }
    } catch {
        $failure = $_.Exception
        while ($null -ne $failure.InnerException) { $failure = $failure.InnerException }
        $code = [long]0
        if ($failure -is [System.IO.FileNotFoundException] -or $failure -is [System.IO.DirectoryNotFoundException]) { $code = 32779 }
        elseif ($failure -is [System.UnauthorizedAccessException]) { $code = 32769 }
        return ConvertTo-HvitalsFileFailure $code "$($failure.Message) (0x$(([int]$failure.HResult).ToString('x8', $hvitals.Invariant)))"
    }
}

# Server and share, or drive, of a path: where one file is slow, the others there are too.
function Get-HvitalsDiskRoot {
    param([string]$Path)
    foreach ($match in [regex]::Matches($Path, '\A(\\\\[^\\]+\\[^\\]+|[A-Za-z]:\\ClusterStorage\\[^\\]+|[A-Za-z]:)')) { return $match.Value.ToLowerInvariant() }
    return ''
}

# Path -> what the file system says, for every path once. $null: its turn did not come.
function Get-HvitalsDiskFiles {
    param($Paths)
    $files = @{}
    $slow = @{}
    foreach ($path in $Paths) {
        $files[$path] = $null
        $root = Get-HvitalsDiskRoot $path
        if ($slow.ContainsKey($root)) {
            $files[$path] = [ordered]@{ failure = 'timed-out'; reason = 'another file at the same place took too long' }
            continue
        }
        if ((Get-HvitalsTimeLeft) -lt 4000) { continue }
        $startedMs = $hvitals.Clock.ElapsedMilliseconds
        $files[$path] = Get-HvitalsDiskFile $path
        if ($hvitals.Clock.ElapsedMilliseconds - $startedMs -gt 1500) { $slow[$root] = $true }
    }
    return $files
}

# The image service's instance, or a throw of what Get-HvitalsFailure understands.
function Get-HvitalsImageService {
    Assert-HvitalsVirtualization
    foreach ($service in @(Read-HvitalsClass -ClassName Msvm_ImageManagementService -Namespace root/virtualization/v2 -LimitMs 2000)) { return $service }
    throw @{ HvitalsOutcome = 'error'; Reason = 'the image service has no instance' }
}

# Whole seconds that a call may take.
function Get-HvitalsImageSeconds {
    param([long]$EndsMs)
    return [int][Math]::Ceiling([Math]::Min([long]2000, [Math]::Max([long]1, $EndsMs - $hvitals.Clock.ElapsedMilliseconds)) / 1000.0)
}

# What the image service says of a file: @{ Text; Failure }. An answer by a job (4096) may lack its text: the job then says why.
function Get-HvitalsImageSettings {
    param($Service, [string]$Path, [long]$EndsMs)
    try {
        $answer = Invoke-CimMethod -InputObject $Service -MethodName GetVirtualHardDiskSettingData -Arguments @{ Path = $Path } -OperationTimeoutSec (Get-HvitalsImageSeconds $EndsMs) -ErrorAction Stop
    } catch { return @{ Text = ''; Failure = (ConvertTo-HvitalsFileFailure 0 "$($_.FullyQualifiedErrorId) $($_.Exception.Message)") } }
    $code = [long]$answer.ReturnValue
    $text = [string]$answer.SettingData
    if ($text -ne '' -and ($code -eq 0 -or $code -eq 4096)) { return @{ Text = $text; Failure = $null } }
    if ($code -eq 4096) { return @{ Text = ''; Failure = (Get-HvitalsImageJob ([string]$answer.Job.InstanceID)) } }
    return @{ Text = ''; Failure = (ConvertTo-HvitalsFileFailure $code "GetVirtualHardDiskSettingData returned $code") }
}

# The smallest size to which a file could be shrunk, or $null: it is a fact beside the others, so a failure is none.
function Get-HvitalsImageMinimum {
    param($Service, [string]$Path, [long]$EndsMs)
    try {
        $answer = Invoke-CimMethod -InputObject $Service -MethodName GetVirtualHardDiskState -Arguments @{ Path = $Path } -OperationTimeoutSec (Get-HvitalsImageSeconds $EndsMs) -ErrorAction Stop
    } catch { return $null }
    return ConvertTo-HvitalsImageNumber (Get-HvitalsImageText ([string]$answer.State) 'MinInternalSize')
}

# Why a job of the image service brought nothing. A reference has keys only, so the job is looked up among all (cim-facts.md 11).
function Get-HvitalsImageJob {
    param([string]$InstanceId)
    try {
        foreach ($row in (Get-HvitalsClass -ClassName Msvm_ConcreteJob)) {
            if ([string]$row.InstanceID -ne $InstanceId) { continue }
            # 7 is completed; 8, 9 and 10 are ends without success.
            if ([long]$row.JobState -ge 8) { return ConvertTo-HvitalsFileFailure ([long]$row.ErrorCode) "the job of the image service failed: $($row.ErrorCode) $($row.ErrorDescription)" }
        }
    } catch { return ConvertTo-HvitalsFileFailure 0 (Get-HvitalsFailure $_ '').Reason }
    return ConvertTo-HvitalsFileFailure 32772 'the image service answered by a job that is not done'
}

# One property of an embedded instance in CIM-XML, with its entities undone; '' without it.
function Get-HvitalsImageText {
    param([string]$Xml, [string]$Name)
    foreach ($match in [regex]::Matches($Xml, '<PROPERTY\b[^>]*\bNAME="' + $Name + '"[^>]*>\s*<VALUE>([^<]*)</VALUE>')) {
        return $match.Groups[1].Value.Replace('&lt;', '<').Replace('&gt;', '>').Replace('&quot;', '"').Replace('&apos;', "'").Replace('&amp;', '&')
    }
    return ''
}

function ConvertTo-HvitalsImageNumber {
    param([string]$Text)
    if ($Text -match '\A\d{1,16}\z') { return [long]$Text }
    return $null
}

# One file and its parents. `again`: the chain is not known to its end, so the file is to be asked again.
function Get-HvitalsImage {
    param($Service, [string]$Path, [long]$EndsMs)
    $top = Get-HvitalsImageSettings $Service $Path $EndsMs
    if ($null -ne $top.Failure) { return $top.Failure }
    $parents = [System.Collections.ArrayList]::new()
    $image = [ordered]@{
        type = (ConvertTo-HvitalsImageNumber (Get-HvitalsImageText $top.Text 'Type')); format = (ConvertTo-HvitalsImageNumber (Get-HvitalsImageText $top.Text 'Format'))
        maxBytes = (ConvertTo-HvitalsImageNumber (Get-HvitalsImageText $top.Text 'MaxInternalSize')); minBytes = (Get-HvitalsImageMinimum $Service $Path $EndsMs)
        diskId = (ConvertTo-HvitalsId (Get-HvitalsImageText $top.Text 'VirtualDiskId')); parents = @(); cut = $false; again = $false
    }
    $seen = @{ $Path = $true }
    $parent = ConvertTo-HvitalsFilePath (Get-HvitalsImageText $top.Text 'ParentPath')
    while ($parent -ne '') {
        # Sixteen is far more than anybody needs; a ring of parents would have no end.
        if ($parents.Count -ge 16 -or $seen.ContainsKey($parent)) { $image.cut = $true; break }
        $null = $parents.Add($parent)
        $seen[$parent] = $true
        $next = @{ Text = ''; Failure = $true }
        if ($hvitals.Clock.ElapsedMilliseconds -lt $EndsMs) { $next = Get-HvitalsImageSettings $Service $parent $EndsMs }
        if ($null -ne $next.Failure) { $image.cut = $true; $image.again = $true; break }
        $parent = ConvertTo-HvitalsFilePath (Get-HvitalsImageText $next.Text 'ParentPath')
    }
    $image.parents = ConvertTo-HvitalsJsonTexts ([string[]]$parents.ToArray())
    return $image
}

# 12 hex digits that stand for a path and its write time, so that what is known travels as few characters.
function Get-HvitalsDiskStamp {
    param([string]$Path, [string]$WrittenAt)
    return (Get-HvitalsHash ($Path + [string][char]0 + $WrittenAt)).Substring(0, 12)
}

# Asks for files whose stamp the near side does not know, beginning behind the path at which the last scrape stopped:
# @{ Images = path -> image; Next }. Next is $null once none is left.
function Get-HvitalsImages {
    param($Files, $Arguments)
    $known = @{}
    foreach ($stamp in $Arguments['known']) { $known[[string]$stamp] = $true }
    $asking = [string[]]@(foreach ($path in $Files.Keys) { if ($null -ne $Files[$path] -and $null -ne $Files[$path].writtenAt -and -not $known.ContainsKey((Get-HvitalsDiskStamp $path $Files[$path].writtenAt))) { $path } })
    $result = @{ Images = @{}; Next = $null }
    if ($asking.Length -eq 0) { return $result }
    [array]::Sort($asking, [System.StringComparer]::Ordinal)
    $first = 0
    for ($index = 0; $index -lt $asking.Length; $index++) {
        if ([string]::CompareOrdinal($asking[$index], [string]$Arguments['after']) -gt 0) { $first = $index; break }
    }
    $service = Get-HvitalsImageService
    $endsMs = $hvitals.Clock.ElapsedMilliseconds + [Math]::Min([long]2000, (Get-HvitalsTimeLeft) - 1000)
    for ($index = 0; $index -lt $asking.Length; $index++) {
        if ($hvitals.Clock.ElapsedMilliseconds -ge $endsMs) { return $result }
        $path = $asking[($first + $index) % $asking.Length]
        $result.Images[$path] = Get-HvitalsImage $service $path $endsMs
        $result.Next = $path
    }
    $result.Next = $null
    return $result
}
