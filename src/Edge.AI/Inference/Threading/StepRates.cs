using System.Numerics;

namespace Edge.AI.Inference.Threading;

/// <summary>How long a token takes with one number of threads, by the number of tokens in the batch. All times are in seconds.</summary>
internal sealed class StepRates
{
    /// <summary>Batches of up to this many tokens are kept apart; longer ones in two classes for each power of two.</summary>
    private const int KeptApart = 8;

    private const int Shapes = KeptApart + (2 * 28);

    /// <summary>An average over about this many steps.</summary>
    private const int Window = 8;

    /// <summary>One step counts as at most this many usual ones, so that a single slow step decides nothing.</summary>
    private const double MostOfOneStep = 2;

    /// <summary>The best time is forgotten this fast, because steps become slower while a conversation grows.</summary>
    private const double Forgetting = 1.0005;

    private readonly double[] _usual = new double[Shapes];
    private readonly double[] _best = new double[Shapes];
    private readonly int[] _steps = new int[Shapes];

    /// <summary>Whether enough steps of this length were seen to expect anything.</summary>
    public bool Know(int tokens) => _steps[ShapeOf(tokens)] >= 2;

    /// <summary>The time that a step usually takes.</summary>
    public double Usual(int tokens) => _usual[ShapeOf(tokens)] * tokens;

    /// <summary>How long a step takes, also if no step of this length was seen: then each token counts as in shorter steps, so the true time is hardly longer. Null if only longer ones were seen.</summary>
    public double? Expect(int tokens)
    {
        var shape = ShapeOf(tokens);
        while (shape >= 0 && _usual[shape] == 0)
            shape--;
        return shape < 0 ? null : _usual[shape] * tokens;
    }

    /// <summary>The shortest time that such a step usually took, at any time so far; infinite if there was none.</summary>
    public double Best(int tokens) => _best[ShapeOf(tokens)] is > 0 and var best ? best * tokens : double.PositiveInfinity;

    /// <summary>Learns from a step.</summary>
    public void Learn(int tokens, double seconds)
    {
        var shape = ShapeOf(tokens);
        var sample = seconds / tokens;
        var count = ++_steps[shape];
        if (count == 1)
            _usual[shape] = sample;
        else
            _usual[shape] += (Math.Min(sample, MostOfOneStep * _usual[shape]) - _usual[shape]) / Math.Min(count, Window);
        if (count >= 2)
            _best[shape] = _best[shape] > 0 ? Math.Min(_best[shape] * Forgetting, _usual[shape]) : _usual[shape];
    }

    /// <summary>Forgets what is usual, because it may have changed. The best times stay.</summary>
    public void Restart() => Array.Clear(_steps);

    /// <summary>The class of a batch, from 0.</summary>
    internal static int ShapeOf(int tokens)
    {
        if (tokens <= KeptApart)
            return tokens - 1;

        var power = BitOperations.Log2((uint)tokens);
        return KeptApart + (2 * (power - 3)) + ((tokens >> (power - 1)) & 1);
    }
}
