namespace Edge.AI.Grammars;

/// <summary>
/// The formats of strings that .NET reads into types of their own. Every date exists, and every time is one that <c>TimeOnly</c> reads,
/// which knows no offset.
/// </summary>
internal static class StringFormats
{
    /// <summary>The pattern that System.Text.Json exports for <c>TimeSpan</c>. Its reader accepts less: hours up to 23, and a limited number of days.</summary>
    private const string TimeSpanPattern = @"^-?(\d+\.)?\d{2}:\d{2}:\d{2}(\.\d{1,7})?$";

    private const string VersionPattern = @"^\d+(\.\d+){1,3}$";

    private const string Day31 = "(\"0\" [1-9] | [12] [0-9] | \"3\" [01])";
    private const string Day30 = "(\"0\" [1-9] | [12] [0-9] | \"30\")";
    private const string Day28 = "(\"0\" [1-9] | \"1\" [0-9] | \"2\" [0-8])";
    private const string LeapYear = "([1-9] [0-9] (\"0\" [48] | [2468] [048] | [13579] [26]) | ([2468] [048] | [13579] [26]) \"00\")";

    /// <summary>What is between the quotes; null for a format that is not known.</summary>
    public static string? Body(GbnfBuilder builder, string format) => format switch
    {
        "date" => Date(builder),
        "time" => Time(builder),
        "date-time" => $"{Date(builder)} \"T\" {Time(builder)} {Offset(builder)}",
        "uuid" => Uuid(builder),
        "uri" => Uri(builder),
        _ => null,
    };

    /// <summary>What is between the quotes, for a pattern that means a type of .NET; null for others.</summary>
    public static string? BodyOfPattern(GbnfBuilder builder, string pattern) => pattern switch
    {
        TimeSpanPattern => $"\"-\"? ((\"0\" | [1-9] [0-9]{{0,6}}) \".\")? {Time(builder)}",
        VersionPattern => "[0-9]{1,9} (\".\" [0-9]{1,9}){1,3}", // each part is an int
        _ => null,
    };

    /// <summary>What is between the quotes, for bytes written in this encoding; null for one that is not known.</summary>
    public static string? BodyOfEncoding(GbnfBuilder builder, string encoding)
    {
        if (encoding != "base64")
            return null;

        var digit = builder.Once("format-base64", () => "[A-Za-z0-9+/]");
        return $"({digit}{{4}})* ({digit} [AQgw] \"==\" | {digit}{{2}} [AEIMQUYcgkosw048] \"=\")?"; // the bits that are left over are 0
    }

    private static string Date(GbnfBuilder builder) => builder.Once(
        "format-date",
        () => $"[1-9] [0-9]{{3}} \"-\" ((\"0\" [13578] | \"1\" [02]) \"-\" {Day31} | (\"0\" [469] | \"11\") \"-\" {Day30} | \"02-\" {Day28}) | {LeapYear} \"-02-29\"");

    private static string Time(GbnfBuilder builder) => builder.Once(
        "format-time", () => "([01] [0-9] | \"2\" [0-3]) \":\" [0-5] [0-9] \":\" [0-5] [0-9] (\".\" [0-9]{1,7})?");

    private static string Offset(GbnfBuilder builder) => builder.Once(
        "format-offset", () => "\"Z\" | [-+] ((\"0\" [0-9] | \"1\" [0-3]) \":\" [0-5] [0-9] | \"14:00\")");

    private static string Uuid(GbnfBuilder builder)
    {
        var four = builder.Once("format-hex", () => "[0-9a-fA-F]{4}");
        return builder.Once("format-uuid", () => $"{four} {four} \"-\" {four} \"-\" {four} \"-\" {four} \"-\" {four} {four} {four}");
    }

    /// <summary>With a host, or of one of the kinds that have none. Each is one that <c>System.Uri</c> reads.</summary>
    private static string Uri(GbnfBuilder builder)
    {
        var character = builder.Once("format-uri-char", () => "[A-Za-z0-9._~!$&'()*+,;=:@\\x2D] | \"%\" [0-9A-F]{2}");
        var label = builder.Once("format-uri-label", () => "[A-Za-z0-9] ([A-Za-z0-9\\x2D]{0,30} [A-Za-z0-9])?");
        var host = builder.Once("format-uri-host", () => $"{label} (\".\" {label}){{0,6}}");
        var tail = builder.Once("format-uri-tail", () => $"(\"/\" {character}*)* (\"?\" ({character} | [/?])*)? (\"#\" ({character} | [/?])*)?");
        return builder.Once(
            "format-uri",
            () => $"[A-Za-z] [A-Za-z0-9+.\\x2D]{{1,15}} \"://\" {host} (\":\" [0-9]{{1,4}})? {tail} | \"mailto:\" [A-Za-z0-9._\\x2D]{{1,40}} \"@\" {host} | (\"urn:\" | \"tel:\") {character}{{1,60}}");
    }
}
