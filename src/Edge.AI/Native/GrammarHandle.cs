using System.Runtime.InteropServices;

namespace Edge.AI.Native;

/// <summary>
/// A grammar and how far a text has come in it: a <c>llama_sampler *</c> that keeps the vocabulary alive.
/// llama.cpp ends the process when it is made to accept what does not fit, so nothing is accepted that was not allowed first.
/// </summary>
internal sealed unsafe class GrammarHandle : SafeHandle
{
    private readonly Vocabulary _vocabulary;

    private GrammarHandle(nint grammar, Vocabulary vocabulary)
        : base(0, ownsHandle: true)
    {
        _vocabulary = vocabulary;
        SetHandle(grammar);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>Parses a grammar.</summary>
    /// <exception cref="EdgeOptionException">llama.cpp refused it.</exception>
    public static GrammarHandle Create(Vocabulary vocabulary, string gbnf, string root)
    {
        using var inside = NativeGate.Enter();
        var keepsVocabulary = false;
        try
        {
            vocabulary.DangerousAddRef(ref keepsVocabulary);
            var grammar = LlamaApi.SamplerGrammar(vocabulary, gbnf, root);
            if (grammar == 0)
                throw new EdgeOptionException("Grammar", $"llama.cpp refused it, or it has no rule '{root}'.", "Check it against llama.cpp's grammars/README.md; a rule must not begin with itself.");

            keepsVocabulary = false; // from here on the new handle gives it back
            return new(grammar, vocabulary);
        }
        finally
        {
            if (keepsVocabulary)
                vocabulary.DangerousRelease();
        }
    }

    /// <summary>Goes on with a token if it fits; else nothing changes.</summary>
    public bool TryAccept(int token)
    {
        if (!Allows(token))
            return false;

        LlamaApi.GrammarAccept(this, token);
        return true;
    }

    protected override bool ReleaseHandle()
    {
        LlamaApi.SamplerFree(handle);
        _vocabulary.DangerousRelease();
        return true;
    }

    private bool Allows(int token)
    {
        var candidate = new LlamaTokenData { Token = token, Logit = 1 };
        var array = new LlamaTokenDataArray { Data = &candidate, Size = 1, Selected = -1 };
        LlamaApi.GrammarApply(this, &array);
        return !float.IsNegativeInfinity(candidate.Logit);
    }
}
