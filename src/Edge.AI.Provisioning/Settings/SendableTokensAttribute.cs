using System.Buffers;
using System.ComponentModel.DataAnnotations;

namespace Edge.AI.Settings;

/// <summary>Validates access tokens by host name. No message contains a token.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class SendableTokensAttribute : ValidationAttribute
{
    private static readonly SearchValues<char> NotInHosts = SearchValues.Create("/\\@?# ");

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var problems = ((IDictionary<string, string>?)value ?? new Dictionary<string, string>(StringComparer.Ordinal)).Select(entry => ProblemOf(entry.Key, entry.Value)).OfType<string>().ToList();
        return problems.Count == 0 ? ValidationResult.Success : new(string.Join(" ", problems), [validationContext.MemberName!]);
    }

    private static string? ProblemOf(string host, string? token)
    {
        if (host.AsSpan().IndexOfAny(NotInHosts) >= 0 || !Uri.TryCreate($"https://{host}/", UriKind.Absolute, out _))
            return $"there is an entry for '{host[(host.LastIndexOf('@') + 1)..]}', which is not a host. Use the host name alone, or HOST_PORT.";

        return AccessTokens.ProblemOf(token ?? "") is { } problem ? $"{ProvisioningOptions.SectionName}:{nameof(ProvisioningOptions.AccessTokens)}:{host} contains {problem}, which a request cannot carry. Set it to the token alone." : null;
    }
}
