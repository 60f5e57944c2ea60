using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using Edge.AI.Common;
using Edge.AI.Native.Versions;
using Microsoft.Extensions.Logging;

namespace Edge.AI.Native;

/// <summary>
/// The log lines of this folder, and llama.cpp's own, which go to the logger of the thread that caused them: at Debug, its errors at Error. Its warnings are about settings that this library
/// chooses itself; one that a user must know of has a line of its own. Its errors about a decode that this library aborts are at Debug as well. Lines of llama.cpp's worker threads go to
/// the logger that was captured last. The callback is process-wide, because llama.cpp has only one.
/// </summary>
internal static partial class NativeLog
{
    private const int KeptErrors = 5;

    private static volatile ILogger? s_lastLogger;

    [ThreadStatic]
    private static Scope? t_scope;

    [ThreadStatic]
    private static StringBuilder? t_line;

    [ThreadStatic]
    private static LogLevel t_level;

    /// <summary>Gets or sets whether the decode of this thread was aborted by this library. llama.cpp asks for that on the thread that decodes.</summary>
    [field: ThreadStatic]
    public static bool IsAborting { get; set; }

    public static unsafe void Install() => LlamaApi.LogSet(&OnLine, userData: null);

    /// <summary>Sends the native lines of this thread to a logger, and keeps the last errors, until it is disposed.</summary>
    public static Scope Capture(ILogger logger) => new(logger);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static unsafe void OnLine(int level, byte* text, void* userData)
    {
        try
        {
            Append(level, Marshal.PtrToStringUTF8((nint)text) ?? "");
        }
#pragma warning disable CA1031 // A logger's exception must not travel through native frames: that would end the process.
        catch
#pragma warning restore CA1031
        {
            t_line?.Clear();
        }
    }

    private static void Append(int level, string text)
    {
        // ggml.h: 5 (GGML_LOG_LEVEL_CONT) continues the previous line.
        if (level != 5)
        {
            t_level = level switch { 1 => LogLevel.Trace, 2 or 3 => LogLevel.Debug, 4 => IsAborting ? LogLevel.Debug : LogLevel.Error, _ => LogLevel.Trace };
        }

        var line = t_line ??= new();
        line.Append(text);
        if (!text.EndsWith('\n'))
            return;

        var whole = ForeignText.Show(line.ToString().TrimEnd()); // it may contain text from a model file
        line.Clear();
        if (whole.Length == 0)
            return;

        t_scope?.Remember(t_level, whole);
        if ((t_scope?.Logger ?? s_lastLogger) is { } logger)
            LogLine(logger, t_level, whole);
    }

    [LoggerMessage(3001, LogLevel.Debug, "Loaded {Version} from '{Directory}' ({Place})")]
    public static partial void RuntimeLoaded(ILogger logger, LlamaIdentity version, string directory, string place);

    [LoggerMessage(3002, LogLevel.Debug, "No llama.cpp runtime in '{Directory}'; trying the next location")]
    public static partial void PassedOver(ILogger logger, string directory);

    [LoggerMessage(3003, LogLevel.Critical, "An assertion of llama.cpp failed; its thread is stopped permanently: {Assertion}")]
    public static partial void Aborted(ILogger logger, string assertion);

    [LoggerMessage(EventId = 3000, EventName = "NativeLine", Message = "{Line}")]
    private static partial void LogLine(ILogger logger, LogLevel level, string line);

    internal sealed class Scope : IDisposable
    {
        private readonly Scope? _outer = t_scope;
        private readonly Queue<string> _errors = new();

        public Scope(ILogger logger)
        {
            Logger = logger;
            s_lastLogger = logger;
            t_scope = this;
        }

        public ILogger Logger { get; }

        /// <summary>The last error lines, or a text that says there were none.</summary>
        public string LastErrors => _errors.Count == 0 ? "it gave no reason" : string.Join(" | ", _errors);

        /// <summary>The line that says why the weights could not be locked in memory; null if there was none.</summary>
        public string? LockFailure { get; private set; }

        public void Remember(LogLevel level, string line)
        {
            _outer?.Remember(level, line);
            if (line.Contains("failed to mlock", StringComparison.Ordinal))
                LockFailure = line;
            if (level < LogLevel.Error)
                return;

            if (_errors.Count == KeptErrors)
                _errors.Dequeue();
            _errors.Enqueue(line);
        }

        public void Dispose() => t_scope = _outer;
    }
}
