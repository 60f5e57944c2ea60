using System.Runtime.InteropServices;

namespace Edge.AI.Inference;

/// <summary>The tokens whose logits the samplers of a request may change individually: tokens with a bias, and recent tokens.</summary>
internal sealed class TouchedTokens
{
    private readonly Dictionary<int, int> _times = [];
    private readonly Queue<int> _recent = new();
    private readonly int _window;
    private int[] _tokens = new int[64];

    /// <param name="always">Tokens that are always touched.</param>
    /// <param name="window">How many of the last tokens are touched.</param>
    public TouchedTokens(IEnumerable<int> always, int window)
    {
        _window = window;
        foreach (var token in always)
            Count(token);
    }

    /// <summary>All touched tokens, each once. The span is valid until the next <see cref="Add"/>.</summary>
    public ReadOnlySpan<int> Tokens
    {
        get
        {
            if (_tokens.Length < _times.Count)
                _tokens = new int[2 * _times.Count];

            _times.Keys.CopyTo(_tokens, 0);
            return _tokens.AsSpan(0, _times.Count);
        }
    }

    public void Add(int token)
    {
        if (_window == 0)
            return;

        if (_recent.Count == _window && _recent.Dequeue() is var last && --CollectionsMarshal.GetValueRefOrNullRef(_times, last) == 0)
            _times.Remove(last);

        _recent.Enqueue(token);
        Count(token);
    }

    private void Count(int token) => CollectionsMarshal.GetValueRefOrAddDefault(_times, token, out _)++;
}
