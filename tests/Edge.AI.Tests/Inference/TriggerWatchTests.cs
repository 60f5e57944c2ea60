using Edge.AI.Inference;
using Edge.AI.Tests.Support;

namespace Edge.AI.Tests.Inference;

public sealed class TriggerWatchTests(TinyModel tiny)
{
    private const string Marker = "<tool_call>{";

    [Fact]
    public async Task A_trigger_is_found_however_late_it_comes()
    {
        var vocabulary = (await tiny.Loaded).Vocabulary;
        var watch = new TriggerWatch([GrammarConstraint.Trigger("(<tool_call>[ \n]{0,20}\\{)")], vocabulary);

        Feed(watch, vocabulary, LongText).Should().BeNull();
        var trigger = Feed(watch, vocabulary, Marker);

        trigger.Should().NotBeNull();
        var decoder = new TextDecoder(vocabulary, _ => true);
        var read = string.Concat(trigger!.Tokens.Select(decoder.Append));
        read.Should().StartWith(trigger.TextBefore + "<");
        (trigger.TextBefore + Marker).Should().StartWith(read);
    }

    [Fact]
    public async Task What_must_begin_the_answer_is_no_trigger_later()
    {
        var vocabulary = (await tiny.Loaded).Vocabulary;
        const string AtStart = "^[ \n]{0,20}(\\{\"name\")";

        Feed(new([GrammarConstraint.Trigger(AtStart)], vocabulary), vocabulary, " {\"name\"").Should().NotBeNull();
        Feed(new([GrammarConstraint.Trigger(AtStart)], vocabulary), vocabulary, LongText + "\n{\"name\"").Should().BeNull();
    }

    [Fact]
    public async Task The_end_of_a_long_answer_costs_no_more_memory_than_its_beginning()
    {
        var vocabulary = (await tiny.Loaded).Vocabulary;
        var watch = new TriggerWatch([GrammarConstraint.Trigger("(<tool_call>)")], vocabulary);
        var tokens = vocabulary.Tokenize(LongText, addSpecial: false, parseSpecial: false);
        foreach (var token in tokens)
            watch.Append(token);

        var before = GC.GetAllocatedBytesForCurrentThread();
        foreach (var token in tokens.Take(100))
            watch.Append(token);

        ((GC.GetAllocatedBytesForCurrentThread() - before) / 100).Should().BeLessThan(1024);
    }

    private static string LongText { get; } = string.Concat(Enumerable.Repeat("The capital of France is Paris. ", 300));

    private static Trigger? Feed(TriggerWatch watch, Edge.AI.Native.Vocabulary vocabulary, string text) =>
        vocabulary.Tokenize(text, addSpecial: false, parseSpecial: false).Select(watch.Append).FirstOrDefault(trigger => trigger is not null);
}
