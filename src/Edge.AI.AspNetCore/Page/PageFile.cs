using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Edge.AI.AspNetCore.Errors;
using Microsoft.AspNetCore.Http;

namespace Edge.AI.AspNetCore.Page;

/// <summary>A file of the page, from the resources of this assembly.</summary>
internal sealed record PageFile(string Text, string ContentType, string Tag)
{
    private static readonly ConcurrentDictionary<string, PageFile> s_read = new(StringComparer.Ordinal);

    /// <exception cref="ApiException">There is no such file.</exception>
    public static PageFile Get(string name)
    {
        if (s_read.TryGetValue(name, out var known))
            return known;

        using var stream = typeof(PageFile).Assembly.GetManifestResourceStream(name)
            ?? throw new ApiException(new(StatusCodes.Status404NotFound, "not_found", "The page has no such file."));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = reader.ReadToEnd();
        return s_read[name] = new(text, TypeOf(name), $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..16]}\"");
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => "text/html; charset=utf-8",
    };
}
