using System.Security.Cryptography;
using Edge.AI.Testing;

namespace Edge.AI.Provisioning.Tests.Store;

public class UnverifiedFileTests
{
    [Fact]
    public async Task A_file_without_a_digest_is_refused_before_a_byte_is_fetched()
    {
        await using var here = await Workplace.CreateAsync();
        var model = WithoutDigest(here.Serve());

        var error = (await here.Provisioner.Invoking(provisioner => provisioner.EnsureAsync(model)).Should().ThrowAsync<ModelValidationException>()).Which;

        error.Hint.Should().Contain("EdgeAI:AllowUnverifiedFiles");
        here.Server.Requests.Should().BeEmpty();
    }

    [Fact]
    public async Task A_file_that_was_allowed_once_is_refused_when_it_no_longer_is()
    {
        await using var here = await Workplace.CreateAsync();
        var model = WithoutDigest(here.Serve());
        await AllowAsync(here, model);

        here.Options.AllowUnverifiedFiles = false;
        here.Restart();

        await here.Provisioner.Invoking(provisioner => provisioner.EnsureAsync(model)).Should().ThrowAsync<ModelValidationException>();
    }

    [Fact]
    public async Task A_file_that_the_app_allows_is_used_with_a_warning_in_the_log()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();

        var provisioned = await AllowAsync(here, WithoutDigest(file));

        File.ReadAllBytes(provisioned.Path).Should().Equal(file.Content);
        here.Log.Lines.Should().ContainSingle(line => line.Text.Contains("model.gguf", StringComparison.Ordinal) && line.Text.Contains("unverified", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_arrived_unverified_is_told_from_what_it_becomes_later()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        await AllowAsync(here, WithoutDigest(file));

        (await here.Store.VerifyAsync("tiny")).Files.Should().ContainSingle().Which.Expected.Should().Be(new Sha256Digest(SHA256.HashData(file.Content)));
    }

    [Fact]
    public async Task An_unverified_file_is_still_as_long_as_promised_and_a_model()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Server.Serve("model.gguf", "<html>not a model</html>"u8.ToArray());

        await FluentActions.Awaiting(() => AllowAsync(here, WithoutDigest(file))).Should().ThrowAsync<ModelValidationException>();

        File.Exists(here.PathOf()).Should().BeFalse();
    }

    [Fact]
    public async Task A_digest_that_the_manifest_learns_later_is_compared()
    {
        await using var here = await Workplace.CreateAsync();
        var file = here.Serve();
        await AllowAsync(here, WithoutDigest(file));
        file.Content = TinyModelBytes.Of(file.Content.Length, seed: 2);

        var provisioned = await here.Provisioner.EnsureAsync(Workplace.ModelOf(file));

        File.ReadAllBytes(provisioned.Path).Should().Equal(file.Content);
    }

    [Fact]
    public async Task A_new_file_beside_an_unverified_one_leaves_that_where_it_is()
    {
        await using var here = await Workplace.CreateAsync();
        var (first, second) = (here.Serve("a.gguf", seed: 1), here.Serve("b.gguf", seed: 2));
        await AllowAsync(here, WithoutDigest(first));

        await here.Provisioner.EnsureAsync(WithoutDigest(first, second));

        here.Server.Requests.Select(request => request.Path).Should().Equal("a.gguf", "b.gguf");
    }

    private static Task<ProvisionedModel> AllowAsync(Workplace here, EdgeModel model)
    {
        here.Options.AllowUnverifiedFiles = true;
        here.Restart();
        return here.Provisioner.EnsureAsync(model);
    }

    private static EdgeModel WithoutDigest(params ServedFile[] files) => Workplace.ModelOf(files.Select(file => Workplace.FileOf(file) with { Digest = null }));
}
