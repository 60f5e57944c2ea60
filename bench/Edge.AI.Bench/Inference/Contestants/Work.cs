using System.Text.Json.Serialization;

namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>The settings of a contestant; equal for all contestants, except for what a measurement compares.</summary>
/// <param name="ModelPath">The GGUF file.</param>
/// <param name="Sequences">The number of requests that it serves at once.</param>
/// <param name="ContextSize">The context size of each request, in tokens.</param>
/// <param name="BatchSize">The maximum number of tokens in one batch.</param>
/// <param name="Threads">The number of compute threads; null for the contestant's own choice.</param>
/// <param name="RuntimeFolder">The folder of llama.cpp; null for the one that comes with the contestant.</param>
/// <param name="Server">The executable of llama-server.</param>
/// <param name="Speculation">Whether our client guesses tokens ahead; null for its default.</param>
/// <param name="PromptCacheFolder">The folder in which our client keeps prompts between runs.</param>
internal sealed record Setup(
    string ModelPath, int Sequences, int ContextSize, int BatchSize, int? Threads, string? RuntimeFolder = null, string? Server = null, bool? Speculation = null, string? PromptCacheFolder = null);

/// <summary>Requests that belong to one measurement.</summary>
/// <param name="Asks">The requests.</param>
/// <param name="AtOnce">The number of requests that run at the same time.</param>
/// <param name="Seconds">The time after which all requests are cancelled; null for no limit.</param>
internal sealed record Work(IReadOnlyList<Ask> Asks, int AtOnce, double? Seconds = null)
{
    /// <summary>So many requests of one kind, all at once.</summary>
    public static Work Same(int requests, Func<Ask> ask) => new([.. Enumerable.Range(0, requests).Select(_ => ask())], requests);

    /// <summary>Whether every request must generate exactly as many tokens as it asks for.</summary>
    [JsonIgnore]
    public bool IsExact => Seconds is null && Asks.All(ask => !ask.EndsByItself);
}

/// <summary>One request.</summary>
/// <param name="Turns">The conversation so far: texts of the user and the assistant in turn. The first and the last text are the user's.</param>
/// <param name="Tokens">The exact number of tokens to generate.</param>
/// <param name="Seed">Makes the choice of tokens repeatable; null for another answer each time.</param>
/// <param name="JoinAfter">If above 0, the request begins when all requests that began together have so many tokens. Such requests come last.</param>
/// <param name="KeepsText">Whether the answer's text is needed.</param>
/// <param name="Temperature">The temperature; 0 takes the most likely token.</param>
/// <param name="System">The system prompt, if there is one.</param>
/// <param name="JsonSchema">The JSON schema of the answer, if it has one.</param>
/// <param name="EndsByItself">Whether the answer may end before it has all tokens.</param>
internal sealed record Ask(
    IReadOnlyList<string> Turns,
    int Tokens,
    uint? Seed,
    int JoinAfter = 0,
    bool KeepsText = false,
    float Temperature = 0.8f,
    string? System = null,
    string? JsonSchema = null,
    bool EndsByItself = false);

/// <summary>The result of a request. Times are in milliseconds since the work began.</summary>
/// <param name="Started">The time at which the request was sent.</param>
/// <param name="Times">The times at which pieces arrived: one for each token that has text of its own.</param>
/// <param name="PromptTokens">The length of the prompt.</param>
/// <param name="CachedTokens">The number of prompt tokens that were cached.</param>
/// <param name="Tokens">The number of generated tokens.</param>
/// <param name="Text">The answer, if the request asked to keep it.</param>
internal sealed record Answer(double Started, IReadOnlyList<double> Times, int PromptTokens, int CachedTokens, int Tokens, string? Text = null)
{
    /// <summary>The time from the request to its first token.</summary>
    [JsonIgnore]
    public double TimeToFirst => Times[0] - Started;
}

/// <summary>The answers, in the order of the requests, and the managed memory that they took.</summary>
/// <param name="Answers">The answers.</param>
/// <param name="AllocatedBytes">Bytes allocated while the requests ran; null if unknown.</param>
/// <param name="ManagedBytes">Bytes on the managed heap after a full collection.</param>
/// <param name="CommittedBytes">Bytes that the garbage collector has committed.</param>
/// <param name="Failure">The error of a request; null if there was none.</param>
internal sealed record WorkDone(IReadOnlyList<Answer> Answers, long? AllocatedBytes = null, long ManagedBytes = 0, long CommittedBytes = 0, string? Failure = null);
