using Edge.AI.Cli.Tests.Support;

namespace Edge.AI.Cli.Tests.Models;

/// <summary>One process chats with a model that no catalogue has, and another one deletes models.</summary>
public sealed class ModelInUseTests : ChatTest
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_model_that_is_only_in_the_model_folder_is_not_deleted_while_a_chat_uses_it(bool byPath)
    {
        Serve("endless", await File.ReadAllBytesAsync(WriteEndless(), TestContext.Current.CancellationToken));
        (await RunAsync("models", "pull", "endless")).ExitCode.Should().Be(0);
        await using var chat = StartWithoutManifest("chat", byPath ? PathOf("endless") : "endless", "hello", "--threads", "1", "--quiet");
        await chat.Begun;

        var prune = await RunWithoutManifestAsync("models", "prune", "--unknown", "--unused-for", "0", "--json");
        var remove = await RunWithoutManifestAsync("models", "remove", "endless");

        prune.LinesOf("prunedTotal").Single().GetProperty("inUse").EnumerateArray().Select(id => id.GetString()).Should().Equal("endless");
        (remove.ExitCode, remove.Errors.Contains("is in use", StringComparison.Ordinal)).Should().Be((1, true));
        File.Exists(PathOf("endless")).Should().BeTrue();

        await chat.KillAsync();
        (await RunWithoutManifestAsync("models", "remove", "endless")).ExitCode.Should().Be(0);
        File.Exists(PathOf("endless")).Should().BeFalse();
    }

    private ToolProcess StartWithoutManifest(params string[] arguments) => ToolProcess.Start(ToolEnvironment, arguments);

    private async Task<ToolResult> RunWithoutManifestAsync(params string[] arguments)
    {
        await using var tool = StartWithoutManifest(arguments);
        return await tool.EndAsync();
    }
}
