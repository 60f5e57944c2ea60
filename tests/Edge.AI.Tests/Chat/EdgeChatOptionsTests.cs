using System.Text.Json;
using Edge.AI.Chat;
using Edge.AI.Inference;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.AI;

namespace Edge.AI.Tests.Chat;

public sealed class EdgeChatOptionsTests(TinyModel tiny)
{
    private static readonly SamplingSettings Model = new();

    [Fact]
    public void Typed_options_can_be_given_in_place_of_the_common_ones()
    {
        var settings = Settings(new EdgeChatOptions { MinP = 0.2f, Temperature = 0.5f, Mirostat = 2, LogitBias = new Dictionary<int, float> { [5] = -1 } });

        settings.Should().BeEquivalentTo(new { MinP = 0.2f, Temperature = 0.5f, Mirostat = 2 });
        settings.LogitBias.Should().Equal(new Dictionary<int, float> { [5] = -1 });
    }

    [Fact]
    public void A_raw_representation_comes_first_and_options_fill_what_it_leaves_unset()
    {
        var asked = 0;
        var options = new ChatOptions
        {
            Temperature = 1,
            TopK = 7,
            MaxOutputTokens = 9,
            RawRepresentationFactory = _ =>
            {
                asked++;
                return new EdgeChatOptions { Temperature = 0.25f, DryMultiplier = 0.8f };
            },
        };

        var request = Request(options);

        request.Sampling(Model).Should().BeEquivalentTo(new { Temperature = 0.25f, TopK = 7, DryMultiplier = 0.8f });
        (request.MaxTokens, asked).Should().Be((9, 1));
    }

    [Fact]
    public void A_raw_representation_of_another_client_is_ignored() =>
        Settings(new() { Temperature = 1, RawRepresentationFactory = _ => "something else" }).Temperature.Should().Be(1);

    [Fact]
    public void Cloned_options_are_equal_and_their_own()
    {
        var options = new EdgeChatOptions { MinP = 0.1f, LogitBias = new Dictionary<int, float> { [1] = 1 }, DrySequenceBreakers = ["\n"], Temperature = 1, RawPrompt = true };
        foreach (var property in typeof(EdgeChatOptions).GetProperties().Where(property => property.DeclaringType == typeof(EdgeChatOptions) && property.GetValue(options) is null))
            property.SetValue(options, Convert.ChangeType(1, Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType, null));

        var clone = (EdgeChatOptions)options.Clone();
        clone.Should().BeEquivalentTo(options);
        options.LogitBias![2] = 2;
        options.DrySequenceBreakers!.Add(":");

        (clone.LogitBias!.Count, clone.DrySequenceBreakers!.Count).Should().Be((1, 1));
    }

    [Theory]
    [InlineData("min_p")]
    [InlineData("minP")]
    [InlineData("Min-P")]
    public void Additional_properties_are_known_by_their_usual_names_in_any_spelling(string name) => Property(name, 0.3).MinP.Should().Be(0.3f);

    [Fact]
    public void Values_are_read_whatever_became_of_them_on_the_way()
    {
        var json = JsonDocument.Parse("""{"number": 0.5, "text": "0.5", "list": ["a", "b"], "biases": {"7": -2, "8": false}, "pairs": [[7, -2], [8, false]]}""").RootElement;
        var biases = new Dictionary<int, float> { [7] = -2, [8] = float.NegativeInfinity };

        Property("xtc_probability", json.GetProperty("number")).XtcProbability.Should().Be(0.5f);
        Property("xtc_probability", json.GetProperty("text")).XtcProbability.Should().Be(0.5f);
        Property("xtc_probability", "0.5").XtcProbability.Should().Be(0.5f);
        Property("xtc_probability", 1).XtcProbability.Should().Be(1);
        Property("xtc_probability", 0.5m).XtcProbability.Should().Be(0.5f);
        Property("dry_sequence_breakers", json.GetProperty("list")).DrySequenceBreakers.Should().Equal("a", "b");
        Property("dry_sequence_breakers", new List<object> { "a" }).DrySequenceBreakers.Should().Equal("a");
        Property("logit_bias", json.GetProperty("biases")).LogitBias.Should().Equal(biases);
        Property("logit_bias", json.GetProperty("pairs")).LogitBias.Should().Equal(biases);
        Property("logit_bias", new Dictionary<string, object?> { ["7"] = -2, ["8"] = false }).LogitBias.Should().Equal(biases);
        Property("logit_bias", biases).LogitBias.Should().Equal(biases);
    }

    [Fact]
    public void Every_extra_has_a_name_among_the_additional_properties()
    {
        string[] names =
        [
            "min_p", "typical_p", "top_n_sigma", "xtc_probability", "xtc_threshold", "dynatemp_range", "dynatemp_exponent", "repeat_penalty", "repeat_last_n",
            "dry_multiplier", "dry_base", "dry_allowed_length", "dry_penalty_last_n", "mirostat", "mirostat_tau", "mirostat_eta",
        ];

        var options = EffectiveOptions.Of(new() { AdditionalProperties = new(names.Select((name, index) => KeyValuePair.Create(name, (object?)(index + 1)))) }, client: null);

        new object?[]
        {
            options.MinP, options.TypicalP, options.TopNSigma, options.XtcProbability, options.XtcThreshold, options.DynamicTemperatureRange, options.DynamicTemperatureExponent,
            options.RepeatPenalty, options.PenaltyLastTokens, options.DryMultiplier, options.DryBase, options.DryAllowedLength, options.DryLastTokens, options.Mirostat,
            options.MirostatTau, options.MirostatEta,
        }.Select(Convert.ToInt32).Should().Equal(Enumerable.Range(1, names.Length));
    }

