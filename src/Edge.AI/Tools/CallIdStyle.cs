using System.Security.Cryptography;
using System.Text;

namespace Edge.AI.Tools;

/// <summary>The form of call ids that a template accepts.</summary>
internal sealed class CallIdStyle
{
    private const string LettersAndDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private readonly int? _length;

    private CallIdStyle(int? length) => _length = length;

    /// <summary>Any text.</summary>
    public static CallIdStyle Any { get; } = new(length: null);

    /// <summary>Mistral's form: nine letters and digits. Its template refuses other ids.</summary>
    public static CallIdStyle NineLettersOrDigits { get; } = new(9);

    /// <summary>Returns a random id, which is unique in any conversation.</summary>
    public string Next() => _length is { } length ? RandomNumberGenerator.GetString(LettersAndDigits, length) : $"call_{Guid.NewGuid():N}";

    /// <summary>Returns the id if it has this form, otherwise an id derived from it, which is always the same for the same id.</summary>
    public string Adapt(string id) => _length is not { } length || (id.Length == length && id.All(char.IsAsciiLetterOrDigit))
        ? id
        : string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(id)).Take(length).Select(hash => LettersAndDigits[hash % LettersAndDigits.Length]));
}
