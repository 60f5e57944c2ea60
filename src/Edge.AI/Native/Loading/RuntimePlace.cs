namespace Edge.AI.Native.Loading;

/// <summary>A folder in which a runtime may be.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Name">What it is, for the log.</param>
/// <param name="Layout">The layouts that are looked for.</param>
/// <param name="IsChosen">Whether the user named the folder. Then it is an error if the folder has no runtime, or only a part of one; another folder is passed over.</param>
internal sealed record RuntimePlace(string Folder, string Name, RuntimeLayout Layout = RuntimeLayout.Any, bool IsChosen = false)
{
    private static readonly string[] s_required = ["ggml-base", "ggml", "llama"];
    private static readonly string[] s_backends = ["ggml-cpu", "ggml-blas", "ggml-metal", "ggml-cuda", "ggml-vulkan"];

    /// <summary>The runtime in this place; null if there is none, or only a part of one.</summary>
    public RuntimeFiles? Find() => Folders.Select(In).FirstOrDefault(files => files is not null);

    /// <summary>The libraries that are missing for a runtime; none if there is nothing of one.</summary>
    public IReadOnlyList<string> FindMissing()
    {
        if (!Directory.Exists(Folder) || (Library("ggml-base") ?? Library("ggml") ?? Library("llama")) is null)
            return [];

        return [.. s_required.Where(library => Library(library) is null).Select(LibraryNames.FileOf)];

        string? Library(string name) => Versioned(Folder, name) ?? Plain(Folder, name);
    }

    private IEnumerable<string> Folders => Layout.HasFlag(RuntimeLayout.LLamaSharp) ? [Folder, .. ProcessorLevels.Usable.Select(level => Path.Combine(Folder, level))] : [Folder];

    private RuntimeFiles? In(string folder)
    {
        if (!Directory.Exists(folder) || Plain(folder, "ggml-base") is not { } @base)
            return null;
        if (Layout.HasFlag(RuntimeLayout.EdgeAI) && Versioned(folder, "ggml") is { } loadsBackends && Versioned(folder, "llama") is { } versioned)
            return new(folder, @base, [], loadsBackends, versioned);
        if (Layout.HasFlag(RuntimeLayout.LLamaSharp) && Plain(folder, "ggml") is { } ggml && Plain(folder, "llama") is { } llama)
            return new(folder, @base, [.. s_backends.Select(backend => Plain(folder, backend) ?? ProcessorBackend(folder, backend)).OfType<string>()], ggml, llama);
        return null;
    }

    /// <summary>A GPU's folder may have no CPU backend of its own: LLamaSharp then takes the one of the best folder for the processor beside it.</summary>
    private static string? ProcessorBackend(string folder, string backend) => backend == "ggml-cpu" && Path.GetDirectoryName(folder) is { } parent
        ? ProcessorLevels.Usable.Select(level => Plain(Path.Combine(parent, level), backend)).FirstOrDefault(path => path is not null)
        : null;

    private static string? Plain(string folder, string library) => Path.Combine(folder, LibraryNames.FileOf(library)) is var path && File.Exists(path) ? path : null;

    /// <summary>The newest name wins.</summary>
    private static string? Versioned(string folder, string library) => Directory.EnumerateFiles(folder, $"{LibraryNames.Prefix}{library}.*")
        .Where(file => file.EndsWith(LibraryNames.Extension, StringComparison.OrdinalIgnoreCase) && Path.GetFileName(file).Length > LibraryNames.FileOf(library).Length)
        .OrderDescending(StringComparer.Ordinal)
        .FirstOrDefault();
}
