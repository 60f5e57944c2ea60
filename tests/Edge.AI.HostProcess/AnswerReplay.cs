using Edge.AI.Inference;
using Edge.AI.Native;

namespace Edge.AI.HostProcess;

/// <summary>A step of an answer: how many tokens were drafted behind its token, and how many of these were accepted.</summary>
internal sealed record AnswerStep(int Drafted, int Accepted);

/// <summary>
/// Computes an answer again, in batches of given lengths, with nothing but decodes and cuts. Batches of another length round differently, so two tokens that are nearly equal may
/// change places. The prompt is taken from the context as it is.
/// </summary>
internal sealed class AnswerReplay(ContextHandle context, Vocabulary vocabulary)
{
    private readonly TokenCandidates _candidates = new(vocabulary.Size);

    /// <summary>Returns how much greater the logit of one token is than that of another, behind an answer that was computed in these steps. No token means the greatest that ends an answer.</summary>
    public float Gap(int[] prompt, int[] answer, IEnumerable<AnswerStep> steps, int? first, int? second)
    {
        using var batch = new NativeBatch(context.BatchSize);
        int[] tokens = [.. prompt[^1..], .. answer];
        var (start, known) = (prompt.Length - 1, 0); // the tokens of the answer that earlier steps have chosen
        foreach (var step in steps)
        {
            context.Forget(0, start + known);
            batch.Clear();
            for (var at = known; at <= known + step.Drafted; at++)
                batch.Add(tokens[Math.Min(at, tokens.Length - 1)], start + at, 0, wantsLogits: true); // What stands behind a token does not change it, so any token will do behind the last one.
            if (context.Decode(batch) is { } error)
                throw error;
            if (answer.Length <= known + step.Accepted)
            {
                var logits = _candidates.Logits(context, answer.Length - known);
                return LogitOf(logits, first) - LogitOf(logits, second);
            }

            known += step.Accepted + 1;
        }

        throw new InvalidOperationException($"The steps end after {known} of {answer.Length} tokens.");
    }

    private float LogitOf(ReadOnlySpan<float> logits, int? token)
    {
        if (token is { } known)
            return logits[known];

        var greatest = float.NegativeInfinity;
        for (var end = 0; end < logits.Length; end++)
        {
            if (vocabulary.IsEndOfGeneration(end))
                greatest = Math.Max(greatest, logits[end]);
        }

        return greatest;
    }
}
