namespace Edge.AI.Native;

/// <summary>Collects tokens, and stops as soon as it is certain that there are too many.</summary>
/// <param name="plainBytes">The length of all plain text, in bytes of UTF-8.</param>
/// <param name="specialTokens">The number of special tokens.</param>
/// <param name="longestToken">The most bytes of a token.</param>
/// <param name="maxTokens">The most tokens.</param>
/// <param name="cancellationToken">Cancels tokenizing.</param>
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

    /// <summary>Adds the tokens of the next piece.</summary>
    public void Add(ReadOnlySpan<int> tokens, int bytes)
    {
        _tokens.AddRange(tokens);
        _bytesLeft -= bytes;
    }

    /// <summary>Called before each piece.</summary>
    /// <exception cref="ContextExceededException">The rest cannot fit.</exception>
    public void ThrowIfHopeless()
    {
        cancellationToken.ThrowIfCancellationRequested();
        var least = _tokens.Count + _specialLeft + (_bytesLeft + longestToken - 1) / longestToken;
        if (least > maxTokens)
            throw ContextExceededException.AtLeast((int)Math.Min(least, int.MaxValue), maxTokens);
    }

    public int[] ToArray() => [.. _tokens];
}
