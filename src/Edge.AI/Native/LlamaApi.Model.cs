using System.Runtime.InteropServices;

namespace Edge.AI.Native;

internal static unsafe partial class LlamaApi
{
    [LibraryImport(Llama, EntryPoint = "llama_model_free")]
    public static partial void ModelFree(nint model);

    [LibraryImport(Llama, EntryPoint = "llama_model_get_vocab")]
    public static partial nint ModelGetVocabulary(ModelHandle model);

    [LibraryImport(Llama, EntryPoint = "llama_model_n_ctx_train")]
    public static partial int ModelTrainedContextLength(ModelHandle model);

    [LibraryImport(Llama, EntryPoint = "llama_model_n_embd_out")]
    public static partial int ModelEmbeddingLength(ModelHandle model);

    [LibraryImport(Llama, EntryPoint = "llama_model_meta_val_str", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int ModelMetadataValue(ModelHandle model, string key, byte* buffer, nuint bufferSize);

    [LibraryImport(Llama, EntryPoint = "llama_model_has_encoder")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool ModelHasEncoder(ModelHandle model);

    [LibraryImport(Llama, EntryPoint = "llama_model_has_decoder")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool ModelHasDecoder(ModelHandle model);

    [LibraryImport(Llama, EntryPoint = "llama_model_is_recurrent")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool ModelIsRecurrent(ModelHandle model);

    [LibraryImport(Llama, EntryPoint = "llama_model_is_hybrid")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool ModelIsHybrid(ModelHandle model);

    [LibraryImport(Llama, EntryPoint = "llama_model_n_swa")]
    public static partial int ModelSlidingWindow(ModelHandle model);
}
