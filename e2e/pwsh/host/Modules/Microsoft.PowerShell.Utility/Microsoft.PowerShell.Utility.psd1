@{
    GUID              = '1da87e53-152b-403e-98dc-74d7b4d63d59'
    ModuleVersion     = '7.0.0.0'
    NestedModules     = @('../../Microsoft.PowerShell.Commands.Utility.dll')
    CmdletsToExport   = @(
        'Get-Date', 'Get-FormatData', 'Measure-Object', 'New-Object', 'Select-Object', 'Sort-Object', 'Start-Sleep', 'Write-Debug',
        'Write-Error', 'Write-Host', 'Write-Information', 'Write-Output', 'Write-Verbose', 'Write-Warning'
    )
    FunctionsToExport = @()
    AliasesToExport   = @()
}
