namespace Edge.AI.Native;

/// <summary>Tokens as they are found, which end as soon as it is certain that there are too many.</summary>
/// <param name="plainBytes">How much plain text there is, in bytes of UTF-8.</param>
/// <param name="specialTokens">How many special tokens there are.</param>
/// <param name="longestToken">How many bytes one token can stand for.</param>
/// <param name="maxTokens">How many tokens there may be.</param>
/// <param name="cancellationToken">Ends them.</param>
internal sealed class TokenOutput(long plainBytes, int specialTokens, int longestToken, int maxTokens, CancellationToken cancellationToken)
{
    private readonly List<int> _tokens = [];
    private long _bytesLeft = plainBytes;
    private int _specialLeft = specialTokens;

    public void Add(int token) => _tokens.Add(token);

    public void AddSpecial(int token)
    {
        _specialLeft--;
        _tokens.Add(token);
    }

    /// <summary>Takes the tokens of the next piece.</summary>
    public void Add(ReadOnlySpan<int> tokens, int bytes)
    {
        _tokens.AddRange(tokens);
        _bytesLeft -= bytes;
    }

    /// <summary>To be asked before each piece.</summary>
    /// <exception cref="ContextExceededException">What is still to come can't fit.</exception>
    public void ThrowIfHopeless()
    {
        cancellationToken.ThrowIfCancellationRequested();
        var least = _tokens.Count + _specialLeft + (_bytesLeft + longestToken - 1) / longestToken;
        if (least > maxTokens)
            throw ContextExceededException.AtLeast((int)Math.Min(least, int.MaxValue), maxTokens);
    }

    public int[] ToArray() => [.. _tokens];
}
