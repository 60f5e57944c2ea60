using System.CommandLine;
using Edge.AI.Cli.Output;

namespace Edge.AI.Cli.Models;

internal sealed class VerifyCommand : SessionCommand
{
    private readonly Argument<string?> _name =
        new Argument<string?>("ID") { Description = "A model's id or alias. Default: every model on disk.", Arity = ArgumentArity.ZeroOrOne }.RefusingOptions();

    public VerifyCommand(SharedOptions shared)
        : base(shared, "verify", "Reads every byte of a model on disk again and compares the digests.") => Add(_name.CompletingIds(shared));

    protected override async Task<int> RunAsync(Session session, ParseResult arguments, CancellationToken cancellationToken)
    {
        var ids = arguments.GetValue(_name) is { } name ? [session.IdOf(name)] : session.Store.List().Select(stored => stored.Id).ToList();
        var exitCode = ExitCode.Done;
        foreach (var id in ids)
        {
            var verification = await VerifyAsync(session, id, cancellationToken);
            if (verification.Files.Count > 0)
                session.Terminal.Result(VerifiedLine.Of(verification));
            if (ProblemOf(verification) is not { } problem)
                continue;

            session.Terminal.Error(problem, id);
            exitCode = ExitCode.Error;
        }

        return exitCode;
    }

    private static async Task<ModelVerification> VerifyAsync(Session session, string id, CancellationToken cancellationToken)
    {
        ModelVerification? verification = null;
        await session.Terminal.Progress.ShowAsync([id], async progress => verification = await session.Store.VerifyAsync(id, progress, cancellationToken));
        return verification!;
    }

    private static EdgeAIException? ProblemOf(ModelVerification verification)
    {
        var id = verification.ModelId;
        if (verification.Files.Count == 0)
            return ModelNames.NotOnDisk(id);
        if (verification.IsIntact)
            return null;

        var files = verification.Files.Where(file => !file.IsIntact).Select(file =>
            file.Actual is { } actual ? $"'{file.Name}' has the SHA-256 {actual}, not {file.Expected}" : $"'{file.Name}' is missing");
        return new(EdgeErrorCodes.ChecksumMismatch, $"'{id}' is damaged: {string.Join("; ", files)}.", $"'edge-ai models pull {id}' downloads it again. If it happens again, check the disk.");
    }
}
