namespace Edge.AI.Sources;

internal static class SourceFailure
{
    /// <summary>Returns the error of the only source, or one with the messages of all sources.</summary>
    public static EdgeAIException Of(ModelFile file, IReadOnlyList<EdgeAIException> failures)
    {
        if (failures is [var only])
            return only;

        var first = failures[0];
        return new ModelDownloadException(
            first.Code,
            $"None of {failures.Count} sources delivered '{file.Name}': {string.Join(" · ", failures.Select(failure => failure.Message))}",
            first.Hint,
            failures.Any(failure => failure.IsTransient),
            (first as ModelDownloadException)?.StatusCode,
            new AggregateException(failures));
    }
}
