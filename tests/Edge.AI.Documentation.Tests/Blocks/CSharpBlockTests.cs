using System.Diagnostics;
using Edge.AI.Testing;

namespace Edge.AI.Documentation.Tests.Blocks;

/// <summary>Each block of C# on the pages is compiled against the libraries of this build. Blocks with the mark <c>run</c> run, with edge-tiny.</summary>
public sealed class CSharpBlockTests
{
    private static readonly HashSet<string> s_marks = ["run", "continues", "worker"];

    public static TheoryData<string, int> All { get; } = Select(_ => true);

    public static TheoryData<string, int> Run { get; } = Select(block => block.IsRun);

    [Theory]
    [MemberData(nameof(All))]
    public void A_block_compiles(string page, int index) => string.Join('\n', Example.Of(Pages.Blocks[page], index).Problems).Should().BeEmpty($"readers copy the block of {Pages.Blocks[page][index]}; correct it there");

    [Theory]
    [MemberData(nameof(Run))]
    public async Task A_block_prints_what_the_page_states(string page, int index)
    {
        var block = Pages.Blocks[page][index];
        var program = Example.Of(Pages.Blocks[page], index).Emit();
        var stated = Pages.Blocks[page].Skip(index + 1).TakeWhile(next => next.Language != "csharp").FirstOrDefault(next => next.Has("output"))?.Text ?? "";
        try
        {
            var (exitCode, output, errors) = await RunAsync(program);

            exitCode.Should().Be(0, $"{block} must run: {errors}{output}");
            StatedOutput.Matches(stated, output).Should().BeTrue($"{block} states\n{stated}\nand it printed\n{output}\nCorrect the output on the page, or the program");
        }
        finally
        {
            foreach (var file in Directory.GetFiles(Path.GetDirectoryName(program)!, Path.GetFileNameWithoutExtension(program) + "*"))
                File.Delete(file);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_marks_of_a_block_are_known(string page, int index) =>
        Pages.Blocks[page][index].Marks.Where(mark => !s_marks.Contains(mark) && !mark.StartsWith("file=", StringComparison.Ordinal)).Should().BeEmpty($"{Pages.Blocks[page][index]} has them; CodeBlock lists the marks");

    [Fact]
    public void There_are_blocks_of_each_kind() => (All.Count > 30, Run.Count > 3).Should().Be((true, true));

    [Theory]
    [InlineData("var answer = await chat.GetResponceAsync(question);", "CS1061")]
    [InlineData("using Edge.AI;\nConsole.WriteLine(EdgeModels.Phi33);", "CS0117")]
    [InlineData("using Microsoft.Extensions.AI;\nIChatClient chat = EdgeChatClient.Create(EdgeModels.Phi3);", "CS0103")]
    [InlineData(".UseFallback(CreateCloudClient);", "CS")]
    public void A_block_with_a_mistake_does_not_compile(string text, string code) => Example.Of(text).Problems.Should().Contain(problem => problem.StartsWith(code, StringComparison.Ordinal));

    private static async Task<(int ExitCode, string Output, string Errors)> RunAsync(string program)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        var folder = Directory.CreateTempSubdirectory("edge-ai-example-");
        var start = AppStart.Of(program, []);
        start.WorkingDirectory = folder.FullName;
        start.Environment["EDGE_AI_HOME"] = Path.Combine(folder.FullName, "models");
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1"; // tests run in parallel
        using var process = Process.Start(start)!;
        using var registration = patience.Token.Register(() => process.Kill(entireProcessTree: true));
        var errors = process.StandardError.ReadToEndAsync(patience.Token);
        var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
        await process.WaitForExitAsync(patience.Token);
        folder.Delete(recursive: true);
        return (process.ExitCode, output, await errors);
    }

    private static TheoryData<string, int> Select(Func<CodeBlock, bool> isWanted)
    {
        TheoryData<string, int> data = [];
        foreach (var (page, blocks) in Pages.Blocks)
        {
            for (var index = 0; index < blocks.Count; index++)
            {
                if (blocks[index].Language == "csharp" && isWanted(blocks[index]))
                    data.Add(page, index);
            }
        }

        return data;
    }
}
