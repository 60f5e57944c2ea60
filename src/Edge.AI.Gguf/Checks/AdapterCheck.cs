namespace Edge.AI.Gguf.Checks;

/// <summary>Checks a LoRA adapter against its model: names, shapes and types at which llama.cpp would stop at an assertion.</summary>
internal static class AdapterCheck
{
    private const string DownSuffix = ".lora_a";
    private const string UpSuffix = ".lora_b";

    public static void Check(GgufFile adapter, GgufModel model)
    {
        if (adapter.Metadata.FindText("general.type") != "adapter" || adapter.Metadata.FindText("adapter.type") != "lora")
            throw Invalid(adapter, "is not a LoRA adapter", "Convert it with convert_lora_to_gguf.py of llama.cpp.");
        if (adapter.Architecture != model.File.Architecture)
            throw Invalid(adapter, $"is for models of the architecture '{adapter.Architecture}', and '{model.File.FileName}' is '{model.File.Architecture}'");
        if (adapter.Metadata.GetValueOrDefault("adapter.lora.alpha", 0f) is not float)
            throw Invalid(adapter, "has a value for 'adapter.lora.alpha' that is not a 32-bit floating-point number");
        if (adapter.Metadata.ContainsKey("adapter.alora.invocation_tokens"))
            throw Invalid(adapter, "applies only after certain tokens (aLoRA), which is not supported", "Use an adapter that always applies.");

        var tensors = adapter.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var weights = model.Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var changes = tensors.Values.Where(tensor => !tensor.Name.EndsWith("_norm.weight", StringComparison.Ordinal)).ToList(); // llama.cpp ignores those
        if (changes.Count == 0)
            throw Invalid(adapter, "does not change any tensor");

        foreach (var tensor in changes)
            CheckPair(adapter, tensor, tensors, weights);
    }

    private static void CheckPair(GgufFile adapter, GgufTensor tensor, Dictionary<string, GgufTensor> tensors, Dictionary<string, GgufTensor> weights)
    {
        var name = tensor.Name.EndsWith(DownSuffix, StringComparison.Ordinal) || tensor.Name.EndsWith(UpSuffix, StringComparison.Ordinal)
            ? tensor.Name[..^DownSuffix.Length]
            : throw Invalid(adapter, $"has the tensor '{tensor.Name}', which does not belong in a LoRA adapter");
        if (!tensors.TryGetValue(name + DownSuffix, out var down) || !tensors.TryGetValue(name + UpSuffix, out var up))
            throw Invalid(adapter, $"has only one of the two tensors that change '{name}'");
        if (!weights.TryGetValue(name, out var weight))
            throw Invalid(adapter, $"changes '{name}', which the model does not have");
        if (tensor.Type is not (GgmlType.F32 or GgmlType.F16 or GgmlType.BF16 or GgmlType.Q8_0))
            throw Invalid(adapter, $"has the tensor '{tensor.Name}' as {tensor.Type}, which is not supported");

        // Embeddings are looked up in lora_a instead of multiplied by it, so the two tensors swap their dimensions.
        var fits = name == "token_embd.weight"
            ? Length(weight, 0) == Length(up, 1) && Length(weight, 1) == Length(down, 1) && Length(down, 0) == Length(up, 0)
            : Length(weight, 0) == Length(down, 0) && Length(weight, 1) == Length(up, 1) && Length(down, 1) == Length(up, 0);
        if (!fits || Length(down, 0) == 0 || Length(up, 0) == 0 || !SameBeyondMatrix(weight, down) || !SameBeyondMatrix(weight, up))
            throw Invalid(adapter, $"changes '{name}' with tensors of {Shape(down)} and {Shape(up)}, where the model has {Shape(weight)}");
    }

    private static bool SameBeyondMatrix(GgufTensor one, GgufTensor other) => Length(one, 2) == Length(other, 2) && Length(one, 3) == Length(other, 3);

    private static long Length(GgufTensor tensor, int dimension) => dimension < tensor.Dimensions.Count ? tensor.Dimensions[dimension] : 1;

    private static string Shape(GgufTensor tensor) => string.Join(" × ", tensor.Dimensions);

    private static GgufException Invalid(GgufFile adapter, string problem, string hint = "Use the adapter with the model that it was trained for, or download it again.") =>
        new(adapter.FileName, problem + ".", hint);
}
