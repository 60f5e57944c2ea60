using System.Runtime.ExceptionServices;

namespace Edge.AI.Native;

/// <summary>Runs what needs much stack on a thread of its own, however little the caller's thread has left.</summary>
internal static class DeepStack
{
    private const int Bytes = 8 * 1024 * 1024; // reserved, not used: only the pages that are touched take memory

    public static T Run<T>(Func<T> function)
    {
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        var thread = new Thread(
            () =>
            {
                try
                {
                    result = function();
                }
#pragma warning disable CA1031 // The caller gets it.
                catch (Exception e)
#pragma warning restore CA1031
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            Bytes)
        {
            IsBackground = true,
            Name = "Edge.AI tokenizer",
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }
}
