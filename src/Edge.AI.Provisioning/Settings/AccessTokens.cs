namespace Edge.AI.Settings;

/// <summary>Chooses the token for an address, and checks which characters a token contains (RFC 6750, section 2.1: visible ASCII characters).</summary>
internal static class AccessTokens
{
    /// <summary>Returns the token for an address, or null. A token is never sent over http, except to this machine.</summary>
    public static string? For(Uri address, IDictionary<string, string> tokens) =>
        (address.Scheme == Uri.UriSchemeHttps || address.IsLoopback) && Own(tokens, address) is { Length: > 0 } token ? token : null;

    /// <summary>Returns whether an entry exists for an address, even if it says that no token is sent.</summary>
    public static bool HasOwn(IDictionary<string, string> tokens, Uri address) => Own(tokens, address) is not null;

    /// <summary>Returns what a token contains that a request cannot carry, or null if it can be sent. The result does not contain the token.</summary>
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

    // In configuration a colon separates the parts of a key, so a port follows an underscore there. DNS names have no underscore before a number at their end.
    private static string? Own(IDictionary<string, string> tokens, Uri address)
    {
        string[] names = [address.Authority, $"{address.Host}:{address.Port}", $"{address.IdnHost}_{address.Port}", address.IdnHost, address.Host];
        return names.Select(name => tokens.TryGetValue(name, out var token) ? token : null).FirstOrDefault(token => token is not null);
    }
}
