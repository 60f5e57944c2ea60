using Edge.AI.Testing.Gguf;

namespace Edge.AI.Cli.Tests.Support;

/// <summary>Chats with edge-tiny, or with a model whose answers never end. One thread computes.</summary>
public abstract class ChatTest : ToolTest
{
    /// <summary>Writes a model that never ends an answer by itself.</summary>
    /// <param name="change">Changes the bytes of the file.</param>
    private protected string WriteEndless(Action<byte[]>? change = null)
    {
        var bytes = new RandomLlama { Architecture = ModelArchitecture.Qwen2, VocabularyKind = VocabularyKind.Words, VocabularySize = 1024, ContextLength = 200_000 }.ToArray();
        change?.Invoke(bytes);
        var path = Path.Combine(Folder, "endless.gguf");
        File.WriteAllBytes(path, bytes);
        return path;
    }

    private protected ToolProcess StartChat(string input, params string[] arguments) => ToolProcess.Start(ToolEnvironment, ["chat", .. Repeatable(arguments)], input);

    private protected async Task<ToolResult> ChatAsync(string input, params string[] arguments)
    {
        await using var tool = StartChat(input, arguments);
        return await tool.EndAsync();
    }

    private protected ToolTerminal StartTerminal(params string[] arguments) => StartTerminal(echoes: false, arguments);

    private protected ToolTerminal StartEchoingTerminal(params string[] arguments) => StartTerminal(echoes: true, arguments);

    private ToolTerminal StartTerminal(bool echoes, string[] arguments)
    {
        Assert.SkipUnless(ToolTerminal.IsPossible, ToolTerminal.Missing);
        return ToolTerminal.Start(ToolEnvironment, ["chat", .. Repeatable(arguments)], echoes);
    }

    /// <summary>Without a temperature, the most probable answer is chosen.</summary>
    private string[] Repeatable(string[] arguments) => [.. WithManifest(arguments), "--threads", "1", .. arguments.Contains("--temperature") ? Array.Empty<string>() : ["--temperature", "0"]];
}
