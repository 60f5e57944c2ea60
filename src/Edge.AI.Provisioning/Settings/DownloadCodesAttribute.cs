using System.ComponentModel.DataAnnotations;

namespace Edge.AI.Settings;

/// <summary>Validates a list of codes of failed downloads.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DownloadCodesAttribute : ValidationAttribute
{
    private static readonly string[] Codes =
    [
        EdgeErrorCodes.DownloadUnreachable, EdgeErrorCodes.DownloadRejected, EdgeErrorCodes.DownloadUnauthorized, EdgeErrorCodes.DownloadStalled, EdgeErrorCodes.DownloadIncomplete,
    ];

    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        var unknown = ((IList<string>?)value ?? []).Except(Codes, StringComparer.Ordinal).ToList();
        return unknown.Count == 0
            ? ValidationResult.Success
            : new($"{validationContext.MemberName} contains '{string.Join("', '", unknown)}'. Use the codes of failed downloads: {string.Join(", ", Codes)}.", [validationContext.MemberName!]);
    }
}
