using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;

namespace Edge.AI.Cli.Tests.Serving;

public sealed class ServeTests : ServeTest
{
    [Fact]
    public async Task Without_an_argument_edge_tiny_answers_in_both_protocols_beside_the_page_health_and_metrics()
    {
        await using var server = await StartServerAsync();

        var answer = await (await AskAsync(server.Http)).Content.ReadFromJsonAsync<JsonElement>();

        answer.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().Should().NotBeEmpty();
        (await server.Http.GetStringAsync("api/tags")).Should().Contain("edge-tiny");
        (await server.Http.GetStringAsync("models")).Should().Contain("edge-tiny");
        (await server.Http.GetStringAsync("")).Should().Contain("<html");
        (await server.Http.GetStringAsync("health")).Should().Be("Healthy");
        (await server.Http.GetStringAsync("health/ready")).Should().Be("Healthy");
        (await server.Http.GetStringAsync("metrics")).Should().Contain("edge_ai_");
    }

    [Fact]
    public async Task It_says_that_edge_tiny_is_served_where_it_listens_and_what_it_has_answered()
    {
        await using var server = await StartServerAsync();
        await AskAsync(server.Http);
        await server.SignalAsync("TERM");

        var end = await server.EndAsync();

        end.LinesOf("note")[0].GetProperty("text").GetString().Should().Contain("edge-tiny");
        var serving = end.LinesOf("serving").Should().ContainSingle().Subject;
        serving.GetProperty("models")[0].GetString().Should().Be("edge-tiny");
        serving.GetProperty("hasKey").GetBoolean().Should().BeFalse();
        var request = end.LinesOf("request").Should().ContainSingle().Subject;
        (request.GetProperty("method").GetString(), request.GetProperty("path").GetString(), request.GetProperty("status").GetInt32()).Should().Be(("POST", "/v1/chat/completions", 200));
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_signal_ends_it_with_0_after_a_stream_in_flight_is_finished(string signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals to send to another process");

        // The answer must be long enough to be in flight, and short enough to end in the time that the server gives it. Both depend on the machine.
        for (var tokens = 100; ; tokens *= 2)
        {
            await using var server = await StartServerAsync();
            await using var answer = await EndlessAnswer.BeginAsync(server.Http, tokens);
            await server.SignalAsync(signal);
            (await server.ReadUntilAsync("note"))!.Value.GetProperty("text").GetString().Should().StartWith("Stopping");
            var isInFlight = answer.Pieces < tokens / 2;

            var text = await answer.EndAsync();
            text.Should().Contain("\"finish_reason\":\"length\"").And.EndWith("data: [DONE]\n\n");
            var (exitCode, _, errors) = await server.EndAsync();
            (exitCode, errors).Should().Be((0, ""));
            if (isInFlight)
                return;
        }
    }

    [Fact]
    public async Task A_GGUF_file_is_served_beside_models_of_the_catalogue()
    {
        var file = Path.Combine(Folder, "My-Model.gguf");
        File.Copy(TinyFile, file);

        await using var server = await StartServerAsync("edge-tiny", file);

        (await ModelsOfAsync(server)).Should().Equal("edge-tiny", "my-model");
        (await AskAsync(server.Http, "my-model")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_model_is_downloaded_before_the_server_listens()
    {
        var served = Serve("copy", await File.ReadAllBytesAsync(TinyFile));

        await using var server = await StartServerAsync("copy", "--manifest", Path.Combine(Folder, "served.edgemodels.json"));

        File.ReadAllBytes(PathOf("copy")).Should().Equal(served.Content);
        (await AskAsync(server.Http, "copy-alias")).StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_folder_with_settings_of_another_app_does_not_matter()
    {
        Write("appsettings.json", """{ "Urls": "http://127.0.0.1:1", "Kestrel": { "Endpoints": { "Other": { "Url": "http://127.0.0.1:2" } } } }""");
        Variables.Add(new("ASPNETCORE_URLS", "http://127.0.0.1:3"));

        await using var server = await StartServerAsync();

        (await server.Http.GetStringAsync("health")).Should().Be("Healthy");
    }

    [Theory]
    [InlineData("edge-tinny", "EDGE_MODEL_UNKNOWN")]
    [InlineData("no/such/file.gguf", "EDGE_STORAGE_DENIED")]
    [InlineData("hf:acme", "EDGE_INPUT_INVALID")]
    public async Task A_model_that_does_not_exist_is_one_error_with_a_hint_and_no_stack_trace(string model, string code)
    {
        var (exitCode, output, errors) = await RunAsync("serve", model, "--urls", "http://127.0.0.1:0");

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith($"{code}: ").And.NotContain("   at ");
        errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().HaveCount(2);
    }

    [Fact]
    public async Task A_model_that_cannot_be_loaded_fails_the_start()
    {
        Variables.Add(new("EDGE_AI_RUNTIME", Path.Combine(Folder, "nowhere")));

        var (exitCode, output, errors) = await RunAsync("serve", "--urls", "http://127.0.0.1:0", "--quiet");

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith("EDGE_RUNTIME_MISSING: EDGE_AI_RUNTIME names the folder").And.NotContain("   at ");
    }

    [Fact]
    public async Task A_port_in_use_is_one_error_with_a_hint()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://{other.LocalEndpoint}";

        var (exitCode, output, errors) = await RunAsync("serve", "--urls", url, "--quiet");

        (exitCode, output).Should().Be((1, ""));
        errors.Should().StartWith($"EDGE_ADDRESS_UNAVAILABLE: The server cannot listen on {url}: ").And.Contain("--urls").And.NotContain("   at ");
    }

    [Fact]
    public async Task Without_ASP_NET_Core_only_serve_fails_and_says_what_to_install()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the installation is copied with links");
        var root = DotnetWithoutAspNetCore();
        var app = Path.Combine(AppContext.BaseDirectory, "edge-ai.dll");

        var list = await RunDotnetAsync(root, app, "models", "list");
        var serve = await RunDotnetAsync(root, app, "serve");

        (list.ExitCode, list.Errors).Should().Be((0, ""));
        serve.ExitCode.Should().Be(1);
        serve.Errors.Should().StartWith("EDGE_ASPNETCORE_MISSING: ").And.Contain(root).And.Contain("Install the ASP.NET Core runtime");
    }

    /// <summary>An installation of .NET with links to the files of this one, but without ASP.NET Core.</summary>
    private string DotnetWithoutAspNetCore()
    {
        var framework = new DirectoryInfo(Path.GetDirectoryName(typeof(object).Assembly.Location)!);
        var (installed, root) = (framework.Parent!.Parent!.Parent!.FullName, Path.Combine(Folder, "dotnet"));
        var copy = Path.Combine(root, "shared", framework.Parent.Name, framework.Name);
        Directory.CreateDirectory(copy);
        File.Copy(Path.Combine(installed, "dotnet"), Path.Combine(root, "dotnet"));
        foreach (var host in Directory.EnumerateFiles(Path.Combine(installed, "host"), "*", SearchOption.AllDirectories))
        {
            var target = Path.Combine(root, Path.GetRelativePath(installed, host));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(host, target);
        }

        foreach (var file in framework.EnumerateFiles())
            File.Copy(file.FullName, Path.Combine(copy, file.Name));
        return root;
    }

    private async Task<Support.ToolResult> RunDotnetAsync(string root, params string[] arguments)
    {
        var start = new System.Diagnostics.ProcessStartInfo(Path.Combine(root, "dotnet"), arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        (start.Environment["DOTNET_ROOT"], start.Environment["EDGE_AI_HOME"]) = (root, Models);
        using var process = System.Diagnostics.Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return new(process.ExitCode, await output, await errors);
    }
}
