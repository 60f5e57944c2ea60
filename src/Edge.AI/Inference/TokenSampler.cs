using Edge.AI.Grammars;
using Edge.AI.Inference.Speculation;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>Chooses the tokens of one request with its sampler chain, limited to those that its grammar allows.</summary>
internal sealed class TokenSampler : IForesight, IDisposable
{
    /// <summary>With a longer list, using the whole vocabulary costs no more.</summary>
    private const int LongestShortlist = 2048;

    private readonly SamplerChainHandle _chain;
    private readonly GrammarGuard? _guard;
    private readonly TouchedTokens? _touched;
    private readonly int _shortlist;
    private readonly ReasoningBudget? _budget;

    private TokenSampler(SamplerChainHandle chain, GrammarGuard? guard, TouchedTokens? touched, int shortlist, ReasoningBudget? budget) =>
        (_chain, _guard, _touched, _shortlist, _budget) = (chain, guard, touched, shortlist, budget);

    /// <summary>Builds the sampler of a request. The caller's thread does it, not the loop's.</summary>
    public static TokenSampler For(GenerationRequest request, Vocabulary vocabulary)
    {
        using var inside = NativeGate.Enter();
        var guard = request.Grammar is { } grammar ? new GrammarGuard(grammar, vocabulary) : null;
        var settings = request.Sampling;
        var chain = SamplerChain.Build(settings, vocabulary);
        var window = settings.Window;
        var biased = settings.LogitBias.Keys.Concat(vocabulary.SuppressedTokens).Where(token => token < vocabulary.Size).Distinct().ToList();
        var shortlist = (long)settings.Shortlist + window + biased.Count <= LongestShortlist ? settings.Shortlist : 0;
        var touched = shortlist > 0 && window + biased.Count > 0 ? new TouchedTokens(biased, window) : null;
        var sampler = new TokenSampler(chain, guard, touched, shortlist, request.Budget is { } limit ? new(limit, vocabulary) : null);
        for (var at = Math.Max(0, request.Prompt.Count - window); at < request.Prompt.Count; at++)
            sampler.Remember(request.Prompt[at]);

        return sampler;
    }

    /// <summary>Chooses a token from the logits of one place in the last batch.</summary>
    /// <param name="context">The context that decoded the batch.</param>
    /// <param name="batchIndex">The place in the batch.</param>
    /// <param name="candidates">A buffer for the candidates.</param>
    /// <exception cref="GenerationException">No token is allowed.</exception>
    public int Sample(ContextHandle context, int batchIndex, TokenCandidates candidates)
    {
        var token = ForcedToken() ?? Choose(context, batchIndex, candidates);
        Remember(token);
        _budget?.Observe(token);
        return token;
    }

    /// <inheritdoc />
    public int? Foretell(ReadOnlySpan<int> draft, Span<int> tokens) => _guard is null ? 0 : _guard.Foretell(draft, tokens);

    public void Dispose() => _chain.Dispose();

    /// <summary>Returns the token that ends a reasoning that is too long, if the grammar allows it; null to let the model choose.</summary>
    private int? ForcedToken()
    {
        if (_budget?.Next is not { } token)
            return null;
        if (_guard?.TryAccept(token) != false)
            return token;

        _budget.GiveUp();
        return null;
    }

    private int Choose(ContextHandle context, int batchIndex, TokenCandidates candidates)
    {
        if (_shortlist == 0)
            candidates.Fill(context, batchIndex);
        else
            FillShortlist(context, batchIndex, candidates);

        var token = candidates.ChosenBy(_chain);

        // Most tokens that a model chooses fit the grammar anyway, and checking one token is much faster than checking the whole vocabulary.
        if (_guard?.TryAccept(token) == false)
        {
            candidates.Fill(context, batchIndex);
            if (!_guard.TryNarrow(candidates))
            {
                candidates.FillTop(context, batchIndex, GrammarGuard.FewTokens, []);
                _guard.NarrowFew(candidates);
            }

            token = candidates.Count > 0 ? candidates.ChosenBy(_chain) : throw DeadEnd();
            if (!_guard.TryAccept(token))
                throw DeadEnd();
        }

        return token;
    }

    /// <summary>Fills in exactly the tokens that top-k would leave. Samplers before top-k may lower as many of the best tokens as they touch, and raise other tokens that they touch.</summary>
    private void FillShortlist(ContextHandle context, int batchIndex, TokenCandidates candidates)
    {
        var touched = _touched is null ? [] : _touched.Tokens;
        candidates.FillTop(context, batchIndex, _shortlist + touched.Length, touched);
    }

    private void Remember(int token)
    {
        _chain.Accept(token);
        _touched?.Add(token);
    }

    private static GenerationException DeadEnd() => new("The grammar allows no token of the model's vocabulary here.");
}
