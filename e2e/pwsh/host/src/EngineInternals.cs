using System;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;

namespace Hvitals.TestHost;

/// <summary>Three things that pwsh's own console host does through doors which the engine keeps for it. Each fails loudly when a door moves.</summary>
internal static class EngineInternals
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public;
    private static readonly Assembly Engine = typeof(PowerShell).Assembly;

    /// <summary>Speaks PSRP on stdin and stdout until they close.</summary>
    public static void RunSshServer(string? configurationFile)
    {
        const string Name = "System.Management.Automation.Remoting.Server.StdIOProcessMediator";
        MethodInfo run = Engine.GetType(Name, throwOnError: true)!.GetMethod("Run", Hidden) ?? throw new MissingMethodException(Name, "Run");
        run.Invoke(null, [null, null, null, configurationFile, true]);
    }

    /// <summary>Makes exit in a script file end the session with its code, instead of only the file.</summary>
    public static void LetExitEndTheSession(Runspace runspace)
    {
        const string Name = "ScriptCommandProcessorShouldRethrowExit";
        object context = typeof(Runspace).GetProperty("ExecutionContext", Hidden)?.GetValue(runspace)
            ?? throw new MissingMemberException(nameof(Runspace), "ExecutionContext");
        PropertyInfo rethrow = context.GetType().GetProperty(Name, Hidden) ?? throw new MissingMemberException("ExecutionContext", Name);
        rethrow.SetValue(context, true);
    }

    /// <summary>Marks a record so that Out-Default shows it as an error.</summary>
    public static PSObject AsError(ErrorRecord record)
    {
        PSObject shown = PSObject.AsPSObject(record);
        PropertyInfo stream = typeof(PSObject).GetProperty("WriteStream", Hidden) ?? throw new MissingMemberException(nameof(PSObject), "WriteStream");
        stream.SetValue(shown, Enum.Parse(stream.PropertyType, "Error"));
        return shown;
    }
}
