namespace Edge.AI.Provisioning;

/// <summary>Addresses as logs, journals and errors may show them: signatures and passwords travel in queries, fragments and user names.</summary>
internal static class SafeAddress
{
    public static string Of(Uri address) => address.IsAbsoluteUri
        ? address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped)
        : "(a relative address)";
}
