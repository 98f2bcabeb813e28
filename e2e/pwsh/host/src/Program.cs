using System;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Hvitals.TestHost;

/// <summary>Entry point: understands the part of pwsh's command line that hvitals uses, and refuses the rest.</summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CommandLine line;
        try
        {
            line = CommandLine.Parse(arguments);
        }
        catch (ArgumentException error)
        {
            Console.Error.WriteLine(error.Message);
            return 64;
        }

        switch (line.Mode)
        {
            case HostMode.Version:
                Console.Out.WriteLine("PowerShell " + EngineVersion() + " (hvitals test host)");
                return 0;
            case HostMode.SshServer:
                EngineInternals.RunSshServer(line.ConfigurationFile);
                return 0;
            default:
                var output = new StreamWriters();
                using (var session = new Session(output))
                {
                    return line.Mode switch
                    {
                        HostMode.Command => session.RunCommand(line.Text),
                        HostMode.File => session.RunFile(line.Text, line.Rest),
                        _ => session.RunInput(Console.OpenStandardInput()),
                    };
                }
        }
    }

    /// <summary>Three parts of the engine's version, as $PSVersionTable.PSVersion shows it.</summary>
    private static string EngineVersion()
    {
        var assembly = typeof(System.Management.Automation.PowerShell).Assembly;
        string text = assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        return text.Split(' ', '+')[0];
    }
}

internal enum HostMode
{
    Input,
    Command,
    File,
    SshServer,
    Version,
}

/// <summary>What the command line asks for.</summary>
internal sealed class CommandLine
{
    public HostMode Mode { get; private set; } = HostMode.Input;

    /// <summary>The command's text, or the script file's path.</summary>
    public string Text { get; private set; } = string.Empty;

    public string[] Rest { get; private set; } = [];

    public string? ConfigurationFile { get; private set; }

    /// <summary>Names match in any case, with one dash or two, as in pwsh; -Command and -File take all that follows.</summary>
    public static CommandLine Parse(string[] arguments)
    {
        var line = new CommandLine();
        for (int i = 0; i < arguments.Length; i++)
        {
            string name = arguments[i].TrimStart('-').ToLowerInvariant();
            if (!arguments[i].StartsWith('-'))
            {
                line.TakeFile(arguments, i);
                return line;
            }

            switch (name)
            {
                case "nologo" or "noprofile" or "nop" or "noninteractive" or "noni" or "noexit" or "noe" or "login" or "l":
                    break;
                case "executionpolicy" or "ex" or "ep" or "outputformat" or "of" or "inputformat" or "workingdirectory" or "wd":
                    i++;
                    break;
                case "configurationfile":
                    line.ConfigurationFile = ValueAt(arguments, ++i, "-ConfigurationFile needs a path");
                    break;
                case "sshs" or "sshservermode":
                    line.Mode = HostMode.SshServer;
                    break;
                case "version" or "v":
                    line.Mode = HostMode.Version;
                    return line;
                case "file" or "f":
                    ValueAt(arguments, i + 1, "-File needs a path");
                    line.TakeFile(arguments, i + 1);
                    return line;
                case "command" or "c":
                    line.TakeCommand(arguments, i + 1);
                    return line;
                default:
                    throw new ArgumentException("hvitals-pwsh does not know the argument '" + arguments[i] + "'.");
            }
        }

        return line;
    }

    private static string ValueAt(string[] arguments, int index, string complaint) =>
        index < arguments.Length ? arguments[index] : throw new ArgumentException(complaint);

    private void TakeFile(string[] arguments, int index)
    {
        if (arguments[index] == "-")
        {
            return;
        }

        Mode = HostMode.File;
        Text = arguments[index];
        Rest = arguments[(index + 1)..];
    }

    private void TakeCommand(string[] arguments, int index)
    {
        ValueAt(arguments, index, "-Command needs a text or -");
        if (arguments[index] == "-")
        {
            return;
        }

        Mode = HostMode.Command;
        Text = new StringBuilder().AppendJoin(' ', arguments[index..]).ToString();
    }
}
