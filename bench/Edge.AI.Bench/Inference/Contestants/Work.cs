namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>How a contestant is set up: equal for all of them.</summary>
/// <param name="ModelPath">The GGUF file.</param>
/// <param name="Sequences">How many requests it serves at once.</param>
/// <param name="ContextSize">Tokens that each of them can hold.</param>
/// <param name="BatchSize">Tokens in one decode at most.</param>
/// <param name="Threads">Threads that compute.</param>
internal sealed record Setup(string ModelPath, int Sequences, int ContextSize, int BatchSize, int Threads);

/// <summary>Requests that are made together.</summary>
/// <param name="Asks">The requests.</param>
/// <param name="AtOnce">How many of them run at the same time.</param>
internal sealed record Work(IReadOnlyList<Ask> Asks, int AtOnce);

/// <summary>One request.</summary>
/// <param name="Turns">The conversation so far: the user's and the assistant's texts in turn, the user's first and last.</param>
/// <param name="Tokens">How many tokens are generated, exactly.</param>
/// <param name="Seed">Makes the choice of tokens repeatable.</param>
/// <param name="JoinAfter">Above 0: it begins when all that begin at once have so many tokens. Such requests come last.</param>
/// <param name="KeepsText">Whether the answer's text is needed.</param>
internal sealed record Ask(IReadOnlyList<string> Turns, int Tokens, uint Seed, int JoinAfter = 0, bool KeepsText = false);

/// <summary>What came back, in milliseconds since the work began.</summary>
/// <param name="Started">When the request was made.</param>
/// <param name="Times">When each piece arrived: one for each token, save those without text of their own.</param>
/// <param name="PromptTokens">The length of the prompt.</param>
/// <param name="CachedTokens">How many of these were known from before.</param>
/// <param name="Tokens">How many tokens were generated.</param>
/// <param name="Text">The answer, if it was to be kept.</param>
internal sealed record Answer(double Started, IReadOnlyList<double> Times, int PromptTokens, int CachedTokens, int Tokens, string? Text = null)
{
    /// <summary>From the request to its first token.</summary>
    public double TimeToFirst => Times[0] - Started;
}

/// <summary>The answers, in the order of the requests, and what they took from the managed heap.</summary>
/// <param name="Answers">The answers.</param>
/// <param name="AllocatedBytes">Allocated while the requests ran; null where there is no telling.</param>
/// <param name="ManagedBytes">On the heap after a full collection.</param>
/// <param name="CommittedBytes">Memory that the collector holds, used or not.</param>
internal sealed record WorkDone(IReadOnlyList<Answer> Answers, long? AllocatedBytes = null, long ManagedBytes = 0, long CommittedBytes = 0);
