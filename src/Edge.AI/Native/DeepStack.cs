using System.Runtime.ExceptionServices;

namespace Edge.AI.Native;

/// <summary>Runs work that needs a large stack on a thread of its own.</summary>
internal static class DeepStack
{
    private const int Bytes = 8 * 1024 * 1024; // only reserved: memory is used for touched pages only

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
