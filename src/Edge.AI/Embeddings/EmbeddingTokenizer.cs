using Edge.AI.Native;

namespace Edge.AI.Embeddings;

/// <summary>Tokenizes texts as an embedding model expects them: between a first and a last token, if the model has them.</summary>
/// <param name="vocabulary">The model's vocabulary.</param>
/// <param name="maxTokens">The most tokens of a text, with the first and the last.</param>
internal sealed class EmbeddingTokenizer(Vocabulary vocabulary, int maxTokens)
{
    private readonly int[] _before = vocabulary.FirstToken is >= 0 and var first ? [first] : [];
    private readonly int[] _behind = vocabulary.LastToken is >= 0 and var last ? [last] : [];

    /// <param name="text">The text. It can't contain special tokens.</param>
    /// <param name="index">The number of the text in its call, for errors.</param>
    /// <param name="truncate">Whether the end of a text that is too long is left out.</param>
    /// <param name="cancellationToken">Cancels tokenizing.</param>
    /// <exception cref="ContextExceededException">The text is too long.</exception>
    /// <exception cref="ArgumentException">The text has no tokens.</exception>
    public int[] Tokenize(string text, int index, bool truncate, CancellationToken cancellationToken)
    {
        var room = maxTokens - _before.Length - _behind.Length;
        var tokens = Plain(text, index, truncate ? int.MaxValue : room, cancellationToken);
        if (tokens.Length > room && !truncate)
            throw ContextExceededException.OfText(index, $"{tokens.Length + maxTokens - room}", tokens.Length + maxTokens - room, maxTokens);

        int[] all = [.. _before, .. tokens.AsSpan(0, Math.Min(tokens.Length, room)), .. _behind];
        return all.Length > 0 ? all : throw new ArgumentException($"Text {index} has no tokens, so it has no embedding.", nameof(text));
    }

    private int[] Plain(string text, int index, int room, CancellationToken cancellationToken)
    {
        try
        {
            return vocabulary.Tokenize(text, [], addBeginning: false, room, cancellationToken);
        }
        catch (ContextExceededException tooLong)
        {
            throw ContextExceededException.OfText(index, $"at least {tooLong.PromptTokens}", tooLong.PromptTokens, maxTokens);
        }
    }
}
