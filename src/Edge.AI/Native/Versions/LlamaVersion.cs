using System.Runtime.InteropServices;

namespace Edge.AI.Native.Versions;

/// <summary>
/// What differs between the versions of llama.cpp that can be used: structs, parameters of functions, functions that only one of them has.
/// The rest of the binding is the same for all versions. A new version is a class in a file of its own, and a line in <see cref="Supported"/>.
/// </summary>
internal abstract unsafe class LlamaVersion
{
    /// <summary>The name of llama.cpp's library in imports.</summary>
    public const string Library = "llama";

    /// <summary>The supported versions, the newest first.</summary>
    public static IReadOnlyList<LlamaVersion> Supported { get; } = [new Ggml023(), new Ggml018()];

    /// <summary>A description for errors and logs.</summary>
    public abstract string Name { get; }

    /// <summary>Whether a loaded ggml belongs to this version.</summary>
    public abstract bool HasGgml(LlamaIdentity library);

    /// <summary>Whether a loaded llama belongs to this version.</summary>
    public abstract bool HasLlama(LlamaIdentity library);

    /// <summary>Loads a model (<c>llama_model_load_from_file</c>); 0 if llama.cpp refuses it.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="settings">How it is loaded.</param>
    /// <param name="progress">Called while it loads; it returns 0 to stop.</param>
    /// <param name="progressData">The second argument of <paramref name="progress"/>.</param>
    public abstract nint LoadModel(string path, ModelSettings settings, delegate* unmanaged[Cdecl]<float, void*, byte> progress, void* progressData);

    /// <summary>Creates a context (<c>llama_init_from_model</c>); 0 if llama.cpp could not create it.</summary>
    public abstract nint CreateContext(SafeHandle model, ContextSettings settings);

    /// <summary>Creates the sampler of repeat, frequency and presence penalties.</summary>
    public abstract nint CreatePenalties(int vocabularySize, int lastTokens, float repeat, float frequency, float presence);

    /// <summary>Creates the DRY sampler, which copies the texts.</summary>
    public abstract nint CreateDry(
        SafeHandle vocabulary, int trainedContextLength, float multiplier, float @base, int allowedLength, int lastTokens, byte** sequenceBreakers, nuint breakerCount);

    /// <summary>The version of a loaded library; null if it is not supported.</summary>
    public static LlamaVersion? Of(LlamaIdentity library) => Supported.FirstOrDefault(version => version.HasGgml(library) && version.HasLlama(library));

    /// <summary>Whether a ggml of one supported version was loaded with a llama of another.</summary>
    public static bool IsMixed(LlamaIdentity library) =>
        Supported.Any(version => version.HasGgml(library) && !version.HasLlama(library)) && Supported.Any(version => version.HasLlama(library) && !version.HasGgml(library));
}
