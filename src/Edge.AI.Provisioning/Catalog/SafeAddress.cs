using Edge.AI.Common;

namespace Edge.AI.Catalog;

/// <summary>Makes addresses safe for logs, journals and errors: without query, fragment and user name, which can contain signatures and passwords.</summary>
internal static class SafeAddress
{
    /// <summary>The scheme of files that ship with the app.</summary>
    public const string AppScheme = "app";

    public static string Of(Uri address)
    {
        if (!address.IsAbsoluteUri)
            return "(a relative address)";

        // Other schemes have no query, so a signature can be part of their path. The path is not shown.
        return ForeignText.Show(IsKnown(address)
            ? address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : address.Host.Length > 0 ? $"{address.Scheme}://{address.Host}/…" : $"{address.Scheme}:…");
    }

    private static bool IsKnown(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp || address.Scheme == AppScheme;
}
