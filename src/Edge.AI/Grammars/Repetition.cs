using System.Globalization;

namespace Edge.AI.Grammars;

/// <summary>
/// Writes the repetition of a rule. llama.cpp refuses 2000 repetitions and more in one place, so many repetitions become blocks of a thousand.
/// </summary>
internal static class Repetition
{
    private const int Block = 1000;
    private const int Most = 50_000;

    /// <param name="compiler">The compiler of the schema.</param>
    /// <param name="rule">The name of the rule.</param>
    /// <param name="least">The minimum number of repetitions.</param>
    /// <param name="most">The maximum number of repetitions; null for no limit.</param>
    /// <param name="at">The place in the schema.</param>
    public static string Of(SchemaCompiler compiler, string rule, int least, int? most, string at)
    {
        if (least > Most || most > Most)
            compiler.Notes.Widened(at, $"a length above {Most} is not supported");
        if (Math.Max(least, most ?? 0) is var times && times > 1 && !compiler.Builder.Limits.TryRepeat(Math.Min(times, 2 * Block)))
        {
            compiler.Notes.Widened(at, "the schema has too many lengths");
            return $"{rule}*";
        }

        var exactly = Exactly(compiler.Builder, rule, Math.Min(least, Most));
        return most is null or > Most ? $"{exactly} {rule}*"
            : most == least ? exactly
            : $"{exactly} {UpTo(compiler.Builder, rule, most.Value - least)}";
    }

    private static string Exactly(GbnfBuilder builder, string rule, int count) =>
        count == 0 ? "\"\""
        : count <= Block ? Times(rule, count)
        : $"{Times(Blocks(builder, rule), count / Block)} {Exactly(builder, rule, count % Block)}";

    private static string UpTo(GbnfBuilder builder, string rule, int count)
    {
        if (count <= Block)
            return Between(rule, count);

        var block = Blocks(builder, rule);
        var blocks = count / Block;
        return $"({Between(block, blocks - 1)} {Between(rule, Block - 1)} | {Times(block, blocks)} {(count % Block == 0 ? "" : Between(rule, count % Block))})";
    }

    private static string Blocks(GbnfBuilder builder, string rule) => builder.Share($"{rule}-block", Times(rule, Block));

    private static string Times(string rule, int count) => count == 1 ? rule : string.Create(CultureInfo.InvariantCulture, $"{rule}{{{count}}}");

    private static string Between(string rule, int most) => string.Create(CultureInfo.InvariantCulture, $"{rule}{{0,{most}}}");
}
