using System.Runtime.InteropServices;
using System.Text;
using Edge.AI.Native;
using Edge.AI.Native.Structs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Support;

/// <summary>llama.cpp's own grammar engine, with which ours must agree.</summary>
internal sealed unsafe class LlamaGrammar : IDisposable
{
    private static readonly nint s_llama = NativeLibrary.Load(NativeRuntime.Use(null, NullLogger.Instance).Files.Llama);
    private static readonly delegate* unmanaged<nint, byte*, byte*, nint> s_create = (delegate* unmanaged<nint, byte*, byte*, nint>)NativeLibrary.GetExport(s_llama, "llama_sampler_init_grammar");
    private static readonly delegate* unmanaged<nint, LlamaTokenDataArray*, void> s_apply = (delegate* unmanaged<nint, LlamaTokenDataArray*, void>)NativeLibrary.GetExport(s_llama, "llama_sampler_apply");
    private static readonly delegate* unmanaged<nint, int, void> s_accept = (delegate* unmanaged<nint, int, void>)NativeLibrary.GetExport(s_llama, "llama_sampler_accept");
    private static readonly delegate* unmanaged<nint, void> s_free = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(s_llama, "llama_sampler_free");

    private readonly nint _grammar;

    private LlamaGrammar(nint grammar) => _grammar = grammar;

    /// <summary>Null if llama.cpp refuses the grammar.</summary>
    public static LlamaGrammar? Create(Vocabulary vocabulary, string gbnf)
    {
        fixed (byte* text = Encoding.UTF8.GetBytes(gbnf + '\0'))
        fixed (byte* root = "root\0"u8)
            return s_create(vocabulary.DangerousGetHandle(), text, root) is not 0 and var grammar ? new(grammar) : null;
    }

    /// <summary>The tokens that may come next.</summary>
    public HashSet<int> Allowed(int vocabularySize)
    {
        var candidates = Enumerable.Range(0, vocabularySize).Select(token => new LlamaTokenData { Token = token, Logit = 1 }).ToArray();
        fixed (LlamaTokenData* first = candidates)
        {
            var array = new LlamaTokenDataArray { Data = first, Size = (nuint)vocabularySize, Selected = -1 };
            s_apply(_grammar, &array);
        }

        return [.. candidates.Where(candidate => !float.IsNegativeInfinity(candidate.Logit)).Select(candidate => candidate.Token)];
    }

    /// <summary>Accepts a token. llama.cpp ends the process if the token is not allowed.</summary>
    public void Accept(int token) => s_accept(_grammar, token);

    public void Dispose() => s_free(_grammar);
}
