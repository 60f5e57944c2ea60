using Edge.AI.Catalog;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI;

/// <summary>Overrides chat settings of a model file that are wrong or missing. Immutable, with value equality.</summary>
public sealed record ModelChatSettings
{
    /// <summary>Gets a Jinja chat template that replaces the one in the file; <see langword="null"/> to use the file's.</summary>
    public string? Template { get; init => field = value?.Satisfying(ModelRules.ChatTextProblem); }

    /// <summary>Gets strings, none of them empty, that end an answer and are not part of it. The list is copied.</summary>
    public IReadOnlyList<string> Stop { get; init => field = value.EachSatisfying(ModelRules.ChatTextProblem); } = EquatableList<string>.Empty;
}
