namespace Edge.AI.Native.Loading;

/// <summary>Finds the llama.cpp runtime: some places in order, the first that holds a whole one wins.</summary>
/// <param name="Directory">The option <see cref="EdgeChatClientOptions.RuntimeDirectory"/>; null for none.</param>
/// <param name="Environment">The environment variable; null for none. It holds a folder, or a name of <see cref="EdgeRuntime"/>.</param>
/// <param name="App">The app's folder.</param>
/// <param name="SearchedByHost">
/// Where .NET itself looks for native libraries, separated like PATH: a single-file app that carries them inside has unpacked them there,
/// and an app that was not published finds those of its packages there.
/// </param>
internal sealed record RuntimeSearch(string? Directory, string? Environment, string App, string? SearchedByHost = null)
{
    public const string EnvironmentVariable = "EDGE_AI_RUNTIME";

    private readonly EdgeRuntime _runtime;

    /// <summary>The option, or else the name in the environment variable.</summary>
    public EdgeRuntime Runtime
    {
        get => _runtime != EdgeRuntime.Auto ? _runtime : NameIn(Environment) ?? EdgeRuntime.Auto;
        init => _runtime = value;
    }

    /// <summary>Whether the app can load LLamaSharp itself. Both must use the same files then, so LLamaSharp's are looked for first.</summary>
    public bool AppHasLLamaSharp { get; init; }

    /// <summary>Whether this machine has a device for a GPU backend of LLamaSharp, by the name of its folder.</summary>
    public Func<string, bool> HasDevice { get; init; } = GpuDevices.Exist;

    /// <summary>A folder whose llama.cpp this process has already loaded, for example through LLamaSharp; null for none. No other can be loaded beside it.</summary>
    public string? Mapped { get; init; }

    /// <summary>The search of this process.</summary>
    public static RuntimeSearch OfProcess(string? runtimeDirectory, EdgeRuntime runtime) => new(
        runtimeDirectory,
        System.Environment.GetEnvironmentVariable(EnvironmentVariable),
        AppContext.BaseDirectory,
        AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string)
    {
        Runtime = runtime,
        AppHasLLamaSharp = LoadedByOthers.AppHasLLamaSharp,
        Mapped = LoadedByOthers.FolderOfLlama(),
    };

    /// <summary>The places, in order.</summary>
    public IReadOnlyList<RuntimePlace> Places
    {
        get
        {
            if (Mapped is not null)
                return [new(Mapped, "already loaded by this process", IsChosen: true)];

            List<RuntimePlace> chosen = [];
            if (!string.IsNullOrEmpty(Directory))
                chosen.Add(new(Path.GetFullPath(Directory), nameof(EdgeChatClientOptions.RuntimeDirectory), IsChosen: true));
            if (!string.IsNullOrEmpty(Environment) && NameIn(Environment) is null)
                chosen.Add(new(Path.GetFullPath(Environment), EnvironmentVariable, IsChosen: true));

            List<RuntimePlace> inApp = [.. InApp()];
            return [.. chosen, .. (Runtime, AppHasLLamaSharp) switch
            {
                (EdgeRuntime.EdgeAI, _) => Only(inApp, RuntimeLayout.EdgeAI),
                (EdgeRuntime.LLamaSharp, _) => Only(inApp, RuntimeLayout.LLamaSharp),
                (_, true) => [.. Only(inApp, RuntimeLayout.LLamaSharp), .. Only(inApp, RuntimeLayout.EdgeAI)],
                _ => inApp,
            }];
        }
    }

    /// <summary>The folders of GPU backends in the app that are no places, because this machine has no device for them.</summary>
    public IEnumerable<string> BackendsWithoutDevice =>
        GpuDevices.Backends.Select(backend => Path.Combine(NativeFolder, backend)).Where(folder => System.IO.Directory.Exists(folder) && !HasDevice(folder));

    /// <summary>The first place with a whole runtime.</summary>
    /// <exception cref="NativeRuntimeException">There is none, or the user named a folder without one. The exception lists the folders.</exception>
    public (RuntimePlace Place, RuntimeFiles Files) Find()
    {
        var places = Places;
        RuntimePlace? empty = null;
        foreach (var place in places)
        {
            if (place.Find() is { } files)
                return empty is null ? (place, files) : throw RuntimeErrors.NoneInChosen(empty, Folders(places), files.Directory); // another runtime than the user wants
            if (place.IsChosen && place.FindMissing() is { Count: > 0 } missing)
                throw RuntimeErrors.Incomplete(place.Folder, missing);
            if (place.IsChosen)
                empty ??= place;
        }

        foreach (var place in places)
        {
            if (place.FindMissing() is { Count: > 0 } missing)
                throw RuntimeErrors.Incomplete(place.Folder, missing);
        }

        throw RuntimeErrors.Missing(Folders(places), Runtime);
    }

    /// <summary>The folders of some places, each once.</summary>
    public static IReadOnlyList<string> Folders(IEnumerable<RuntimePlace> places) => [.. places.Select(place => place.Folder).Distinct(StringComparer.Ordinal)];

    /// <summary>A value of the environment variable that is a name and not a folder; null for a folder.</summary>
    public static EdgeRuntime? NameIn(string? environment) =>
        Enum.GetValues<EdgeRuntime>().Where(name => string.Equals(name.ToString(), environment, StringComparison.OrdinalIgnoreCase)).Select(name => (EdgeRuntime?)name).FirstOrDefault();

    private string NativeFolder => Path.Combine(App, "runtimes", LibraryNames.PortableRid, "native");

    private IEnumerable<RuntimePlace> InApp()
    {
        var native = NativeFolder;
        foreach (var backend in GpuDevices.Backends)
        {
            var folder = Path.Combine(native, backend);
            if (System.IO.Directory.Exists(folder) && HasDevice(folder))
                yield return new(folder, $"LLamaSharp's backend {backend}", RuntimeLayout.LLamaSharp);
        }

        yield return new(native, "Edge.AI.Runtime", RuntimeLayout.EdgeAI);
        yield return new(native, "LLamaSharp's CPU backend", RuntimeLayout.LLamaSharp);
        yield return new(Path.TrimEndingDirectorySeparator(App), "the app's folder");
        foreach (var folder in (SearchedByHost ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(Path.TrimEndingDirectorySeparator))
            yield return new(folder, "the folders that .NET searches");
    }

    private static IEnumerable<RuntimePlace> Only(IEnumerable<RuntimePlace> places, RuntimeLayout layout) =>
        places.Where(place => place.Layout.HasFlag(layout)).Select(place => place with { Layout = layout });
}
