using System.Text.Json;
using Edge.AI.Templates;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat;

/// <summary>The greedy answers that edge-tiny's makers computed from its weights, without llama.cpp.</summary>
public sealed class ExpectedAnswersTests(TinyModel tiny)
{
    public static TheoryData<int, string> Cases
    {
        get
        {
            var cases = new TheoryData<int, string>();
            foreach (var (index, row) in Rows().Index().Where(row => row.Item.IsCertain))
                cases.Add(index, row.Messages.EnumerateArray().Last().GetProperty("content").GetString()!);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Every_answer_is_the_one_that_the_weights_give(int index, string lastMessage)
    {
        var row = Rows().ElementAt(index);
        row.Messages.EnumerateArray().Last().GetProperty("content").GetString().Should().Be(lastMessage);
        var model = await tiny.Loaded;
        var prompt = ChatTemplate.Parse(model.Text.ChatTemplate!, "edge-tiny").Render(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                ["messages"] = row.Messages,
                ["tools"] = row.Tools,
                ["add_generation_prompt"] = true,
            },
            new() { Now = DateTimeOffset.UnixEpoch });
        var tokens = new AI.Chat.PromptTokenizer(model.Vocabulary).Tokenize(prompt);

        tokens.Should().HaveCount(row.PromptTokens);
        (await Prompts.TextOf(model, model.Generate(Prompts.Greedy(tokens)))).Should().Be(row.Answer);
    }

    [Fact]
    public async Task The_client_gives_them_too_wherever_no_tools_are_offered()
    {
        using var client = TinyClient.Over(tiny);
        foreach (var row in Rows().Where(row => row.Tools.GetArrayLength() == 0 && row.IsCertain))
        {
            var messages = row.Messages.EnumerateArray().Select(message => new ChatMessage(new(message.GetProperty("role").GetString()!), message.GetProperty("content").GetString()));

            var response = await client.GetResponseAsync(messages, new() { Temperature = 0 }, TestContext.Current.CancellationToken);

            response.Text.Should().Be(row.Answer);
            response.Usage!.InputTokenCount.Should().Be(row.PromptTokens);
        }
    }

    private static IEnumerable<Row> Rows()
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "TestData", "edge-tiny-expected.json")));
        foreach (var row in document.RootElement.Clone().EnumerateArray())
        {
            yield return new(
                row.GetProperty("messages"), row.GetProperty("tools"), row.GetProperty("answer").GetString()!,
                row.GetProperty("promptTokens").GetInt32(), row.GetProperty("leastProbability").GetDouble());
        }
    }

    private sealed record Row(JsonElement Messages, JsonElement Tools, string Answer, int PromptTokens, double LeastProbability)
    {
        /// <summary>The model card says from where on an answer is the same on every machine.</summary>
        public bool IsCertain => LeastProbability > 0.8;
    }
}
