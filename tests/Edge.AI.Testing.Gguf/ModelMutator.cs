using System.Globalization;

namespace Edge.AI.Testing.Gguf;

/// <summary>
/// Makes one to three changes to a small model: to its metadata, its tensors, or its vocabulary. The file stays well-formed GGUF; it may or may not still be a
/// valid model. The same seed gives the same file.
/// </summary>
public sealed class ModelMutator
{
    private static readonly string[] Encoders = ["bert", "nomic-bert", "gemma-embedding", "qwen3", "llama"];

    private readonly Random _random;
    private readonly GgufDocument _document;
    private readonly ArchitectureModel _model;
    private readonly List<string> _changes = [];

    public ModelMutator(int seed)
    {
        _random = new(seed);
        var models = ArchitectureModel.All.ToList();
        _model = models[seed % models.Count];
        _document = _model.ToDocument(_random.Next(2) == 0 ? VocabularyKind.BytePair : VocabularyKind.SentencePiece, withOptional: _random.Next(4) > 0);
    }

    private ModelMutator(Random random, ArchitectureModel model, GgufDocument document) => (_random, _model, _document) = (random, model, document);

    /// <summary>Changes a model that embeds text: an encoder, or a model of an architecture that generates and pools here.</summary>
    public static ModelMutator OfEncoder(int seed)
    {
        var random = new Random(seed);
        var model = ArchitectureModel.Named(Encoders[seed % Encoders.Length]);
        if (model.Architecture == "bert" && random.Next(2) == 0)
            return new(random, model, GgufDocument.Read(new RandomBert { ContextLength = 64, Pooling = (uint)random.Next(1, 4) }.ToArray()));

        var document = model.ToDocument(random.Next(2) == 0 ? VocabularyKind.BytePair : VocabularyKind.SentencePiece, withOptional: random.Next(4) > 0);
        document.Metadata[model.Architecture + ".pooling_type"] = (uint)random.Next(1, 4);
        document.Metadata["tokenizer.ggml.token_type_count"] = 2u;
        return new(random, model, document);
    }

    /// <summary>A changed model, and its changes.</summary>
    public (string Name, byte[] Bytes) Mutate()
    {
        for (var left = _random.Next(3) > 0 ? 1 : _random.Next(2, 5); left > 0; left--)
        {
            switch (_random.Next(40))
            {
                case 0: Rename(); break;
                case < 20: ChangeMetadata(); break;
                case < 32: ChangeTensors(); break;
                default: ChangeVocabulary(); break;
            }
        }

        return ($"{_model.Name}: {string.Join("; ", _changes)}", _document.ToArray());
    }

    /// <summary>Renames the architecture, and all metadata keys that begin with its name.</summary>
    private void Rename()
    {
        var name = _random.Next(2) == 0 ? Any([.. ArchitectureModel.All]).Architecture : Any(MutationPool.OtherArchitectures);
        foreach (var key in _document.Metadata.Keys.Where(key => key.StartsWith(_model.Architecture + ".", StringComparison.Ordinal)).ToList())
        {
            _document.Metadata.Remove(key, out var value);
            _document.Metadata[name + key[_model.Architecture.Length..]] = value!;
        }

        Set("general.architecture", name);
    }

    private void ChangeMetadata()
    {
        var key = _random.Next(5) == 0
            ? (_random.Next(8) == 0 ? "general." : _model.Architecture + ".") + Any(MutationPool.Keys)
            : Any([.. _document.Metadata.Keys.Where(key => !key.StartsWith("tokenizer.", StringComparison.Ordinal))]);
        if (_random.Next(6) == 0 && _document.Metadata.Remove(key))
        {
            _changes.Add($"no {key}");
            return;
        }

        Set(key, NewValue(_document.Metadata.GetValueOrDefault(key)));
    }

    private object NewValue(object? old) => _random.Next(12) == 0 ? AnyValue() : old switch
    {
        uint number => _random.Next(4) == 0 ? Enumerable.Range(0, _random.Next(1, 9)).Select(_ => OtherCount(number)).ToArray() : OtherCount(number),
        float => Any(MutationPool.Floats),
        bool flag => !flag,
        string => Any(MutationPool.Texts),
        uint[] { Length: > 0 } numbers => Other(numbers, OtherCount),
        float[] { Length: > 0 } numbers => Other(numbers, _ => Any(MutationPool.Floats)),
        _ => AnyValue(),
    };

    private object AnyValue() => _random.Next(6) switch
    {
        0 => Any(MutationPool.Texts),
        1 => Any(MutationPool.Floats),
        2 => _random.Next(2) == 0,
        3 => Enumerable.Range(0, _random.Next(0, 9)).Select(_ => Any(MutationPool.Counts)).ToArray(),
        4 => (ulong)Any(MutationPool.Counts),
        _ => Any(MutationPool.Counts),
    };

    private uint OtherCount(uint old) => _random.Next(7) switch
    {
        0 => old + 1,
        1 => old - 1,
        2 => old * 2,
        3 => old / 2,
        4 => (uint)_random.Next(0, 40),
        _ => Any(MutationPool.Counts),
    };

