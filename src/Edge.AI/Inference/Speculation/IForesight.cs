namespace Edge.AI.Inference.Speculation;

/// <summary>Knows tokens of an answer in advance, because its grammar leaves no choice.</summary>
internal interface IForesight
{
    /// <summary>Foretells the tokens behind a draft.</summary>
    /// <param name="draft">The tokens that are expected before them; there may be none.</param>
    /// <param name="tokens">Receives the tokens.</param>
    /// <returns>How many tokens were foretold; null if the draft cannot be right.</returns>
    int? Foretell(ReadOnlySpan<int> draft, Span<int> tokens);
}
