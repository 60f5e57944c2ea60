using System.Text.Json;
using Edge.AI.Grammars;
using Edge.AI.Inference;
using Edge.AI.Tests.Support;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.AI.Tests.Grammars;

/// <summary>What noise says under a schema's grammar always satisfies the schema, however hot.</summary>
public sealed class RandomSchemaTests(NoiseModel noise)
{
    private const int MaxTokens = 1500;

    private static readonly float[] s_temperatures = [0, 0.5f, 1, 2];

    [Fact]
    public async Task Whatever_is_sampled_under_a_schema_parses_and_satisfies_it()
    {
        var model = await noise.Loaded;
        var schemas = RandomSchemas.All.Sample(60).ToList();
        var (ended, cut) = (0, 0);

        foreach (var schema in schemas.Select(schema => JsonElement.Parse(schema.ToJsonString())))
        {
            var grammar = SchemaGrammars.Of(schema);
            foreach (var temperature in s_temperatures)
            {
                var (text, end) = await SayAsync(model, new(grammar), new() { Temperature = temperature, TopK = 0, TopP = 1, MinP = 0, Seed = (uint)ended });
                if (end is not GenerationEnd.EndToken)
                {
                    cut++;
                    continue;
                }

                ended++;
                new SchemaValidator(schema).Errors(JsonElement.Parse(text)).Should().BeEmpty($"{text} was sampled at {temperature} under {schema}\n{grammar.Gbnf}");
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{ended} answers ended, {cut} were cut at {MaxTokens} tokens.");
        cut.Should().BeLessThan((ended + cut) / 20, "what did not end proves nothing");
    }

    private static async Task<(string Text, GenerationEnd? End)> SayAsync(LoadedModel model, GrammarConstraint grammar, SamplingSettings sampling)
    {
        var generation = model.Generate(new(model.Vocabulary.Tokenize("Once", addSpecial: true, parseSpecial: false), sampling, MaxTokens, grammar));
        return (await Prompts.TextOf(model, generation), generation.End);
    }
}
