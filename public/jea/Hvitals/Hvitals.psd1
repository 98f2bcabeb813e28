# Generated with Hvitals.psm1 from the scripts of the collectors: change those, and run `npm run docs`. See docs/least-privilege.md.
@{
    RootModule = 'Hvitals.psm1'
    ModuleVersion = '0.1.0'
    GUID = '6f2c1f0e-8d0b-4f3a-9a8e-2c6b7d5e4a10'
    Author = 'hvitals'
    Copyright = '(c) The authors of hvitals. MIT license.'
    Description = 'Reads the vital signs of a Hyper-V host and its VMs for hvitals; changes nothing.'
    PowerShellVersion = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    FunctionsToExport = @('Invoke-HvitalsScrape')
    CmdletsToExport = @()
    VariablesToExport = @()
    AliasesToExport = @()
    PrivateData = @{ ModuleHash = 'b588b71272dbfa90' }
}
