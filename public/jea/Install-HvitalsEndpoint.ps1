# Installs the module Hvitals and a restricted endpoint on a Hyper-V host. Run it in an elevated Windows PowerShell 5.1 on the host itself,
# from the folder that it came in:
#   .\Install-HvitalsEndpoint.ps1 -Group 'CONTOSO\Hvitals Readers' -WhatIf     says what it would do
#   .\Install-HvitalsEndpoint.ps1 -Group 'CONTOSO\Hvitals Readers'             WinRM: registers the endpoint and restarts the service WinRM
#   .\Install-HvitalsEndpoint.ps1 -Ssh                                         SSH: copies the files and prints the lines for sshd and the key
# Unverified: its steps are tested with stand-ins for the commands of Windows, not on Windows. docs/least-privilege.md has the same
# steps by hand.
[CmdletBinding(SupportsShouldProcess = $true, ConfirmImpact = 'High')]
param(
    # Groups or users, as DOMAIN\name or COMPUTER\name, that may connect by WinRM.
    [string[]]$Group = @(),
    # Name of the endpoint: configurationName in hvitals.yaml.
    [ValidatePattern('\A[A-Za-z][A-Za-z0-9._-]{0,62}\z')]
    [string]$Name = 'Hvitals',
    [switch]$Ssh,
    # Leaves out the groups of the virtual account, which makes it a local administrator: needed where disks lie in folders that
    # Hyper-V Administrators may not read.
    [switch]$AsAdministrator,
    # Leaves the restart of WinRM to you; the endpoint works after it.
    [switch]$NoServiceRestart
)

$endpointFiles = @('Hvitals\Hvitals.psd1', 'Hvitals\Hvitals.psm1', 'Hvitals\RoleCapabilities\HvitalsReader.psrc', 'hvitals.pssc', 'hvitals-ssh.pssc')
# Hyper-V Administrators, Event Log Readers, Performance Monitor Users: the same on hosts of every language, which their names are not.
$groupSids = @('S-1-5-32-578', 'S-1-5-32-573', 'S-1-5-32-558')
# Everyone, Anonymous, Authenticated Users, Users, Guests.
$openSids = @('S-1-1-0', 'S-1-5-7', 'S-1-5-11', 'S-1-5-32-545', 'S-1-5-32-546')

function Assert-EndpointSystem {
    if ($env:OS -ne 'Windows_NT') { throw 'This installs an endpoint on a Hyper-V host; it runs on Windows only.' }
    if ($PSVersionTable.PSVersion.Major -ne 5) { throw 'Run this in Windows PowerShell 5.1 (powershell.exe): PowerShell 7 would register an endpoint of its own kind.' }
    $principal = New-Object -TypeName System.Security.Principal.WindowsPrincipal -ArgumentList ([System.Security.Principal.WindowsIdentity]::GetCurrent())
    if (-not $principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)) { throw 'Run this as administrator.' }
    if ((Get-CimInstance -ClassName Win32_OperatingSystem).ProductType -eq 2) {
        throw 'This is a domain controller: a virtual account would be a member of groups of the domain. Watch Hyper-V from another host.'
    }
}

