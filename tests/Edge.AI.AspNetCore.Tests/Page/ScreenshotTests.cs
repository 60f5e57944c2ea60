using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Edge.AI.AspNetCore.Tests.Support;
using Edge.AI.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Edge.AI.AspNetCore.Tests.Page;

/// <summary>Takes the pictures in <c>docs/images</c>. They are only taken when someone asks for explicit tests.</summary>
public sealed class ScreenshotTests(TinyServer tiny, Browser browser)
{
    private static string Folder => Directory.CreateDirectory(Path.Combine(ApprovedText.RepositoryRoot, "docs", "images")).FullName;

    [Fact(Explicit = true)]
    public async Task The_page_in_light_and_dark()
    {
        await AnswerOnceAsync(tiny.Server);
        foreach (var (name, scheme) in new[] { ("chat-light", ColorScheme.Light), ("chat-dark", ColorScheme.Dark) })
        {
            var page = await OpenAsync(tiny.Server, 1280, 800, scheme);
            await TalkAsync(page);
            await SaveAsync(page, name);
        }

        var welcome = await OpenAsync(tiny.Server, 1280, 800, ColorScheme.Light);
        await SaveAsync(welcome, "chat-welcome");
    }

    [Fact(Explicit = true)]
    public async Task The_page_on_a_phone()
    {
        await AnswerOnceAsync(tiny.Server);
        var page = await OpenAsync(tiny.Server, 375, 720, ColorScheme.Dark);
        await TalkAsync(page);
        await SaveAsync(page, "chat-phone");
    }

    [Fact(Explicit = true)]
    public async Task The_picker_with_a_download()
    {
        await using var files = await LoopbackModelServer.StartAsync();
        var file = files.Serve("a.gguf", TinyModelBytes.Of(48 << 20));
        var model = CatalogModels.Of("support-bot", file) with { DisplayName = "Support bot", Family = "SmolLM2", Parameters = "360M" };
        var folder = Directory.CreateTempSubdirectory("edge-ai-picture-").FullName;
        await using (var server = await TestServer.StartAsync(services =>
        {
            services.AddEdgeModelProvisioning(options =>
            {
                options.ModelDirectory = folder;
                options.MaxBytesPerSecond = 6 << 20;
            });
            services.AddEdgeModelCatalog(new ModelCatalog([model]));
            services.AddEdgeChatClient(EdgeModels.EdgeTiny, options => options.Threads = 1);
            services.AddEdgeChatClient(model);
            services.AddEdgeServer();
        }))
        {
            await AnswerOnceAsync(server);
            var page = await OpenAsync(server, 1280, 800, ColorScheme.Light);
            await page.Locator("#open-models").ClickAsync();
            await page.Locator("[data-id=support-bot]").GetByRole(AriaRole.Button, new() { Name = "Download" }).ClickAsync();
            await Expect(page.Locator("[data-id=support-bot] .numbers")).ToContainTextAsync("left");
            await Expect(page.Locator("[data-id=support-bot] .line").First).ToContainTextAsync(new Regex("[3-6][0-9] %", RegexOptions.None, TimeSpan.FromSeconds(1)));
            await SaveAsync(page, "chat-models");
            await page.Keyboard.PressAsync("Escape");
            await page.Locator("#open-settings").ClickAsync();
            await SaveAsync(page, "chat-settings");
        }

        Directory.Delete(folder, recursive: true);
    }

    private async Task<IPage> OpenAsync(TestServer server, int width, int height, ColorScheme scheme)
    {
        var page = await browser.OpenAsync(width, height, scheme);
        await page.GotoAsync(server.Address.OriginalString);
        await Expect(page.Locator("#model-name")).Not.ToHaveTextAsync("Model");
        return page;
    }

    /// <summary>Loads the model, so that the picture shows the speed of a server that runs.</summary>
    private static async Task AnswerOnceAsync(TestServer server)
    {
        using var answer = await server.Http.PostAsJsonAsync("v1/chat/completions", new { model = "edge-tiny", messages = new[] { new { role = "user", content = "Count from 1 to 30." } } });
        answer.EnsureSuccessStatusCode();
    }

    private static async Task TalkAsync(IPage page)
    {
        foreach (var question in new[] { "What is the capital of France?", "Count from 1 to 12.", "What is the opposite of early?" })
        {
            await page.Locator("#prompt").FillAsync(question);
            await page.Keyboard.PressAsync("Enter");
            await Expect(page.Locator(".message.assistant").Last.Locator(".stats")).ToContainTextAsync("tokens/s");
        }
    }

    private static Task<byte[]> SaveAsync(IPage page, string name) => page.ScreenshotAsync(new() { Path = Path.Combine(Folder, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });
}
