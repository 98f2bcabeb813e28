# Event logs of the Hyper-V host: one channel from a bookmark on, oldest first. Shared by the collectors that read logs (docs/event-logs.md).
# Events are told apart by number and by the names of their payload's elements; no localised text is read.

# What a failure of Get-WinEvent means, by its fixed identifier: a channel that is not there, no right to read it, or anything else.
function Get-HvitalsLogFailure {
    param($ErrorRecord, [string]$Channel)
    $id = [string]$ErrorRecord.FullyQualifiedErrorId
    $failure = Get-HvitalsFailure $ErrorRecord $Channel
    if ($id -like '*EventLogNotFoundException*' -or $id -like 'NoMatchingLogsFound*') {
        $failure.Outcome = 'unsupported'
        $failure.Reason = "${Channel}: the host has no such log"
    } elseif ($id -like '*UnauthorizedAccessException*' -or $id -like 'LogInfoNoAccess*') {
        $failure.Outcome = 'access-denied'
        $failure.Reason = "${Channel}: the account may not read it, it is not in Event Log Readers"
    }
    return $failure
}

# Up to so many records that meet an XPath condition. Where none do, Get-WinEvent writes an error, as it does for an event whose text it cannot
# make: both mean nothing here, so only what ends the command counts.
function Read-HvitalsLog {
    param([string]$Channel, [string]$Condition, [int]$Most, [bool]$IsNewestFirst)
    if ((Get-HvitalsTimeLeft) -le 0) { throw @{ HvitalsOutcome = 'error'; Reason = "timed out before $Channel was read" } }
    $query = '<QueryList><Query Id="0" Path="' + $Channel + '"><Select Path="' + $Channel + '">' + $Condition + '</Select></Query></QueryList>'
    try {
        if ($IsNewestFirst) { $records = @(Get-WinEvent -FilterXml $query -MaxEvents $Most -ErrorAction SilentlyContinue) }
        else { $records = @(Get-WinEvent -FilterXml $query -MaxEvents $Most -Oldest -ErrorAction SilentlyContinue) }
    } catch {
        $failure = Get-HvitalsLogFailure $_ $Channel
        throw @{ HvitalsOutcome = $failure.Outcome; Reason = $failure.Reason }
    }
    return , $records
}

# Element name -> text, up to 32, each text up to 1024 characters: from UserData/<any one element>, or from EventData by the attribute Name.
function Get-HvitalsEventFields {
    param([string]$Xml)
    $fields = [ordered]@{}
    $document = [System.Xml.XmlDocument]::new()
    $document.LoadXml($Xml)
    foreach ($part in $document.DocumentElement.ChildNodes) {
        $elements = @()
        if ($part.LocalName -eq 'EventData') { $elements = $part.ChildNodes }
        if ($part.LocalName -eq 'UserData') { foreach ($payload in $part.ChildNodes) { $elements = $payload.ChildNodes } }
        foreach ($element in $elements) {
            if ($element.NodeType -ne 'Element' -or $fields.Count -ge 32) { continue }
            $name = [string]$element.LocalName
            if ($part.LocalName -eq 'EventData') { $name = $element.GetAttribute('Name') }
            if ($name -eq '' -or $name.Length -gt 64 -or $null -ne $fields[$name]) { continue }
            $text = [string]$element.InnerText
            if ($text.Length -gt 1024) { $text = $text.Substring(0, 1024) }
            $fields[$name] = $text
        }
    }
    return $fields
}

# One event as it is sent. A payload that is no XML leaves its number, time and account.
function ConvertTo-HvitalsEvent {
    param($Record)
    $fields = [ordered]@{}
    try { $fields = Get-HvitalsEventFields $Record.ToXml() } catch { $fields = [ordered]@{ Unreadable = 'True' } }
    $sid = [string]$Record.UserId
    if ($sid -eq '') { $sid = $null }
    return [ordered]@{ recordId = [long]$Record.RecordId; id = [int]$Record.Id; at = (ConvertTo-HvitalsTime $Record.TimeCreated); sid = $sid; fields = $fields }
}

