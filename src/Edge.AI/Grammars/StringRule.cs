using System.Text.Json;

namespace Edge.AI.Grammars;

/// <summary>A string: of a pattern, of a format, or of a number of characters.</summary>
internal sealed class StringRule(SchemaCompiler compiler, JsonElement schema, string at)
{
    private readonly JsonRules _json = compiler.Json;

    public string? Body()
    {
        var (least, most) = (SchemaKeywords.Count(schema, "minLength") ?? 0, SchemaKeywords.Count(schema, "maxLength"));
        if (least > most)
            return compiler.Notes.Contradiction(at, $"has at least {least} characters and at most {most}");

        if (Shape() is not { } shape)
            return least == 0 && most is null ? _json.String : _json.Quoted(Repetition.Of(compiler, _json.Character, least, most, at), () => Repetition.Of(compiler, _json.SingleQuotedCharacter, least, most, at));

        if (least > 0 || most is not null)
            compiler.Notes.Widened(at, "minLength and maxLength are not supported together with a pattern, format or encoding");
        return _json.Quoted(shape, Text("pattern") is null && Text("format") is not "uri" ? () => shape : null);
    }

    /// <summary>Returns the rule for the pattern, format or encoding; null if there is none, or a grammar cannot express it.</summary>
    private string? Shape()
    {
        if (Text("pattern") is { } pattern)
        {
            if ((StringFormats.BodyOfPattern(compiler.Builder, pattern) ?? PatternRule.Body(compiler, pattern, at)) is { } shape)
                return shape;
            compiler.Notes.Widened(at, $"the pattern {pattern} is not supported");
        }

        if (Text("format") is not { } format)
            return Text("contentEncoding") is { } encoding ? StringFormats.BodyOfEncoding(compiler.Builder, encoding) : null;
        if (StringFormats.Body(compiler.Builder, format) is { } known)
            return known;
        compiler.Notes.Widened(at, $"the format {format} is not supported");
        return null;
    }

    private string? Text(string keyword) => schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
