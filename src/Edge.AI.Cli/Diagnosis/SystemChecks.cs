using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using Edge.AI.Cli.Output;
using Edge.AI.Common;

namespace Edge.AI.Cli.Diagnosis;

/// <summary>Describes the system: versions, processor and memory.</summary>
internal static class SystemChecks
{
    public static CheckLine Versions()
    {
        return new("versions", CheckStatus.Ok, $"Edge.AI {EdgeVersion()}, {RuntimeInformation.FrameworkDescription}")
        {
            Facts = new()
            {
                ["tool"] = Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory),
                ["system"] = SystemName(),
                ["platform"] = RuntimeInformation.RuntimeIdentifier,
                ["container"] = Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") == "true" || File.Exists("/.dockerenv") || File.Exists("/run/.containerenv"),
            },
        };
    }

    public static CheckLine Processor()
    {
        var machine = EdgeMachineReport.Create();
        var facts = new JsonObject { ["logicalProcessors"] = machine.LogicalProcessors };
        if (machine.ProcessorQuota is { } quota)
            facts["quota"] = Math.Round(quota, 2);
        if (machine.ControlGroupVersion is { } version)
            facts["cgroups"] = $"version {version}";
        var limit = machine.ProcessorQuota is { } cores && cores < machine.LogicalProcessors ? $", limited to {cores:0.##} by the container" : "";
        return new("processor", CheckStatus.Ok, $"{machine.UsableCores} {(machine.UsableCores == 1 ? "core" : "cores")} for models{limit}") { Facts = facts };
    }

    public static CheckLine Memory()
    {
        var machine = EdgeMachineReport.Create();
        var isTight = machine.AvailableMemoryBytes < machine.MemoryBytes / 10;
        var facts = new JsonObject();
        if (machine.MemoryLimitBytes is { } limit)
            facts["containerLimitBytes"] = limit;
        return new("memory", isTight ? CheckStatus.Warning : CheckStatus.Ok, $"{ByteSizeText.Of(machine.AvailableMemoryBytes)} of {ByteSizeText.Of(machine.MemoryBytes)} available")
        {
            Facts = facts,
            Hint = isTight ? "End other programs, raise the limit of the container, or use a smaller model or --context." : null,
        };
    }

    /// <summary>The version and the commit, as in <c>0.1.0 (5b559f9)</c>.</summary>
    private static string EdgeVersion()
    {
        var version = typeof(EdgeChatClient).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";
        return version.Split('+') is [var number, { Length: > 7 } commit] ? $"{number} ({commit[..7]})" : version;
    }

    /// <summary>On Linux the name of the distribution and the kernel, as its users know them.</summary>
    private static string SystemName()
    {
        const string Key = "PRETTY_NAME=";
        var name = OperatingSystem.IsLinux() && File.Exists("/etc/os-release")
            ? File.ReadLines("/etc/os-release").FirstOrDefault(line => line.StartsWith(Key, StringComparison.Ordinal))?[Key.Length..].Trim('"')
            : null;
        return name is null ? RuntimeInformation.OSDescription : $"{name}, kernel {Environment.OSVersion.Version}";
    }
}