# Where reading begins: @{ Outcome; Missed; Records; Newest }. The record of the bookmark is asked for again, so that an answer without it proves that
# the log is not the one it was: emptied, begun anew (lower numbers, or another record under that number), or rolled over it.
function Find-HvitalsEvents {
    param([string]$Channel, $Bookmark)
    $found = @{ Outcome = 'ok'; Missed = $null; Records = @(); Newest = $null }
    $lastDay = '*[System[TimeCreated[timediff(@SystemTime) &lt;= 86400000]]]'
    $from = [long](0 - 1)
    if ($null -ne $Bookmark) { $from = [long]$Bookmark['recordId'] }
    if ($from -ge 0) {
        $found.Records = Read-HvitalsLog $Channel "*[System[EventRecordID &gt;= $from]]" 502 $false
        foreach ($first in $found.Records) {
            $number = [long]$first.RecordId
            if ($number -eq $from -and (ConvertTo-HvitalsTime $first.TimeCreated) -ne $Bookmark['at']) { $found.Outcome = 'reset' }
            elseif ($from -gt 0 -and $number -gt $from + 1) {
                $found.Outcome = 'rolled-over'
                $found.Missed = $number - $from - 1
            }
            break
        }
        if ($found.Records.Length -gt 0 -and $found.Outcome -ne 'reset') { return $found }
    }
    foreach ($record in (Read-HvitalsLog $Channel '*' 1 $true)) { $found.Newest = $record }
    if ($null -eq $found.Newest) {
        if ($from -gt 0) { $found.Outcome = 'cleared' }
        return $found
    }
    if ($from -ge 0 -and $found.Outcome -eq 'ok') {
        # It came after the first question: the next call reads it.
        if ([long]$found.Newest.RecordId -ge $from) {
            $found.Newest = $null
            return $found
        }
        $found.Outcome = 'reset'
    }
    $found.Records = Read-HvitalsLog $Channel $lastDay 502 $false
    return $found
}

# One channel from its bookmark on: at most 500 events and 1 MiB of their texts, the rest in the next call. Events of Hyper-V that are neither
# wanted nor known to be of no interest here are counted by number.
function Get-HvitalsChannel {
    param($Asked)
    $channel = [string]$Asked['channel']
    # Whoever may call the module of a restricted endpoint must not read other logs by it.
    if ($channel -notmatch '\AMicrosoft-Windows-Hyper-V-[A-Za-z0-9/ -]{1,100}\z') { throw @{ HvitalsOutcome = 'error'; Reason = 'a log was asked for that is none of Hyper-V' } }
    $bookmark = $Asked['bookmark']
    $found = Find-HvitalsEvents $channel $bookmark
    $row = [ordered]@{ channel = $channel; outcome = $found.Outcome; reason = $null; bookmark = $null; oldestRecordId = $null; newestRecordId = $null; missed = $found.Missed; events = @(); unknown = [ordered]@{} }
    $seenUpTo = [long](0 - 1)
    if ($null -ne $bookmark -and $found.Outcome -ne 'reset' -and $found.Outcome -ne 'cleared') {
        $seenUpTo = [long]$bookmark['recordId']
        $row.bookmark = [ordered]@{ recordId = $seenUpTo; at = $bookmark['at'] }
    }
    $last = $found.Newest
    if ($found.Records.Length -gt 0) { $last = $null }
    $events = [System.Collections.ArrayList]::new()
    $count = 0
    $characters = 0
    foreach ($record in $found.Records) {
        $number = [long]$record.RecordId
        if ($null -eq $row.oldestRecordId) { $row.oldestRecordId = $number }
        $row.newestRecordId = $number
        if ($number -le $seenUpTo) { continue }
        if ($count -ge 500 -or $characters -gt 1048576 -or (Get-HvitalsTimeLeft) -lt 300) {
            if ($row.outcome -eq 'ok') { $row.outcome = 'more' }
            break
        }
        $count++
        $last = $record
        $id = [int]$record.Id
        if ([string]$record.ProviderName -notlike 'Microsoft-Windows-Hyper-V-*' -or @($Asked['ignored']) -contains $id) { continue }
        if (@($Asked['wanted']) -contains $id) {
            $entry = ConvertTo-HvitalsEvent $record
            foreach ($text in $entry.fields.Values) { $characters += $text.Length }
            $null = $events.Add($entry)
        } else { $row.unknown[[string]$id] = 1 + [int]$row.unknown[[string]$id] }
    }
    if ($null -ne $last) {
        $row.bookmark = [ordered]@{ recordId = [long]$last.RecordId; at = (ConvertTo-HvitalsTime $last.TimeCreated) }
        if ($null -eq $row.newestRecordId) { $row.newestRecordId = [long]$last.RecordId }
    }
    $row.events = $events.ToArray()
    return $row
}

# Every channel that was asked for, each with its own outcome: @{ Rows; Reasons; Failure }. Failure is set where none of them could be read.
function Get-HvitalsEvents {
    param($Channels)
    $rows = [System.Collections.ArrayList]::new()
    $reasons = [System.Collections.ArrayList]::new()
    $failure = $null
    foreach ($asked in $Channels) {
        try { $row = Get-HvitalsChannel $asked } catch {
            $failed = Get-HvitalsFailure $_ ''
            if ($null -eq $failure) { $failure = $failed }
            $null = $reasons.Add($failed.Reason)
            $row = [ordered]@{ channel = [string]$asked['channel']; outcome = $failed.Outcome; reason = $failed.Reason; bookmark = $null; oldestRecordId = $null; newestRecordId = $null; missed = $null; events = @(); unknown = [ordered]@{} }
        }
        $null = $rows.Add($row)
    }
    if ($reasons.Count -lt $rows.Count) { $failure = $null }
    return @{ Rows = $rows.ToArray(); Reasons = $reasons; Failure = $failure }
}
