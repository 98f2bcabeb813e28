using System;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using System.Text;

namespace Hvitals.TestHost;

/// <summary>One runspace and the three ways to feed it: a text, a file, or lines from stdin.</summary>
internal sealed class Session : IDisposable
{
    private const string LastState = "HvitalsLastState";
    private readonly ConsoleHost host;
    private readonly Runspace runspace;

    public Session(StreamWriters output)
    {
        host = new ConsoleHost(output);
        PSStyle.Instance.OutputRendering = OutputRendering.PlainText;
        InitialSessionState state = InitialSessionState.CreateDefault2();
        runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.Open();
        Runspace.DefaultRunspace = runspace;
    }

    /// <summary>
    /// -Command: exit code 1 where the last statement failed, unless the script says exit. The engine forgets $? once the output was
    /// formatted, so the text itself keeps it.
    /// </summary>
    public int RunCommand(string text)
    {
        if (IsIncomplete(text))
        {
            // The engine keeps quiet about these: an interactive host would ask for the rest.
            host.Output.Error.WriteLine("ParserError: the command ends before it is complete.");
            return 1;
        }

        bool succeeded = Execute(new Command(text + "\n$" + LastState + " = $?", isScript: true, useLocalScope: false));
        return host.ExitCode ?? (succeeded && runspace.SessionStateProxy.GetVariable(LastState) is true ? 0 : 1);
    }

    /// <summary>-File: arguments keep their tokens, so the script's own parameters bind as at a prompt.</summary>
    public int RunFile(string path, string[] arguments)
    {
        string full = Path.GetFullPath(path);
        if (!File.Exists(full))
        {
            host.Output.Error.WriteLine("The argument '" + path + "' is not recognized as the name of a script file.");
            return 64;
        }

        var command = new Command(full, isScript: false, useLocalScope: false);
        foreach (string argument in arguments)
        {
            AddArgument(command, argument);
        }

        EngineInternals.LetExitEndTheSession(runspace);
        bool succeeded = Execute(command);
        return host.ExitCode ?? (succeeded ? 0 : 1);
    }

    /// <summary>
    /// -Command -: each line runs as soon as it parses. An incomplete one opens a block, which a blank line ends, and which runs
    /// at the end of the input at the latest: as pwsh's own input loop has it.
    /// </summary>
    public int RunInput(Stream input)
    {
        using var reader = new StreamReader(input, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: true, bufferSize: 65536);
        StringBuilder? block = null;
        bool succeeded = true;
        while (host.ExitCode is null)
        {
            string? line = reader.ReadLine();
            if (line is null)
            {
                return block is null ? (succeeded ? 0 : 1) : RunCommand(block.ToString());
            }

            if (block is not null && line.Length > 0)
            {
                block.Append('\n').Append(line);
                continue;
            }

            string text = block?.ToString() ?? line;
            if (block is null && IsIncomplete(text))
            {
                block = new StringBuilder(text);
                continue;
            }

            block = null;
            if (IsIncomplete(text))
            {
                succeeded = RunCommand(text) == 0;
            }
            else if (text.Trim().Length > 0)
            {
                succeeded = Execute(new Command(text, isScript: true, useLocalScope: false));
            }
        }

        return host.ExitCode ?? 0;
    }

    public void Dispose() => runspace.Dispose();

    private static bool IsIncomplete(string text)
    {
        Parser.ParseInput(text, out _, out ParseError[] errors);
        return errors.Any(static error => error.IncompleteInput);
    }

    private static void AddArgument(Command command, string argument)
    {
        bool named = argument.Length > 1 && argument[0] == '-' && (char.IsLetter(argument[1]) || argument[1] == '_');
        int colon = argument.IndexOf(':');
        if (!named)
        {
            command.Parameters.Add(new CommandParameter(null, argument));
        }
        else if (colon < 0)
        {
            command.Parameters.Add(new CommandParameter(argument));
        }
        else
        {
            command.Parameters.Add(new CommandParameter(argument[..colon], ToSwitch(argument[(colon + 1)..])));
        }
    }

    /// <summary>-Name:$true and -Name:$false are the two values that pwsh reads as more than text here.</summary>
    private static object ToSwitch(string value) => value.ToLowerInvariant() switch
    {
        "$true" => true,
        "$false" => false,
        _ => value,
    };

    /// <summary>Runs one command to the end, formatted to the host. Errors are shown where pwsh shows them: on stderr.</summary>
    private bool Execute(Command command)
    {
        using Pipeline pipeline = runspace.CreatePipeline();
        pipeline.Commands.Add(command);
        pipeline.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        var show = new Command("Out-Default");
        show.MergeUnclaimedPreviousCommandResults = PipelineResultTypes.Error | PipelineResultTypes.Output;
        pipeline.Commands.Add(show);
        bool succeeded = true;
        try
        {
            pipeline.Input.Close();
            pipeline.Invoke();
        }
        catch (RuntimeException error)
        {
            succeeded = false;
            Show(error.ErrorRecord);
        }

        host.Output.Flush();
        return succeeded;
    }

    private void Show(ErrorRecord record)
    {
        using Pipeline pipeline = runspace.CreatePipeline();
        pipeline.Commands.Add(new Command("Out-Default"));
        pipeline.Invoke(new[] { EngineInternals.AsError(record) });
    }
}
