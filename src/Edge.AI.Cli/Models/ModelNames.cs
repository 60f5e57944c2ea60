using System.CommandLine;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI.Cli.Models;

/// <summary>From what people write to models.</summary>
internal static class ModelNames
{
    public static Argument<string> Argument() => new Argument<string>("ID") { Description = "A model's id or alias." }.RefusingOptions();

    /// <summary>The parser takes an option that no one knows for a name; that is wrong usage, not an unknown model.</summary>
    public static Argument<T> RefusingOptions<T>(this Argument<T> argument)
    {
        argument.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value.StartsWith('-')))
                result.AddError($"There is no option '{token.Value}' here.");
        });
        return argument;
    }

    /// <summary>The id behind a name: of the catalogue, or of a model that is on disk though no catalogue has it any more.</summary>
    /// <exception cref="ModelNotFoundException">Neither has it.</exception>
    public static string IdOf(this Session session, string name) => session.Catalog.TryGet(name, out var model)
        ? model.Id
        : session.Store.List().FirstOrDefault(stored => stored.Id == name)?.Id ?? session.Catalog.Get(name).Id;

    /// <summary>The file that llama.cpp opens.</summary>
    /// <exception cref="ModelNotFoundException">There is no such model.</exception>
    /// <exception cref="EdgeAIException">It is not on disk (EDGE_OFFLINE): looking for a file never brings it.</exception>
    /// <exception cref="ModelStorageException">It is there and can't be read.</exception>
    public static async Task<PlacedModel> LocateAsync(this Session session, string name, CancellationToken cancellationToken)
    {
        var id = session.IdOf(name);
        if (session.Catalog.TryGet(id, out var model))
            return await session.FindAsync(model, cancellationToken) is { } found ? new(id, found.Path) : throw NotOnDisk(id);

        var stored = session.Store.List().FirstOrDefault(stored => stored.Id == id) ?? throw NotOnDisk(id);
        return new(id, Path.Combine(stored.Folder, stored.Files[SplitNames.IndexToOpen([.. stored.Files.Select(file => file.Name)])].Name));
    }

    public static EdgeAIException NotOnDisk(string id) => new(EdgeErrorCodes.Offline, $"'{id}' is not on disk.", $"Bring it with 'edge-ai models pull {id}'.");
}

/// <summary>A model on disk, and the file that llama.cpp opens.</summary>
internal sealed record PlacedModel(string Id, string Path);
