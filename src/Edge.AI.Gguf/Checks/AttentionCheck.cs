namespace Edge.AI.Gguf.Checks;

/// <summary>Checks attention heads, the lengths of keys and values, RoPE, and sliding windows.</summary>
internal static class AttentionCheck
{
    private const int MaxHeads = 1 << 16;
    private const int MaxHeadLength = 1 << 16;

    private static readonly string[] RopeScalings = ["none", "linear", "yarn", "longrope"];

    public static void Check(GgufFile header, Architecture architecture, int layers)
    {
        CheckWindows(header, layers);
        if (header.Metadata.FindText($"{header.Architecture}.rope.scaling.type") is { } scaling && !RopeScalings.Contains(scaling))
            throw Damage.In(header, $"has the RoPE scaling type '{scaling}', which llama.cpp does not know");
        if (header.HeadCount is not { } heads || heads.Max == 0)
        {
            if (architecture.Attends)
                throw Damage.In(header, $"has no attention heads ('{header.Architecture}.attention.head_count')");
            return;
        }

        for (var layer = 0; layer < layers; layer++)
            CheckLayer(header, architecture, heads[layer], header.HeadCountKv![layer], layer);

        if (heads[0] == 0)
            throw Damage.In(header, "has no attention heads in its first layer, where llama.cpp reads their length"); // other layers may have none
        if (!header.Metadata.ContainsKey($"{header.Architecture}.attention.key_length") && header.EmbeddingLength % heads[0] != 0)
            throw Damage.In(header, $"has an embedding length of {header.EmbeddingLength}, which is not a multiple of its {heads[0]} heads");
        var (key, value) = (header.KeyLength ?? 0, header.ValueLength ?? 0);
        CheckLengths(header, architecture, key, value, Count(header, "rope.dimension_count") ?? key);
        var (windowKey, windowValue) = (Count(header, "attention.key_length_swa") ?? key, Count(header, "attention.value_length_swa") ?? value);
        CheckLengths(header, architecture, windowKey, windowValue, Count(header, "rope.dimension_count_swa") ?? Count(header, "rope.dimension_count") ?? key);
        CheckLatentKeys(header, architecture, key);
        CheckSections(header, architecture, key);
    }

    private static void CheckLayer(GgufFile header, Architecture architecture, int heads, int shared, int layer)
    {
        if (heads > MaxHeads || shared > MaxHeads)
            throw Damage.In(header, $"has {Math.Max(heads, shared)} heads in layer {layer}; the limit is {MaxHeads}");
        if (shared > 0 && (heads == 0 || heads % shared != 0))
            throw Damage.In(header, $"has {heads} heads and {shared} key-value heads in layer {layer}; the first must be a multiple of the second");
        if (architecture.HasOneKeyPerHead && heads != shared)
            throw Damage.In(header, $"has {heads} heads and {shared} key-value heads in layer {layer}; '{header.Architecture}' requires them to be equal");
    }

    private static void CheckLengths(GgufFile header, Architecture architecture, int key, int value, int rotated)
    {
        if (key is 0 or > MaxHeadLength || value is 0 or > MaxHeadLength)
            throw Damage.In(header, $"has a key length of {key} and a value length of {value}; both must be from 1 to {MaxHeadLength}");
        if (architecture.HasEqualKeysAndValues && key != value)
            throw Damage.In(header, $"has a key length of {key} and a value length of {value}; '{header.Architecture}' requires them to be equal");
        if (!architecture.Rotates)
            return;

        // With latent keys, the whole key and the part for each head have different lengths.
        var whole = Count(header, "attention.key_length_mla") is > 0 and var latent ? latent : key;
        if (architecture.HasLatentKeys && rotated >= whole)
            throw Damage.In(header, $"has a RoPE dimension of {rotated} and a key length of {whole}; '{header.Architecture}' requires the first to be smaller");
        if (rotated == 0 || rotated % 2 != 0 || rotated > key)
            throw Damage.In(header, $"has a RoPE dimension of {rotated} ('rope.dimension_count') and a key length of {key}; the first must be even and not larger than the second");
        if (architecture.RotatesWholeHeads && rotated != key)
            throw Damage.In(header, $"has a RoPE dimension of {rotated} and a key length of {key}; '{header.Architecture}' requires them to be equal");
    }

    /// <summary>With latent keys, the cache holds the compressed form and the part with RoPE.</summary>
    private static void CheckLatentKeys(GgufFile header, Architecture architecture, int key)
    {
        var kept = (Count(header, "attention.kv_lora_rank") ?? 0) + (long)(Count(header, "rope.dimension_count") ?? 0);
        if (architecture.HasLatentKeys && Count(header, "attention.key_length_mla") is > 0 && key != kept)
            throw Damage.In(header, $"has a key length of {key}, where '{header.Architecture}' requires {kept} ('attention.kv_lora_rank' and 'rope.dimension_count')");
    }

    private static void CheckSections(GgufFile header, Architecture architecture, int key)
    {
        var name = $"{header.Architecture}.rope.dimension_sections";
        var sections = (header.Metadata.GetValueOrDefault(name) as GgufArray)?.Integers;
        if (architecture.NeedsSections && sections is not { Count: >= 3 })
            throw Damage.In(header, $"has no RoPE sections ('{name}')");
        if (sections is not null && (sections.Any(length => length < 0 || length > key) || sections.Take(4).Sum() > key || (architecture.NeedsSections && sections.Take(3).Sum() == 0)))
            throw Damage.In(header, $"has RoPE sections of {string.Join(", ", sections.Take(4))} ('{name}') for a key length of {key}");
    }

    private static void CheckWindows(GgufFile header, int layers)
    {
        var key = $"{header.Architecture}.attention.sliding_window_pattern";
        var hasWindow = Count(header, "attention.sliding_window") is > 0;
        var seesAll = header.Metadata.GetValueOrDefault(key) switch
        {
            null => false,
            GgufArray { Integers: { } pattern } => pattern.Count < layers || pattern.Take(layers).All(window => window == 0),
            GgufArray { ElementType: GgufValueType.Bool, Count: var count } => count < layers,
            GgufArray => true,
            _ => header.Metadata.FindCount(key) == 1,
        };
        if (hasWindow && seesAll)
            throw Damage.In(header, $"has a sliding window, but no layer that uses it ('{key}')");
        if (header.Architecture == "afmoe" && !hasWindow)
            throw Damage.In(header, "has no sliding window ('afmoe.attention.sliding_window')");
        if (Count(header, "attention.shared_kv_layers") is > 0 and var shared && shared > layers - 2)
            throw Damage.In(header, $"shares keys and values in {shared} of {layers} layers; the first two layers need their own");
    }

    private static int? Count(GgufFile header, string key) => header.Metadata.FindCount($"{header.Architecture}.{key}");
}
