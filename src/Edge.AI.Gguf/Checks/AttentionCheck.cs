namespace Edge.AI.Gguf.Checks;

/// <summary>Heads, their keys and values, how positions rotate them, and the windows through which some layers look.</summary>
internal static class AttentionCheck
{
    private const int MaxHeads = 1 << 16;
    private const int MaxHeadLength = 1 << 16;

    private static readonly string[] RopeScalings = ["none", "linear", "yarn", "longrope"];

    public static void Check(GgufFile header, Architecture architecture, int layers)
    {
        CheckWindows(header, layers);
        if (header.Metadata.FindText($"{header.Architecture}.rope.scaling.type") is { } scaling && !RopeScalings.Contains(scaling))
            throw Damage.In(header, $"scales positions by '{scaling}', which llama.cpp does not know");
        if (header.HeadCount is not { } heads || heads.Max == 0)
        {
            if (architecture.Attends)
                throw Damage.In(header, $"has no heads ('{header.Architecture}.attention.head_count')");
            return;
        }

        for (var layer = 0; layer < layers; layer++)
            CheckLayer(header, architecture, heads[layer], header.HeadCountKv![layer], layer);

        if (heads[0] == 0)
            throw Damage.In(header, "has no heads in its first layer, from which llama.cpp takes their length"); // others may have none
        if (!header.Metadata.ContainsKey($"{header.Architecture}.attention.key_length") && header.EmbeddingLength % heads[0] != 0)
            throw Damage.In(header, $"shares {header.EmbeddingLength} numbers among {heads[0]} heads, which does not come out even");
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
            throw Damage.In(header, $"has {Math.Max(heads, shared)} heads in layer {layer}; {MaxHeads} are the most that any model has");
        if (shared > 0 && (heads == 0 || heads % shared != 0))
            throw Damage.In(header, $"has {heads} heads that share {shared} keys and values in layer {layer}, which does not come out even");
        if (architecture.HasOneKeyPerHead && heads != shared)
            throw Damage.In(header, $"has {heads} heads and {shared} keys and values in layer {layer}; '{header.Architecture}' requires them to be equal");
    }

    private static void CheckLengths(GgufFile header, Architecture architecture, int key, int value, int rotated)
    {
        if (key is 0 or > MaxHeadLength || value is 0 or > MaxHeadLength)
            throw Damage.In(header, $"has heads with keys of {key} and values of {value} numbers; 1 to {MaxHeadLength} are possible");
        if (architecture.HasEqualKeysAndValues && key != value)
            throw Damage.In(header, $"has keys of {key} and values of {value} numbers; '{header.Architecture}' requires them to be equal");
        if (!architecture.Rotates)
            return;

        // With latent keys, the length of a whole key is one number, and that of its part for each head another.
        var whole = Count(header, "attention.key_length_mla") is > 0 and var latent ? latent : key;
        if (architecture.HasLatentKeys && rotated >= whole)
            throw Damage.In(header, $"rotates {rotated} numbers of keys of {whole}; '{header.Architecture}' requires some that are not");
        if (rotated == 0 || rotated % 2 != 0 || rotated > key)
            throw Damage.In(header, $"rotates {rotated} numbers of keys of {key} ('rope.dimension_count'); an even number up to the key's length is needed");
        if (architecture.RotatesWholeHeads && rotated != key)
            throw Damage.In(header, $"rotates {rotated} numbers of keys of {key}; '{header.Architecture}' requires them to be equal");
    }

    /// <summary>Where keys are kept as what they are computed from, that and the rotated part are what the cache holds.</summary>
    private static void CheckLatentKeys(GgufFile header, Architecture architecture, int key)
    {
        var kept = (Count(header, "attention.kv_lora_rank") ?? 0) + (long)(Count(header, "rope.dimension_count") ?? 0);
        if (architecture.HasLatentKeys && Count(header, "attention.key_length_mla") is > 0 && key != kept)
            throw Damage.In(header, $"has keys of {key} numbers, where '{header.Architecture}' requires {kept} ('attention.kv_lora_rank' and 'rope.dimension_count')");
    }

    private static void CheckSections(GgufFile header, Architecture architecture, int key)
    {
        var name = $"{header.Architecture}.rope.dimension_sections";
        var sections = (header.Metadata.GetValueOrDefault(name) as GgufArray)?.Integers;
        if (architecture.NeedsSections && sections is not { Count: >= 3 })
            throw Damage.In(header, $"has no sections of positions ('{name}')");
        if (sections is not null && (sections.Any(length => length < 0 || length > key) || sections.Take(4).Sum() > key || (architecture.NeedsSections && sections.Take(3).Sum() == 0)))
            throw Damage.In(header, $"has sections of {string.Join(", ", sections.Take(4))} numbers ('{name}') for keys of {key}");
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
            throw Damage.In(header, $"has a window of attention, and no layer that looks through it ('{key}')");
        if (header.Architecture == "afmoe" && !hasWindow)
            throw Damage.In(header, "has no window of attention ('afmoe.attention.sliding_window')");
        if (Count(header, "attention.shared_kv_layers") is > 0 and var shared && shared > layers - 2)
            throw Damage.In(header, $"shares keys and values in {shared} of {layers} layers; the first two need their own");
    }

    private static int? Count(GgufFile header, string key) => header.Metadata.FindCount($"{header.Architecture}.{key}");
}
