using Edge.AI.Native;
using Edge.AI.Native.Loading;
using Edge.AI.Tests.Support;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Edge.AI.Tests.Native;

public sealed class NativeRuntimeTests
{
    [Fact]
    public void The_runtime_of_the_environment_or_beside_the_app_is_found_and_loaded_once()
    {
        var runtime = NativeRuntime.Use(runtimeDirectory: null, NullLogger.Instance);

        runtime.Files.Directory.Should().StartWith(Environment.GetEnvironmentVariable(RuntimeSearch.EnvironmentVariable) ?? AppContext.BaseDirectory);
        NativeRuntime.Use(runtime.Files.Directory, NullLogger.Instance).Should().BeSameAs(runtime);
    }

    [Fact]
    public void A_second_runtime_in_one_process_is_refused()
    {
        NativeRuntime.Use(runtimeDirectory: null, NullLogger.Instance);

        var error = FluentActions.Invoking(() => NativeRuntime.Use(Path.GetTempPath(), NullLogger.Instance)).Should().Throw<NativeRuntimeException>().Which;

        error.Code.Should().Be(EdgeErrorCodes.RuntimeIncompatible);
    }

    [Fact]
    public void A_second_client_that_wants_the_other_runtime_is_refused()
    {
        var loaded = NativeRuntime.Use(runtimeDirectory: null, NullLogger.Instance).Files;
        Assert.SkipUnless(Environment.GetEnvironmentVariable(RuntimeSearch.EnvironmentVariable) is null, "a folder that was chosen by hand serves everybody");
        var (same, other) = loaded.Layout == RuntimeLayout.EdgeAI ? (EdgeRuntime.EdgeAI, EdgeRuntime.LLamaSharp) : (EdgeRuntime.LLamaSharp, EdgeRuntime.EdgeAI);

        NativeRuntime.Use(runtimeDirectory: null, NullLogger.Instance, same).Files.Should().Be(loaded);
        var error = FluentActions.Invoking(() => NativeRuntime.Use(runtimeDirectory: null, NullLogger.Instance, other)).Should().Throw<NativeRuntimeException>().Which;

        error.Code.Should().Be(EdgeErrorCodes.RuntimeIncompatible);
        error.Message.Should().Contain($"of {other}");
    }

    [Fact]
    public void Native_lines_keep_their_level_and_the_errors_reach_the_exception()
    {
        var logger = new RecordingLogger();
        NativeRuntime.Use(runtimeDirectory: null, logger);
        var path = Path.Combine(AppContext.BaseDirectory, "no-such-model.gguf");

        var error = FluentActions.Invoking(() => ModelHandle.Load(path, new(), logger, CancellationToken.None)).Should().Throw<ModelLoadException>().Which;

        error.Message.Should().Contain("no-such-model.gguf").And.Contain("failed");
        logger.Lines.Should().Contain(line => line.Level == LogLevel.Error && line.Text.Contains("no-such-model", StringComparison.Ordinal));
    }

    [Fact]
    public void A_decode_that_is_aborted_on_purpose_logs_no_error()
    {
        using var aborted = new AbortedDecode();

        aborted.Logger.Lines.Should().OnlyContain(line => line.Level <= LogLevel.Debug).And.Contain(line => line.Text.Contains("ret = 2", StringComparison.Ordinal));
    }

    [Fact]
    public void A_decode_that_fails_after_an_aborted_one_logs_an_error()
    {
        using var aborted = new AbortedDecode();
        using var none = new NativeBatch(capacity: 1);

        aborted.Context.Decode(none).Should().NotBeNull("a batch without tokens is invalid");

        aborted.Logger.Lines.Should().Contain(line => line.Level == LogLevel.Error);
    }

    [Fact]
    public void A_context_keeps_its_model_alive()
    {
        NativeRuntime.Use(runtimeDirectory: null, NullLogger.Instance);
        var model = ModelHandle.Load(TinyModel.Path, new(), NullLogger.Instance, CancellationToken.None);
        using var context = ContextHandle.Create(model, new(), TinyModel.Path, NullLogger.Instance);

        model.Dispose();

        using var batch = new NativeBatch(capacity: 1);
        batch.Add(token: 1, position: 0, sequence: 0, wantsLogits: true);
        context.Decode(batch).Should().BeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(-3)]
    public void Every_failing_decode_status_becomes_an_error_that_carries_it(int status) =>
        ContextHandle.ToException(status).Should().NotBeNull().And.Match<GenerationException>(error => error.NativeStatus == status);

    [Fact]
    public void Success_is_no_error() => ContextHandle.ToException(0).Should().BeNull();

    /// <summary>A context whose first decode was aborted, and the log of its thread.</summary>
    private sealed class AbortedDecode : IDisposable
    {
        private readonly ModelHandle _model;
        private readonly NativeLog.Scope _log;

        public AbortedDecode()
        {
            NativeRuntime.Use(runtimeDirectory: null, Logger);
            _model = ModelHandle.Load(TinyModel.Path, new(), Logger, CancellationToken.None);
            Context = ContextHandle.Create(_model, new(), TinyModel.Path, Logger);
            _log = NativeLog.Capture(Logger);
            using var batch = new NativeBatch(capacity: 1);
            batch.Add(token: 1, position: 0, sequence: 0, wantsLogits: true);

            Context.Abort();
            Context.Decode(batch, abortable: true)!.NativeStatus.Should().Be(ContextHandle.Aborted);
        }

        public RecordingLogger Logger { get; } = new();

        public ContextHandle Context { get; }

        public void Dispose()
        {
            _log.Dispose();
            Context.Dispose();
            _model.Dispose();
        }
    }
}
