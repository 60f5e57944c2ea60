using System.Runtime.InteropServices;
using Edge.AI.Native.Structs;

namespace Edge.AI.Native;

internal static unsafe partial class LlamaApi
{
    [LibraryImport(Llama, EntryPoint = "llama_free")]
    public static partial void ContextFree(nint context);

    [LibraryImport(Llama, EntryPoint = "llama_attach_threadpool")]
    public static partial void ContextAttachThreadPool(ContextHandle context, nint pool, nint batchPool);

    [LibraryImport(Llama, EntryPoint = "llama_n_ctx")]
    public static partial uint ContextCells(ContextHandle context);

    [LibraryImport(Llama, EntryPoint = "llama_n_ctx_seq")]
    public static partial uint ContextSequenceLength(ContextHandle context);

    [LibraryImport(Llama, EntryPoint = "llama_n_batch")]
    public static partial uint ContextBatchSize(ContextHandle context);

    [LibraryImport(Llama, EntryPoint = "llama_n_seq_max")]
    public static partial uint ContextMaxSequences(ContextHandle context);

    [LibraryImport(Llama, EntryPoint = "llama_get_memory")]
    public static partial nint ContextMemory(ContextHandle context);

    [LibraryImport(Llama, EntryPoint = "llama_memory_seq_rm")]
    [return: MarshalAs(UnmanagedType.U1)]
    public static partial bool MemoryRemove(nint memory, int sequence, int from, int to);

    [LibraryImport(Llama, EntryPoint = "llama_memory_seq_cp")]
    public static partial void MemoryCopy(nint memory, int source, int target, int from, int to);

    [LibraryImport(Llama, EntryPoint = "llama_memory_seq_pos_min")]
    public static partial int MemoryFirstPosition(nint memory, int sequence);

    [LibraryImport(Llama, EntryPoint = "llama_memory_seq_pos_max")]
    public static partial int MemoryLastPosition(nint memory, int sequence);

    [LibraryImport(Llama, EntryPoint = "llama_memory_clear")]
    public static partial void MemoryClear(nint memory, [MarshalAs(UnmanagedType.U1)] bool data);

    [LibraryImport(Llama, EntryPoint = "llama_state_seq_get_size")]
    public static partial nuint StateSequenceSize(ContextHandle context, int sequence);

    [LibraryImport(Llama, EntryPoint = "llama_state_seq_get_data")]
    public static partial nuint StateSequenceGet(ContextHandle context, byte* destination, nuint size, int sequence);

    [LibraryImport(Llama, EntryPoint = "llama_state_seq_set_data")]
    public static partial nuint StateSequenceSet(ContextHandle context, byte* source, nuint size, int sequence);

    [LibraryImport(Llama, EntryPoint = "llama_state_get_size")]
    public static partial nuint StateSize(ContextHandle context);

    [LibraryImport(Llama, EntryPoint = "llama_state_get_data")]
    public static partial nuint StateGet(ContextHandle context, byte* destination, nuint size);

    [LibraryImport(Llama, EntryPoint = "llama_state_set_data")]
    public static partial nuint StateSet(ContextHandle context, byte* source, nuint size);

    [LibraryImport(Llama, EntryPoint = "llama_n_threads")]
    public static partial int ContextThreads(ContextHandle context);

    [LibraryImport(Llama, EntryPoint = "llama_n_threads_batch")]
    public static partial int ContextBatchThreads(ContextHandle context);

    [LibraryImport(Llama, EntryPoint = "llama_set_n_threads")]
    public static partial void ContextSetThreads(ContextHandle context, int threads, int batchThreads);

    [LibraryImport(Llama, EntryPoint = "llama_set_abort_callback")]
    public static partial void ContextSetAbortCallback(ContextHandle context, delegate* unmanaged[Cdecl]<void*, byte> callback, void* userData);

    [LibraryImport(Llama, EntryPoint = "llama_batch_init")]
    public static partial LlamaBatch BatchInit(int capacity, int embeddingSize, int maxSequencesPerToken);

    [LibraryImport(Llama, EntryPoint = "llama_batch_free")]
    public static partial void BatchFree(LlamaBatch batch);

    [LibraryImport(Llama, EntryPoint = "llama_decode")]
    public static partial int Decode(ContextHandle context, LlamaBatch batch);

    [LibraryImport(Llama, EntryPoint = "llama_get_logits_ith")]
    public static partial float* ContextLogits(ContextHandle context, int batchIndex);

    [LibraryImport(Llama, EntryPoint = "llama_get_embeddings_seq")]
    public static partial float* ContextEmbedding(ContextHandle context, int sequence);
}
