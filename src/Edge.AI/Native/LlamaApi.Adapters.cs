using System.Runtime.InteropServices;

namespace Edge.AI.Native;

internal static unsafe partial class LlamaApi
{
    [LibraryImport(Llama, EntryPoint = "llama_adapter_lora_init", StringMarshalling = StringMarshalling.Utf8)]
    public static partial nint AdapterLoad(ModelHandle model, string path);

    [LibraryImport(Llama, EntryPoint = "llama_set_adapters_lora")]
    public static partial int ContextSetAdapters(ContextHandle context, nint* adapters, nuint count, float* scales);

    [LibraryImport(Llama, EntryPoint = "llama_supports_gpu_offload")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool SupportsGpuOffload();
}
