using Edge.AI.Native;

namespace Edge.AI.Inference;

/// <summary>Chooses the tokens of one request: through its sampler chain, and only such as its grammar lets pass.</summary>
internal sealed class TokenSampler : IDisposable
{
    private readonly SamplerChainHandle _chain;
    private readonly GrammarGuard? _guard;
    private readonly TokenCandidates? _candidates;

    private readonly ThoughtBudget? _budget;

    private TokenSampler(SamplerChainHandle chain, GrammarGuard? guard, TokenCandidates? candidates, ThoughtBudget? budget) =>
        (_chain, _guard, _candidates, _budget) = (chain, guard, candidates, budget);

    /// <summary>Parses the grammar and builds the chain, on the caller's side.</summary>
    /// <exception cref="EdgeOptionException">The grammar can't be used.</exception>
    public static TokenSampler For(GenerationRequest request, Vocabulary vocabulary)
    {
        var guard = request.Grammar is { } grammar ? GrammarGuard.Create(grammar, vocabulary) : null;
        return new(SamplerChain.Build(request.Sampling, vocabulary.Size), guard, guard is null ? null : new(vocabulary.Size), request.Budget is { } limit ? new(limit, vocabulary) : null);
    }

    /// <summary>Chooses a token from the logits of one place in the last batch, and remembers it.</summary>
    /// <exception cref="GenerationException">The grammar lets no token of the vocabulary pass.</exception>
    public int Sample(ContextHandle context, int batchIndex)
    {
        var token = TryForce() ?? (_guard is null || _candidates is null ? _chain.Sample(context, batchIndex) : Sample(context, batchIndex, _guard, _candidates));
        _budget?.Observe(token);
        return token;
    }

    public void Dispose()
    {
        _chain.Dispose();
        _guard?.Dispose();
        _candidates?.Dispose();
    }

    /// <summary>The token that ends a thought which has become too long, unless the grammar has other plans.</summary>
    private int? TryForce()
    {
        if (_budget?.Next is not { } token)
            return null;

        if (_guard?.TryAccept(token) == false)
        {
            _budget.GiveUp();
            return null;
        }

        _chain.Accept(token);
        return token;
    }

    /// <summary>Most of what a model wants to say fits anyway: one token is checked much faster than the whole vocabulary.</summary>
    private int Sample(ContextHandle context, int batchIndex, GrammarGuard guard, TokenCandidates candidates)
    {
        candidates.Fill(context, batchIndex);
        var token = candidates.ChosenBy(_chain);
        if (!guard.TryAccept(token))
        {
            candidates.Fill(context, batchIndex);
            guard.Narrow(candidates);
            token = candidates.Count > 0 ? candidates.ChosenBy(_chain) : throw DeadEnd();
            if (!guard.TryAccept(token))
                throw DeadEnd();
        }

        _chain.Accept(token);
        return token;
    }

    private static GenerationException DeadEnd() => new("No token of the model's vocabulary can follow under the grammar.");
}
