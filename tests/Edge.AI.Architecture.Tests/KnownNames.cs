using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Edge.AI.Architecture.Tests;

/// <summary>The names that the documentation may use: those of the solution, those of the assemblies that it references, and some foreign ones.</summary>
internal sealed class KnownNames
{
    /// <summary>Pascal case, but neither a type nor a member that an assembly here has.</summary>
    private static readonly HashSet<string> s_foreign = new(StringComparer.Ordinal)
    {
        "AddOpenApi", "AddProblemDetails", "AspNetCore", "MinRequestBodyDataRate", "MinResponseDataRate", "RequireAuthorization", "RequireCors", "RequireRateLimiting", // ASP.NET
        "AffinitySlack", "LoadBalancingPolicy", "RoundRobin", // the configuration of samples/Fleet
        "ADashB", "ADotB", "AcmeModels", "AcmeModels.Catalog", "Phi3_5Mini", // generated from a reader's manifest
        "AddOpenAIChatClient", "CallToolResult", "LLamaEmbedder", "AddHealthChecks", "Degraded", "Healthy", "ResultStatusCodes", "StopApplication", "Unhealthy", "WebApplicationBuilder", "LlamaChatSession", "OpenAI", "SemanticKernel", // other libraries
        "Edge.AI.Downloads", // a resilience pipeline
        "Edge.AI.Configuration", // a log category
        "DisableTransitiveFrameworkReferences", "TieredPGO", "EdgeAIRuntime", "EdgeAIRuntimeIdentifiers", "EdgeModelsClass", "EdgeModelsNamespace", "EnableDefaultEdgeModels", "LangVersion", "RuntimeIdentifier", "RuntimeIdentifiers", "ToolPackageRuntimeIdentifiers", "VersionPrefix", "VersionSuffix", // MSBuild
        "LLamaSharp.Backend.Cpu", // a package without assemblies
        "AddAzureOpenAIChatClient", "AzureOpenAIClient", "CompleteChatStreamingAsync", "DownloadAndRegisterEpsAsync", "FoundryLocalManager.CreateAsync", "GetCatalogAsync", "GetModelAsync", "Microsoft.AI.Foundry.Local", // libraries without a package here
        "LimitMEMLOCK", "MemoryMax", "TimeoutStartSec", "Microsoft.Extensions.Hosting.Systemd", "Microsoft.Extensions.Hosting.WindowsServices", // systemd, and the packages for services
        "Dockerfile", "EdgeAI", "True",
    };

    private readonly HashSet<string> _namespaces = new(StringComparer.Ordinal);
    /// <summary>The libraries from which <c>docs/migrating</c> leads to this one.</summary>
    private static readonly string[] s_peers = ["LLamaSharp", "OllamaSharp", "OpenAI"];

    private readonly Dictionary<string, HashSet<string>> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> _bases = new(StringComparer.Ordinal);
    private readonly HashSet<string> _ownMembers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _peerMembers = new(StringComparer.Ordinal);
    private readonly HashSet<string> _testTypes = new(StringComparer.Ordinal);
    private readonly HashSet<string> _projects;

    private KnownNames(IEnumerable<string> projects) => _projects = projects.ToHashSet(StringComparer.Ordinal);

    public static KnownNames Read(string root)
    {
        var names = new KnownNames(((string[])["src", "packages", "tests", "bench"]).SelectMany(folder => Directory.GetDirectories(Path.Combine(root, folder))).Select(folder => Path.GetFileName(folder)!));
        var assemblies = Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll")
            .Concat(Directory.EnumerateFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "*.dll"));
        foreach (var path in assemblies)
            names.Add(path);

        // Assemblies of tests are not built together with this one, but the files have the names of their types.
        foreach (var path in Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.cs", SearchOption.AllDirectories))
            names._testTypes.Add(Path.GetFileNameWithoutExtension(path));

        return names;
    }

