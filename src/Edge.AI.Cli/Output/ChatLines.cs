using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Edge.AI.Common;

namespace Edge.AI.Cli.Output;

/// <summary>Something that is good to know.</summary>
internal sealed record NoteLine(string Text) : Line
{
    public override string ToText() => Text;
}

/// <summary>The next piece of an answer.</summary>
internal sealed record TextLine(string Text) : Line
{
    public override string ToText() => Text;
}

/// <summary>The next piece of the model's reasoning.</summary>
internal sealed record ReasoningLine(string Text) : Line
{
    public override string ToText() => Text;
}

/// <summary>A tool that the model calls.</summary>
/// <param name="Server">The name of the server.</param>
/// <param name="Tool">The name of the tool.</param>
/// <param name="Arguments">The arguments.</param>
/// <param name="Allowed">Whether the tool was called.</param>
internal sealed record ToolCallLine(string Server, string Tool, JsonElement Arguments, bool Allowed) : Line
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The call as people read it, on one line.</summary>
    [JsonIgnore]
    public string Call => ForeignText.Show($"{Server}: {Tool} {JsonSerializer.Serialize(Arguments, Readable)}");

    public override string ToText() => Allowed ? Call : $"{Call} (refused)";
}

/// <summary>The end of an answer. The text repeats the pieces.</summary>
internal sealed record AnswerLine(string Model, string Text) : Line
{
    /// <summary>Why the answer has ended; null if it was stopped.</summary>
    public string? FinishReason { get; init; }

    public long? InputTokens { get; init; }

    public long? CachedTokens { get; init; }

    public long? OutputTokens { get; init; }

    public override string ToText() => Text;
}
