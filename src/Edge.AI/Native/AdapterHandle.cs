namespace Edge.AI.Native;

/// <summary>A loaded adapter: <c>llama_adapter_lora *</c>. It belongs to its model, which frees it.</summary>
internal readonly record struct AdapterHandle(nint Value);