    public bool Contains(string name)
    {
        if (s_foreign.Contains(name) || _namespaces.Contains(name) || _projects.Contains(name))
            return true;
        if (name.Split(':') is ["EdgeAI", var setting, ..] keys)
            return setting == "Server" ? keys.Length < 3 || Has("EdgeServerOptions", keys[2]) : setting == "Clients" ? keys.Length < 4 || Has("EdgeChatClientOptions", keys[3]) : setting == "Embeddings" ? keys.Length < 4 || Has("EdgeEmbeddingGeneratorOptions", keys[3]) : Has("ProvisioningOptions", setting) || Has("SharedSettings", setting) || Has("EdgeAIOptions", setting);

        var words = WithoutNamespace(name).Split('.');
        return words is [var only]
            ? _members.ContainsKey(only) || _members.ContainsKey($"{only}Attribute") || _ownMembers.Contains(only) || _testTypes.Contains(only)
            : words.Zip(words.Skip(1)).All(pair => Has(pair.First, pair.Second));
    }

    /// <summary>Whether another library has a member of this name. Pages about moving from it name its members without their types.</summary>
    public bool IsOfPeer(string name) => _peerMembers.Contains(name);

    private bool Has(string type, string member) => Has(type, member, visited: new(StringComparer.Ordinal));

    private bool Has(string type, string member, HashSet<string> visited) =>
        visited.Add(type) // types of one name may be each other's bases
        && _members.TryGetValue(type, out var members)
        && (members.Contains(member) || _bases[type].Any(parent => Has(parent, member, visited)));

    private string WithoutNamespace(string name)
    {
        for (var end = name.LastIndexOf('.'); end > 0; end = name.LastIndexOf('.', end - 1))
        {
            if (_namespaces.Contains(name[..end]))
                return name[(end + 1)..];
        }

        return name;
    }

    private void Add(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        if (!file.HasMetadata)
            return;

        var metadata = file.GetMetadataReader();
        var isOwn = Path.GetFileName(path) is var name && (name.StartsWith("Edge.AI", StringComparison.OrdinalIgnoreCase) || name.StartsWith("Microsoft.Extensions.AI", StringComparison.Ordinal));
        var isPeer = s_peers.Contains(Path.GetFileNameWithoutExtension(path));
        foreach (var handle in metadata.TypeDefinitions)
            Add(metadata, metadata.GetTypeDefinition(handle), isOwn ? _ownMembers : isPeer ? _peerMembers : []);
    }

    private void Add(MetadataReader metadata, TypeDefinition type, HashSet<string> membersWithoutType)
    {
        var name = metadata.GetString(type.Name).Split('`')[0];
        for (var space = metadata.GetString(type.Namespace); space.Length > 0; space = space[..Math.Max(0, space.LastIndexOf('.'))])
            _namespaces.Add(space);

        if (!_members.TryGetValue(name, out var members))
            (_members[name], _bases[name]) = (members = new(StringComparer.Ordinal), new(StringComparer.Ordinal));

        _bases[name].UnionWith(BasesOf(metadata, type));
        foreach (var member in MembersOf(metadata, type))
        {
            members.Add(member);
            membersWithoutType.Add(member);
        }
    }

    private static IEnumerable<string> MembersOf(MetadataReader metadata, TypeDefinition type) =>
        type.GetMethods().Select(handle => metadata.GetMethodDefinition(handle).Name)
            .Concat(type.GetProperties().Select(handle => metadata.GetPropertyDefinition(handle).Name))
            .Concat(type.GetFields().Select(handle => metadata.GetFieldDefinition(handle).Name))
            .Concat(type.GetEvents().Select(handle => metadata.GetEventDefinition(handle).Name))
            .Concat(type.GetNestedTypes().Select(handle => metadata.GetTypeDefinition(handle).Name))
            .Select(metadata.GetString)
            .Where(member => char.IsLetter(member[0]));

    private static IEnumerable<string> BasesOf(MetadataReader metadata, TypeDefinition type)
    {
        var handles = type.GetInterfaceImplementations().Select(handle => metadata.GetInterfaceImplementation(handle).Interface).Append(type.BaseType);
        foreach (var handle in handles.Where(handle => !handle.IsNil))
        {
            if (handle.Kind == HandleKind.TypeReference)
                yield return metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)handle).Name);
            else if (handle.Kind == HandleKind.TypeDefinition)
                yield return metadata.GetString(metadata.GetTypeDefinition((TypeDefinitionHandle)handle).Name);
        }
    }
}
