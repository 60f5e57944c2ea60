using Edge.AI.Catalog;
using Edge.AI.Settings;

namespace Edge.AI.Sources;

/// <summary>
/// Implements the conventions of Hugging Face, where most models come from.
/// https://huggingface.co/docs/huggingface_hub/package_reference/environment_variables
/// </summary>
internal static class HuggingFace
{
    private const string Host = "huggingface.co";

    /// <summary>
    /// Sets options from environment variables, unless the app has set them. An unusable variable is only remembered: another tool may have set it, and it
    /// matters only when a file of the hub is downloaded.
    /// </summary>
    public static void Apply(ProvisioningOptions options, Func<string, string?> environment)
    {
        options.Hub = new();
        if (!options.Offline && environment("HF_HUB_OFFLINE")?.Trim().ToUpperInvariant() is "1" or "ON" or "YES" or "TRUE")
            (options.Offline, options.Hub) = (true, options.Hub with { TurnsOffline = true });
        if (options.HuggingFaceEndpoint is null && environment("HF_ENDPOINT")?.Trim() is { Length: > 0 } endpoint)
            ApplyEndpoint(options, endpoint);
        if (environment("HF_TOKEN")?.Trim() is { Length: > 0 } token)
            ApplyToken(options, token);
    }

    /// <summary>Returns the name, as the user knows it, of the setting that turned offline mode on.</summary>
    public static string OfflineSetting(ProvisioningOptions options) => options.Hub.TurnsOffline ? "the environment variable HF_HUB_OFFLINE" : "EdgeAI:Offline";

    /// <summary>Whether the file is on the hub.</summary>
    public static bool IsHubFile(Uri address) => address.Scheme == Uri.UriSchemeHttps && address.IdnHost == Host;

    /// <summary>Returns the address of a repository in the hub's API.</summary>
    /// <param name="repository">OWNER/NAME.</param>
    /// <param name="revision">A branch, tag or commit; null for the default branch.</param>
    public static Uri ApiOf(string repository, string? revision = null) =>
        new($"https://{Host}/api/models/{repository}{(revision is null ? "" : $"/revision/{Uri.EscapeDataString(revision)}")}");

    /// <summary>Returns the address of a file at a commit.</summary>
    public static Uri FileOf(string repository, string commit, string path) =>
        new($"https://{Host}/{repository}/resolve/{commit}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}");

    /// <summary>Returns the address to request: the mirror's for a file of the hub, the file's own for every other.</summary>
    /// <exception cref="ModelDownloadException">It is a file of the hub, and a variable for the hub cannot be used.</exception>
    public static Uri AddressOf(Uri address, ProvisioningOptions options)
    {
        if (!IsHubFile(address))
            return address;
        if (options.HuggingFaceEndpoint is null && options.Hub.EndpointProblem is { } endpointProblem)
            throw HttpFailure.Setting(endpointProblem, "Unset HF_ENDPOINT, or set EdgeAI:HuggingFaceEndpoint to the address of a mirror (https://…).");

        var target = Redirected(address, options.HuggingFaceEndpoint);
        return options.Hub.TokenProblem is { } tokenProblem && !AccessTokens.HasOwn(options.AccessTokens, target)
            ? throw HttpFailure.Setting(tokenProblem, $"Set HF_TOKEN to the token alone, unset it, or set EdgeAI:AccessTokens:{target.IdnHost}.")
            : target;
    }

    /// <summary>Returns the mirror's address for a file of the hub, and every other address unchanged.</summary>
    public static Uri Redirected(Uri address, Uri? endpoint) => endpoint is not null && IsHubFile(address)
        ? new(endpoint.GetLeftPart(UriPartial.Path).TrimEnd('/') + address.PathAndQuery)
        : address;

    /// <summary>Whether a mirror of the hub answered.</summary>
    public static bool IsMirror(FileRequest request, HttpResponseMessage response) =>
        IsHubFile(request.Address) && !AnswerAddress.IsRedirected(response) && response.RequestMessage?.RequestUri?.IdnHost != Host;

    /// <summary>Whether the file's licence must be accepted first.</summary>
    public static bool IsGated(HttpResponseMessage response) => HasErrorCode(response, "GatedRepo");

    /// <summary>Whether there is no such repository, as far as this account can see.</summary>
    public static bool IsUnknown(HttpResponseMessage response) => HasErrorCode(response, "RepoNotFound");

    public static string GatedHint(Uri address, string tokenSetting, bool hasToken) => hasToken
        ? $"The model's licence must be accepted first: accept it on {PageOf(address)}, with the account of the token in use, or use another account's token ({tokenSetting})."
        : $"The model's licence must be accepted first: accept it on {PageOf(address)}, then set {tokenSetting} to a token of that account.";

    private static void ApplyEndpoint(ProvisioningOptions options, string endpoint)
    {
        if (Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Host.Length > 0
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)))
        {
            options.HuggingFaceEndpoint = address;
            return;
        }

        var shown = address is not null ? SafeAddress.Of(address) : endpoint[(endpoint.LastIndexOf('@') + 1)..].Split('?')[0]; // No password and no signature.
        options.Hub = options.Hub with { EndpointProblem = $"The environment variable HF_ENDPOINT is '{shown}'. It must be an https address (http on this machine only)." };
    }

    private static void ApplyToken(ProvisioningOptions options, string token)
    {
        if (AccessTokens.ProblemOf(token) is { } problem)
        {
            options.Hub = options.Hub with { TokenProblem = $"The environment variable HF_TOKEN contains {problem}, which a request cannot carry." };
            return;
        }

        options.AccessTokens.TryAdd(Host, token);
        if (options.HuggingFaceEndpoint is { IsAbsoluteUri: true } mirror && !AccessTokens.HasOwn(options.AccessTokens, mirror))
            options.AccessTokens[mirror.Authority] = token;
    }

    private static bool HasErrorCode(HttpResponseMessage response, string code) =>
        response.Headers.TryGetValues("X-Error-Code", out var codes) && codes.Contains(code, StringComparer.Ordinal);

    // https://huggingface.co/OWNER/MODEL/resolve/REVISION/FILE and https://huggingface.co/api/models/OWNER/MODEL/tree/REVISION
    private static string PageOf(Uri address) => address.Segments switch
    {
        [_, var owner, var model, "resolve/", ..] => PageOf(address, owner, model),
        [_, "api/", "models/", var owner, var model, ..] => PageOf(address, owner, model),
        _ => "the model's page",
    };

    private static string PageOf(Uri address, string owner, string model) => $"{address.GetLeftPart(UriPartial.Authority)}/{owner}{model.TrimEnd('/')}";
}
