// Usage: dotnet run --project e2e/net472-members -- collectors/host-module/allowed.json collectors/host-module/net472-members.json
using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.Encodings.Web;
using System.Text.Json;

// What Windows PowerShell 5.1 has loaded before any script runs; a type elsewhere would need Add-Type.
string[] assemblies = ["mscorlib", "System", "System.Core", "System.Xml"];
var folder = typeof(TypeNames).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(a => a.Key == "ReferenceAssemblies").Value!;

var definitions = new Dictionary<string, (MetadataReader Reader, TypeDefinition Type, string Assembly)>();
foreach (var assembly in assemblies)
{
    var file = new PEReader(File.OpenRead(Path.Combine(folder, assembly + ".dll")));
    var reader = file.GetMetadataReader();
    foreach (var type in reader.TypeDefinitions.Select(reader.GetTypeDefinition).Where(t => (t.Attributes & TypeAttributes.VisibilityMask) == TypeAttributes.Public))
        definitions.TryAdd(TypeNames.Join(reader.GetString(type.Namespace), reader.GetString(type.Name)), (reader, type, assembly));
}

var allowed = JsonDocument.Parse(File.ReadAllText(args[0])).RootElement.GetProperty("types").EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal);
var types = new SortedDictionary<string, object>(StringComparer.Ordinal);
foreach (var name in allowed)
{
    if (!definitions.TryGetValue(name, out var found)) throw new InvalidOperationException($"{name} is in none of {string.Join(", ", assemblies)}");
    types[name] = new { assembly = found.Assembly, @static = Members(name, true), instance = Members(name, false) };
}
var result = new
{
    source = "Public members of NuGet package Microsoft.NETFramework.ReferenceAssemblies.net472 1.0.3 (mscorlib, System, System.Core, System.Xml), written by e2e/net472-members. "
        + "Each overload is <parameters>:<return type>, with + where the last parameter is an array of parameters; properties and fields are value:<type>. 'new' is a constructor.",
    types,
};
File.WriteAllText(args[1], JsonSerializer.Serialize(result, new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n");

// name -> overloads, base classes and interfaces included for instance members.
SortedDictionary<string, SortedSet<string>> Members(string typeName, bool isStatic)
{
    var members = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
    void Add(string name, string overload)
    {
        if (!members.TryGetValue(name, out var set)) members[name] = set = new SortedSet<string>(StringComparer.Ordinal);
        set.Add(overload);
    }
    var queue = new Queue<string>([typeName]);
    var isOwn = true;
    while (queue.TryDequeue(out var current) && definitions.TryGetValue(current, out var found))
    {
        var (reader, type, _) = found;
        foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition))
        {
            if ((method.Attributes & MethodAttributes.MemberAccessMask) != MethodAttributes.Public) continue;
            var name = reader.GetString(method.Name);
            var signature = method.DecodeSignature(TypeNames.Instance, null);
            var isMethodStatic = (method.Attributes & MethodAttributes.Static) != 0;
            if (name == ".ctor")
            {
                if (isStatic && isOwn) Add("new", Overload(reader, method, signature) + ":" + typeName);
                continue;
            }
            if (isMethodStatic != isStatic || name.StartsWith("set_", StringComparison.Ordinal) || name.StartsWith("op_", StringComparison.Ordinal)) continue;
            if (name.StartsWith("get_", StringComparison.Ordinal) && signature.ParameterTypes.Length == 0) Add(name[4..], "value:" + signature.ReturnType);
            else if (!name.StartsWith("get_", StringComparison.Ordinal)) Add(name, Overload(reader, method, signature) + ":" + signature.ReturnType);
        }
        foreach (var field in type.GetFields().Select(reader.GetFieldDefinition))
            if ((field.Attributes & FieldAttributes.FieldAccessMask) == FieldAttributes.Public && ((field.Attributes & FieldAttributes.Static) != 0) == isStatic)
                Add(reader.GetString(field.Name), "value:" + field.DecodeSignature(TypeNames.Instance, null));
        isOwn = false;
        if (!type.BaseType.IsNil) queue.Enqueue(TypeNames.Of(reader, type.BaseType));
    }
    return members;
}

static string Overload(MetadataReader reader, MethodDefinition method, MethodSignature<string> signature)
{
    var last = method.GetParameters().Select(reader.GetParameter).FirstOrDefault(p => p.SequenceNumber == signature.ParameterTypes.Length && p.SequenceNumber > 0);
    var isParams = signature.ParameterTypes.Length > 0 && last.GetCustomAttributes().Any(a => TypeNames.IsParamArray(reader, reader.GetCustomAttribute(a)));
    return signature.ParameterTypes.Length + (isParams ? "+" : "");
}

/// <summary>Type names as text; generic arguments are left out, because the check only follows plain types.</summary>
internal sealed class TypeNames : ISignatureTypeProvider<string, object?>
{
    public static readonly TypeNames Instance = new();
    public static string Join(string space, string name) => space.Length == 0 ? name : space + "." + name;

    public static string Of(MetadataReader reader, EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => Instance.GetTypeFromDefinition(reader, (TypeDefinitionHandle)handle, 0),
        HandleKind.TypeReference => Instance.GetTypeFromReference(reader, (TypeReferenceHandle)handle, 0),
        _ => "?",
    };

    public static bool IsParamArray(MetadataReader reader, CustomAttribute attribute) => attribute.Constructor.Kind switch
    {
        HandleKind.MethodDefinition => Of(reader, reader.GetMethodDefinition((MethodDefinitionHandle)attribute.Constructor).GetDeclaringType()) == "System.ParamArrayAttribute",
        HandleKind.MemberReference => Of(reader, reader.GetMemberReference((MemberReferenceHandle)attribute.Constructor).Parent) == "System.ParamArrayAttribute",
        _ => false,
    };

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeDefinition(handle);
        return Join(reader.GetString(type.Namespace), reader.GetString(type.Name));
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        var type = reader.GetTypeReference(handle);
        return Join(reader.GetString(type.Namespace), reader.GetString(type.Name));
    }

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => "System." + typeCode;
    public string GetSZArrayType(string elementType) => elementType + "[]";
    public string GetArrayType(string elementType, ArrayShape shape) => elementType + "[]";
    public string GetByReferenceType(string elementType) => elementType;
    public string GetPointerType(string elementType) => elementType;
    public string GetPinnedType(string elementType) => elementType;
    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;
    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => "?";
    public string GetGenericTypeParameter(object? genericContext, int index) => "?";
    public string GetGenericMethodParameter(object? genericContext, int index) => "?";
    public string GetFunctionPointerType(MethodSignature<string> signature) => "?";
    public string GetTypeFromSpecification(MetadataReader reader, object? genericContext, TypeSpecificationHandle handle, byte rawTypeKind) => "?";
}
