using Edge.AI.Gguf;

namespace Edge.AI;

/// <summary>The precision of the key-value cache. Fewer bits let longer conversations fit into the same memory, with some loss of precision.</summary>
#pragma warning disable CA1707 // q8_0 and q4_0 are the names that llama.cpp uses
public enum KvCacheType
{
    /// <summary>16 bits for each number.</summary>
    F16,

    /// <summary>8.5 bits for each number, with hardly any loss.</summary>
    Q8_0,

    /// <summary>4.5 bits for each number. Models may become less exact.</summary>
    Q4_0,
}
#pragma warning restore CA1707

internal static class KvCacheTypeExtensions
{
    public static GgmlType ToGgml(this KvCacheType type) => type switch
    {
        KvCacheType.Q8_0 => GgmlType.Q8_0,
        KvCacheType.Q4_0 => GgmlType.Q4_0,
        _ => GgmlType.F16,
    };
}
