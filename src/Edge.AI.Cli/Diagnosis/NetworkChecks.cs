using System.Text.Json.Nodes;
using Edge.AI.Cli.Output;

namespace Edge.AI.Cli.Diagnosis;

/// <summary>Describes the settings for downloads. No request is made.</summary>
internal static class NetworkChecks
{
    private static readonly string[] Shown = ["http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "EdgeAI__Proxy", "HF_ENDPOINT", "HF_HUB_OFFLINE", "EdgeAI__Offline"];

    // Only whether they are set. Of other variables of the section EdgeAI, such as access tokens, not even the values are read.
    private static readonly string[] Secret = ["HF_TOKEN", "EDGE_AI_API_KEY"];

    public static CheckLine Settings(Session session)
    {
        var facts = new JsonObject();
        foreach (var name in Shown)
        {
            if (Environment.GetEnvironmentVariable(name) is { Length: > 0 } value)
                facts[name] = name.Contains("proxy", StringComparison.OrdinalIgnoreCase) && !name.StartsWith("no", StringComparison.OrdinalIgnoreCase) ? WithScheme(value) : value;
        }

        foreach (var name in Secret.Where(name => Environment.GetEnvironmentVariable(name) is { Length: > 0 }))
            facts[name] = "set, not shown";
        string[] others = [.. Environment.GetEnvironmentVariables().Keys.Cast<string>().Where(name => name.StartsWith("EdgeAI__", StringComparison.OrdinalIgnoreCase) && !Shown.Contains(name)).Order(StringComparer.Ordinal)];
        if (others.Length > 0)
            facts["otherSettings"] = new JsonArray([.. others.Select(name => (JsonNode)name)]);

        var hasProxy = facts.Any(fact => fact.Key.EndsWith("proxy", StringComparison.OrdinalIgnoreCase) && !fact.Key.StartsWith("no", StringComparison.OrdinalIgnoreCase));
        return new("network", CheckStatus.Ok, session.Provisioning.Offline ? "offline: no downloads" : hasProxy ? "downloads through a proxy" : "downloads without a proxy") { Facts = facts };
    }

    /// <summary>A proxy may be written without its scheme. With one, its password is found and hidden.</summary>
    private static string WithScheme(string proxy) => proxy.Contains("://", StringComparison.Ordinal) ? proxy : $"http://{proxy}";
}
