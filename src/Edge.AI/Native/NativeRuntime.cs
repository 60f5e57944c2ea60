using System.Reflection;
using System.Runtime.InteropServices;
using Edge.AI.Native.Loading;
using Edge.AI.Native.Versions;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Native;

/// <summary>
/// The llama.cpp runtime of this process. It is loaded once, from the folder that the first caller's search finds. It is never unloaded, because native libraries with threads
/// and callbacks cannot be unloaded safely.
/// </summary>
internal sealed class NativeRuntime
{
    private static readonly Lock s_gate = new();
    private static NativeRuntime? s_current;
    private static NativeRuntimeException? s_failure;

    private readonly nint _llama;
    private readonly nint _ggml;
    private readonly nint _ggmlBase;
    private readonly RuntimePlace _place;

    private NativeRuntime(RuntimePlace place, RuntimeFiles files, LlamaIdentity identity, LlamaVersion version, nint ggmlBase, nint ggml, nint llama) =>
        (_place, Files, Identity, Version, _ggmlBase, _ggml, _llama) = (place, files, identity, version, ggmlBase, ggml, llama);

    /// <summary>The loaded runtime.</summary>
    /// <exception cref="InvalidOperationException"><see cref="Use"/> was not called.</exception>
    public static NativeRuntime Current => s_current ?? throw new InvalidOperationException("No llama.cpp runtime is loaded.");

    /// <summary>The loaded files.</summary>
    public RuntimeFiles Files { get; }

    /// <summary>The file of llama.cpp.</summary>
    public string Library => Files.Llama;

    /// <summary>What its libraries say about their version.</summary>
    public LlamaIdentity Identity { get; }

    /// <summary>What its version of llama.cpp does in its own way.</summary>
    public LlamaVersion Version { get; }

    /// <summary>Loads the runtime, or returns the loaded one.</summary>
    /// <param name="runtimeDirectory">The folder to search first; null for none.</param>
    /// <param name="logger">Receives the native log while the runtime loads.</param>
    /// <param name="runtime">Whose runtime may be used.</param>
    /// <exception cref="NativeRuntimeException">The runtime is missing, incomplete, cannot be loaded, has another version, or another runtime is loaded.</exception>
    public static NativeRuntime Use(string? runtimeDirectory, ILogger logger, EdgeRuntime runtime = EdgeRuntime.Auto)
    {
        lock (s_gate)
        {
            if (s_current is { } current)
                return current.AlsoServes(runtimeDirectory, runtime);
            if (s_failure is { } failure)
                throw failure; // the imports stay bound to the failed libraries until the process ends

            var search = RuntimeSearch.OfProcess(runtimeDirectory, runtime);
            var (place, files) = search.Find();
            var places = search.Places;
            foreach (var folder in RuntimeSearch.Folders(places.TakeWhile(each => each != place)).Where(folder => folder != place.Folder))
                NativeLog.PassedOver(logger, folder);

            var folders = RuntimeSearch.Folders(places);
            foreach (var file in files.InOrder)
            {
                if (LibraryFile.FindProblem(file) is { } problem)
                    throw RuntimeErrors.Incompatible(files.Directory, folders, problem);
            }

            try
            {
                return s_current = Load(place, files, folders, logger);
            }
            catch (NativeRuntimeException e)
            {
                s_failure = e;
                throw;
            }
        }
    }

    private static NativeRuntime Load(RuntimePlace place, RuntimeFiles files, IReadOnlyList<string> folders, ILogger logger)
    {
        try
        {
            // In the order of their dependencies, so that search paths do not matter.
            var libraries = files.InOrder.ToDictionary(file => file, NativeLibrary.Load, StringComparer.Ordinal);
            var (ggmlBase, ggml, llama) = (libraries[files.Base], libraries[files.Ggml], libraries[files.Llama]);
            var identity = LlamaIdentity.Of(ggmlBase, llama);
            var version = LlamaVersion.Of(identity) ?? throw Unsupported(files, folders, identity);
            var runtime = new NativeRuntime(place, files, identity, version, ggmlBase, ggml, llama);
            NativeLibrary.SetDllImportResolver(typeof(NativeRuntime).Assembly, runtime.Resolve);
            using (NativeLog.Capture(logger))
            {
                NativeLog.Install();
                NativeAbort.Install(ggmlBase, logger);
                if (LlamaApi.BackendDeviceCount() == 0) // otherwise they are linked
                    LoadBackends(files.Directory);
                LlamaApi.BackendInit();
            }

            if (LlamaApi.BackendDeviceCount() == 0)
                throw RuntimeErrors.Incompatible(files.Directory, folders, "none of its CPU backends runs on this processor.");

            NativeLog.RuntimeLoaded(logger, identity, files.Directory, place.Name);
            return runtime;
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw MissingLibrary(e.Message) is { } library && !files.InOrder.Any(file => Path.GetFileName(file) == library)
                ? RuntimeErrors.NeedsLibrary(files, folders, library, e)
                : RuntimeErrors.Incompatible(files.Directory, folders, e.Message.ReplaceLineEndings(" "), e);
        }
    }

    private static void LoadBackends(string folder)
    {
        var addsAnother = Environment.GetEnvironmentVariable("GGML_BACKEND_PATH") is not null; // ggml loads it after the others
        if (addsAnother || !ProcessorBackends.In(folder, ProcessorLevels.Usable).Any(file => LlamaApi.LoadBackend(file) != 0))
            LlamaApi.LoadBackendsFrom(folder);
    }

    /// <summary>The library that the loader of Linux did not find, from a message such as "libgomp.so.1: cannot open shared object file: No such file or directory".</summary>
    private static string? MissingLibrary(string message)
    {
        var end = message.IndexOf(": cannot open shared object file", StringComparison.Ordinal);
        return end < 0 ? null : message[(message.LastIndexOfAny([' ', '\n', '/'], end - 1) + 1)..end];
    }

    private static NativeRuntimeException Unsupported(RuntimeFiles files, IReadOnlyList<string> folders, LlamaIdentity identity) =>
        RuntimeErrors.Incompatible(
            files.Directory,
            folders,
            $"{(LlamaVersion.IsMixed(identity) ? "its files are of different versions" : "it is")} {identity}. Supported are: {string.Join("; ", LlamaVersion.Supported.Select(version => version.Name))}.");

    private NativeRuntime AlsoServes(string? runtimeDirectory, EdgeRuntime runtime)
    {
        if (!string.IsNullOrEmpty(runtimeDirectory))
        {
            var folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(runtimeDirectory));
            var isThis = folder == Path.TrimEndingDirectorySeparator(Files.Directory) || folder == Path.GetDirectoryName(Files.Directory); // the folder of the processor's level is in it
            return isThis ? this : throw RuntimeErrors.AlreadyLoaded($"in '{runtimeDirectory}'", Files.Directory);
        }

        var wanted = runtime switch { EdgeRuntime.EdgeAI => RuntimeLayout.EdgeAI, EdgeRuntime.LLamaSharp => RuntimeLayout.LLamaSharp, _ => RuntimeLayout.Any };
        return _place.IsChosen || wanted.HasFlag(Files.Layout) ? this : throw RuntimeErrors.AlreadyLoaded($"of {runtime}", Files.Directory);
    }

    private nint Resolve(string libraryName, Assembly assembly, DllImportSearchPath? searchPath) => libraryName switch
    {
        LlamaApi.Llama => _llama,
        LlamaApi.Ggml => _ggml,
        LlamaApi.GgmlBase => _ggmlBase,
        _ => 0, // another library: use the default search
    };
}
