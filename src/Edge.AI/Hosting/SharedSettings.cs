using Edge.AI.Common;

namespace Edge.AI.Hosting;

/// <summary>Settings of the section <c>EdgeAI</c> for all chat clients.</summary>
internal sealed class SharedSettings
{
    /// <summary>Whose llama.cpp is used. The section of a client can say otherwise.</summary>
    [OneOf(typeof(EdgeRuntime))]
    public EdgeRuntime Runtime { get; set; }
}
