using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Edge.AI.Native.Versions;

[assembly: DisableRuntimeMarshalling] // a C bool is one byte, and so is ours

namespace Edge.AI.Native;

/// <summary>
/// The functions of llama.h that are the same in every supported version; <see cref="LlamaVersion"/> has the others. Checks and ownership are in the wrappers beside it.
/// <see cref="NativeRuntime"/> must be loaded before any of these functions is called.
/// </summary>
internal static unsafe partial class LlamaApi
{
    public const string Llama = LlamaVersion.Library;
    public const string Ggml = "ggml";
    public const string GgmlBase = "ggml-base";

    [LibraryImport(Llama, EntryPoint = "llama_backend_init")]
    public static partial void BackendInit();

    [LibraryImport(Llama, EntryPoint = "llama_log_set")]
    public static partial void LogSet(delegate* unmanaged[Cdecl]<int, byte*, void*, void> callback, void* userData);

    [LibraryImport(Ggml, EntryPoint = "ggml_backend_load_all_from_path", StringMarshalling = StringMarshalling.Utf8)]
    public static partial void LoadBackendsFrom(string directory);

    /// <summary>Returns the backend; 0 if the file cannot be loaded, or if this processor cannot run it.</summary>
    [LibraryImport(Ggml, EntryPoint = "ggml_backend_load", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint LoadBackend(string path);

    [LibraryImport(Ggml, EntryPoint = "ggml_backend_dev_count")]
    public static partial nuint BackendDeviceCount();

    [LibraryImport(Ggml, EntryPoint = "ggml_backend_dev_get")]
    public static partial nint BackendDevice(nuint index);

    /// <summary>GGML_BACKEND_DEVICE_TYPE_CPU.</summary>
    public const int ProcessorDevice = 0;

    [LibraryImport(Ggml, EntryPoint = "ggml_backend_dev_by_type")]
    public static partial nint BackendDeviceOfType(int type);

    [LibraryImport(GgmlBase, EntryPoint = "ggml_backend_dev_backend_reg")]
    public static partial nint BackendOf(nint device);

    [LibraryImport(GgmlBase, EntryPoint = "ggml_backend_reg_get_proc_address")]
    public static partial nint BackendFunction(nint backend, byte* name);

    [LibraryImport(GgmlBase, EntryPoint = "ggml_threadpool_params_init")]
    public static partial void ThreadPoolParametersInit(byte* parameters, int threads);

    [LibraryImport(GgmlBase, EntryPoint = "ggml_backend_dev_name")]
    public static partial byte* BackendDeviceName(nint device);

    [LibraryImport(GgmlBase, EntryPoint = "ggml_backend_dev_description")]
    public static partial byte* BackendDeviceDescription(nint device);

    [LibraryImport(GgmlBase, EntryPoint = "ggml_backend_dev_memory")]
    public static partial void BackendDeviceMemory(nint device, nuint* free, nuint* total);
}
