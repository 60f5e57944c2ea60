using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Edge.AI.Bench.Generator;

/// <summary>A manifest in the form in which the compiler passes it to a generator.</summary>
internal sealed class ManifestFile(string text) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(text);

    public override string Path => "acme.edgemodels.json";

    public override SourceText GetText(CancellationToken cancellationToken = default) => _text;
}
