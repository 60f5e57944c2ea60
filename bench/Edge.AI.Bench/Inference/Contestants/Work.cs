namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>The settings of a contestant; equal for all contestants.</summary>
/// <param name="ModelPath">The GGUF file.</param>
/// <param name="Sequences">The number of requests that it serves at once.</param>
/// <param name="ContextSize">The context size of each request, in tokens.</param>
/// <param name="BatchSize">The maximum number of tokens in one batch.</param>
/// <param name="Threads">The number of compute threads; null for the contestant's own choice.</param>
internal sealed record Setup(string ModelPath, int Sequences, int ContextSize, int BatchSize, int? Threads);

/// <summary>Requests that belong to one measurement.</summary>
/// <param name="Asks">The requests.</param>
/// <param name="AtOnce">The number of requests that run at the same time.</param>
internal sealed record Work(IReadOnlyList<Ask> Asks, int AtOnce);

/// <summary>One request.</summary>
/// <param name="Turns">The conversation so far: texts of the user and the assistant in turn. The first and the last text are the user's.</param>
/// <param name="Tokens">The exact number of tokens to generate.</param>
/// <param name="Seed">Makes the choice of tokens repeatable.</param>
/// <param name="JoinAfter">If above 0, the request begins when all requests that began together have so many tokens. Such requests come last.</param>
/// <param name="KeepsText">Whether the answer's text is needed.</param>
internal sealed record Ask(IReadOnlyList<string> Turns, int Tokens, uint Seed, int JoinAfter = 0, bool KeepsText = false);

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
    public double TimeToFirst => Times[0] - Started;
}

/// <summary>The answers, in the order of the requests, and the managed memory that they took.</summary>
/// <param name="Answers">The answers.</param>
/// <param name="AllocatedBytes">Bytes allocated while the requests ran; null if unknown.</param>
/// <param name="ManagedBytes">Bytes on the managed heap after a full collection.</param>
/// <param name="CommittedBytes">Bytes that the garbage collector has committed.</param>
internal sealed record WorkDone(IReadOnlyList<Answer> Answers, long? AllocatedBytes = null, long ManagedBytes = 0, long CommittedBytes = 0);
