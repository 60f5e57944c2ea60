using System.Runtime.InteropServices;

namespace Edge.AI.Native.Structs;

/// <summary><c>struct llama_batch</c> of llama.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct LlamaBatch
{
    public int TokenCount;
    public int* Tokens;
    public float* Embeddings;
    public int* Positions;
    public int* SequenceCounts;
    public int** SequenceIds;
    public byte* WantsLogits;
}
