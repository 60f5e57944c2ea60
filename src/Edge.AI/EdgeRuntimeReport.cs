using Edge.AI.Native;
using Edge.AI.Native.Loading;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI;

/// <summary>Tells which llama.cpp runtime this process uses and why, and which devices it computes with: for a diagnosis or a bug report.</summary>
public sealed record EdgeRuntimeReport
{
    /// <summary>Gets the folder of the runtime; <see langword="null"/> if none can be used.</summary>
    public string? Folder { get; init; }

    /// <summary>Gets what the libraries say about their version, for example <c>llama.cpp 0.4.0 (ggml 0.23.0)</c>; <see langword="null"/> if none can be used.</summary>
    public string? Version { get; init; }

    /// <summary>Gets the path of the CPU backend that was chosen for this processor; <see langword="null"/> if none is loaded, or if the system does not tell.</summary>
    public string? ProcessorBackend { get; init; }

    /// <summary>Gets the folders of the search in their order, each once, with what was found in it.</summary>
    public required IReadOnlyList<RuntimeLocation> Locations { get; init; }

    /// <summary>Gets the devices that the runtime can compute with; empty if none can be used.</summary>
    public IReadOnlyList<RuntimeDevice> Devices { get; init; } = [];

    /// <summary>Gets the reason why no runtime can be used; <see langword="null"/> if one is in use.</summary>
    public NativeRuntimeException? Error { get; init; }

    /// <summary>Searches the runtime, loads it into this process as a chat client does, and describes it. A runtime that cannot be used is not an exception but the <see cref="Error"/>.</summary>
    /// <param name="runtimeDirectory">The folder to search first, as in <see cref="EdgeChatClientOptions.RuntimeDirectory"/>. Default: <see langword="null"/>.</param>
    /// <param name="runtime">Whose runtime may be used, as in <see cref="EdgeChatClientOptions.Runtime"/>.</param>
    /// <param name="loggerFactory">Receives the log of the loading. Default: <see langword="null"/>, no log.</param>
    /// <returns>The report.</returns>
    public static EdgeRuntimeReport Create(string? runtimeDirectory = null, EdgeRuntime runtime = EdgeRuntime.Auto, ILoggerFactory? loggerFactory = null)
    {
        var search = RuntimeSearch.OfProcess(runtimeDirectory, runtime);
        try
        {
            var loaded = NativeRuntime.Use(runtimeDirectory, (loggerFactory ?? NullLoggerFactory.Instance).CreateLogger("Edge.AI.Native"), runtime);
            return new()
            {
                Folder = loaded.Files.Directory,
                Version = loaded.Identity.ToString(),
                ProcessorBackend = RuntimeDevices.ProcessorBackend(),
                Locations = RuntimeFindings.Of(search, search.Places.FirstOrDefault(place => place.Find()?.Llama == loaded.Library)),
                Devices = RuntimeDevices.List(),
            };
        }
        catch (NativeRuntimeException error)
        {
            return new() { Locations = RuntimeFindings.Of(search, used: null), Error = error };
        }
    }
}

/// <summary>Describes a folder in which a llama.cpp runtime was searched.</summary>
public sealed record RuntimeLocation
{
    /// <summary>Gets the folder.</summary>
    public required string Folder { get; init; }

    /// <summary>Gets the names of the folder: the setting that names it, or the package whose files it may have.</summary>
    public required string Name { get; init; }

    /// <summary>Gets what was found there, in a few words.</summary>
    public required string Finding { get; init; }

    /// <summary>Gets a value indicating whether the runtime of this folder is used.</summary>
    public bool IsUsed { get; init; }
}

/// <summary>Describes a device that a llama.cpp runtime can compute with.</summary>
public sealed record RuntimeDevice
{
    /// <summary>Gets the name, for example <c>CPU</c> or <c>Vulkan0</c>.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the description, for example the model of the processor or GPU.</summary>
    public required string Description { get; init; }

    /// <summary>Gets the memory of the device, in bytes; 0 if the backend does not tell.</summary>
    public long MemoryBytes { get; init; }

    /// <summary>Gets the free memory of the device, in bytes; 0 if the backend does not tell.</summary>
    public long FreeMemoryBytes { get; init; }
}
