namespace Edge.AI.Bench.LLamaSharp.Claims;

/// <summary>One thing that an app may do with LLamaSharp, done in a process of its own, because some end it.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Question">What is tried.</param>
/// <param name="TryAsync">Tries it with a model file and returns what happened.</param>
internal sealed record Claim(string Name, string Question, Func<string, Task<string>> TryAsync)
{
    public const string Verb = "claim";

    public static IReadOnlyList<Claim> All { get; } =
    [
        new("decode-allocation", "What does one Decode allocate?", model => Task.FromResult(DecodeClaims.Allocation(model))),
        new("decode-lock", "Do two models decode at the same time?", DecodeClaims.LockAsync),
        new("refused-grammar", "A grammar that does not parse", RefusedInput.GrammarAsync),
        new("no-adapter", "A file that is not an adapter", model => Task.FromResult(RefusedInput.Adapter(model))),
        new("failed-context", "A context that llama.cpp refuses (a Q8_0 value cache without flash attention)", model => Task.FromResult(RefusedInput.Context(model))),
        new("metadata", "Metadata by key", model => Task.FromResult(MetadataClaim.Lookup(model))),
        new("four-at-once", "Four requests at once through its IChatClient", FourAtOnce.RunAsync),
    ];

    /// <summary>The side of the child process.</summary>
    public static async Task<int> RunAsync(string name, string model)
    {
        Console.WriteLine(await All.First(claim => claim.Name == name).TryAsync(model));
        return 0;
    }
}
