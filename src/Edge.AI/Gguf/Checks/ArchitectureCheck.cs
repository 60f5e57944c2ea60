using System.Globalization;

namespace Edge.AI.Gguf.Checks;

/// <summary>The numbers that shape a model. Those that are refused here end the process inside llama.cpp (<c>llama_model_base::load_hparams</c> and the kernels of ggml).</summary>
internal static class ArchitectureCheck
{
    // llama-hparams.h
    private const int MaxLayers = 512;
    private const int MaxExperts = 1024;

    private static readonly string[] RopeScalings = ["none", "linear", "yarn", "longrope"];
    private static readonly string[] Epsilons = ["layer_norm_rms_epsilon", "layer_norm_epsilon", "group_norm_epsilon"];

    public static void Check(GgufHeader header)
    {
        var architecture = header.Architecture ?? throw Invalid(header, "does not say its architecture ('general.architecture')");
        if (architecture == "clip" || header.Metadata.FindText("general.type") is "adapter" or "mmproj")
            throw new ModelValidationException(header.FileName, "is a part that is used beside a model, not a model.", "Choose the model's own file; adapters go into the option LoraAdapters.");

        Require(header, header.ContextLength, "context_length");
        Require(header, header.EmbeddingLength, "embedding_length");
        if (Require(header, header.BlockCount, "block_count") > MaxLayers)
            throw Invalid(header, $"has {header.BlockCount} layers ('{architecture}.block_count'); {MaxLayers} are the most that llama.cpp has");
        if (Count(header, "nextn_predict_layers") > header.BlockCount)
            throw Invalid(header, "predicts with more layers than it has ('nextn_predict_layers')");

        CheckHeads(header, header.BlockCount!.Value);
        CheckExperts(header);
        CheckNumbers(header);
    }

    private static void CheckHeads(GgufHeader header, int layers)
    {
        if (header.HeadCount is not { } heads || heads.Max == 0)
            return; // models without attention, such as Mamba

        for (var layer = 0; layer < layers; layer++)
        {
            if (header.HeadCountKv![layer] is > 0 and var shared && heads[layer] % shared != 0)
                throw Invalid(header, $"has {heads[layer]} heads that share {shared} keys and values in layer {layer}, which does not come out even");
        }

        var rotated = Count(header, "rope.dimension_count") ?? header.KeyLength;
        if (header.KeyLength is null or 0 || header.ValueLength is null or 0 || rotated % 2 != 0 || rotated > header.KeyLength)
            throw Invalid(header, $"has heads with keys of {header.KeyLength ?? 0}, values of {header.ValueLength ?? 0} and {rotated ?? 0} rotated numbers, which can't be");
        if (header.Architecture == "llama" && (header.KeyLength != rotated || header.KeyLength != header.ValueLength))
            throw Invalid(header, $"has keys of {header.KeyLength}, values of {header.ValueLength} and {rotated} rotated numbers; a llama has them all alike");
    }

    private static void CheckExperts(GgufHeader header)
    {
        var experts = Count(header, "expert_count") ?? 0;
        var used = header.Metadata.FindLayerCounts($"{header.Architecture}.expert_used_count", header.BlockCount)?.Max ?? 0;
        var (groups, usedGroups) = (Count(header, "expert_group_count") ?? 0, Count(header, "expert_group_used_count") ?? 0);
        var groupsAreSound = groups <= 1 ? groups == 0 || experts > 1 : groups < experts && experts % groups == 0 && usedGroups > 0 && usedGroups < groups;
        if (experts > MaxExperts || used > experts || (experts > 0 && used == 0) || !groupsAreSound)
            throw Invalid(header, $"has {experts} experts of which {used} are used, in {groups} groups of which {usedGroups} are used, which can't be");
    }

    private static void CheckNumbers(GgufHeader header)
    {
        if (header.Metadata.FindText($"{header.Architecture}.rope.scaling.type") is { } scaling && !RopeScalings.Contains(scaling))
            throw Invalid(header, $"scales positions by '{scaling}', which llama.cpp does not know");

        foreach (var name in Epsilons)
        {
            var key = $"{header.Architecture}.attention.{name}";
            if (header.Metadata.GetValueOrDefault(key) is { } epsilon and not >= 0f)
                throw Invalid(header, $"has {Convert.ToString(epsilon, CultureInfo.InvariantCulture)} for '{key}', where a number from 0 is expected");
        }
    }

    private static int Require(GgufHeader header, int? value, string key) => value is > 0 and var number
        ? number
        : throw Invalid(header, $"has {(value is null ? "nothing" : "0")} for '{header.Architecture}.{key}'");

    private static int? Count(GgufHeader header, string key) => header.Metadata.FindCount($"{header.Architecture}.{key}");

    private static ModelValidationException Invalid(GgufHeader header, string problem) =>
        new(header.FileName, problem + ".", "The file is damaged or was written by a faulty tool: download it again, or convert the model again.");
}
