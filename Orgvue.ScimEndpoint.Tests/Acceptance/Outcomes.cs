using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Tests.Acceptance;

/// <summary>The clock, and what an administrator sees of it all through the APIs.</summary>
static class Outcomes
{
    static readonly DateTimeOffset Start = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);

    /// <summary>Sets the clock to this many minutes and seconds after the start, and lets the worker look.</summary>
    public static async Task AtAsync(this Host host, string time)
    {
        var parts = time.Split(':').Select(p => int.Parse(p, CultureInfo.InvariantCulture)).ToArray();
        host.Clock.SetUtcNow(Start.AddMinutes(parts[0]).AddSeconds(parts[1]));
        await host.RunDueAsync();
    }

    /// <summary>Lets the default delay pass.</summary>
    public static async Task AfterTheDelayAsync(this Host host)
    {
        host.Clock.Advance(TimeSpan.FromMinutes(5));
        await host.RunDueAsync();
    }

    public static Task<JsonArray> RunsAsync(this Host host, TestDirectory directory) =>
        ItemsAsync(host, $"/admin/api/directories/{directory.Id}/runs");

    public static Task<JsonArray> FailuresAsync(this Host host, TestDirectory directory, string state = "open") =>
        ItemsAsync(host, $"/admin/api/directories/{directory.Id}/failures?state={state}");

    /// <summary>Each open failure: <c>tenant name code</c>.</summary>
    public static async Task<IEnumerable<string>> OpenFailuresAsync(this Host host, TestDirectory directory) =>
        (await host.FailuresAsync(directory)).Select(f => $"{f!["tenantId"]} {Name(f["email"])} {f["code"]}".Trim()).Order();

    /// <summary>Each account: <c>name: roles</c>, and whether it is inactive.</summary>
    public static async Task<IEnumerable<string>> AccountsAsync(this Host host, string tenant = "ACME") =>
        (await ItemsAsync(host, $"/api/v1/{tenant}/accounts"))
            .Select(a => $"{Name(a!["email"])}: {string.Join(' ', a["roles"]!.AsArray())}{((bool)a["enabled"]! ? "" : " (inactive)")}").Order();

    public static async Task<JsonNode> AccountAsync(this Host host, string name, string tenant = "ACME") =>
        Assert.Single(await ItemsAsync(host, $"/api/v1/{tenant}/accounts?email={name}@contoso.example"))!;

    static string Name(JsonNode? email) => ((string)email!).Split('@')[0];

    static async Task<JsonArray> ItemsAsync(Host host, string url) => (await host.Admin.GetAsync(url, HttpStatusCode.OK))["items"]!.AsArray();
}