# Name of a well-known group without its domain part, as this host calls it.
function Get-EndpointGroupName {
    param([string]$Sid)
    $account = (New-Object -TypeName System.Security.Principal.SecurityIdentifier -ArgumentList $Sid).Translate([System.Security.Principal.NTAccount]).Value
    return $account.Substring($account.IndexOf('\') + 1)
}

# Throws where an account does not exist, or is everybody.
function Assert-EndpointAccount {
    param([string]$Account)
    if ($Account.IndexOf('\') -lt 1) { throw "-Group: '$Account' must be DOMAIN\name or COMPUTER\name." }
    try { $sid = (New-Object -TypeName System.Security.Principal.NTAccount -ArgumentList $Account).Translate([System.Security.Principal.SecurityIdentifier]).Value }
    catch { throw "-Group: there is no '$Account'." }
    if ($openSids -contains $sid) { throw "-Group: '$Account' is too many; make a group for the account that runs hvitals." }
}

# First 16 hex digits of the SHA-256 of the module's text without that number, as hvitals computes it.
function Get-EndpointHash {
    param([string]$Text, [string]$Stated)
    $bytes = [System.Text.Encoding]::UTF8.GetBytes($Text.Replace("`r`n", "`n").Replace($Stated, ''))
    $sha = [System.Security.Cryptography.SHA256]::Create()
    return [System.BitConverter]::ToString($sha.ComputeHash($bytes), 0, 8).Replace('-', '').ToLowerInvariant()
}

# The module's hash by its manifest. Throws where a file is missing, or module and manifest are not of one version.
function Assert-EndpointFiles {
    param([string]$Source)
    foreach ($file in $endpointFiles) {
        if (-not (Test-Path -LiteralPath "$Source\$file")) { throw "$Source\$file is missing: copy the whole folder." }
    }
    $stated = [regex]::Match([System.IO.File]::ReadAllText("$Source\Hvitals\Hvitals.psd1"), "ModuleHash = '([0-9a-f]{16})'").Groups[1].Value
    if ($stated -eq '' -or (Get-EndpointHash ([System.IO.File]::ReadAllText("$Source\Hvitals\Hvitals.psm1")) $stated) -ne $stated) {
        throw 'Hvitals.psm1 is not the module that Hvitals.psd1 belongs to: copy the whole folder again.'
    }
    return $stated
}

# A PowerShell string without expansion.
function ConvertTo-EndpointLiteral {
    param([string]$Text)
    return "'" + $Text.Replace("'", "''") + "'"
}

# hvitals.pssc with the groups of this host and the accounts that may connect. No group: the virtual account is an administrator.
function ConvertTo-EndpointConfiguration {
    param([string]$Text, [string[]]$VirtualGroups, [string[]]$Accounts)
    $groups = ''
    if ($VirtualGroups.Count -gt 0) { $groups = '    RunAsVirtualAccountGroups = @(' + [string]::Join(', ', @(foreach ($one in $VirtualGroups) { ConvertTo-EndpointLiteral $one })) + ')' }
    $roles = foreach ($one in $Accounts) { '        ' + (ConvertTo-EndpointLiteral $one) + " = @{ RoleCapabilities = 'HvitalsReader' }" }
    $lines = foreach ($line in $Text.Replace("`r`n", "`n").Split([char]10)) {
        if ($line.StartsWith('    RunAsVirtualAccountGroups = ')) { $groups }
        elseif ($line.StartsWith("        'CONTOSO\Hvitals Readers' = ")) { $roles }
        else { $line }
    }
    return [string]::Join("`r`n", [string[]]$lines)
}

# The module where both Windows PowerShell and PowerShell 7 find it, and where only administrators write.
function Copy-EndpointModule {
    param([string]$Source)
    $target = "$env:ProgramFiles\WindowsPowerShell\Modules\Hvitals"
    if (-not $PSCmdlet.ShouldProcess($target, 'replace the module Hvitals')) { return }
    if (Test-Path -LiteralPath $target) { Remove-Item -LiteralPath $target -Recurse -Force }
    $null = New-Item -ItemType Directory -Path "$target\RoleCapabilities" -Force
    foreach ($file in $endpointFiles) {
        if ($file.StartsWith('Hvitals\')) { Copy-Item -LiteralPath "$Source\$file" -Destination "$target\$($file.Substring(8))" -Force }
    }
    # What came from the internet does not load under RemoteSigned.
    foreach ($file in Get-ChildItem -LiteralPath $target -Recurse -File) { Unblock-File -LiteralPath $file.FullName }
}

# A configuration in a folder where only administrators write; returns its path.
function Write-EndpointConfiguration {
    param([string]$File, [string]$Text)
    $folder = "$env:ProgramFiles\Hvitals"
    if ($PSCmdlet.ShouldProcess("$folder\$File", 'write the session configuration')) {
        $null = New-Item -ItemType Directory -Path $folder -Force
        [System.IO.File]::WriteAllText("$folder\$File", $Text)
    }
    return "$folder\$File"
}

function Register-Endpoint {
    param([string]$Path)
    if (-not $PSCmdlet.ShouldProcess($Name, 'register the endpoint, in the place of one of that name')) { return }
    if (-not (Test-PSSessionConfigurationFile -Path $Path)) { throw "$Path is not valid: Test-PSSessionConfigurationFile -Path '$Path' -Verbose says why." }
    if (Get-PSSessionConfiguration -Name $Name -ErrorAction SilentlyContinue) { Unregister-PSSessionConfiguration -Name $Name -Force -NoServiceRestart }
    $null = Register-PSSessionConfiguration -Name $Name -Path $Path -Force -NoServiceRestart
    if ($NoServiceRestart) { 'Restart the service WinRM: the endpoint works after that.' } else { Restart-Service -Name WinRM -Force }
}

# The lines that an administrator adds. sshd wants a path without blanks (its 8.3 name) or in quotes, and in authorized_keys quotes in quotes.
function Show-EndpointSshLines {
    param([string]$Path)
    $quoted = '"' + $Path.Replace('\', '/') + '"'
    if ($Path.StartsWith('C:\Program Files\')) { $quoted = 'c:/progra~1/' + $Path.Substring(17).Replace('\', '/') }
    $command = "c:/progra~1/powershell/7/pwsh.exe -sshs -NoLogo -NoProfile -ConfigurationFile $quoted"
    'In C:\ProgramData\ssh\sshd_config, on one line; then restart the service sshd:'
    "  Subsystem hvitals $command"
    'In authorized_keys of the account, in front of the key, so that the key opens this session only:'
    '  restrict,command="' + $command.Replace('"', '\"') + '" ssh-ed25519 AAAA...'
}

function Install-Endpoint {
    Assert-EndpointSystem
    if ($Ssh -and $Group.Count -gt 0) { throw '-Ssh takes no -Group: over SSH the key decides who may connect.' }
    if (-not $Ssh -and $Group.Count -eq 0) { throw "-Group says who may connect, such as 'CONTOSO\Hvitals Readers'; for SSH give -Ssh." }
    foreach ($account in $Group) { Assert-EndpointAccount $account }
    $hash = Assert-EndpointFiles $PSScriptRoot
    Copy-EndpointModule $PSScriptRoot
    if ($Ssh) {
        Show-EndpointSshLines (Write-EndpointConfiguration 'hvitals-ssh.pssc' ([System.IO.File]::ReadAllText("$PSScriptRoot\hvitals-ssh.pssc")))
    } else {
        $groups = @()
        if (-not $AsAdministrator) { $groups = @(foreach ($sid in $groupSids) { Get-EndpointGroupName $sid }) }
        $text = ConvertTo-EndpointConfiguration ([System.IO.File]::ReadAllText("$PSScriptRoot\hvitals.pssc")) $groups $Group
        Register-Endpoint (Write-EndpointConfiguration "$Name.pssc" $text)
    }
    "Module Hvitals, version $hash."
}

# Dot-sourced, it only defines its functions: tests call those.
if ($MyInvocation.InvocationName -ne '.') {
    $ErrorActionPreference = 'Stop'
    Install-Endpoint
}
