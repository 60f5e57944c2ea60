using System.Globalization;

namespace Edge.AI.Testing.Gguf;

/// <summary>
/// A small model of any architecture that llama.cpp loads, with random weights: its metadata and the shapes of its tensors are in architectures.txt.
/// The name of its architecture is the part of its name before <c>+moe</c>.
/// </summary>
public sealed class ArchitectureModel
{
    private const int DefaultVocabularySize = 384;

    private static readonly Lazy<Dictionary<string, ArchitectureModel>> Models = new(() => Read().ToDictionary(model => model.Name, StringComparer.Ordinal));

    private readonly List<(string Key, object Value)> _metadata = [];
    private readonly List<(string Name, long[] Dimensions, bool IsOptional)> _tensors = [];
    private int _vocabularySize = DefaultVocabularySize;

    private ArchitectureModel(string name) => (Name, Architecture) = (name, name.Split('+')[0]);

    /// <summary>All architectures. Each occurs once, or twice: with and without experts.</summary>
    public static IReadOnlyCollection<ArchitectureModel> All => Models.Value.Values;

    public string Name { get; }

    public string Architecture { get; }

    public static ArchitectureModel Named(string name) => Models.Value[name];

    /// <summary>Its file.</summary>
    /// <param name="vocabulary">The vocabulary, which decides the tokenizer.</param>
    /// <param name="withOptional">Whether to write the optional tensors.</param>
    public byte[] ToArray(VocabularyKind vocabulary = VocabularyKind.BytePair, bool withOptional = true) => ToDocument(vocabulary, withOptional).ToArray();

    public GgufDocument ToDocument(VocabularyKind vocabulary, bool withOptional)
    {
        var gguf = new GgufWriter().Add("general.architecture", Architecture);
        foreach (var (key, value) in _metadata)
            gguf.Add(key.StartsWith("xielu", StringComparison.Ordinal) ? key : $"{Architecture}.{key}", value); // the keys of this activation function have no prefix

        new Vocabulary(vocabulary, _vocabularySize).AddTo(gguf);
        var document = GgufDocument.Read(gguf.ToArray());
        document.Tensors.AddRange(_tensors.Where(tensor => withOptional || !tensor.IsOptional).Select(tensor => new DocumentTensor(tensor.Name, type: 0, tensor.Dimensions, Weights(tensor.Dimensions))));
        return document;
    }

    /// <summary>Numbers around zero for every tensor: nobody reads what these models generate.</summary>
    private static byte[] Weights(long[] dimensions)
    {
        var numbers = new float[dimensions.Aggregate(1L, (product, length) => product * length)];
        var state = 0x9E3779B9u;
        foreach (ref var number in numbers.AsSpan())
        {
            state = (state * 1_664_525) + 1_013_904_223;
            number = ((state >> 8) / (float)(1 << 24) - 0.5f) / 8;
        }

        return System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(numbers).ToArray();
    }

    private static List<ArchitectureModel> Read()
    {
        using var stream = typeof(ArchitectureModel).Assembly.GetManifestResourceStream("architectures.txt")!;
        using var reader = new StreamReader(stream);
        var models = new List<ArchitectureModel>();
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith('['))
                models.Add(new(line[1..^1]));
            else if (!line.StartsWith('#'))
                models[^1].Add(line.Split(' '));
        }

        return models;
    }

    private void Add(string[] words)
    {
        if (Parser(words[1].TrimEnd(']').TrimEnd('[')) is not { } parse)
            AddTensor(words);
        else if (words[1].EndsWith("[]", StringComparison.Ordinal))
            _metadata.Add((words[0], ToTypedArray([.. words[2..].Select(parse)])));
        else if (words[0] == "vocab_size")
            _metadata.Add((words[0], (uint)_vocabularySize));
        else
            _metadata.Add((words[0], parse(words[2])));
    }

    private static Array ToTypedArray(object[] elements)
    {
        var typed = Array.CreateInstance(elements[0].GetType(), elements.Length);
        elements.CopyTo(typed, 0);
        return typed;
    }

    private static Func<string, object>? Parser(string type) => type switch
    {
        "u32" => text => uint.Parse(text, CultureInfo.InvariantCulture),
        "i32" => text => int.Parse(text, CultureInfo.InvariantCulture),
        "u64" => text => ulong.Parse(text, CultureInfo.InvariantCulture),
        "f32" => text => float.Parse(text, CultureInfo.InvariantCulture),
        "bool" => text => bool.Parse(text),
        "text" => text => text,
        _ => null,
    };

    private void AddTensor(string[] words)
    {
        var dimensions = words[1..].Select(word => word == "V" ? _vocabularySize : long.Parse(word, CultureInfo.InvariantCulture)).ToArray();
        var name = words[0].TrimStart('?');
        if (name == "token_embd.weight" && dimensions[1] != _vocabularySize)
            SetVocabularySize((int)dimensions[1]);

        var parts = name.Split('.');
        var layer = Array.FindIndex(parts, part => char.IsAsciiDigit(part[0]));
        foreach (var number in layer < 0 ? [""] : parts[layer].Split(','))
            _tensors.Add((layer < 0 ? name : string.Join('.', [.. parts[..layer], number, .. parts[(layer + 1)..]]), dimensions, words[0].StartsWith('?')));
    }

    private void SetVocabularySize(int size)
    {
        _vocabularySize = size;
        var index = _metadata.FindIndex(pair => pair.Key == "vocab_size");
        if (index >= 0)
            _metadata[index] = ("vocab_size", (uint)size);
    }
}
