using Edge.AI.Catalog.Parsing;
using Edge.AI.Cli.Output;
using Edge.AI.Gguf;

namespace Edge.AI.Cli.Sources;

/// <summary>A file of a repository on the Hugging Face hub. Its size and digest come from the hub's list, its header from the file.</summary>
internal sealed class HubModel : ModelSource
{
    private readonly HubRepository _repository;
    private readonly HubFile _file;
    private readonly Sha256Digest _digest;
    private readonly IRemoteFileReader _web;

    /// <exception cref="EdgeAIException">The file's name is not safe, or the hub has no digest of it.</exception>
    private HubModel(HubRepository repository, HubFile file, IRemoteFileReader web)
    {
        (_repository, _file, _web, Name) = (repository, file, web, HubCandidate.NameOf(file));
        if (ModelRules.FileNameProblem(Name) is { } problem)
            throw new EdgeAIException(ToolErrors.InputInvalid, $"A file of hf:{repository.Name} cannot be used: {problem}", "Use another file or repository.");

        _digest = file.Digest ?? throw new ModelDownloadException(
            EdgeErrorCodes.HubAnswerInvalid, $"The hub has no SHA-256 of '{file.Path}' (hf:{repository.Name}), so its content cannot be verified.", $"Read all bytes once for the digest: edge-ai manifest add {file.Source.OriginalString}", isTransient: false);
    }

    public override string Name { get; }

    /// <summary>The id of the model if it is pulled without a manifest.</summary>
    public string Id { get; private init; } = "";

    public override string Url => _file.Source.OriginalString;

    /// <summary>Finds a model and tells the user which one was picked.</summary>
    public static async Task<HubModel> FindAsync(HubName name, Session session, CancellationToken cancellationToken)
    {
        var repository = await session.Hub.GetRepositoryAsync(name.Repository, name.Revision, cancellationToken);
        var candidates = HubCandidate.Of(repository);
        var (picked, reason) = HubChoice.Of(name, candidates);
        if (reason is not null)
            session.Terminal.Note(new PickedLine(name.ToString(), picked.Label, picked.Size, reason, [.. candidates.Where(candidate => candidate != picked).Select(candidate => candidate.Label)]));

        var isUnique = candidates.Count(candidate => candidate.Label == picked.Label) == 1;
        return new(repository, picked.First, session.Web) { Id = HubId.Of(repository.Name, isUnique ? picked.Label : picked.First.Path, name.Revision) };
    }

    public override Task<GgufFile> ReadHeaderAsync(CancellationToken cancellationToken) => RemoteHeader.ReadAsync(_file.Source, Name, _web, cancellationToken);

    public override Task<MeasuredFile> MeasureAsync(CancellationToken cancellationToken) =>
        Task.FromResult(new MeasuredFile(Name, Url, _file.Size, _digest.ToString(), IsDigestOfServer: true));

    public override ModelSource Beside(string name)
    {
        var path = _file.Path[..^Name.Length] + name;
        return _repository.Files.FirstOrDefault(file => file.Path == path) is { } file
            ? new HubModel(_repository, file, _web)
            : throw new EdgeAIException(ToolErrors.InputInvalid, $"hf:{_repository.Name} has no '{path}', which is a part of the model of '{_file.Path}'.", "Use another quantization or repository.");
    }
}
