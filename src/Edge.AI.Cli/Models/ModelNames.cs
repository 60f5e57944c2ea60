using System.CommandLine;
using System.CommandLine.Completions;
using Microsoft.Extensions.Options;

namespace Edge.AI.Cli.Models;

/// <summary>Converts names on the command line to models.</summary>
internal static class ModelNames
{
    public static Argument<string> Argument() => new Argument<string>("ID") { Description = "A model's id or alias." }.RefusingOptions();

    /// <summary>Lets shells complete the ids of the catalogue, and of models that are only on disk.</summary>
    public static Argument<T> CompletingIds<T>(this Argument<T> argument, SharedOptions shared)
    {
        argument.CompletionSources.Add(context => IdsFor(context.ParseResult, shared).Order(StringComparer.Ordinal).Select(id => new CompletionItem(id)));
        return argument;
    }

    /// <summary>Refuses unknown options, which the parser would take for names.</summary>
    public static Argument<T> RefusingOptions<T>(this Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-')))
                result.AddError($"There is no option '{token.Value}' here.");
        });
        return argument;
    }

    /// <summary>Returns the id for a name: of a model of the catalogue, or of one that is only on disk.</summary>
    /// <exception cref="ModelNotFoundException">Neither the catalogue nor the disk has the model.</exception>
    public static string IdOf(this Session session, string name) => session.Catalog.TryGet(name, out var model)
        ? model.Id
        : session.Store.List().FirstOrDefault(stored => stored.Id == name)?.Id ?? session.Catalog.Get(name).Id;

    /// <summary>Finds the file that llama.cpp opens.</summary>
    /// <exception cref="ModelNotFoundException">There is no such model.</exception>
    /// <exception cref="EdgeAIException">The model is not on disk (EDGE_OFFLINE). It is not downloaded.</exception>
    /// <exception cref="ModelStorageException">The file cannot be read.</exception>
    public static async Task<PlacedModel> LocateAsync(this Session session, string name, CancellationToken cancellationToken)
    {
        var id = session.IdOf(name);
        if (session.Catalog.TryGet(id, out var model))
            return await session.Store.FindAsync(model, cancellationToken) is { } found ? new(id, found.Path) : throw NotOnDisk(id);

        var stored = session.Store.List().FirstOrDefault(stored => stored.Id == id) ?? throw NotOnDisk(id);
        return new(id, stored.Path);
    }

    private static List<string> IdsFor(ParseResult arguments, SharedOptions shared)
    {
        try
        {
            using var interrupts = new Interrupts();
            var session = shared.Open(arguments, interrupts);
            return [.. session.Catalog.Select(model => model.Id).Union(session.Store.List().Select(stored => stored.Id), StringComparer.Ordinal)];
        }
        catch (Exception error) when (error is EdgeAIException or OptionsValidationException)
        {
            return []; // A shell cannot show an error while the user types. The command will.
        }
    }

    public static EdgeAIException NotOnDisk(string id) => new(EdgeErrorCodes.Offline, $"'{id}' is not on disk.", $"Download it with 'edge-ai models pull {id}'.");
}

/// <summary>A model on disk, and the file that llama.cpp opens.</summary>
internal sealed record PlacedModel(string Id, string Path);
