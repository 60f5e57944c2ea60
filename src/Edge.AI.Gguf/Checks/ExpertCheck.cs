namespace Edge.AI.Gguf.Checks;

/// <summary>Checks mixtures of experts: their number, their groups, and the function that chooses them.</summary>
internal static class ExpertCheck
{
    private const int MaxExperts = 1024;     // llama-hparams.h
    private const int LastGatingFunction = 4; // enum llama_expert_gating_func_type

    public static void Check(GgufFile header, Architecture architecture)
    {
        var experts = Count(header, "expert_count") ?? 0;
        var used = header.Metadata.FindLayerCounts($"{header.Architecture}.expert_used_count", header.BlockCount)?.Max ?? 0;
        var (groups, usedGroups) = (Count(header, "expert_group_count") ?? 0, Count(header, "expert_group_used_count") ?? 0);
        var groupsAreSound = groups <= 1 ? groups == 0 || experts > 1 : groups < experts && experts % groups == 0 && usedGroups > 0 && usedGroups < groups;
        if (experts > MaxExperts || used > experts || (experts > 0 && used == 0) || !groupsAreSound)
            throw Damage.In(header, $"has an impossible mixture: {experts} experts with {used} in use, {groups} groups with {usedGroups} in use");
        if (experts == 0 && architecture.NeedsExperts)
            throw Damage.In(header, $"has no experts ('{header.Architecture}.expert_count'); '{header.Architecture}' is a mixture of experts");

        var gating = Count(header, "expert_gating_func") ?? 0;
        if (gating > LastGatingFunction || (gating == 0 && experts > 0 && architecture.NeedsGating))
            throw Damage.In(header, $"chooses experts by the function {gating} ('{header.Architecture}.expert_gating_func'), which llama.cpp does not have");
        if (Count(header, "experts_per_group") is 0)
            throw Damage.In(header, $"has 0 for '{header.Architecture}.experts_per_group', which must be at least 1");
        if (Count(header, "interleave_moe_layer_step") is 0 && experts > 0)
            throw Damage.In(header, $"has 0 for '{header.Architecture}.interleave_moe_layer_step', which must be at least 1");
    }

    private static int? Count(GgufFile header, string key) => header.Metadata.FindCount($"{header.Architecture}.{key}");
}
