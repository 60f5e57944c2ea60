using System.ComponentModel.DataAnnotations;

namespace Edge.AI.Samples.Agent;

/// <summary>The final answer. A grammar of this type's schema lets the model write nothing else. edge-tiny was not trained for it: its text is nonsense, and ends at the limit.</summary>
internal sealed record Answer([property: MaxLength(200)] string Result)
{
    /// <summary>Asks for the object. Small models do this and the calls of tools better one after the other.</summary>
    public static string Request(string text) => $"Extract result as JSON: {text}";
}
