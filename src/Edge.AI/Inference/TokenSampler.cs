using Edge.AI.Grammars;
using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>Chooses the tokens of one request: through its sampler chain, and only such as its grammar lets pass.</summary>
internal sealed class TokenSampler : IDisposable
{
    /// <summary>From here on the whole vocabulary costs no more than a list of the best and all those touched.</summary>
    private const int LongestShortlist = 2048;

    private readonly SamplerChainHandle _chain;
    private readonly GrammarGuard? _guard;
    private readonly TouchedTokens? _touched;
    private readonly int _shortlist;
    private readonly ReasoningBudget? _budget;

    private TokenSampler(SamplerChainHandle chain, GrammarGuard? guard, TouchedTokens? touched, int shortlist, ReasoningBudget? budget) =>
        (_chain, _guard, _touched, _shortlist, _budget) = (chain, guard, touched, shortlist, budget);

    /// <summary>Parses the grammar and builds the chain, on the caller's side.</summary>
    /// <exception cref="EdgeOptionException">The grammar can't be used.</exception>
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

    /// <summary>Chooses a token from the logits of one place in the last batch, and remembers it.</summary>
    /// <param name="context">The context that decoded the batch.</param>
    /// <param name="batchIndex">The place in the batch.</param>
    /// <param name="candidates">Where to put the candidates; what it holds before and after has no meaning.</param>
    /// <exception cref="GenerationException">No token can follow.</exception>
    public int Sample(ContextHandle context, int batchIndex, TokenCandidates candidates)
    {
        var token = ForcedToken() ?? Choose(context, batchIndex, candidates);
        Remember(token);
        _budget?.Observe(token);
        return token;
    }

    public void Dispose() => _chain.Dispose();

    /// <summary>The token that ends the reasoning which has become too long, unless the grammar has other plans; null for the model's own choice.</summary>
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

        // Most of what a model wants to say fits its grammar anyway: one token is checked much faster than the whole vocabulary.
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

    /// <summary>Exactly the tokens that top-k would leave: samplers before it may push down as many of the best as they touch, and lift others that they touch.</summary>
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
