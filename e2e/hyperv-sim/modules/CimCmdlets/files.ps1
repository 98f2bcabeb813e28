# Files of virtual disks: what the image service says of them, and files for the scripts' own look at them.

# Makes the files of the state, empty but of their true length, in a folder beside it, and goes there: here a path of Windows is a name like any
# other, and found where the process stands. Nobody can be denied access in this way; a test that wants that says it to the script.
function Write-SimulatedFiles {
    param([string]$StateFile, $Root)
    $folder = "$StateFile.files"
    $null = [System.IO.Directory]::CreateDirectory($folder)
    [System.Environment]::CurrentDirectory = $folder
    $wanted = @{}
    foreach ($file in $Root.GetProperty('files').EnumerateObject()) {
        if ($null -ne $file.Value.GetProperty('failure').GetString()) { continue }
        $path = $file.Value.GetProperty('path').GetString()
        $wanted[$path] = $true
        $stream = [System.IO.FileStream]::new([System.IO.Path]::Combine($folder, $path), 'OpenOrCreate', 'ReadWrite', 'ReadWrite')
        try { $stream.SetLength($file.Value.GetProperty('bytes').GetInt64()) } finally { $stream.Dispose() }
        [System.IO.File]::SetLastWriteTimeUtc([System.IO.Path]::Combine($folder, $path), [datetime]::UnixEpoch.AddMilliseconds($file.Value.GetProperty('writtenAt').GetDouble()))
    }
    foreach ($path in [System.IO.Directory]::GetFiles($folder)) { if (-not $wanted.ContainsKey([System.IO.Path]::GetFileName($path))) { [System.IO.File]::Delete($path) } }
}

# GetVirtualHardDiskSettingData and GetVirtualHardDiskState (cim-facts.md 6.4): 0 and a text, 4096 and a job, or a code; 32779 for no file.
function Get-ImageAnswer {
    param($Ask, $Arguments, [string]$Property, [string]$Output)
    $answer = [ordered]@{ $Output = $null; Job = $null; ReturnValue = [uint32]32779; PSComputerName = $null }
    $file = [System.Text.Json.JsonElement]::new()
    if ($Ask.State.Root.GetProperty('files').TryGetProperty(([string]$Arguments['Path']).ToLowerInvariant(), [ref]$file)) {
        $answer.ReturnValue = $file.GetProperty('code').GetUInt32()
        $answer[$Output] = $file.GetProperty($Property).GetString()
        # A reference has its keys only.
        if ($null -ne $file.GetProperty('job').GetString()) { $answer.Job = [pscustomobject]@{ InstanceID = $file.GetProperty('job').GetString() } }
    }
    [pscustomobject]$answer
}
