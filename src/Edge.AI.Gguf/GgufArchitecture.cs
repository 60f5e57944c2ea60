using Edge.AI.Gguf.Checks;

namespace Edge.AI.Gguf;

/// <summary>Tells what is known about the architectures of llama.cpp.</summary>
public static class GgufArchitecture
{
    /// <summary>Returns the purpose of models of an architecture.</summary>
    /// <param name="name">The architecture as <c>general.architecture</c> names it, for example <c>llama</c>.</param>
    /// <returns>The purpose, or <see langword="null"/> if this library has no checks for the architecture.</returns>
    public static GgufPurpose? PurposeOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Architecture.Find(name)?.Purpose;
    }
}
