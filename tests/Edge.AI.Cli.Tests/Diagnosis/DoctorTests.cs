using System.Text.Json;
using Edge.AI.Cli.Tests.Support;

namespace Edge.AI.Cli.Tests.Diagnosis;

public sealed class DoctorTests : ToolTest
{
    [Fact]
    public async Task A_machine_on_which_models_answer_is_reported_with_exit_code_0()
    {
        var doctor = await RunAsync("doctor", "--json");

        (doctor.ExitCode, doctor.Errors).Should().Be((0, ""));
        doctor.LinesOf("check").Select(check => check.GetProperty("name").GetString()).Should().Equal("versions", "runtime", "devices", "processor", "memory", "models", "disk", "network", "answer");
        doctor.LinesOf("diagnosis").Should().ContainSingle().Which.GetProperty("canAnswer").GetBoolean().Should().BeTrue();
        Check(doctor, "runtime").GetProperty("text").GetString().Should().Contain("llama.cpp");
        Check(doctor, "runtime").GetProperty("facts").GetProperty("notUsed").GetArrayLength().Should().BePositive();
        Check(doctor, "devices").GetProperty("facts").TryGetProperty("CPU", out _).Should().BeTrue();
        Check(doctor, "processor").GetProperty("facts").GetProperty("logicalProcessors").GetInt32().Should().BePositive();
        Check(doctor, "models").GetProperty("facts").GetProperty("folder").GetString().Should().Be(Models);
        Check(doctor, "answer").GetProperty("text").GetString().Should().Contain("edge-tiny");
        Directory.Exists(Models).Should().BeFalse("a diagnosis leaves nothing behind");
    }

    [Fact]
    public async Task The_folder_of_the_runtime_is_not_listed_among_those_that_are_not_used()
    {
        var facts = Check(await RunAsync("doctor", "--json"), "runtime").GetProperty("facts");

        var folders = facts.GetProperty("notUsed").EnumerateArray().Select(other => other.GetString()!.Split(" (")[0]).ToList();
        folders.Should().OnlyHaveUniqueItems().And.NotContain(facts.GetProperty("folder").GetString());
    }

    [Fact]
    public async Task The_text_has_a_line_for_each_check_and_the_result_last()
    {
        var (exitCode, output, _) = await RunAsync("doctor");

        exitCode.Should().Be(0);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines[0].Should().MatchRegex(@"^ok       versions   Edge\.AI \d+\.\d+\.\d+.*, \.NET 10\.");
        lines.Where(line => !line.StartsWith(' ')).Should().HaveCount(10);
        lines[^1].Trim().Should().StartWith("Models can answer on this machine. 0 errors, ");
    }

    [Fact]
    public async Task Secrets_and_names_of_users_are_hidden()
    {
        var home = Path.Combine(Folder, "home", "alice");
        Directory.CreateDirectory(Path.Combine(home, "models"));
        Variables.AddRange(
        [
            new("HOME", home), new("EDGE_AI_HOME", Path.Combine(home, "models")),
            new("HTTPS_PROXY", "http://alice:p%40ss/word@proxy.example.com:3128/?session=abcdef"), new("http_proxy", "bob:hunter2@proxy.example.com"), new("NO_PROXY", "localhost,.example.com"),
            new("HF_ENDPOINT", "https://mirror:s3cret@mirror.example.com/hf?signature=abcdef"), new("HF_TOKEN", "hf_verySecret"), new("EDGE_AI_API_KEY", "verySecretKey"),
            new("EdgeAI__AccessTokens__example.com", "verySecretToken"),
        ]);

        foreach (var format in new[] { "--json", "--verbose" })
        {
            var (_, output, errors) = await RunAsync("doctor", format);

            foreach (var secret in new[] { "p%40ss", "word@", "hunter2", "bob", "s3cret", "abcdef", "verySecret", "alice" })
                (output + errors.Split("\n   at ")[0]).Should().NotContain(secret, "of {0}", format);
            output.Should().Contain("~/models").And.Contain("***@proxy.example.com:3128").And.Contain("HF_TOKEN").And.Contain("localhost,.example.com").And.Contain("EdgeAI__AccessTokens__example.com");
        }
    }

