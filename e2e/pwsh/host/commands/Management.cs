using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>Get-Process by -Id or -Name; all without.</summary>
[Cmdlet(VerbsCommon.Get, "Process")]
public sealed class GetProcessCommand : PSCmdlet
{
    [Parameter(Position = 0)]
    public string[]? Name { get; set; }

    [Parameter]
    public int[]? Id { get; set; }

    protected override void EndProcessing()
    {
        foreach (Process process in Process.GetProcesses().OrderBy(static one => one.Id))
        {
            bool named = Name is null || Name.Any(pattern => new WildcardPattern(pattern, WildcardOptions.IgnoreCase).IsMatch(process.ProcessName));
            if (named && (Id is null || Id.Contains(process.Id)))
            {
                WriteObject(process);
            }
        }
    }
}

/// <summary>Stop-Process by -Id.</summary>
[Cmdlet(VerbsLifecycle.Stop, "Process")]
public sealed class StopProcessCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)]
    public int[] Id { get; set; } = [];

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void EndProcessing()
    {
        foreach (int id in Id)
        {
            try
            {
                Process.GetProcessById(id).Kill();
            }
            catch (ArgumentException error)
            {
                WriteError(new ErrorRecord(error, "NoProcessFoundForGivenId", ErrorCategory.ObjectNotFound, id));
            }
        }
    }
}

[Cmdlet(VerbsDiagnostic.Test, "Path")]
public sealed class TestPathCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true)]
    [Alias("LiteralPath")]
    public string Path { get; set; } = string.Empty;

    protected override void ProcessRecord()
    {
        string full = GetUnresolvedProviderPathFromPSPath(Path);
        WriteObject(File.Exists(full) || Directory.Exists(full));
    }
}

[Cmdlet(VerbsCommon.Join, "Path")]
public sealed class JoinPathCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)]
    public string Path { get; set; } = string.Empty;

    [Parameter(Position = 1, Mandatory = true)]
    public string ChildPath { get; set; } = string.Empty;

    protected override void EndProcessing() => WriteObject(SessionState.Path.Combine(Path, ChildPath));
}

/// <summary>Get-Content of a text file: lines, or one text with -Raw.</summary>
[Cmdlet(VerbsCommon.Get, "Content")]
public sealed class GetContentCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)]
    [Alias("LiteralPath")]
    public string Path { get; set; } = string.Empty;

    [Parameter]
    public SwitchParameter Raw { get; set; }

    protected override void EndProcessing()
    {
        string full = GetUnresolvedProviderPathFromPSPath(Path);
        WriteObject(Raw.IsPresent ? File.ReadAllText(full) : File.ReadLines(full), enumerateCollection: !Raw.IsPresent);
    }
}

[Cmdlet(VerbsCommon.Set, "Location")]
public sealed class SetLocationCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)]
    [Alias("LiteralPath")]
    public string Path { get; set; } = string.Empty;

    protected override void EndProcessing() => SessionState.Path.SetLocation(Path);
}

[Cmdlet(VerbsCommon.Get, "Location")]
public sealed class GetLocationCommand : PSCmdlet
{
    protected override void EndProcessing() => WriteObject(SessionState.Path.CurrentLocation);
}
