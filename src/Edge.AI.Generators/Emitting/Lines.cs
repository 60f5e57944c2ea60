namespace Edge.AI.Generators.Emitting;

/// <summary>Joins pieces of source code, and indents them: a raw string does not indent inserted text.</summary>
internal static class Lines
{
    public static string Of(IEnumerable<string> lines) => string.Join("\n", lines);

    /// <summary>Joins the pieces with an empty line between them.</summary>
    public static string Blocks(IEnumerable<string> blocks) => string.Join("\n\n", blocks);

    public static string Indent(string text) => Of(text.Replace("\r\n", "\n").Split('\n').Select(line => line.Length == 0 ? line : "    " + line));
}
