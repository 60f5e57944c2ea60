using Edge.AI.Common;
namespace Edge.AI.Sources;

/// <summary>Addresses as logs, journals and errors may show them: signatures and passwords travel in queries, fragments and user names.</summary>
internal static class SafeAddress
{
    public static string Of(Uri address)
    {
        if (!address.IsAbsoluteUri)
            return "(a relative address)";

        // Other schemes have no query of their own: what looks like one is part of their path, which therefore is not shown.
        return ForeignText.Show(IsKnown(address)
            ? address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
            : address.Host.Length > 0 ? $"{address.Scheme}://{address.Host}/…" : $"{address.Scheme}:…");
    }

    private static bool IsKnown(Uri address) =>
        address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp || address.Scheme == AppFileSource.Scheme;
}
