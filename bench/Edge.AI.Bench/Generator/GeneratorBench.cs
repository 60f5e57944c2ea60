using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Edge.AI.Bench.Inference.Measures;
using Edge.AI.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Edge.AI.Bench.Generator;

/// <summary>Measures how long the generator takes for a manifest of many models: the first time, and after one model was edited.</summary>
internal static class GeneratorBench
{
    public static Command Command()
    {
        var models = new Option<int>("--models") { Description = "Models in the manifest.", DefaultValueFactory = _ => 1000 };
        var rounds = new Option<int>("--rounds") { Description = "Number of measurements.", DefaultValueFactory = _ => 15 };
        var command = new Command("generator", "A large manifest through the generator.") { models, rounds };
        command.SetAction(parsed => Run(parsed.GetValue(models), parsed.GetValue(rounds)));
        return command;
    }

    private static void Run(int models, int rounds)
    {
        var compilation = CSharpCompilation.Create("Acme", references: [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);
        var manifest = new ManifestFile(Manifest(models, edited: ""));
        Print("first run, compilers cold", Spread.Of([Measure(Driver(manifest), compilation).Milliseconds]));

        List<double> whole = [], edits = [];
        for (var round = 0; round < rounds; round++)
        {
            var (milliseconds, driver) = Measure(Driver(manifest), compilation);
            whole.Add(milliseconds);
            var edited = new ManifestFile(Manifest(models, edited: $" {round}"));
            edits.Add(Measure(driver.ReplaceAdditionalText(manifest, edited), compilation).Milliseconds);
        }

        Print("whole manifest", Spread.Of(whole));
        Print("one model edited", Spread.Of(edits));
    }

    private static CSharpGeneratorDriver Driver(ManifestFile manifest) => CSharpGeneratorDriver.Create([new EdgeModelsGenerator().AsSourceGenerator()], [manifest]);

    private static (double Milliseconds, GeneratorDriver Driver) Measure(GeneratorDriver driver, Compilation compilation)
    {
        var started = Stopwatch.GetTimestamp();
        driver = driver.RunGenerators(compilation);
        var elapsed = Stopwatch.GetElapsedTime(started);
        var result = driver.GetRunResult();
        return result.Diagnostics.IsEmpty && result.GeneratedTrees.Length == 1
            ? (elapsed.TotalMilliseconds, driver)
            : throw new InvalidOperationException($"The generator reported diagnostics: {string.Join(", ", result.Diagnostics)}");
    }

    private static void Print(string what, Spread milliseconds) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-26} {milliseconds.Median:0.0} ms ({milliseconds.Least:0.0} … {milliseconds.Most:0.0})"));

    private static string Manifest(int models, string edited) => $$"""
        { "schemaVersion": 1, "models": [
        {{string.Join(",\n", Enumerable.Range(0, models).Select(number => Model(number, number == models / 2 ? edited : "")))}}
        ] }
        """;

    private static string Model(int number, string edited) => $$"""
          {
            "id": "acme-model-{{number}}-instruct",
            "displayName": "Acme model {{number}}{{edited}}",
            "license": "Apache-2.0",
            "contextLength": 8192,
            "capabilities": ["chat", "tools"],
            "files": [
              {
                "name": "acme-model-{{number}}-q4_k_m.gguf",
                "url": "https://models.example.com/acme-model-{{number}}-q4_k_m.gguf",
                "size": 1055609536,
                "sha256": "{{number:x64}}"
              }
            ],
            "aliases": ["acme-{{number}}"],
            "family": "Acme",
            "parameters": "1.7B",
            "quantization": "Q4_K_M",
            "homepage": "https://example.com/acme"
          }
        """;
}
