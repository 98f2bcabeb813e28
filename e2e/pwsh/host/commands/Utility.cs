using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;

namespace Microsoft.PowerShell.Commands;

/// <summary>New-Object: -TypeName with -ArgumentList and -Property; PSObject and PSCustomObject too.</summary>
[Cmdlet(VerbsCommon.New, "Object")]
public sealed class NewObjectCommand : PSCmdlet
{
    [Parameter(Position = 0, Mandatory = true)]
    public string TypeName { get; set; } = string.Empty;

    [Parameter(Position = 1)]
    [Alias("Args")]
    public object[] ArgumentList { get; set; } = [];

    [Parameter]
    public IDictionary? Property { get; set; }

    protected override void EndProcessing()
    {
        var type = (Type)LanguagePrimitives.ConvertTo(TypeName, typeof(Type), System.Globalization.CultureInfo.InvariantCulture);
        bool bag = type == typeof(PSObject) || type == typeof(PSCustomObject);
        var made = bag ? new PSObject() : PSObject.AsPSObject(Make(type));
        foreach (DictionaryEntry entry in Property ?? new Hashtable())
        {
            string name = entry.Key.ToString()!;
            if (bag)
            {
                made.Properties.Add(new PSNoteProperty(name, entry.Value));
            }
            else
            {
                made.Properties[name].Value = entry.Value;
            }
        }

        WriteObject(made);
    }

    private object Make(Type type)
    {
        using var shell = System.Management.Automation.PowerShell.Create(RunspaceMode.CurrentRunspace);
        shell.AddScript("param($t, $a) $t::new.Invoke($a)", useLocalScope: true).AddArgument(type).AddArgument(ArgumentList);
        var result = shell.Invoke();
        return result.Count == 1 ? result[0] : throw new PSArgumentException("Cannot make an object of type " + type.FullName + ".");
    }
}

/// <summary>Get-Date without formats: now, or the date given.</summary>
[Cmdlet(VerbsCommon.Get, "Date")]
public sealed class GetDateCommand : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true)]
    public DateTime? Date { get; set; }

    protected override void ProcessRecord() => WriteObject(Date ?? DateTime.Now);
}

/// <summary>Select-Object: -First, -Last, -Skip, -Property (names), -ExpandProperty.</summary>
[Cmdlet(VerbsCommon.Select, "Object")]
public sealed class SelectObjectCommand : PSCmdlet
{
    private readonly List<PSObject> seen = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public string[]? Property { get; set; }

    [Parameter]
    public string? ExpandProperty { get; set; }

    [Parameter]
    public int? First { get; set; }

    [Parameter]
    public int? Last { get; set; }

    [Parameter]
    public int Skip { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is not null)
        {
            seen.Add(InputObject);
        }
    }

    protected override void EndProcessing()
    {
        IEnumerable<PSObject> picked = seen.Skip(Skip);
        picked = First is int first ? picked.Take(first) : picked;
        picked = Last is int last ? picked.TakeLast(last) : picked;
        foreach (PSObject item in picked)
        {
            WriteObject(Shape(item), ExpandProperty is not null);
        }
    }

    private object? Shape(PSObject item)
    {
        if (ExpandProperty is not null)
        {
            return item.Properties[ExpandProperty]?.Value;
        }

        if (Property is null || Property is ["*"])
        {
            return item;
        }

        var shaped = new PSObject();
        foreach (string name in Property)
        {
            shaped.Properties.Add(new PSNoteProperty(name, item.Properties[name]?.Value));
        }

        return shaped;
    }
}

/// <summary>Sort-Object: by the object or by property names, -Descending; stable.</summary>
[Cmdlet("Sort", "Object")]
public sealed class SortObjectCommand : PSCmdlet
{
    private readonly List<PSObject> seen = [];

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    [Parameter(Position = 0)]
    public string[]? Property { get; set; }

    [Parameter]
    public SwitchParameter Descending { get; set; }

    protected override void ProcessRecord()
    {
        if (InputObject is not null)
        {
            seen.Add(InputObject);
        }
    }

    protected override void EndProcessing()
    {
        Comparer<PSObject> order = Comparer<PSObject>.Create(Compare);
        IEnumerable<PSObject> sorted = Descending ? seen.OrderByDescending(static x => x, order) : seen.OrderBy(static x => x, order);
        WriteObject(sorted, enumerateCollection: true);
    }

    private int Compare(PSObject? left, PSObject? right)
    {
        foreach (string name in Property ?? [string.Empty])
        {
            object? a = name.Length == 0 ? left : left?.Properties[name]?.Value;
            object? b = name.Length == 0 ? right : right?.Properties[name]?.Value;
            int order = LanguagePrimitives.Compare(a, b, ignoreCase: true);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }
}

/// <summary>Measure-Object: Count only. The engine's restricted sessions are built only where a cmdlet of this name exists.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "Object")]
public sealed class MeasureObjectCommand : PSCmdlet
{
    private int count;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    protected override void ProcessRecord() => count++;

    protected override void EndProcessing()
    {
        var measured = new PSObject();
        measured.Properties.Add(new PSNoteProperty("Count", count));
        WriteObject(measured);
    }
}

/// <summary>Get-FormatData: gives none. Restricted sessions want the name, see Measure-Object.</summary>
[Cmdlet(VerbsCommon.Get, "FormatData")]
public sealed class GetFormatDataCommand : PSCmdlet
{
    [Parameter(Position = 0)]
    public string[] TypeName { get; set; } = [];
}
