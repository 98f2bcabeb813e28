# A Hyper-V host that exists as a JSON file: Get-CimInstance and Invoke-CimMethod over the rows in $env:HVITALS_SIM_STATE (write-state.ts).
# It answers as cim-facts.md says a real host does, with the classes and types of cim-classes.json, and logs each call to $env:HVITALS_SIM_LOG.

. "$PSScriptRoot/files.ps1"
. "$PSScriptRoot/state.ps1"
. "$PSScriptRoot/answers.ps1"

function Get-CimInstance {
    [CmdletBinding(DefaultParameterSetName = 'ClassName')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'ClassName')][string]$ClassName,
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'InputObject', ValueFromPipeline)][ValidateNotNull()]$InputObject,
        [Parameter(Mandatory, ParameterSetName = 'Query')][string]$Query,
        [Parameter(ParameterSetName = 'ClassName')][string]$Filter,
        [Parameter(ParameterSetName = 'ClassName')][string[]]$Property,
        [string]$Namespace,
        [uint32]$OperationTimeoutSec,
        [string[]]$ComputerName,
        $CimSession
    )
    process {
        Assert-LocalCall $ComputerName $CimSession
        $ask = @{ Command = 'Get-CimInstance'; Class = $ClassName; Namespace = $Namespace; Where = @{}; Property = $Property; Timeout = $OperationTimeoutSec; Method = $null }
        if ($Query) { $known = Read-Query $ask $Query } else { $known = Read-Filter $ask $Filter }
        if ($null -ne $InputObject) { $known = Read-Identity $ask $InputObject }
        $answer = Invoke-SimulatedCall $ask {
            if (-not $known) { return New-CimFailure 'InvalidQuery' $ask }
            Select-SimulatedRow $ask
        }
        if ($null -ne $answer.Failure) { $PSCmdlet.WriteError($answer.Failure) } else { $answer.Rows }
    }
}

function Invoke-CimMethod {
    [CmdletBinding(DefaultParameterSetName = 'InputObject')]
    param(
        [Parameter(Mandatory, Position = 0, ParameterSetName = 'InputObject', ValueFromPipeline)][ValidateNotNull()]$InputObject,
        [Parameter(Mandatory, ParameterSetName = 'ClassName')][string]$ClassName,
        [Parameter(Mandatory, Position = 1)][Alias('Name')][string]$MethodName,
        [Parameter(Position = 2)][System.Collections.IDictionary]$Arguments = @{},
        [string]$Namespace,
        [uint32]$OperationTimeoutSec,
        [string[]]$ComputerName,
        $CimSession
    )
    process {
        Assert-LocalCall $ComputerName $CimSession
        $ask = @{ Command = 'Invoke-CimMethod'; Class = $ClassName; Namespace = $Namespace; Where = @{}; Property = $null; Timeout = $OperationTimeoutSec; Method = $MethodName }
        if ($null -ne $InputObject) { $null = Read-Identity $ask $InputObject }
        $answer = Invoke-SimulatedCall $ask {
            if ($ask.Class -eq 'StdRegProv' -and $MethodName -eq 'GetStringValue') { return Get-RegistryAnswer $ask $Arguments }
            if ($ask.Class -eq 'Msvm_ImageManagementService' -and $null -ne $InputObject) {
                if ($MethodName -eq 'GetVirtualHardDiskSettingData') { return Get-ImageAnswer $ask $Arguments 'settingData' 'SettingData' }
                if ($MethodName -eq 'GetVirtualHardDiskState') { return Get-ImageAnswer $ask $Arguments 'state' 'State' }
            }
            if ($ask.Class -ne 'Msvm_VirtualSystemManagementService' -or $MethodName -ne 'GetSummaryInformation') { return New-CimFailure 'MethodNotFound' $ask }
            # Not static: it needs the service's instance.
            if ($null -eq $InputObject) { return New-CimFailure 'InvalidParameter' $ask }
            Get-SummaryAnswer $ask $Arguments
        }
        if ($null -ne $answer.Failure) { $PSCmdlet.WriteError($answer.Failure) } else { $answer.Rows }
    }
}

Export-ModuleMember -Function Get-CimInstance, Invoke-CimMethod
