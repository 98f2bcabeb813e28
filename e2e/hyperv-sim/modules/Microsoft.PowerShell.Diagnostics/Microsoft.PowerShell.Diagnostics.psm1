# Get-WinEvent of the simulated host. Its event logs are empty, which the real cmdlet reports as an error.

function Get-WinEvent {
    [CmdletBinding(DefaultParameterSetName = 'Log')]
    param(
        [Parameter(Position = 0, ParameterSetName = 'Log')][string[]]$LogName,
        [Parameter(Mandatory, ParameterSetName = 'Hash')][hashtable[]]$FilterHashtable,
        [Parameter(Mandatory, ParameterSetName = 'Xml')][xml]$FilterXml,
        [Parameter(ParameterSetName = 'Log')][string]$FilterXPath,
        [long]$MaxEvents,
        [switch]$Oldest
    )
    $exception = [System.Exception]::new('No events were found that match the specified selection criteria.')
    $record = [System.Management.Automation.ErrorRecord]::new($exception, 'NoMatchingEventsFound', [System.Management.Automation.ErrorCategory]::ObjectNotFound, $null)
    $PSCmdlet.WriteError($record)
}

Export-ModuleMember -Function Get-WinEvent
