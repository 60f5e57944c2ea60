namespace Edge.AI.Inference;

/// <summary>
/// Remembers the newest prompt of the last conversations, and finds what three conversations begin with: examples, or a long instruction in the user's message. Two are not enough,
/// because a user who edits a message begins another conversation as well.
/// </summary>
internal sealed class CommonBeginnings
{
    private const int Remembered = 32;

    /// <summary>A prompt that continues another one differs from it at most in the last tokens, which open the answer.</summary>
    private const int TokensThatOpenAnswers = 8;

    private readonly List<int[]> _prompts = [];

    /// <summary>Remembers a prompt, and returns the number of tokens that it and the prompts of two other conversations begin with.</summary>
    public int Observe(int[] prompt)
    {
        var (longest, second) = (0, 0);
        for (var at = _prompts.Count - 1; at >= 0; at--)
        {
            var earlier = _prompts[at];
            var shared = prompt.AsSpan().CommonPrefixLength(earlier);
            if (Math.Min(prompt.Length, earlier.Length) - shared <= TokensThatOpenAnswers)
                _prompts.RemoveAt(at); // the same conversation
            else
                (longest, second) = shared > longest ? (shared, longest) : (longest, Math.Max(second, shared));
        }

        if (_prompts.Count == Remembered)
            _prompts.RemoveAt(0);
        _prompts.Add(prompt);
        return second;
    }
}
