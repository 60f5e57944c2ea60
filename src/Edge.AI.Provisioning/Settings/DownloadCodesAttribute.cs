using Edge.AI.Common;

namespace Edge.AI.Settings;

/// <summary>Validates a list of codes of failed downloads.</summary>
[AttributeUsage(AttributeTargets.Property)]
internal sealed class DownloadCodesAttribute : AllowedAttribute
{
    private static readonly string[] Codes =
    [
        EdgeErrorCodes.DownloadUnreachable, EdgeErrorCodes.DownloadRejected, EdgeErrorCodes.DownloadUnauthorized, EdgeErrorCodes.DownloadStalled, EdgeErrorCodes.DownloadIncomplete,
    ];

    public override string Text => $"a list of codes of failed downloads: {string.Join(", ", Codes)}";

    protected override bool Allows(object value) => ((IList<string>)value).All(code => Codes.Contains(code, StringComparer.Ordinal));

    protected override string Show(object value) => string.Join(", ", (IList<string>)value);
}
