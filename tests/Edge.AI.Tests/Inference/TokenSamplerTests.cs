using Edge.AI.Inference;
using Edge.AI.Native;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Inference;

public sealed class TokenSamplerTests : IDisposable
{
    private readonly SteppedLoop _loop = new(sequences: 1);

    public void Dispose() => _loop.Dispose();

    public static TheoryData<string> Named => [.. Settings.Keys];

    private static Dictionary<string, SamplingSettings> Settings { get; } = new()
    {
        ["default"] = new() { Seed = 1 },
        ["greedy"] = new() { Temperature = 0 },
        ["hot"] = new() { Temperature = 5, TopP = 1, MinP = 0, Seed = 2 },
        ["penalties"] = new() { RepeatPenalty = 1.5f, FrequencyPenalty = 0.7f, PresencePenalty = 0.3f, PenaltyLastTokens = 32, Temperature = 2, Seed = 3 },
        ["rewards"] = new() { PresencePenalty = -3, FrequencyPenalty = -1, Temperature = 2, Seed = 4 },
        ["greedy penalties"] = new() { Temperature = 0, RepeatPenalty = 3, PenaltyLastTokens = 500 },
        ["dry"] = new() { DryMultiplier = 2, DryLastTokens = 100, Temperature = 0 },
        ["bias"] = new() { LogitBias = new Dictionary<int, float> { [300] = 4, [301] = -2, [302] = float.NegativeInfinity }, Temperature = 3, Seed = 5 },
        ["many biases"] = new() { LogitBias = Enumerable.Range(0, 512).ToDictionary(token => token, token => token % 7 / 7f), Temperature = 2, Seed = 7 },
        ["any number of candidates"] = new() { TopK = int.MaxValue - 1, RepeatPenalty = 1.5f, Temperature = 2, Seed = 8 },
        ["filters"] = new() { TypicalP = 0.9f, XtcProbability = 0.5f, XtcThreshold = 0.01f, DynamicTemperatureRange = 0.5f, Temperature = 3, Seed = 6 },
    };

    [Theory]
    [MemberData(nameof(Named))]
    public void A_shortlist_gives_the_tokens_that_the_whole_vocabulary_would_give(string name)
    {
        var settings = Settings[name];
        var request = new GenerationRequest(SteppedLoop.Noise(1, 60), settings);
        using var sampler = TokenSampler.For(request, _loop.Vocabulary);
        using var chain = SamplerChain.Build(settings, _loop.Vocabulary);
        foreach (var token in request.Prompt)
            chain.Accept(token);
        using var batch = new NativeBatch(64);
        var candidates = new TokenCandidates(_loop.Vocabulary.Size);
        List<int> tokens = [.. request.Prompt];
        for (var known = 0; tokens.Count < 160;)
        {
            batch.Clear();
            for (; known < tokens.Count; known++)
                batch.Add(tokens[known], known, sequence: 0, wantsLogits: known == tokens.Count - 1);
            _loop.Context.Decode(batch).Should().BeNull();

            candidates.Fill(_loop.Context, batch.Count - 1);
            var whole = candidates.ChosenBy(chain);
            chain.Accept(whole);

            sampler.Sample(_loop.Context, batch.Count - 1, candidates).Should().Be(whole);
            tokens.Add(whole);
        }
    }

    [Fact]
    public async Task A_request_whose_numbers_leave_nothing_to_choose_fails_alone()
    {
        using var loop = new SteppedLoop(sequences: 2);
        var everything = Enumerable.Range(0, loop.Vocabulary.Size).ToDictionary(token => token, _ => float.NegativeInfinity);
        var other = loop.Submit(SteppedLoop.Noise(1, 20), maxTokens: 20);

        var failing = loop.Loop.Submit(new(SteppedLoop.Noise(2, 20), new() { LogitBias = everything, Seed = 1 }, 20));

        (await loop.RunAsync(other)).Should().HaveCount(20);
        await FluentActions.Awaiting(() => SteppedLoop.ReadAsync(failing)).Should().ThrowAsync<GenerationException>();
    }

