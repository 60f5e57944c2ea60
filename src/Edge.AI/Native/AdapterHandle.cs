namespace Edge.AI.Native;

/// <summary>A loaded adapter: <c>llama_adapter_lora *</c>. The model owns and frees it.</summary>
internal readonly record struct AdapterHandle(nint Value);
