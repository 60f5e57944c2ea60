using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Edge.AI.Cli.Output;

/// <summary>
/// A line of output: one JSON object with the property <c>type</c>, or text.
/// Scripts rely on the names of the properties; docs/cli.md lists them. A property without a value is left out.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(AddedLine), "added")]
[JsonDerivedType(typeof(AnswerLine), "answer")]
[JsonDerivedType(typeof(CheckedLine), "checked")]
[JsonDerivedType(typeof(CheckLine), "check")]
[JsonDerivedType(typeof(DiagnosisLine), "diagnosis")]
[JsonDerivedType(typeof(ErrorLine), "error")]
[JsonDerivedType(typeof(FindingLine), "finding")]
[JsonDerivedType(typeof(ModelLine), "model")]
[JsonDerivedType(typeof(NoteLine), "note")]
[JsonDerivedType(typeof(PathLine), "path")]
[JsonDerivedType(typeof(PickedLine), "picked")]
[JsonDerivedType(typeof(ProgressLine), "progress")]
[JsonDerivedType(typeof(PromptLine), "prompt")]
[JsonDerivedType(typeof(PrunedLine), "pruned")]
[JsonDerivedType(typeof(PrunedTotalLine), "prunedTotal")]
[JsonDerivedType(typeof(PulledLine), "pulled")]
[JsonDerivedType(typeof(ReasoningLine), "reasoning")]
[JsonDerivedType(typeof(RemovedLine), "removed")]
[JsonDerivedType(typeof(RequestLine), "request")]
[JsonDerivedType(typeof(ServingLine), "serving")]
[JsonDerivedType(typeof(TextLine), "text")]
[JsonDerivedType(typeof(ToolCallLine), "toolCall")]
[JsonDerivedType(typeof(VerifiedLine), "verified")]
internal abstract record Line
{
    /// <summary>Letters and quotes are not escaped, because the lines never go into HTML.</summary>
    private static readonly LineJson Readable = new(new(LineJson.Default.Options) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public abstract string ToText();

    public string ToJson() => JsonSerializer.Serialize(this, Readable.Line);
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Line))]
internal sealed partial class LineJson : JsonSerializerContext;
