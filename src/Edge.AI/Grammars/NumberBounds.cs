using System.Globalization;
using System.Text.Json;

namespace Edge.AI.Grammars;

/// <summary>The bounds of a number. A bound beyond <see cref="Farthest"/> is ignored, because no output has so many digits.</summary>
internal sealed record NumberBounds(decimal? Least, bool WithoutLeast, decimal? Most, bool WithoutMost)
{
    private const double Farthest = 1e26;

    public static NumberBounds Of(JsonElement schema, SchemaNotes notes, string at)
    {
        if (IsBeyond(schema, "minimum", 1) || IsBeyond(schema, "exclusiveMinimum", 1) || IsBeyond(schema, "maximum", -1) || IsBeyond(schema, "exclusiveMaximum", -1))
            notes.Widened(at, string.Create(CultureInfo.InvariantCulture, $"bounds farther from 0 than {Farthest} are not supported, so any number is allowed"));

        var (least, most) = (Number(schema, "minimum"), Number(schema, "maximum"));
        var (above, below) = (Number(schema, "exclusiveMinimum"), Number(schema, "exclusiveMaximum"));
        return new(
            above is null || least > above ? least : above,
            (above is not null && !(least > above)) || IsTrue(schema, "exclusiveMinimum"),
            below is null || most < below ? most : below,
            (below is not null && !(most < below)) || IsTrue(schema, "exclusiveMaximum"));
    }

    public string? IntegerBody(SchemaCompiler compiler, string at)
    {
        if (this is { Least: null, Most: null })
            return compiler.Json.Integer;

        var least = Least is { } lower ? decimal.Ceiling(lower) + (WithoutLeast && decimal.IsInteger(lower) ? 1 : 0) : (decimal?)null;
        var most = Most is { } upper ? decimal.Floor(upper) - (WithoutMost && decimal.IsInteger(upper) ? 1 : 0) : (decimal?)null;
        return least > most ? Contradiction(compiler, at, "is an integer") : IntegerDigits.Between(least, most);
    }

    public string? NumberBody(SchemaCompiler compiler, string at) =>
        this is { Least: null, Most: null } ? compiler.Json.Number
        : Least > Most || (Least == Most && (WithoutLeast || WithoutMost)) ? Contradiction(compiler, at, "is a number")
        : NumberDigits.Between(this);

    private string? Contradiction(SchemaCompiler compiler, string at, string what) => compiler.Notes.Contradiction(at, string.Create(
        CultureInfo.InvariantCulture, $"{what} {(WithoutLeast ? "above" : "of at least")} {Least} and {(WithoutMost ? "below" : "at most")} {Most}"));

    private static decimal? Number(JsonElement schema, string keyword) =>
        schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.Number && Math.Abs(value.GetDouble()) <= Farthest ? value.GetDecimal() : null;

    private static bool IsBeyond(JsonElement schema, string keyword, int sign) =>
        schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.Number && value.GetDouble() * sign > Farthest;

    /// <summary>Until draft 4, exclusiveMinimum was a flag for minimum.</summary>
    private static bool IsTrue(JsonElement schema, string keyword) => schema.TryGetProperty(keyword, out var value) && value.ValueKind == JsonValueKind.True;
}
