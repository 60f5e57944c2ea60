using System.Runtime.InteropServices;

namespace Edge.AI.Native;

/// <summary>The three libraries of a llama.cpp runtime, all in one folder.</summary>
internal sealed record RuntimeFiles(string Directory, string Base, string Ggml, string Llama);

/// <summary>Finds the llama.cpp runtime: some folders in order, the first that holds it wins.</summary>
internal static class RuntimeLocator
{
    public const string EnvironmentVariable = "EDGE_AI_RUNTIME";

    /// <summary>The folders to look into, in order.</summary>
    /// <param name="runtimeDirectory">The option; null for none.</param>
    /// <param name="fromEnvironment">The environment variable; null for none.</param>
    /// <param name="baseDirectory">The app's folder.</param>
    /// <param name="searchedByHost">
    /// Where .NET itself looks for native libraries, separated like PATH: a single-file app that carries them inside has unpacked them there,
    /// and an app that was not published finds those of its packages there.
    /// </param>
    public static IReadOnlyList<string> Candidates(string? runtimeDirectory, string? fromEnvironment, string baseDirectory, string? searchedByHost = null)
    {
        List<string> folders = [];
        if (!string.IsNullOrEmpty(runtimeDirectory))
            folders.Add(Path.GetFullPath(runtimeDirectory));
        if (!string.IsNullOrEmpty(fromEnvironment))
            folders.Add(Path.GetFullPath(fromEnvironment));
        folders.Add(Path.Combine(baseDirectory, "runtimes", PortableRid, "native"));
        folders.Add(Path.TrimEndingDirectorySeparator(baseDirectory));
        folders.AddRange((searchedByHost ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Select(Path.TrimEndingDirectorySeparator));
        return [.. folders.Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The runtime in the first folder that holds one.</summary>
    /// <exception cref="NativeRuntimeException">None does; the exception lists them all.</exception>
    public static RuntimeFiles Find(IReadOnlyList<string> folders)
    {
        foreach (var folder in folders)
        {
            if (In(folder) is { } files)
                return files;
        }

        throw new NativeRuntimeException(
            EdgeErrorCodes.RuntimeMissing,
            $"No llama.cpp runtime was found. Searched for {FileName("llama")} in: {string.Join(", ", folders)}.",
            $"Reference the package Edge.AI.Runtime (it contains the runtime for {PortableRid}), or set EdgeChatClientOptions.RuntimeDirectory or {EnvironmentVariable} to a folder with a runtime.",
            folders);
    }

    private static RuntimeFiles? In(string folder) =>
        Directory.Exists(folder) && Library(folder, "ggml-base") is { } @base && Library(folder, "ggml") is { } ggml && Library(folder, "llama") is { } llama
            ? new(folder, @base, ggml, llama)
            : null;

    /// <summary>The prebuilt files carry their version and backend in the name (<c>libllama.metal.v0.4.0.dylib</c>); the newest name wins.</summary>
    private static string? Library(string folder, string name)
    {
        var (prefix, extension) = NameParts;
        return Directory.EnumerateFiles(folder, $"{prefix}{name}.*")
            .Where(file => file.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            .OrderDescending(StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private static string FileName(string name) => $"{NameParts.Prefix}{name}.*{NameParts.Extension}";

    private static (string Prefix, string Extension) NameParts =>
        OperatingSystem.IsWindows() ? ("", ".dll") : OperatingSystem.IsMacOS() ? ("lib", ".dylib") : ("lib", ".so");

    /// <summary>The portable runtime id, such as <c>linux-x64</c>; <see cref="RuntimeInformation.RuntimeIdentifier"/> may name a distribution instead.</summary>
    private static string PortableRid
    {
        get
        {
            var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
#pragma warning disable CA1308 // Runtime ids are lower case by definition.
            return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
#pragma warning restore CA1308
        }
    }
}
