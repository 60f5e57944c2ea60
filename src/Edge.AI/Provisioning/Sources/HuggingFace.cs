namespace Edge.AI.Provisioning;

/// <summary>
/// The conventions of the hub that most models come from.
/// https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables
/// </summary>
internal static class HuggingFace
{
    private const string Host = "huggingface.co";

    /// <summary>Fills in what the app did not set itself.</summary>
    public static void Apply(ProvisioningOptions options, Func<string, string?> environment)
    {
        options.Offline |= environment("HF_HUB_OFFLINE")?.Trim().ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE";
        if (options.HuggingFaceEndpoint is null && environment("HF_ENDPOINT")?.Trim() is { Length: > 0 } endpoint)
            options.HuggingFaceEndpoint = new(endpoint, UriKind.RelativeOrAbsolute); // Validated like one of the app's own.
        if (environment("HF_TOKEN")?.Trim() is not { Length: > 0 } token)
            return;

        options.Tokens.TryAdd(Host, token);
        if (options.HuggingFaceEndpoint is { IsAbsoluteUri: true } mirror)
            options.Tokens.TryAdd(mirror.Authority, token);
    }

    /// <summary>The address at the endpoint for a file of the hub; every other address as it is.</summary>
    public static Uri Redirected(Uri address, Uri? endpoint) => endpoint is not null && address.Scheme == Uri.UriSchemeHttps && address.IdnHost == Host
        ? new(endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/') + address.PathAndQuery)
        : address;

    /// <summary>Whether the file's licence must be accepted first.</summary>
    public static bool IsGated(HttpResponseMessage response) => response.Headers.TryGetValues("X-Error-Code", out var codes) && codes.Contains("GatedRepo", StringComparer.Ordinal);

    public static string GatedHint(Uri address) =>
        $"The model's authors want their licence accepted first: do so on {PageOf(address)}, then set HF_TOKEN (or EdgeAI:Tokens:{address.IdnHost}) to a token of that account.";

    // https://huggingface.co/OWNER/MODEL/resolve/REVISION/FILE
    private static string PageOf(Uri address) =>
        address.Segments is [_, _, _, "resolve/", ..] segments ? $"{address.GetLeftPart(UriPartial.Authority)}/{segments[1]}{segments[2].TrimEnd('/')}" : "the model's page";
}
