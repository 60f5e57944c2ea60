namespace Edge.AI.Samples.Chat;

/// <summary>Writes errors for people: what is wrong and what to do; the stack only on request.</summary>
internal static class ErrorText
{
    public static void Write(Exception error, bool verbose)
    {
        if (verbose)
            Console.Error.WriteLine(error);
        else if (error is EdgeAIException edge)
            Console.Error.WriteLine($"{edge.Code}: {edge.Message}{Environment.NewLine}{edge.Hint}");
        else
            Console.Error.WriteLine($"{error.GetType().Name}: {error.Message}");
    }
}
