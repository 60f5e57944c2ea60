namespace Edge.AI.Native.Loading;

/// <summary>Why a llama.cpp runtime cannot be used.</summary>
internal static class RuntimeErrors
{
    /// <summary>No place has a runtime.</summary>
    public static NativeRuntimeException Missing(IReadOnlyList<string> folders, EdgeRuntime runtime) => new(
        EdgeErrorCodes.RuntimeMissing,
        runtime == EdgeRuntime.Auto
            ? $"No llama.cpp runtime was found. Searched: {string.Join(", ", folders)}."
            : $"No llama.cpp runtime of {runtime} was found, and the option Runtime allows no other. Searched: {string.Join(", ", folders)}.",
        runtime == EdgeRuntime.LLamaSharp
            ? "Add the package LLamaSharp.Backend.Cpu, or set Runtime to Auto."
            : $"Add the package Edge.AI.Runtime, or set RuntimeDirectory or the environment variable {RuntimeSearch.EnvironmentVariable} to the folder with llama.cpp's libraries.",
        folders);

    /// <summary>The user named a folder that has no runtime. Another runtime would have been found, but a setting is never ignored silently.</summary>
    public static NativeRuntimeException NoneInChosen(RuntimePlace chosen, IReadOnlyList<string> folders, string found) => new(
        EdgeErrorCodes.RuntimeMissing,
        $"{chosen.Name} names the folder '{chosen.Folder}', which {(Directory.Exists(chosen.Folder) ? "has no llama.cpp runtime" : "does not exist")}.",
        $"Correct {chosen.Name}, or remove it to use the runtime in '{found}'.",
        folders);

    /// <summary>A folder has only a part of a runtime.</summary>
    public static NativeRuntimeException Incomplete(string folder, IReadOnlyList<string> missing) => new(
        EdgeErrorCodes.RuntimeIncomplete,
        $"The llama.cpp runtime in '{folder}' is incomplete: {string.Join(", ", missing)} is missing.",
        "Copy all files of the runtime, or install its package again. Files of different runtimes cannot be mixed.",
        [folder]);

    /// <summary>A library of the operating system is missing that a library of the runtime needs.</summary>
    public static NativeRuntimeException NeedsLibrary(RuntimeFiles files, IReadOnlyList<string> folders, string library, Exception innerException) => new(
        EdgeErrorCodes.RuntimeIncomplete,
        $"The llama.cpp runtime in '{files.Directory}' needs the library '{library}', which this machine does not have.",
        library.StartsWith("libgomp", StringComparison.Ordinal)
            ? "Install the package libgomp1 ('apt-get install libgomp1'; on Alpine 'apk add libgomp')."
            : "Install the package of this system that contains it, or use another runtime.",
        folders,
        innerException);

    /// <summary>A process uses one runtime.</summary>
    public static NativeRuntimeException AlreadyLoaded(string wanted, string loaded) => new(
        EdgeErrorCodes.RuntimeIncompatible,
        $"The llama.cpp runtime {wanted} cannot be used: this process has already loaded the runtime in '{loaded}'.",
        "Set the same RuntimeDirectory and Runtime for all clients of the process.",
        [loaded]);

    /// <summary>The libraries cannot be used, for the reason in <paramref name="problem"/>.</summary>
    public static NativeRuntimeException Incompatible(string folder, IReadOnlyList<string> folders, string problem, Exception? innerException = null) => new(
        EdgeErrorCodes.RuntimeIncompatible,
        $"The llama.cpp runtime in '{folder}' cannot be used: {problem}",
        "Use the runtime of the package Edge.AI.Runtime (llama.cpp 0.4.0; on Linux it needs glibc 2.34 or newer and libstdc++), or LLamaSharp.Backend.Cpu 0.30.0.",
        folders,
        innerException);
}