    [Fact]
    public async Task A_runtime_folder_that_is_missing_is_named_with_exit_code_1_and_the_other_checks_go_on()
    {
        var folder = Path.Combine(Folder, "nowhere");
        Variables.Add(new("EDGE_AI_RUNTIME", folder));

        var doctor = await RunAsync("doctor", "--json");

        doctor.ExitCode.Should().Be(1);
        var runtime = Check(doctor, "runtime");
        (runtime.GetProperty("status").GetString(), runtime.GetProperty("code").GetString()).Should().Be(("error", "EDGE_RUNTIME_MISSING"));
        runtime.GetProperty("text").GetString().Should().Be($"EDGE_AI_RUNTIME names the folder '{folder}', which does not exist.");
        runtime.GetProperty("hint").GetString().Should().Contain("Correct EDGE_AI_RUNTIME");
        Check(doctor, "disk").GetProperty("status").GetString().Should().Be("ok");
        Check(doctor, "answer").GetProperty("code").GetString().Should().Be("EDGE_RUNTIME_MISSING");
        doctor.LinesOf("diagnosis").Should().ContainSingle().Which.GetProperty("canAnswer").GetBoolean().Should().BeFalse();
    }

    [Fact]
    public async Task A_damaged_runtime_is_named()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the names in this test are those of Linux");
        var folder = Directory.CreateDirectory(Path.Combine(Folder, "runtime")).FullName;
        foreach (var name in new[] { "libggml-base.so", "libggml.v0.4.0.so", "libllama.v0.4.0.so" })
            File.WriteAllText(Path.Combine(folder, name), "");
        Variables.Add(new("EDGE_AI_RUNTIME", folder));

        var doctor = await RunAsync("doctor", "--json");

        doctor.ExitCode.Should().Be(1);
        Check(doctor, "runtime").GetProperty("code").GetString().Should().Be("EDGE_RUNTIME_INCOMPATIBLE");
        Check(doctor, "runtime").GetProperty("text").GetString().Should().Contain("'" + Path.Combine(folder, "libggml-base.so") + "' is cut off.");
    }

    [Fact]
    public async Task A_setting_that_is_out_of_range_is_an_error_of_the_check_that_needs_it()
    {
        Variables.Add(new("EdgeAI__StallTimeout", "00:00:00"));

        var doctor = await RunAsync("doctor", "--json");

        doctor.ExitCode.Should().Be(1);
        Check(doctor, "network").GetProperty("code").GetString().Should().Be("EDGE_OPTION_UNSUPPORTED");
        Check(doctor, "runtime").GetProperty("status").GetString().Should().Be("ok");
    }

    [Fact]
    public async Task A_model_folder_that_cannot_be_written_is_a_warning()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root" && File.Exists("/usr/bin/setpriv"), "only root can run the tool as another user");
        if (OperatingSystem.IsWindows())
            return; // for the compiler, which does not know what the line above skips
        Serve();
        Directory.CreateDirectory(Models);
        File.SetUnixFileMode(Models, (UnixFileMode)0b101_101_101);
        File.SetUnixFileMode(Folder, (UnixFileMode)0b111_101_101);

        var doctor = await RunAsOtherAsync("doctor", "--json");

        doctor.ExitCode.Should().Be(0, doctor.Errors);
        Check(doctor, "models").GetProperty("status").GetString().Should().Be("warning");
        Check(doctor, "models").GetProperty("text").GetString().Should().Contain("cannot be written: this user has no right to write");
    }

    private static JsonElement Check(ToolResult doctor, string name) => doctor.LinesOf("check").Single(check => check.GetProperty("name").GetString() == name);
}
