using System.Security.Cryptography;
using System.Text;

namespace Edge.AI.Tools;

/// <summary>What the ids of calls look like to a template.</summary>
internal sealed class CallIdStyle
{
    private const string LettersAndDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly int? _length;

    private CallIdStyle(int? length) => _length = length;

    /// <summary>Any text.</summary>
    public static CallIdStyle Any { get; } = new(length: null);

    /// <summary>Mistral's: nine letters and digits, or the template refuses the conversation.</summary>
    public static CallIdStyle NineLettersOrDigits { get; } = new(9);

    /// <summary>A fresh id, drawn from so many that it is unique across the turns of any conversation.</summary>
    public string Next() => _length is { } length ? RandomNumberGenerator.GetString(LettersAndDigits, length) : $"call_{Guid.NewGuid():N}";

    /// <summary>The id itself if it is of this style, else one that is always the same for the same id.</summary>
    public string Adapt(string id) => _length is not { } length || (id.Length == length && id.All(char.IsAsciiLetterOrDigit))
        ? id
        : string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(id)).Take(length).Select(hash => LettersAndDigits[hash % LettersAndDigits.Length]));
}
