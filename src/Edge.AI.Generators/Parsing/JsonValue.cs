namespace Edge.AI.Catalog.Parsing;

/// <summary>A JSON value and its location; the location of an object or array is its opening bracket.</summary>
/// <param name="Span">Its place in the text.</param>
/// <param name="Kind">Its kind, as messages name it.</param>
internal abstract record JsonValue(SourceSpan Span, string Kind);

internal sealed record JsonString(SourceSpan Span, string Text) : JsonValue(Span, "a string");

/// <param name="Span">Its place in the text.</param>
/// <param name="Text">The number as it is written, without rounding.</param>
internal sealed record JsonNumber(SourceSpan Span, string Text) : JsonValue(Span, "a number");

/// <param name="Span">Its place in the text.</param>
/// <param name="Text"><c>true</c>, <c>false</c> or <c>null</c>.</param>
internal sealed record JsonLiteral(SourceSpan Span, string Text) : JsonValue(Span, Text);

/// <param name="Span">The opening bracket.</param>
/// <param name="Items">The items that could be read.</param>
/// <param name="IsComplete">False if a syntax error came before the closing bracket.</param>
internal sealed record JsonArray(SourceSpan Span, IReadOnlyList<JsonValue> Items, bool IsComplete) : JsonValue(Span, "a list");

/// <param name="Span">The opening brace.</param>
/// <param name="Properties">The properties that could be read, in order and with repetitions.</param>
/// <param name="IsComplete">False if a syntax error came before the closing brace.</param>
internal sealed record JsonObject(SourceSpan Span, IReadOnlyList<JsonProperty> Properties, bool IsComplete) : JsonValue(Span, "an object");

internal sealed record JsonProperty(JsonString Name, JsonValue Value);
