@{
    GUID              = 'eefcb906-b326-4e99-9f54-8b4bb6ef3c6d'
    ModuleVersion     = '7.0.0.0'
    NestedModules     = @('../../Microsoft.PowerShell.Commands.Management.dll')
    CmdletsToExport   = @(
        'Get-Content', 'Get-Location', 'Get-Process', 'Join-Path', 'Set-Location', 'Stop-Process', 'Test-Path'
    )
    FunctionsToExport = @()
    AliasesToExport   = @()
}
