using System.Security.Cryptography;
using System.Text;
using Edge.AI.AspNetCore.Errors;
using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.Protection;

/// <summary>Compares the key of a request with all keys, in a time that depends on neither.</summary>
internal sealed class KeyRule(IEnumerable<string> keys)
{
    private const string Scheme = "Bearer ";

    private readonly byte[][] _digests = [.. keys.Select(Digest)];

    /// <summary>Returns the name of the client: its key's digest, or its address if there are no keys.</summary>
    /// <exception cref="ApiException">The key is missing or wrong.</exception>
    public string Identify(HttpContext context)
    {
        if (_digests.Length == 0)
            return context.Connection.RemoteIpAddress?.ToString() ?? "";

        var header = context.Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
            throw Refused("The request has no API key. Send it as 'Authorization: Bearer KEY'.");

        var digest = Digest(header[Scheme.Length..].Trim());
        var isKnown = false;
        foreach (var known in _digests)
            isKnown |= CryptographicOperations.FixedTimeEquals(known, digest);
        return isKnown ? Convert.ToHexString(digest) : throw Refused("The API key of the request is wrong.");
    }

    /// <summary>Digests have one length, so the length of a key is not revealed either.</summary>
    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    private static ApiException Refused(string message) => new(new(StatusCodes.Status401Unauthorized, "invalid_api_key", message));
}
