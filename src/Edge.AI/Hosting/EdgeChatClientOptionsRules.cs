using Microsoft.Extensions.Options;

namespace Edge.AI.Hosting;

/// <summary>The rules for options, however they were set.</summary>
internal static class EdgeChatClientOptionsRules
{
    private const float MaxScale = 100;

    private static readonly TimeSpan LeastIdleTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LeastQueueTimeout = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MostTimeout = TimeSpan.FromDays(24); // the longest time of .NET's timers, in whole days

    /// <summary>Returns one message for each problem. It begins with the name of the option.</summary>
    public static IReadOnlyList<string> FindProblems(EdgeChatClientOptions options)
    {
        List<string> problems = [.. new EdgeChatClientOptionsRangeValidator().Validate(name: null, options).Failures ?? []];
        if (options.KvCacheType != KvCacheType.F16 && options.FlashAttention == FlashAttentionMode.Off)
            problems.Add($"{nameof(options.KvCacheType)}: {options.KvCacheType} needs flash attention. Set FlashAttention to Auto or On, or KvCacheType to F16.");
        if (options.IdleTimeout < LeastIdleTimeout)
            problems.Add($"{nameof(options.IdleTimeout)}: {options.IdleTimeout} is less than {LeastIdleTimeout}. Leave it out to keep the model loaded.");
        if (options.QueueTimeout < LeastQueueTimeout || options.QueueTimeout > MostTimeout)
            problems.Add($"{nameof(options.QueueTimeout)}: {options.QueueTimeout} is not between {LeastQueueTimeout} and {MostTimeout}. Leave it out to wait without a limit.");
        if (options.ProvisioningTimeout < TimeSpan.Zero || options.ProvisioningTimeout > MostTimeout)
            problems.Add($"{nameof(options.ProvisioningTimeout)}: {options.ProvisioningTimeout} is not between {TimeSpan.Zero} and {MostTimeout}. Leave it out to wait without a limit.");

        problems.AddRange(options.LoraAdapters.SelectMany(FindProblems));
        return problems;
    }

    private static IEnumerable<string> FindProblems(LoraAdapter adapter, int index)
    {
        if (string.IsNullOrEmpty(adapter.Path))
            yield return $"{nameof(EdgeChatClientOptions.LoraAdapters)}:{index}:{nameof(adapter.Path)}: the path of the adapter's file is missing.";
        if (!(Math.Abs(adapter.Scale) <= MaxScale)) // also true for NaN
            yield return $"{nameof(EdgeChatClientOptions.LoraAdapters)}:{index}:{nameof(adapter.Scale)}: {adapter.Scale} is not between -{MaxScale} and {MaxScale}.";
    }
}

[OptionsValidator]
internal sealed partial class EdgeChatClientOptionsRangeValidator : IValidateOptions<EdgeChatClientOptions>;
