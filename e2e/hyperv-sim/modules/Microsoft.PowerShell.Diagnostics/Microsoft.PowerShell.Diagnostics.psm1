# Get-WinEvent over the logs in $env:HVITALS_SIM_STATE (write-state.ts): structured queries of one channel, as far as the scripts use them.
# It answers and fails as GetEventCommand.cs of PowerShell does, and logs each call beside those of the CIM cmdlets.

. "$PSScriptRoot/../CimCmdlets/files.ps1"
. "$PSScriptRoot/../CimCmdlets/state.ps1"
. "$PSScriptRoot/../CimCmdlets/answers.ps1"

function New-EventFailure {
    param([string]$Id, [string]$Message, [System.Management.Automation.ErrorCategory]$Category)
    return [System.Management.Automation.ErrorRecord]::new([System.Exception]::new($Message), $Id, $Category, $null)
}

# Channel and condition of a structured query: @{ Channel; From; WithinMs }, of the conditions at most one set.
function Read-EventQuery {
    param([xml]$Query)
    $select = $Query.SelectSingleNode('/QueryList/Query/Select')
    $condition = $select.InnerText.Trim()
    $after = [regex]::Match($condition, '^\*\[System\[EventRecordID >= (\d+)\]\]$')
    $recent = [regex]::Match($condition, '^\*\[System\[TimeCreated\[timediff\(@SystemTime\) <= (\d+)\]\]\]$')
    if ($after.Success) { return @{ Channel = $select.GetAttribute('Path'); From = [long]$after.Groups[1].Value; WithinMs = $null } }
    if ($recent.Success) { return @{ Channel = $select.GetAttribute('Path'); From = $null; WithinMs = [double]$recent.Groups[1].Value } }
    if ($condition -ne '*') { throw "The simulated host has no such query: $condition" }
    return @{ Channel = $select.GetAttribute('Path'); From = $null; WithinMs = $null }
}

# As an EventLogRecord, as far as scripts read it: the local time, and the text of ToXml().
function ConvertTo-EventRecord {
    param([System.Text.Json.JsonElement]$Element)
    $sid = $Element.GetProperty('sid').GetString()
    $record = [pscustomobject]@{
        Id = $Element.GetProperty('id').GetInt32()
        RecordId = [Nullable[long]]$Element.GetProperty('recordId').GetInt64()
        TimeCreated = [Nullable[datetime]]$Element.GetProperty('at').GetDateTime().ToUniversalTime().ToLocalTime()
        ProviderName = $Element.GetProperty('provider').GetString()
        UserId = $sid
        Message = 'text in the language of the host, which nothing may depend on'
    }
    $xml = ConvertTo-CimText $Element.GetProperty('xml')
    $record.PSObject.Members.Add([System.Management.Automation.PSScriptMethod]::new('ToXml', { $xml }.GetNewClosure()))
    $record.PSObject.TypeNames.Insert(0, 'System.Diagnostics.Eventing.Reader.EventLogRecord')
    return $record
}

function Get-WinEvent {
    [CmdletBinding(DefaultParameterSetName = 'Xml')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'Xml')][xml]$FilterXml,
        [long]$MaxEvents = -1,
        [switch]$Oldest
    )
    $clock = [System.Diagnostics.Stopwatch]::StartNew()
    $query = Read-EventQuery $FilterXml
    $ask = @{ Command = 'Get-WinEvent'; Namespace = ''; Class = $query.Channel; Method = $null; Timeout = 0 }
    $state = Get-State
    $log = [System.Text.Json.JsonElement]::new()
    $isThere = $state.Root.GetProperty('events').TryGetProperty($query.Channel, [ref]$log)
    $faults = $state.Root.GetProperty('faults')
    if (Test-Name $faults.GetProperty('hangingClasses') $query.Channel) {
        Write-CallLog $ask 'hang' $null $clock
        [System.Threading.Thread]::Sleep(-1)
    }
    $slow = Get-Fault $faults.GetProperty('slowClassesMs') $query.Channel
    if ($null -ne $slow) { [System.Threading.Thread]::Sleep([int]$slow.GetDouble()) }
    $failing = Get-Fault $faults.GetProperty('failingClasses') $query.Channel
    if (-not $isThere -or (Test-Name $faults.GetProperty('missingClasses') $query.Channel) -or $null -ne $failing) {
        Write-CallLog $ask 'error' 0 $clock
        $failure = New-EventFailure 'System.Diagnostics.Eventing.Reader.EventLogNotFoundException' 'The specified channel could not be found.' 'NotSpecified'
        if ($null -ne $failing -and $failing.GetString() -like '*0x80070005*') { $failure = New-EventFailure 'System.UnauthorizedAccessException' 'Attempted to perform an unauthorized operation.' 'NotSpecified' }
        elseif ($null -ne $failing) { $failure = New-EventFailure 'System.Diagnostics.Eventing.Reader.EventLogException' $failing.GetString() 'NotSpecified' }
        $PSCmdlet.ThrowTerminatingError($failure)
    }
    $hostNow = (Get-SimulatedNow $state) + $state.Root.GetProperty('clockOffsetMs').GetDouble()
    $found = [System.Collections.Generic.List[object]]::new()
    foreach ($element in $log.EnumerateArray()) {
        if ($null -ne $query.From -and $element.GetProperty('recordId').GetInt64() -lt $query.From) { continue }
        $age = $hostNow - ($element.GetProperty('at').GetDateTime().ToUniversalTime() - [datetime]::UnixEpoch).TotalMilliseconds
        if ($null -ne $query.WithinMs -and $age -gt $query.WithinMs) { continue }
        $found.Add($element)
    }
    if (-not $Oldest) { $found.Reverse() }
    $count = $found.Count
    if ($MaxEvents -ge 0 -and $MaxEvents -lt $count) { $count = [int]$MaxEvents }
    Write-CallLog $ask 'ok' $count $clock
    if ($count -eq 0) { $PSCmdlet.WriteError((New-EventFailure 'NoMatchingEventsFound' 'No events were found that match the specified selection criteria.' 'ObjectNotFound')) }
    for ($index = 0; $index -lt $count; $index++) { ConvertTo-EventRecord $found[$index] }
}

Export-ModuleMember -Function Get-WinEvent
