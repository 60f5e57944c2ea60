using Microsoft.Extensions.Options;

namespace Edge.AI.Hosting;

/// <summary>The rules for options, however they were set.</summary>
internal static class EdgeChatClientOptionsRules
{
    /// <summary>Returns one message for each problem. It begins with the name of the option.</summary>
    public static IReadOnlyList<string> FindProblems(EdgeChatClientOptions options)
    {
        List<string> problems = [.. new EdgeChatClientOptionsRangeValidator().Validate(name: null, options).Failures ?? []];
        if (options.KvCacheType != KvCacheType.F16 && options.FlashAttention == FlashAttentionMode.Off)
            problems.Add($"{nameof(options.KvCacheType)}: {options.KvCacheType} needs flash attention. Set FlashAttention to Auto or On, or KvCacheType to F16.");

        problems.AddRange(options.LoraAdapters.SelectMany(FindProblems));
        return problems;
    }

    private static IEnumerable<string> FindProblems(LoraAdapter adapter, int index) =>
        (new LoraAdapterValidator().Validate(name: null, adapter).Failures ?? []).Select(problem => $"{nameof(EdgeChatClientOptions.LoraAdapters)}:{index}:{problem}");
}

[OptionsValidator]
internal sealed partial class EdgeChatClientOptionsRangeValidator : IValidateOptions<EdgeChatClientOptions>;

[OptionsValidator]
internal sealed partial class LoraAdapterValidator : IValidateOptions<LoraAdapter>;
