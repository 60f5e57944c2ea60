namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>The contestants that run in a child process of this program.</summary>
internal static class ContestantKind
{
    public const string Bare = "bare";
    public const string Client = "client";
    public const string LlamaServer = "llama-server";

    public static IContestant Create(string kind, Setup setup) => kind switch
    {
        Bare => new BareLoop(setup),
        Client => new ChatClient(setup),
        LlamaServer => new LlamaServerClient(setup),
        _ => throw new ArgumentException($"Unknown contestant '{kind}'.", nameof(kind)),
    };
}
