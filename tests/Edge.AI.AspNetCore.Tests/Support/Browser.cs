using Microsoft.Playwright;

namespace Edge.AI.AspNetCore.Tests.Support;

/// <summary>A browser of this machine, started by the first test that needs it.</summary>
public sealed class Browser : IAsyncDisposable
{
    private static readonly string? s_path = Array.Find(
        [Environment.GetEnvironmentVariable("EDGE_AI_TEST_BROWSER") ?? "", "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"], File.Exists);

    private readonly SemaphoreSlim _gate = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    /// <summary>Gets whether this machine has a browser.</summary>
    public static bool IsFound => s_path is not null;

    /// <summary>Opens a window of a size. Skips the test on a machine without a browser.</summary>
    public async Task<IPage> OpenAsync(int width = 1280, int height = 800, ColorScheme scheme = ColorScheme.Light)
    {
        Assert.SkipUnless(IsFound, "No Chromium was found. Install it ('apt-get install chromium'), or set EDGE_AI_TEST_BROWSER to the path of a browser.");
        await _gate.WaitAsync();
        try
        {
            _playwright ??= await Playwright.CreateAsync();
            Assertions.SetDefaultExpectTimeout(30_000); // milliseconds; a busy machine may take longer than the usual 5 s to load a model
            _browser ??= await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = s_path, Args = ["--no-sandbox", "--disable-gpu"] });
        }
        finally
        {
            _gate.Release();
        }

        var context = await _browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        return await context.NewPageAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        _gate.Dispose();
    }
}
