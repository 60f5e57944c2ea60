namespace Edge.AI.Sources;

/// <summary>Which token goes to which address, and what a token may consist of (RFC 6750, section 2.1: visible ASCII characters).</summary>
internal static class BearerTokens
{
    /// <summary>The token for an address; null for none. Never over http, except on this machine.</summary>
    public static string? For(Uri address, IDictionary<string, string> tokens) =>
        (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback) && Own(tokens, address) is { Length: > 0 } token ? token : null;

    /// <summary>Whether something is set for an address, if only that it gets no token.</summary>
    public static bool HasOwn(IDictionary<string, string> tokens, Uri address) => Own(tokens, address) is not null;

    /// <summary>What a token contains that no request can carry; null if it can be sent. The token itself is not told.</summary>
    public static string? ProblemOf(string token)
    {
        for (var index = 0; index < token.Length; index++)
        {
            var kind = token[index] switch
            {
                '\r' or '\n' => "a line break",
                ' ' or '\t' or '\u00A0' => "a blank",
                > ' ' and <= '~' => null,
                var character when char.IsLetterOrDigit(character) || char.IsPunctuation(character) || char.IsSymbol(character) => "a character that is not ASCII",
                _ => "an invisible character",
            };
            if (kind is not null)
                return $"{kind} at position {index + 1}";
        }

        return null;
    }

    private static string? Own(IDictionary<string, string> tokens, Uri address)
    {
        string[] names = [address.Authority, $"{address.Host}:{address.Port}", address.IdnHost, address.Host];
        return names.Select(name => tokens.TryGetValue(name, out var token) ? token : null).FirstOrDefault(token => token is not null);
    }
}
