using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using Edge.AI.Inference;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Grammars;

public sealed class ResponseFormatTests(TinyModel tiny, NoiseModel noise)
{
    private static readonly JsonSerializerOptions s_json = AIJsonUtilities.DefaultOptions;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_csharp_record_comes_back_as_an_instance_streamed_and_not()
    {
        await using var model = await TinyModel.LoadAsync(maxConcurrency: 1); // requests that share batches round differently, and this model was never taught JSON
        using var client = TinyClient.Over(new FixedHost(model));
        var options = Greedy(ChatResponseFormat.ForJsonSchema<Answer>(s_json));

        var response = await client.GetResponseAsync("What is the capital of France?", options, Cancellation);
        var streamed = await client.GetStreamingResponseAsync("What is the capital of France?", options, Cancellation).ToChatResponseAsync(Cancellation);

        streamed.Text.Should().Be(response.Text);
        response.FinishReason.Should().Be(ChatFinishReason.Stop);
        JsonSerializer.Deserialize<Answer>(response.Text, s_json)!.City.Should().NotBeNull();
    }

    [Fact]
    public async Task Json_without_a_schema_is_any_object()
    {
        using var client = TinyClient.Over(tiny);

        var response = await client.GetResponseAsync("What is the capital of France?", Greedy(ChatResponseFormat.Json), Cancellation);

        response.Text.TrimStart().Should().StartWith("{");
        if (response.FinishReason == ChatFinishReason.Stop)
            JsonElement.Parse(response.Text).ValueKind.Should().Be(JsonValueKind.Object);
    }

    [Fact]
    public async Task Too_few_tokens_for_the_json_end_it_with_the_reason_Length()
    {
        using var client = TinyClient.Over(tiny);
        var options = Greedy(ChatResponseFormat.ForJsonSchema<Answer>(s_json));
        options.MaxOutputTokens = 3;

        var response = await client.GetResponseAsync("What is the capital of France?", options, Cancellation);

        response.FinishReason.Should().Be(ChatFinishReason.Length);
        response.Usage!.OutputTokenCount.Should().Be(3);
    }

    [Fact]
    public async Task A_schema_that_nothing_satisfies_is_refused_before_the_model_is_loaded()
    {
        using var client = TinyClient.Over(tiny);
        var options = Greedy(ChatResponseFormat.ForJsonSchema(JsonElement.Parse("""{"type":"integer","minimum":2,"maximum":1}""")));

        var asking = () => client.GetResponseAsync("hello", options, Cancellation);

        (await asking.Should().ThrowAsync<EdgeOptionException>()).Which.Code.Should().Be(EdgeErrorCodes.OptionUnsupported);
    }

    [Theory]
    [InlineData(typeof(Person))]
    [InlineData(typeof(Tree))]
    [InlineData(typeof(Everything))]
    [InlineData(typeof(List<Person>))]
    [InlineData(typeof(Dictionary<string, Color?>))]
    [InlineData(typeof(Dictionary<string, List<Address>>))]
    [InlineData(typeof(Shape))]
    [InlineData(typeof(Drawing))]
    [InlineData(typeof(Category))]
    [InlineData(typeof(Collections))]
    public async Task Every_schema_that_is_made_of_a_type_gives_instances_of_it_even_from_noise(Type type)
    {
        var model = await noise.Loaded;
        var log = new RecordingLogger();
        var grammar = SchemaGrammars.Of(AIJsonUtilities.CreateJsonSchema(type, serializerOptions: s_json), log);
        log.Lines.Select(line => line.Text).Should().NotContain(line => !line.Contains("format", StringComparison.Ordinal));

        var ended = 0;
        for (var seed = 0u; seed < 8; seed++)
        {
            var generation = model.Generate(new([1], new() { Temperature = 1, TopK = 0, TopP = 1, MinP = 0, Seed = seed }, MaxTokens: 1500, new(grammar)));
            var text = await Prompts.TextOf(model, generation);
            if (generation.End is not GenerationEnd.EndToken)
                continue;

            ended++;
            FluentActions.Invoking(() => JsonSerializer.Deserialize(text, type, s_json)).Should().NotThrow(text).Which.Should().NotBeNull();
        }

        ended.Should().BePositive();
    }

    [Fact]
    public async Task A_response_format_adds_no_text_to_the_prompt()
    {
        using var client = TinyClient.Over(tiny);
        var plain = await client.GetResponseAsync("hello", new() { MaxOutputTokens = 1 }, Cancellation);

        foreach (var format in (ChatResponseFormat[])[ChatResponseFormat.Text, ChatResponseFormat.Json, ChatResponseFormat.ForJsonSchema<Answer>(s_json, "answer", "What to say")])
            (await client.GetResponseAsync("hello", new() { ResponseFormat = format, MaxOutputTokens = 1 }, Cancellation)).Usage!.InputTokenCount.Should().Be(plain.Usage!.InputTokenCount);
    }

    private static ChatOptions Greedy(ChatResponseFormat format) => new() { Temperature = 0, ResponseFormat = format, MaxOutputTokens = 200 };

    public enum Color
    {
        Red,
        Green,
    }

    public sealed record Answer(string City, bool IsCapital);

    public sealed record Person(
        [property: StringLength(20)] string Name, [property: Range(0, 150)] int Age, Color Favorite, Address? Home, IReadOnlyList<Color> Colors, [property: MaxLength(5)] string? Note = null);

    public sealed record Address([property: StringLength(9)] string Street, [property: RegularExpression(@"^\d{5}$")] string Code);

    public sealed record Tree([property: Range(0, 9)] int Value, Tree? Left, Tree? Right);

    [Description("One of each.")]
    public sealed record Everything(
        Guid Id, DateTime When, DateTimeOffset At, DateOnly Day, TimeOnly Time, TimeSpan Span, [property: Range(-9.5, 9.5)] double Number, [property: Range(0, 1000)] decimal Price,
        long Big, bool? Flag, char Letter, [property: Range(1, 3)] byte Small, Color? Tone, [property: Base64String] string Data, [property: Base64String] byte[] Bytes, Uri Link, Version Version);

    [JsonDerivedType(typeof(Circle), "circle")]
    [JsonDerivedType(typeof(Square), "square")]
    public abstract record Shape([property: StringLength(5)] string Name);

    public sealed record Circle(string Name, [property: Range(0.5, 9)] double Radius) : Shape(Name);

    public sealed record Square(string Name, [property: Range(1, 9)] int Side) : Shape(Name);

    public sealed record Drawing([property: Length(1, 3)] IReadOnlyList<Shape> Shapes, Shape? Main);

    public sealed record Category([property: StringLength(5)] string Name, [property: MaxLength(2)] IList<Category> Children, Category? Parent);

    public sealed record Collections(
        [property: MaxLength(3)] bool[][] Grid, ISet<Color> Tones, IDictionary<string, Guid?> Ids, [property: MaxLength(3)] float?[] Prices, JsonElement Any, object Other, (Color, bool) Pair);
}
