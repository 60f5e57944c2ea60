using Edge.AI.Embeddings;

namespace Edge.AI.Tests.Embeddings;

public sealed class EmbeddingQueueTests
{
    [Fact]
    public void Calls_take_turns_text_by_text()
    {
        var queue = new EmbeddingQueue(maxLength: 10);
        var (one, two) = (Call(3), Call(1));
        queue.Add(one);
        queue.Add(two);

        Taken(queue).Should().Equal((one, 0), (two, 0), (one, 1), (one, 2));
    }

    [Fact]
    public void A_text_that_does_not_fit_waits_for_the_next_batch()
    {
        var queue = new EmbeddingQueue(maxLength: 10);
        queue.Add(new EmbeddingRequest([[1, 2, 3]]));

        queue.TryTake(room: 2, out _).Should().BeFalse();
        queue.TryTake(room: 3, out var text).Should().BeTrue();
        text.Tokens.Should().Equal(1, 2, 3);
    }

    [Fact]
    public void A_full_queue_refuses_the_next_call_and_counts_no_call_that_has_ended()
    {
        var queue = new EmbeddingQueue(maxLength: 1);
        var first = Call(1);
        queue.Add(first);
        FluentActions.Invoking(() => queue.Add(Call(1))).Should().Throw<EdgeBusyException>().Which.MaxQueueLength.Should().Be(1);

        first.Fail(new OperationCanceledException());

        queue.Add(Call(1));
    }

    [Fact]
    public void A_call_that_has_ended_is_not_computed()
    {
        var queue = new EmbeddingQueue(maxLength: 10);
        var (ended, other) = (Call(2), Call(1));
        queue.Add(ended);
        queue.Add(other);
        ended.Fail(new OperationCanceledException());

        Taken(queue).Should().Equal((other, 0));
    }

    private static EmbeddingRequest Call(int texts) => new([.. Enumerable.Repeat<int[]>([1, 2], texts)]);

    private static List<(EmbeddingRequest, int)> Taken(EmbeddingQueue queue)
    {
        List<(EmbeddingRequest, int)> taken = [];
        while (queue.TryTake(int.MaxValue, out var text))
            taken.Add((text.Request, text.Index));
        return taken;
    }
}