    private T[] Other<T>(T[] old, Func<T, T> change) => _random.Next(4) switch
    {
        0 => old[..^1],
        1 => [.. old, .. old],
        2 => [.. old.Select(change)],
        _ => [.. old.Select((element, index) => index == 0 ? change(element) : element)],
    };

    private void ChangeTensors()
    {
        var tensor = Any(_document.Tensors);
        _changes.Add($"{tensor.Name} {string.Join('×', tensor.Dimensions)}");
        switch (_random.Next(8))
        {
            case 0:
                _document.Tensors.Remove(tensor);
                _changes[^1] += " is gone";
                break;
            case 1:
                var kind = KindOf(tensor.Name);
                _document.Tensors.RemoveAll(each => KindOf(each.Name) == kind);
                _changes[^1] += " is gone from all layers";
                break;
            case 2:
                Reshape(tensor, [.. tensor.Dimensions.Reverse()]);
                break;
            case 3:
                var dimension = _random.Next(tensor.Dimensions.Length);
                Reshape(tensor, [.. tensor.Dimensions.Select((length, index) => index == dimension ? Math.Clamp(OtherCount((uint)length), 0, 4096) : length)]);
                break;
            case 4:
                tensor.Name = _random.Next(2) == 0 ? Any(_document.Tensors).Name + "x" : $"blk.{_random.Next(4)}.{Any(MutationPool.TensorNames)}";
                _document.Tensors.RemoveAll(each => each != tensor && each.Name == tensor.Name);
                _changes[^1] += $" is called {tensor.Name}";
                break;
            default:
                tensor.Type = Any(MutationPool.TensorTypes);
                Reshape(tensor, tensor.Dimensions);
                break;
        }
    }

    private void Reshape(DocumentTensor tensor, long[] dimensions)
    {
        var block = Edge.AI.Gguf.GgmlBlock.Of((Edge.AI.Gguf.GgmlType)tensor.Type)!;
        if (dimensions[0] % block.Elements != 0)
            tensor.Type = 0;

        block = Edge.AI.Gguf.GgmlBlock.Of((Edge.AI.Gguf.GgmlType)tensor.Type)!;
        var bytes = new byte[dimensions.Aggregate(1L, (product, length) => product * length) / block.Elements * block.Bytes];
        for (var index = 0; index < bytes.Length && tensor.Bytes.Length > 0; index++)
            bytes[index] = tensor.Bytes[index % tensor.Bytes.Length];
        (tensor.Dimensions, tensor.Bytes) = (dimensions, bytes);
        _changes[^1] += $" is {string.Join('×', dimensions)} of type {tensor.Type}";
    }

    private void ChangeVocabulary()
    {
        if (_document.Metadata.GetValueOrDefault("tokenizer.ggml.tokens") is not string[] { Length: > 0 } tokens)
            return;

        switch (_random.Next(8))
        {
            case 0 or 1:
                var token = _random.Next(tokens.Length);
                Set("tokenizer.ggml.tokens", tokens.Select((text, index) => index == token ? Any(MutationPool.Tokens) : text).ToArray(), $"token {token}");
                break;
            case 2 when _document.Metadata.GetValueOrDefault("tokenizer.ggml.token_type") is int[] { Length: > 0 } types:
                var typed = _random.Next(types.Length);
                Set("tokenizer.ggml.token_type", types.Select((type, index) => index == typed ? _random.Next(-2, 9) : type).ToArray(), $"token_type {typed}");
                break;
            case 3 when _document.Metadata.GetValueOrDefault("tokenizer.ggml.merges") is string[] { Length: > 0 } merges:
                var merge = _random.Next(merges.Length);
                Set("tokenizer.ggml.merges", merges.Select((text, index) => index == merge ? Any(MutationPool.Merges) : text).ToArray(), $"merge {merge}");
                break;
            case 4:
                Set(Any(MutationPool.SpecialTokenKeys), Any(MutationPool.Counts));
                break;
            case 5:
                Set("tokenizer.ggml.pre", Any(MutationPool.Pretokenizers));
                break;
            case 6:
                Set("tokenizer.ggml.model", Any(MutationPool.Tokenizers));
                break;
            default:
                var key = Any([.. _document.Metadata.Keys.Where(key => key.StartsWith("tokenizer.", StringComparison.Ordinal))]);
                if (_random.Next(2) == 0)
                {
                    _document.Metadata.Remove(key);
                    _changes.Add($"no {key}");
                }
                else
                {
                    Set(key, AnyValue());
                }

                break;
        }
    }

    private void Set(string key, object value, string? name = null)
    {
        _document.Metadata[key] = value;
        _changes.Add($"{name ?? key} = {(value is Array array ? $"{array.GetType().GetElementType()!.Name}[{string.Join(' ', array.Cast<object>().Take(6).Select(Short))}]" : Short(value))}");
    }

    private static string Short(object value)
    {
        var text = Convert.ToString(value, CultureInfo.InvariantCulture)!;
        return text.Length > 20 ? text[..20] + "…" : text;
    }

    private static string KindOf(string name) => string.Join('.', name.Split('.').Where(part => !char.IsAsciiDigit(part[0])));

    private T Any<T>(IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];
}
