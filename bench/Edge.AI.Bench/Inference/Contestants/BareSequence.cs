using System.Diagnostics;
using Edge.AI.Native;

namespace Edge.AI.Bench.Inference.Contestants;

/// <summary>One request of the bare loop.</summary>
internal sealed class BareSequence(int index, Ask ask, int[] prompt, SamplerChainHandle sampler)
{
    private readonly double[] _times = new double[ask.Tokens];
    private double? _started;
    private int _decoded;
    private int _last;
    private int _logits = -1;

    public int Index => index;

    public Ask Ask => ask;

    public SamplerChainHandle Sampler => sampler;

    public int Generated { get; private set; }

    public bool IsFinished => Generated == ask.Tokens;

    public Answer Answer => new(_started!.Value, _times, prompt.Length, CachedTokens: 0, Generated);

    /// <summary>Adds the token that was sampled last.</summary>
    public void AddNext(NativeBatch batch)
    {
        if (Generated > 0 && !IsFinished)
            _logits = batch.Add(_last, _decoded++, index, wantsLogits: true);
    }

    /// <summary>Adds as many tokens of the prompt as fit into the batch.</summary>
    public void AddPrompt(NativeBatch batch, double now)
    {
        _started ??= now;
        while (_decoded < prompt.Length && batch.Room > 0)
        {
            var isLast = _decoded == prompt.Length - 1;
            var at = batch.Add(prompt[_decoded], _decoded++, index, isLast);
            _logits = isLast ? at : -1;
        }
    }

    /// <summary>Chooses the next token if the batch has logits for it.</summary>
    public void Sample(ContextHandle context, Stopwatch clock)
    {
        if (_logits < 0)
            return;

        _last = sampler.Sample(context, _logits);
        _times[Generated++] = clock.Elapsed.TotalMilliseconds;
        _logits = -1;
    }
}