    [Theory]
    [InlineData(1e-4f, 0, 1)]
    [InlineData(1e-4f, 1e-4f, 100)]
    [InlineData(1, 1, 100)]
    [InlineData(100, 100, 0.001f)]
    public async Task Extreme_temperatures_choose_a_token_all_the_same(float temperature, float range, float exponent)
    {
        var settings = new SamplingSettings { Temperature = temperature, DynamicTemperatureRange = range, DynamicTemperatureExponent = exponent, RepeatPenalty = 0.001f, DryMultiplier = 100, DryBase = 100, Seed = 1 };

        var tokens = await _loop.RunAsync(_loop.Loop.Submit(new(SteppedLoop.Noise(1, 60), settings, 40)));

        tokens.Should().HaveCount(40);
    }

    [Fact]
    public void The_samplers_are_in_the_order_of_llama_cpp()
    {
        using var chain = SamplerChain.Build(
            new()
            {
                LogitBias = new Dictionary<int, float> { [1] = 1 },
                RepeatPenalty = 2,
                DryMultiplier = 1,
                TopNSigma = 1,
                TypicalP = 0.5f,
                XtcProbability = 0.5f,
            },
            _loop.Vocabulary);

        chain.Names.Should().Equal("logit-bias", "penalties", "dry", "top-n-sigma", "top-k", "typical", "top-p", "min-p", "xtc", "temp-ext", "dist");
    }

    [Fact]
    public void What_changes_nothing_is_left_out()
    {
        using var chain = SamplerChain.Build(new() { TopK = 0, TopP = 1, MinP = 0 }, _loop.Vocabulary);

        chain.Names.Should().Equal("temp-ext", "dist");
    }

    [Theory]
    [InlineData(0, "greedy")]
    [InlineData(1, "mirostat")]
    [InlineData(2, "mirostat-v2")]
    public void Temperature_0_and_mirostat_take_the_place_of_the_filters(int mirostat, string last)
    {
        using var chain = SamplerChain.Build(new() { Mirostat = mirostat, Temperature = mirostat }, _loop.Vocabulary);

        chain.Names[^1].Should().Be(last);
        chain.Names.Should().NotContain(["top-k", "top-p", "min-p"]);
    }

    [Fact]
    public async Task A_biased_token_is_always_or_never_chosen()
    {
        var always = new SamplingSettings { LogitBias = new Dictionary<int, float> { [400] = 1000 }, Seed = 1 };
        var never = new SamplingSettings { LogitBias = Enumerable.Range(0, 510).ToDictionary(token => token, _ => float.NegativeInfinity), Seed = 1 };

        (await TokensAsync(always)).Should().AllBeEquivalentTo(400);
        (await TokensAsync(never)).Should().OnlyContain(token => token >= 510);
    }

    [Fact]
    public async Task Dry_breaks_a_circle_that_greedy_choice_runs_in()
    {
        var circle = await TokensAsync(new() { Temperature = 0 }, 120);
        var free = await TokensAsync(new() { Temperature = 0, DryMultiplier = 5, DryLastTokens = 400 }, 120);

        free.Distinct().Count().Should().BeGreaterThan(2 * circle.Distinct().Count());
    }

    [Fact]
    public async Task Penalties_see_the_prompt_too()
    {
        var prompt = SteppedLoop.Noise(1, 20);
        var next = (await TokensAsync(new() { Temperature = 0 }, 1, prompt)).Single();
        int[] containing = [.. prompt[..10], next, .. prompt[10..]];
        var likely = (await TokensAsync(new() { Temperature = 0 }, 1, containing)).Single();

        var others = await TokensAsync(new() { Temperature = 0, PresencePenalty = 1000, PenaltyLastTokens = 100 }, 5, containing);

        others.Should().NotIntersectWith(containing).And.OnlyHaveUniqueItems();
        likely.Should().BeInRange(0, 511);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Mirostat_repeats_itself_with_its_seed(int version)
    {
        var settings = new SamplingSettings { Mirostat = version, Temperature = 2, Seed = 11 };

        var first = await TokensAsync(settings);

        (await TokensAsync(settings)).Should().Equal(first);
        (await TokensAsync(settings with { Seed = 12 })).Should().NotEqual(first);
    }

    private async Task<List<int>> TokensAsync(SamplingSettings settings, int count = 30, int[]? prompt = null)
    {
        _loop.ForgetAll();
        return await _loop.RunAsync(_loop.Loop.Submit(new(prompt ?? SteppedLoop.Noise(1, 20), settings, count)));
    }
}
