@{
    GUID              = 'fb6cc51d-c096-4b38-b78d-0fed6277096a'
    ModuleVersion     = '7.0.0.0'
    RootModule        = 'CimCmdlets.psm1'
    FunctionsToExport = @('Get-CimInstance', 'Invoke-CimMethod')
    CmdletsToExport   = @()
    AliasesToExport   = @()
}
