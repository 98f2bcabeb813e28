@{
    GUID              = 'ca046f10-ca64-4740-8ff9-2565dba61a4f'
    ModuleVersion     = '7.0.0.0'
    RootModule        = 'Microsoft.PowerShell.Diagnostics.psm1'
    FunctionsToExport = @('Get-WinEvent')
    CmdletsToExport   = @()
    AliasesToExport   = @()
}
