using Edge.AI.Catalog;
using Edge.AI.Catalog.Parsing;

namespace Edge.AI;

/// <summary>What a catalogue entry says about chatting where the model's file is wrong or silent. Immutable, with value equality.</summary>
public sealed record ModelChatSettings
{
    /// <summary>A Jinja chat template that replaces the one in the file; null to use the file's.</summary>
    public string? Template { get; init => field = value?.Satisfying(ModelRules.ChatTextProblem); }

    /// <summary>Strings, none of them empty, that end an answer and are not part of it. The list is copied.</summary>
    public IReadOnlyList<string> Stop { get; init => field = value.EachSatisfying(ModelRules.ChatTextProblem); } = EquatableList<string>.Empty;
}
