using Edge.AI.Progress;
using Edge.AI.Retries;
using Edge.AI.Staging;
using Edge.AI.Store;
using Edge.AI.Provisioning.Tests;
using Edge.AI.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Edge.AI.Tests.Provisioning;

/// <summary>What holds for every sequence of events, not only for those that somebody thought of.</summary>
public sealed class ProvisioningProperties
{
    private const int Length = 64 * 1024;

    [Fact]
    public void The_fraction_never_decreases_and_ends_at_exactly_one() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Kind, int Bytes)[]>(), events =>
        {
            var fractions = FractionsOf(events);

            return fractions.Zip(fractions.Skip(1)).All(pair => pair.First <= pair.Second) && fractions.All(fraction => fraction is >= 0 and <= 1) && fractions[^1] == 1.0;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void The_delays_of_any_failures_stay_within_the_policy() =>
        Prop.ForAll(ArbMap.Default.ArbFor<(PositiveInt Failures, int RetryAfter, byte Chance, bool Asked)>(), failure =>
        {
            var options = new DownloadRetryOptions();
            TimeSpan? asked = failure.Asked ? TimeSpan.FromSeconds(failure.RetryAfter) : null;
            var backoff = TimeSpan.FromSeconds(Math.Pow(2, Math.Min(failure.Failures.Get, 20) - 1));

            var delay = RetryDelay.After(options, failure.Failures.Get, asked, failure.Chance / 255.0);

            var least = Min(asked > backoff ? asked.Value : backoff, options.MaxDelay);
            var most = Min(asked > backoff * 1.25 ? asked.Value : backoff * 1.25, options.MaxDelay);
            return delay >= least && delay <= most;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_failures_and_progress_spend_at_most_the_budget() =>
        Prop.ForAll(ArbMap.Default.ArbFor<bool[]>(), progress =>
        {
            var options = new DownloadRetryOptions();
            var budget = new RetryBudget(options);
            var (inARow, total) = (0, 0);
            foreach (var refill in Enumerable.Repeat(progress, 40).SelectMany(all => all))
            {
                if (refill)
                    budget.Refill();

                inARow = refill ? 0 : inARow;
                var mayRetry = budget.TrySpend();
                if (mayRetry != (inARow < options.MaxRetries && total < options.MaxTotalRetries))
                    return false;

                (inARow, total) = mayRetry ? (inARow + 1, total + 1) : (inARow, total);
            }

            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public async Task After_any_sequence_of_interruptions_the_bytes_are_those_of_the_source()
    {
        await using var here = await Workplace.CreateAsync();
        var round = 0;
        Prop.ForAll(ArbMap.Default.ArbFor<(byte Kind, ushort At)[]>(), async interruptions =>
        {
            var file = here.Serve($"{++round}.gguf", Length, seed: round);
            foreach (var interruption in interruptions.Take(12))
                file.Then(ReplyOf(interruption));

            var provisioned = await EventuallyAsync(here, Workplace.ModelOf(file));

            return (await File.ReadAllBytesAsync(provisioned.Path)).AsSpan().SequenceEqual(file.Content);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(50));
    }

    private static List<double> FractionsOf(IEnumerable<(byte Kind, int Bytes)> events)
    {
        var layout = new StoreLayout(Path.GetTempPath());
        var place = layout.PlaceOf(Workplace.ModelOf(FileNamed("a.gguf"), FileNamed("b.gguf")));
        var (feed, fractions) = (new ProgressFeed(), new List<double>());
        var progress = new ProgressTracker(place.Model, feed, new TestClock());
        foreach (var (kind, bytes) in events)
        {
            Happen(progress, place.Model.Files[kind & 1], (kind >> 1) % 7, Math.Abs((long)bytes * 7919) % (Length + 1));
            fractions.Add(feed.Latest?.Fraction ?? 0);
        }

        progress.Completed();
        return [.. fractions, feed.Latest!.Fraction];
    }

    private static void Happen(ProgressTracker progress, ModelFile file, int what, long bytes)
    {
        switch (what)
        {
            case 0: progress.Begin(file, bytes); break;
            case 1: progress.Arrived(file, bytes, count: (int)bytes); break;
            case 2: progress.Arrived(file, bytesOnDisk: 0, count: 0); break; // A restart from zero.
            case 3: progress.Verifying(file); break;
            case 4: progress.Pending(); break;
            case 5: progress.Done(file); break;
            default: progress.Downloading(); break;
        }
    }

    private static ServedReply ReplyOf((byte Kind, ushort At) interruption)
    {
        var at = interruption.At % Length;
        return (interruption.Kind % 8) switch
        {
            0 => new() { EndsAfter = at },
            1 => new() { BreaksAfter = at },
            2 => new() { EndsAfter = at, IgnoresRange = true },
            3 => new() { EndsAfter = at, Chunked = true },
            4 => ServedReply.Status(503),
            5 => ServedReply.Status(429),
            6 => new() { Headers = [("Content-Range", $"bytes {at}-{Length - 1}/{Length}")] },
            _ => new() { EndsAfter = at, Headers = [("ETag", $"\"{interruption.At}\"")] },
        };
    }

    /// <summary>Calls again after an error that says that it may pass, as an app does.</summary>
    private static async Task<ProvisionedModel> EventuallyAsync(Workplace here, EdgeModel model)
    {
        for (var call = 0; ; call++)
        {
            try
            {
                return await here.Provisioner.EnsureAsync(model);
            }
            catch (EdgeAIException error) when (error.IsTransient && call < 20)
            {
                // What is on disk stays, and the next call goes on.
            }
        }
    }

    private static ModelFile FileNamed(string name) => Workplace.FileOf(Length, name);

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}
