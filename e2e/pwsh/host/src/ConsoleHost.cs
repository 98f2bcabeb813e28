using System;
using System.Collections.Generic;
using System.Collections.ObjectModel;
using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using System.Management.Automation.Internal;
using System.Security;

namespace Hvitals.TestHost;

/// <summary>The engine's view of us: a non-interactive host that remembers the exit code.</summary>
internal sealed class ConsoleHost(StreamWriters output) : PSHost
{
    private readonly ConsoleHostUI ui = new(output);

    public StreamWriters Output => output;

    /// <summary>Set by exit; null while the session goes on.</summary>
    public int? ExitCode { get; private set; }

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "ConsoleHost";

    public override PSHostUserInterface UI => ui;

    public override Version Version => new(7, 6, 9);

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw new PSNotSupportedException();

    public override void ExitNestedPrompt() => throw new PSNotSupportedException();

    public override void NotifyBeginApplication()
    {
        // Native programs inherit our streams; nothing has to be prepared.
    }

    public override void NotifyEndApplication()
    {
        // See NotifyBeginApplication.
    }
}

/// <summary>Everything goes to stdout except errors, as in pwsh with redirected streams. Questions are refused.</summary>
internal sealed class ConsoleHostUI(StreamWriters output) : PSHostUserInterface
{
    private readonly PlainRawUI raw = new();

    public override PSHostRawUserInterface RawUI => raw;

    public override bool SupportsVirtualTerminal => false;

    public override void Write(string value) => output.Out.Write(Plain(value));

    public override void Write(ConsoleColor foreground, ConsoleColor background, string value) => output.Out.Write(Plain(value));

    public override void WriteLine(string value) => output.Out.WriteLine(Plain(value));

    public override void WriteErrorLine(string value) => output.Error.WriteLine(Plain(value));

    public override void WriteDebugLine(string message) => output.Out.WriteLine("DEBUG: " + message);

    public override void WriteVerboseLine(string message) => output.Out.WriteLine("VERBOSE: " + message);

    public override void WriteWarningLine(string message) => output.Out.WriteLine("WARNING: " + message);

    public override void WriteProgress(long sourceId, ProgressRecord record)
    {
        // Progress is for people who watch; nobody does.
    }

    public override string ReadLine() => throw Refusal();

    public override SecureString ReadLineAsSecureString() => throw Refusal();

    public override Dictionary<string, PSObject> Prompt(string caption, string message, Collection<FieldDescription> descriptions) =>
        throw Refusal();

    public override int PromptForChoice(string caption, string message, Collection<ChoiceDescription> choices, int defaultChoice) =>
        throw Refusal();

    public override PSCredential PromptForCredential(string caption, string message, string userName, string targetName) =>
        throw Refusal();

    public override PSCredential PromptForCredential(
        string caption, string message, string userName, string targetName, PSCredentialTypes types, PSCredentialUIOptions options) =>
        throw Refusal();

    /// <summary>pwsh leaves colours out where its output is redirected; ours always is.</summary>
    private static string Plain(string value) =>
        value.Contains('\u001b', StringComparison.Ordinal) ? new StringDecorated(value).ToString(OutputRendering.PlainText) : value;

    private static PSInvalidOperationException Refusal() =>
        new("PowerShell is in NonInteractive mode. Read and Prompt functionality is not available.");
}

/// <summary>A screen of fixed size, so that formatted output does not depend on where the test runs.</summary>
internal sealed class PlainRawUI : PSHostRawUserInterface
{
    private Size size = new(120, 50);

    public override ConsoleColor BackgroundColor { get; set; } = ConsoleColor.Black;

    public override Size BufferSize
    {
        get => size;
        set => size = value;
    }

    public override Coordinates CursorPosition { get; set; }

    public override int CursorSize { get; set; } = 25;

    public override ConsoleColor ForegroundColor { get; set; } = ConsoleColor.Gray;

    public override bool KeyAvailable => false;

    public override Size MaxPhysicalWindowSize => size;

    public override Size MaxWindowSize => size;

    public override Coordinates WindowPosition { get; set; }

    public override Size WindowSize
    {
        get => size;
        set => size = value;
    }

    public override string WindowTitle { get; set; } = "hvitals-pwsh";

    public override void FlushInputBuffer()
    {
        // There is no key buffer.
    }

    public override BufferCell[,] GetBufferContents(Rectangle rectangle) => throw new PSNotSupportedException();

    public override KeyInfo ReadKey(ReadKeyOptions options) => throw new PSNotSupportedException();

    public override void ScrollBufferContents(Rectangle source, Coordinates destination, Rectangle clip, BufferCell fill) =>
        throw new PSNotSupportedException();

    public override void SetBufferContents(Coordinates origin, BufferCell[,] contents) => throw new PSNotSupportedException();

    public override void SetBufferContents(Rectangle rectangle, BufferCell fill) => throw new PSNotSupportedException();
}
