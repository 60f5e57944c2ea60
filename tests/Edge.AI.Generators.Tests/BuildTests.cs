using System.Diagnostics;
using System.Text;
using Edge.AI.Generators.Tests.Parsing;

namespace Edge.AI.Generators.Tests;

/// <summary>A project like that of a user of the package, built by the real SDK: with the package's props, the library and the generator.</summary>
public sealed class BuildTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-ai-build-");

    [Fact]
    public async Task Every_manifest_below_a_project_becomes_a_class_and_metadata_chooses_its_name()
    {
        Write("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{Here("TestData/Edge.AI.Provisioning.props")}" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <RootNamespace>Acme.App</RootNamespace>
                <ImplicitUsings>enable</ImplicitUsings>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{Here("Edge.AI.dll")}" />
                <Reference Include="{Here("Edge.AI.Provisioning.dll")}" />
                <Analyzer Include="{Here("Edge.AI.Generators.dll")}" />
                <AdditionalFiles Update="renamed.edgemodels.json" EdgeModelsNamespace="Other.Place" EdgeModelsClass="Bots" />
                <AdditionalFiles Include="again.edgemodels.json" EdgeModelsClass="Twice" />
              </ItemGroup>
            </Project>
            """);
        foreach (var manifest in new[] { "acme", "deep/below", "renamed", "again" })
            Write($"{manifest}.edgemodels.json", TestManifest.Valid);
        Write("obj/left-over.edgemodels.json", "not JSON");
        Write("publish/acme.edgemodels.json", TestManifest.Valid);
        Write("out/acme.edgemodels.json", TestManifest.Valid);
        Write("Use.cs", """
            public static class Use
            {
                public static string[] Ids => [Acme.App.AcmeModels.SupportBot.Id, Acme.App.BelowModels.Ids.Bot, Other.Place.Bots.Bot.Id, Acme.App.Twice.Bot.Id];
            }
            """);

        (await BuildAsync()).Should().Contain("Build succeeded.").And.Contain("0 Warning(s)");
    }

    [Fact]
    public async Task Problems_in_manifest_and_code_are_reported_at_their_locations()
    {
        Write("App.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <Import Project="{Here("TestData/Edge.AI.Provisioning.props")}" />
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
              </PropertyGroup>
              <ItemGroup>
                <Reference Include="{Here("Edge.AI.dll")}" />
                <Reference Include="{Here("Edge.AI.Provisioning.dll")}" />
                <Reference Include="{Here("Microsoft.Extensions.AI.dll")}" />
                <Reference Include="{Here("Microsoft.Extensions.DependencyInjection.Abstractions.dll")}" />
                <Analyzer Include="{Here("Edge.AI.Generators.dll")}" />
              </ItemGroup>
            </Project>
            """);
        Write("acme.edgemodels.json", TestManifest.WithoutDigest);
        Write("wide.edgemodels.json", TestManifest.Valid, Encoding.Unicode);
        Write("latin.edgemodels.json", TestManifest.With("Support bot", "Süpport bot"), Encoding.Latin1);
        Write("Use.cs", """
            using Microsoft.Extensions.DependencyInjection;

            static class Use
            {
                public static void Add(IServiceCollection services) => services.AddEdgeChatClient("phi-33");
            }
            """);

        (await BuildAsync()).Should().Contain("acme.edgemodels.json(12,9): warning EDGEAI023").And.Contain("Use.cs(5,87): warning EDGEAI024")
            .And.Contain("wide.edgemodels.json(1,1): error EDGEAI021").And.Contain("latin.edgemodels.json(7,24): error EDGEAI001");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Here(string path) => Path.Combine(AppContext.BaseDirectory, path);

    private void Write(string name, string text, Encoding? encoding = null)
    {
        var path = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, encoding ?? Encoding.Default);
    }

    private async Task<string> BuildAsync()
    {
        var start = new ProcessStartInfo("dotnet", ["build", "--disable-build-servers"]) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, UseShellExecute = false };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using var build = Process.Start(start)!;
        var output = build.StandardOutput.ReadToEndAsync();
        await build.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(3));
        return await output;
    }
}
