using Edge.AI.Native;
using Edge.AI.Native.Structs;

namespace Edge.AI.Tests.Native;

public sealed class TopLogitsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(31, 40)]
    [InlineData(1000, 1)]
    [InlineData(4099, 40)]
    [InlineData(4096, 300)]
    public void They_are_the_first_of_the_sorted_vocabulary(int size, int count)
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            var logits = Enumerable.Range(0, size).Select(_ => MathF.Round(random.NextSingle() * 200)).ToArray(); // many equal ones

            Select(logits, count).Should().Equal(Sorted(logits).Take(count));
        }
    }

    [Fact]
    public void What_is_no_number_or_excluded_is_not_among_them()
    {
        var logits = new float[200];
        Array.Fill(logits, float.NegativeInfinity);
        (logits[7], logits[100], logits[150]) = (float.NaN, 1, -1);

        Select(logits, 40).Should().Equal(100, 150);
    }

    [Fact]
    public void A_number_that_is_none_does_not_hide_others()
    {
        var logits = Enumerable.Range(0, 200).Select(token => token % 2 == 0 ? float.NaN : token).ToArray();

        Select(logits, 3).Should().Equal(199, 197, 195);
    }

    private static IEnumerable<int> Select(float[] logits, int count)
    {
        var top = new LlamaTokenData[count];
        var found = TopLogits.Select(logits, top);
        return top[..found].OrderByDescending(candidate => candidate.Logit).ThenBy(candidate => candidate.Token).Select(candidate => candidate.Token);
    }

    private static IEnumerable<int> Sorted(float[] logits) => Enumerable.Range(0, logits.Length).OrderByDescending(token => logits[token]).ThenBy(token => token);
}
