using System.Reflection;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Tests.Hosting;

/// <summary>The table of log events in docs/telemetry.md and the log lines in the code, compared in both directions.</summary>
public sealed class LogDocumentationTests
{
    private const BindingFlags All = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly (string Id, string Level, string Message)[] s_lines =
    [
        .. new[] { typeof(EdgeChatClient).Assembly, typeof(ModelProvisioner).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(All))
            .Select(method => method.GetCustomAttribute<LoggerMessageAttribute>())
            .OfType<LoggerMessageAttribute>()
            .Select(line => ($"{line.EventId}", line.Level == LogLevel.None ? "–" : $"{line.Level}", line.Message))
            .Distinct(), // sources in both assemblies
    ];

    [Fact]
    public void The_documentation_has_every_event_with_level_and_message() =>
        DocumentedTable.Read("telemetry.md", "event").Select(row => (row["event"], row["level"], row["message"])).Should().BeEquivalentTo(s_lines, "the table of docs/telemetry.md has a row for each event");

    [Fact]
    public void Every_event_has_an_id_of_its_own() => s_lines.Select(line => line.Id).Should().OnlyHaveUniqueItems();
}
