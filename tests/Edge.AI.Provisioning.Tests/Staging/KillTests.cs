using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Staging;

/// <summary>kill -9 at every step of the pipeline, and at any moment.</summary>
public sealed class KillTests
{
    private const int Length = 192 * 1024, Part = 96 * 1024; // Two answers, so two commits and a retry.

    [Fact]
    public async Task A_process_that_is_killed_at_any_step_leaves_what_the_next_one_finishes()
    {
        var steps = new List<string>();
        for (var step = 1; ; step++)
        {
            await using var here = await Workplace.CreateAsync();
            var file = here.Serve(length: Length);
            file.Always = new() { EndsAfter = Part };
            var model = Workplace.ModelOf(file);
            await using var killed = ProvisioningProcess.Start(here, model, step);
            var (done, output) = await killed.EndAsync();
            if (done)
                break;

            var last = output.Single(line => line.StartsWith($"step {step} ", StringComparison.Ordinal));
            steps.Add(last);
            await NextRunFinishesAsync(here, model, last);
        }

        TestContext.Current.SendDiagnosticMessage("{0}", string.Join(" | ", steps));

        // The loop has been everywhere: from the lock to the end of the journal.
        steps.Select(line => line.Split(' ', 3)[2]).Should().ContainInOrder(
            "locked", "room found", "draft made", "draft flushed", "draft renamed", "staged", "verified", "promoted", "folder flushed", "draft renamed", "folder flushed", "journal deleted");
    }

    [Fact]
    public async Task Twenty_kills_at_random_moments_cost_at_most_a_twentieth_of_the_file()
    {
        const int Size = 96 * 1024 * 1024, Kills = 20;
        var random = new Random(4);
        await using var here = await Workplace.CreateAsync(sendBuffer: 64 * 1024);
        var file = here.Serve(length: Size);
        var model = Workplace.ModelOf(file);
        for (var kill = 0; kill < Kills; kill++)
        {
            var gate = new Gate();
            file.Then(new ServedReply { WaitsAfter = random.Next(1, Size / Kills), Gate = gate });
            await using var process = ProvisioningProcess.Start(here, model);
            await gate.Reached; // The server has sent that much; where the process is right now, nobody knows.
            await process.KillAsync();
        }

        await here.Provisioner.EnsureAsync(model);

        DigestOf(here.PathOf()).Should().Be(model.Files[0].Digest);
        TestContext.Current.SendDiagnosticMessage("fetched {0} of {1}", here.Server.Requests.Sum(request => request.BytesSent), Size);
        here.Server.Requests.Sum(request => request.BytesSent).Should().BeLessThanOrEqualTo((long)(Size * 1.05));
    }

    private static async Task NextRunFinishesAsync(Workplace here, EdgeModel model, string because)
    {
        if (File.Exists(here.PathOf()))
            DigestOf(here.PathOf()).Should().Be(model.Files[0].Digest, because);

        var (durable, requests) = (DurableIn(here), here.Server.Requests.Count);
        await here.Provisioner.EnsureAsync(model);

        DigestOf(here.PathOf()).Should().Be(model.Files[0].Digest, because);
        here.Server.Requests.Skip(requests).Where(request => FirstByteOf(request) < durable).Should().BeEmpty(because);
    }

    private static Sha256Digest DigestOf(string path) => new(SHA256.HashData(File.ReadAllBytes(path)));

    /// <summary>The watermark: so many bytes are safe.</summary>
    private static long DurableIn(Workplace here) =>
        File.Exists(here.PathOf()) ? Length
        : File.Exists(here.PartialOf()) && File.Exists(here.JournalOf()) ? JsonNode.Parse(File.ReadAllText(here.JournalOf()))!["durable"]!.GetValue<long>()
        : 0;

    private static long FirstByteOf(LoggedRequest request) => request.Range is { } range ? long.Parse(range["bytes=".Length..^1], null) : 0;
}