    [Fact]
    public void Typed_values_come_before_additional_properties() =>
        Settings(new EdgeChatOptions { MinP = 0.2f, AdditionalProperties = new() { ["min_p"] = 0.9 } }).MinP.Should().Be(0.2f);

    [Fact]
    public void Unknown_additional_properties_and_nulls_are_ignored() =>
        Settings(new() { AdditionalProperties = new() { ["colour"] = "blue", ["min_p"] = null } }).Should().BeEquivalentTo(Model);

    [Theory]
    [InlineData("lora")]
    [InlineData("loraScale")]
    [InlineData("lora_adapters")]
    public void Adapters_for_one_request_are_refused_and_not_ignored(string name) =>
        FluentActions.Invoking(() => Property(name, 0.5)).Should().Throw<EdgeOptionException>().Which.Hint.Should().Contain("LoraAdapters");

    [Theory]
    [InlineData("min_p", "high")]
    [InlineData("mirostat", 1.5)]
    [InlineData("logit_bias", 3)]
    [InlineData("dry_sequence_breakers", 3)]
    [InlineData("min_p", true)]
    [InlineData("grammar", 3)]
    public void A_known_property_that_can_not_be_read_is_an_error_that_names_it(string name, object value) =>
        FluentActions.Invoking(() => Property(name, value)).Should().Throw<EdgeOptionException>().Which.Option.Should().Contain(name);

    [Theory]
    [InlineData("min_p", 1.1)]
    [InlineData("min_p", double.NaN)]
    [InlineData("typical_p", -1)]
    [InlineData("repeat_penalty", 0)]
    [InlineData("repeat_last_n", -1)]
    [InlineData("mirostat", 3)]
    [InlineData("mirostat_eta", 0)]
    [InlineData("dry_base", 0.5)]
    [InlineData("xtc_threshold", 2)]
    public void A_value_out_of_range_is_an_error(string name, double value) =>
        FluentActions.Invoking(() => Property(name, value)).Should().Throw<EdgeOptionException>().Which.Message.Should().Contain("out of range");

    [Fact]
    public void Every_number_has_a_range_and_its_error_names_option_value_and_range()
    {
        foreach (var property in typeof(EdgeChatOptions).GetProperties().Where(property => property.CanWrite && Number(property) is not null && property.Name != nameof(ChatOptions.Seed)))
        {
            foreach (var value in Number(property) == typeof(float) ? (object[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, -1e30f] : [-1, int.MinValue])
            {
                var options = new EdgeChatOptions();
                property.SetValue(options, value);

                var error = FluentActions.Invoking(() => Request(options)).Should().Throw<EdgeOptionException>("{0} = {1}", property.Name, value).Which;

                error.Option.Should().Be(property.Name);
                error.Message.Should().Contain(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{value}"));
                error.Hint.Should().MatchRegex("from .+ to .+");
            }
        }

        static Type? Number(System.Reflection.PropertyInfo property) =>
            Nullable.GetUnderlyingType(property.PropertyType) is { } type && (type == typeof(float) || type == typeof(int)) ? type : null;
    }

    [Fact]
    public void Any_seed_and_any_count_of_candidates_is_in_range()
    {
        foreach (var seed in (long[])[long.MinValue, -1, 0, uint.MaxValue, long.MaxValue])
            Settings(new() { Seed = seed, TopK = int.MaxValue, MaxOutputTokens = int.MaxValue }).Seed.Should().NotBe(uint.MaxValue, "that would ask llama.cpp for a random one");
    }

    [Fact]
    public void Sequence_breakers_are_few_and_short()
    {
        FluentActions.Invoking(() => Settings(new EdgeChatOptions { DrySequenceBreakers = [.. Enumerable.Repeat("x", 100_000)] })).Should().Throw<EdgeOptionException>();
        FluentActions.Invoking(() => Settings(new EdgeChatOptions { DrySequenceBreakers = ["\n", new('x', 41)] })).Should().Throw<EdgeOptionException>().Which.Option.Should().Be("DrySequenceBreakers[1]");
        FluentActions.Invoking(() => Settings(new EdgeChatOptions { DrySequenceBreakers = [""] })).Should().Throw<EdgeOptionException>();
    }

    [Fact]
    public void What_only_looks_like_a_number_is_none() =>
        FluentActions.Invoking(() => Property("min_p", DBNull.Value)).Should().Throw<EdgeOptionException>();

    [Fact]
    public void What_a_bias_may_not_be()
    {
        FluentActions.Invoking(() => Settings(new EdgeChatOptions { LogitBias = new Dictionary<int, float> { [-1] = 1 } })).Should().Throw<EdgeOptionException>();
        FluentActions.Invoking(() => Settings(new EdgeChatOptions { LogitBias = new Dictionary<int, float> { [1] = float.NaN } })).Should().Throw<EdgeOptionException>();
        FluentActions.Invoking(() => Settings(new EdgeChatOptions { LogitBias = new Dictionary<int, float> { [1] = float.NegativeInfinity } })).Should().NotThrow();
    }

    private SamplingSettings Property(string name, object value) => Settings(new() { AdditionalProperties = new() { [name] = value } });

    private SamplingSettings Settings(ChatOptions options) => Request(options).Sampling(Model);

    private ChatRequest Request(ChatOptions options)
    {
        using var client = TinyClient.Over(tiny);
        return ChatRequest.From(options, TinyClient.Model, client);
    }
}
