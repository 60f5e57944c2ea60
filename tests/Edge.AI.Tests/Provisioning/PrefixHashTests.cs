using System.Security.Cryptography;
using Edge.AI.Staging;

namespace Edge.AI.Tests.Provisioning;

public sealed class PrefixHashTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public async Task A_file_that_is_shorter_than_was_said_ends_the_wait_for_its_digest()
    {
        using var file = File.OpenHandle(_path, FileMode.Open, FileAccess.ReadWrite);
        using var hash = new PrefixHash(file);
        hash.Advance(1024 * 1024);
        await hash.Invoking(it => it.FinishAsync(default).WaitAsync(Patience)).Should().ThrowAsync<EndOfStreamException>();

        await hash.Invoking(it => it.FinishAsync(default).WaitAsync(Patience)).Should().ThrowAsync<EndOfStreamException>("the answer stays the same");
    }

    [Fact]
    public async Task A_restart_forgets_what_was_hashed()
    {
        var wanted = new byte[700_000];
        Random.Shared.NextBytes(wanted);
        using var file = File.OpenHandle(_path, FileMode.Open, FileAccess.ReadWrite);
        using var hash = new PrefixHash(file);
        RandomAccess.Write(file, new byte[600_000], 0);
        hash.Advance(600_000);

        hash.Restart();
        RandomAccess.Write(file, wanted, 0);
        hash.Advance(wanted.Length);

        (await hash.FinishAsync(default).WaitAsync(Patience)).Should().Be(new Sha256Digest(SHA256.HashData(wanted)));
    }

    public void Dispose() => File.Delete(_path);
}
