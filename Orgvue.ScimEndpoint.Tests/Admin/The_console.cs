using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Admin;

/// <summary>The console is files for anybody, which may load and ask nothing but this server.</summary>
public sealed partial class The_console
{
    [Fact]
    public async Task Is_there_with_all_that_it_loads()
    {
        await using var host = new Host();
        using var browser = host.ClientWith(null);

        var page = await browser.GetAsync("/admin/");
        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.Contains("/admin/", (await browser.GetAsync("/admin")).Headers.Location?.ToString() ?? "", StringComparison.Ordinal);

        // All modules, from the first on.
        var (waiting, seen) = (new Queue<Uri>(Loaded().Matches(html).Select(m => new Uri(new Uri("http://localhost/admin/"), m.Groups[1].Value))), new HashSet<Uri>());
        while (waiting.TryDequeue(out var next))
        {
            if (!seen.Add(next)) continue;
            var file = await browser.GetAsync(next);
            Assert.True(file.StatusCode == HttpStatusCode.OK, $"{next}: {file.StatusCode}");
            if (!next.AbsolutePath.EndsWith(".js", StringComparison.Ordinal)) continue;
            Assert.Equal("text/javascript", file.Content.Headers.ContentType!.MediaType);
            foreach (Match import in Imported().Matches(await file.Content.ReadAsStringAsync())) waiting.Enqueue(new Uri(next, import.Groups[1].Value));
        }
        Assert.True(seen.Count > 5, string.Join(" ", seen));
    }

    [Fact]
    public async Task Lets_nothing_run_or_be_asked_but_this_servers_own()
    {
        await using var host = new Host();
        using var browser = host.ClientWith(null);

        foreach (var path in new[] { "/admin/", "/admin/app.js", "/admin/nothing.js", "/admin/api/sign-in" })
        {
            var answer = await browser.GetAsync(path);
            var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
            Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal(("nosniff", "DENY", "no-referrer"), (Header(answer, "X-Content-Type-Options"), Header(answer, "X-Frame-Options"), Header(answer, "Referrer-Policy")));
        }
        var html = await browser.GetStringAsync("/admin/");
        Assert.DoesNotMatch("""<script(?![^>]*src=)|<style| style=| on[a-z]+=|https?://(?!www\.w3\.org)""", html);
    }

    [Theory]
    [InlineData("/admin/nothing.js")]
    [InlineData("/admin/..%2f..%2fappsettings.json")]
    [InlineData("/admin/../appsettings.json")]
    [InlineData("/admin/%2e%2e/%2e%2e/appsettings.json")]
    public async Task Is_no_way_to_other_files(string path)
    {
        await using var host = new Host();
        using var browser = host.ClientWith(null);

        Assert.Contains((await browser.GetAsync(path)).StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.Unauthorized });
    }

    [Theory]
    [InlineData("admin")]
    [InlineData("Change-Me")]
    [InlineData("")]
    public async Task Is_not_started_with_a_key_that_everybody_tries(string key)
    {
        await using var host = new Host(StorageProvider.InMemory, ("Admin:Key", key));

        var refused = Assert.Throws<OptionsValidationException>(() => host.Services);

        Assert.Contains("Admin:Key", refused.Message, StringComparison.Ordinal);
    }

    static string Header(HttpResponseMessage answer, string name) => answer.Headers.GetValues(name).Single();

    [GeneratedRegex("""(?:src|href)="([^"#]+)"[^>]*>""")]
    private static partial Regex Loaded();

    [GeneratedRegex("""(?:from|import)\s*\(?\s*["'](\.[^"']+)["']""")]
    private static partial Regex Imported();
}
