using System.Text.Json.Nodes;
using Edge.AI.Cli.Output;
using Edge.AI.Common;

namespace Edge.AI.Cli.Diagnosis;

/// <summary>Describes llama.cpp: which runtime is used and why, which others are not, and its devices.</summary>
internal static class RuntimeChecks
{
    /// <summary>Searches as the chat client does, with the same settings.</summary>
    public static EdgeRuntimeReport Find() =>
        EdgeRuntimeReport.Create(runtime: Enum.TryParse<EdgeRuntime>(Environment.GetEnvironmentVariable("EdgeAI__Runtime"), ignoreCase: true, out var runtime) ? runtime : EdgeRuntime.Auto);

    public static CheckLine Runtime(EdgeRuntimeReport report)
    {
        var others = report.Locations.Where(location => !location.IsUsed).Select(location => (JsonNode)$"{Short(location.Folder)} ({location.Name}): {location.Finding}").ToArray();
        if (report.Error is { } error)
            return new("runtime", CheckStatus.Error, error.Message) { Code = error.Code, Hint = error.Hint, Facts = new() { ["searched"] = new JsonArray(others) } };

        var facts = new JsonObject { ["folder"] = Short(report.Folder!), ["foundAs"] = report.Locations.FirstOrDefault(location => location.IsUsed)?.Name };
        if (report.ProcessorBackend is { } backend)
            facts["cpuBackend"] = Path.GetFileName(backend);
        if (others.Length > 0)
            facts["notUsed"] = new JsonArray(others);
        return new("runtime", CheckStatus.Ok, report.Version!) { Facts = facts };
    }

    /// <summary>A folder of the tool, from there: <c>./runtimes/linux-x64/native</c>. The versions say where the tool is.</summary>
    private static string Short(string folder) =>
        Path.GetRelativePath(AppContext.BaseDirectory, folder) is var relative && !relative.StartsWith("..", StringComparison.Ordinal) && !Path.IsPathRooted(relative) ? relative == "." ? relative : Path.Combine(".", relative) : folder;

    public static CheckLine Devices(EdgeRuntimeReport report)
    {
        var facts = new JsonObject();
        foreach (var device in report.Devices)
            facts[device.Name] = device.MemoryBytes > 0 ? $"{device.Description}, {ByteSizeText.Of(device.MemoryBytes)}" : device.Description;
        return new("devices", CheckStatus.Ok, report.Devices.Count == 1 ? "1 device" : $"{report.Devices.Count} devices") { Facts = facts };
    }
}
