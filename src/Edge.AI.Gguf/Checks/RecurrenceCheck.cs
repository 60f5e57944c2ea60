namespace Edge.AI.Gguf.Checks;

/// <summary>Checks the states of recurrent layers (Mamba, RWKV, linear attention): llama.cpp requires their lengths to divide each other.</summary>
internal static class RecurrenceCheck
{
    private const int Most = 1 << 20;

    public static void Check(GgufFile header)
    {
        if (header.Architecture is "rwkv6" or "rwkv7" or "rwkv6qwen2" or "arwkv7")
            CheckRwkv(header);
        if (Count(header, "ssm.inner_size") is { } inner)
            CheckStateSpace(header, inner);
        if (Count(header, "full_attention_interval") == 0)
            throw Damage.In(header, $"has 0 for '{header.Architecture}.full_attention_interval', which must be at least 1");
        if (Count(header, "shortconv.l_cache") is 0 or > Most)
            throw Damage.In(header, $"has convolutions of an impossible length ('{header.Architecture}.shortconv.l_cache')");
    }

    private static void CheckRwkv(GgufFile header)
    {
        var head = Count(header, "wkv.head_size") ?? 0;
        if (head == 0 || header.EmbeddingLength % head != 0)
            throw Damage.In(header, $"has a head size of {head} ('{header.Architecture}.wkv.head_size'), which does not divide the embedding length {header.EmbeddingLength}");

        var (needed, shifts) = (header.Architecture is "rwkv6" or "rwkv7" ? 2 : 1, Count(header, "token_shift_count") ?? 2);
        if (shifts != needed)
            throw Damage.In(header, $"has a token shift of {shifts} ('{header.Architecture}.token_shift_count'), where {needed} is required");
    }

    private static void CheckStateSpace(GgufFile header, int inner)
    {
        var (state, rank, groups) = (Count(header, "ssm.state_size") ?? 0, Count(header, "ssm.time_step_rank") ?? 0, Count(header, "ssm.group_count") ?? 0);
        var kernel = Count(header, "ssm.conv_kernel") ?? 0;
        if (inner is 0 or > Most || state is 0 or > Most || rank is 0 or > Most || kernel is 0 or > Most || groups > Most)
            throw Damage.In(header, $"has impossible recurrent layers: {inner} numbers, states of {state}, {rank} time steps, {groups} groups, kernels of {kernel}");

        // Mamba has one time step per number of its rank; all others have one per head.
        if (header.Architecture is not ("mamba" or "jamba") && (inner % rank != 0 || (groups > 0 && (rank % groups != 0 || inner % groups != 0))))
            throw Damage.In(header, $"has recurrent layers of {inner} numbers in {rank} heads and {groups} groups; each must be a multiple of the next");
        if (header.Architecture is "granitehybrid" or "jamba" && inner != 2L * header.EmbeddingLength)
            throw Damage.In(header, $"has recurrent layers of {inner} numbers, where '{header.Architecture}' requires twice the embedding length {header.EmbeddingLength}");
        if (header.Architecture is "qwen3next" or "qwen35" or "qwen35moe" && inner != (long)rank * state)
            throw Damage.In(header, $"has recurrent layers of {inner} numbers, where '{header.Architecture}' requires {rank} heads of {state}");
        if (groups > 0 && header.Architecture == "plamo2")
            throw Damage.In(header, $"has {groups} groups of recurrent heads, where 'plamo2' has none");
        if (groups == 0 && header.Architecture is not ("mamba" or "jamba" or "plamo2"))
            throw Damage.In(header, $"has no groups of recurrent heads ('{header.Architecture}.ssm.group_count')");
    }

    private static int? Count(GgufFile header, string key) => header.Metadata.FindCount($"{header.Architecture}.{key}");
}
