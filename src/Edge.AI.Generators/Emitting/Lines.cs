namespace Edge.AI.Generators.Emitting;

/// <summary>Puts pieces of source together. A raw string does not indent what is inserted into it, so that is done here.</summary>
internal static class Lines
{
    public static string Of(IEnumerable<string> lines) => string.Join("\n", lines);

    /// <summary>The pieces with an empty line between them.</summary>
    public static string Blocks(IEnumerable<string> blocks) => string.Join("\n\n", blocks);

    public static string Indent(string text) => Of(text.Replace("\r\n", "\n").Split('\n').Select(line => line.Length == 0 ? line : "    " + line));
}
