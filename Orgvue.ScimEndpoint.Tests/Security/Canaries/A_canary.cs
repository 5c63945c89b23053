using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Notifications;

namespace Orgvue.ScimEndpoint.Tests.Security.Canaries;

/// <summary>
/// A secret that is recognised wherever it turns up. They are planted in every place that takes one, and in places that do not; afterwards they are looked for
/// wherever the server writes.
/// </summary>
public sealed class A_canary
{
    /// <summary>WorkOS's own list of endpoints has the secret of each in it, for whoever has the API key; and so has the emulation.</summary>
    const string ShowsSecrets = "GET /webhook_endpoints";

    [Fact]
    public async Task Is_found_nowhere()
    {
        var (log, tags, folder) = (new EveryLine(), new ConcurrentQueue<string>(), System.IO.Directory.CreateTempSubdirectory("orgvue-canary-"));
        try
        {
            await using var receiver = await Receiver.StartAsync();
            using var meters = Listening(tags);
            var host = new Host(StorageProvider.Sqlite,
                ("Notifications:AllowPrivateNetworks", "true"), ("Inspector:Enabled", "true"), ("WorkOs:ApiKey", Planted.WorkOsKey), ("Logging:LogLevel:Default", "Trace"),
                ("Logging:LogLevel:Microsoft.AspNetCore", "Trace"), ("Logging:LogLevel:Microsoft.EntityFrameworkCore", "Trace"), ("Logging:LogLevel:Orgvue.ScimEndpoint.Security", "Trace"))
            {
                Kept = folder, Log = log,
            };
            var planted = new Planted(host, receiver);
            Dictionary<string, string> shown;
            await using (host)
            {
                await planted.PlantAsync();
                shown = await EverythingAsync(host, planted.Directory);
            }

            Assert.True(shown.Count > 60, $"Only {shown.Count} answers were looked at.");
            Assert.True(log.Lines.Count > 500, $"Only {log.Lines.Count} lines were logged.");
            List<string> leaks =
            [
                .. Found(planted, log.Lines.Select(l => ($"log of {l.Category}", l.Text)), addressesToo: true),
                .. Found(planted, tags.Select(t => ("measurement", t)), addressesToo: true),
                .. Found(planted, planted.Refusals.Select(r => ($"answer to {r.Split(':')[0]}", r)), addressesToo: false, handedOut: true),
                .. Found(planted, shown.Where(s => s.Key != ShowsSecrets).Select(s => (s.Key, s.Value)), addressesToo: false),
                .. folder.GetFiles("*", System.IO.SearchOption.AllDirectories).SelectMany(f => InFile(planted, f)),
            ];
            Assert.True(leaks.Count == 0, $"{leaks.Count} found:\n{string.Join('\n', leaks.Take(40))}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What the database calls out when it is not there.</summary>
    [Fact]
    public async Task Is_not_in_what_a_start_without_a_database_says()
    {
        var log = new EveryLine();
        var host = new Host(StorageProvider.InMemory,
            ("Storage:Provider", "PostgreSql"), ("Storage:ConnectionString", "Host=127.0.0.1;Port=1;Username=orgvue;Password=canary-database-5b1f9d27;Timeout=2")) { Log = log };

        var failed = await Record.ExceptionAsync(async () => await host.ClientWith(null).GetAsync("/health/ready"));

        Assert.NotNull(failed);
        Assert.DoesNotContain("canary-database", failed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(log.Lines, l => l.Text.Contains("canary-database", StringComparison.Ordinal));
    }

    static IEnumerable<string> Found(Planted planted, IEnumerable<(string Where, string Text)> texts, bool addressesToo, bool handedOut = false)
    {
        var looked = Spelled(planted, addressesToo);
        // All at once first: there are megabytes of lines, and nothing in them.
        var any = SearchValues.Create([.. looked.SelectMany(s => s.Spellings)], StringComparison.Ordinal);
        return from text in texts
            where text.Text.AsSpan().ContainsAny(any)
            from secret in looked
            where secret.Spellings.Exists(s => text.Text.Contains(s, StringComparison.Ordinal))
            select $"{secret.Name}, in {text.Where}: {(handedOut ? text.Text : Excerpt(text.Text, secret.Spellings[0]))}";
    }

    static List<(string Name, List<string> Spellings)> Spelled(Planted planted, bool addressesToo) =>
        [.. planted.Secrets.Where(s => addressesToo || !Planted.IsAddress(s.Value)).Select(s => (s.Key, Spellings(s.Value)))];

    static string Excerpt(string text, string secret) => text.IndexOf(secret, StringComparison.Ordinal) is >= 0 and var at
        ? text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 60)] : text[..Math.Min(200, text.Length)];

    // Plain, percent-encoded, as hexadecimal digits and in base 64.
    static List<string> Spellings(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        return [.. new[] { secret, Uri.EscapeDataString(secret), Convert.ToHexString(bytes), Convert.ToHexStringLower(bytes), Convert.ToBase64String(bytes).TrimEnd('=') }.Distinct()];
    }

    static IEnumerable<string> InFile(Planted planted, System.IO.FileInfo file)
    {
        var bytes = System.IO.File.ReadAllBytes(file.FullName);
        return from secret in Spelled(planted, addressesToo: false)
            from spelling in secret.Spellings
            from written in new[] { Encoding.UTF8.GetBytes(spelling), Encoding.Unicode.GetBytes(spelling) }
            where bytes.AsSpan().IndexOf(written) >= 0
            select $"{secret.Name}, in the file {file.Name}";
    }

    /// <summary>What every GET answers to whoever may ask everything.</summary>
    static async Task<Dictionary<string, string>> EverythingAsync(Host host, TestDirectory directory)
    {
        var (shown, waiting) = (new Dictionary<string, string>(StringComparer.Ordinal), new Queue<string>());
        var routes = host.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true)
            .Select(e => '/' + e.RoutePattern.RawText!.TrimStart('/').Replace("{id:resource}", "{id}", StringComparison.Ordinal)).Distinct().ToList();
        using var workos = host.ClientWith(Planted.WorkOsKey);
        var ids = new Dictionary<string, List<string>>(StringComparer.Ordinal)
        {
            ["directory"] = [directory.Id], ["directoryId"] = [directory.Id], ["tenantId"] = ["ACME"], ["urn"] = ["urn:ietf:params:scim:schemas:core:2.0:User"], ["id"] = [],
        };
        // Lists first: they tell the ids of what is asked for next.
        foreach (var route in routes.OrderBy(r => r.Count(c => c == '{')).ThenBy(r => r.Length))
            foreach (var address in Filled(route, ids))
            {
                var client = route.StartsWith("/scim", StringComparison.Ordinal) ? directory.Scim : IsOfWorkOs(route) ? workos : host.Admin;
                using var answer = await client.GetAsync(new Uri(host.ClientOptions.BaseAddress, Asked(address)));
                var text = await answer.Content.ReadAsStringAsync();
                Assert.True((int)answer.StatusCode is < 500 or 501, $"{address}: {text}");
                shown[$"GET {address}"] = text;
                if (answer.StatusCode == HttpStatusCode.OK && text.StartsWith('{')) Learn(JsonNode.Parse(text), ids);
            }
        return shown;
    }

    static string Asked(string address) => address.EndsWith("/events", StringComparison.Ordinal) ? address + "?events=dsync.user.created&limit=100"
        : address.EndsWith("/explain", StringComparison.Ordinal) ? address + "?user=ada@contoso.example"
        : address.StartsWith("/api/v1", StringComparison.Ordinal) ? address + "?environment=staging" : address;

    static bool IsOfWorkOs(string route) => new[] { "/directories", "/directory_", "/events", "/webhook_endpoints" }.Any(r => route.StartsWith(r, StringComparison.Ordinal));

    static List<string> Filled(string route, Dictionary<string, List<string>> ids)
    {
        var from = route.IndexOf('{', StringComparison.Ordinal);
        if (from < 0) return [route];
        var to = route.IndexOf('}', StringComparison.Ordinal);
        return [.. ids.GetValueOrDefault(route[(from + 1)..to], []).SelectMany(id => Filled(route[..from] + id + route[(to + 1)..], ids))];
    }

    // directoryId, runId, … and the plain id of SCIM and WorkOS.
    static void Learn(JsonNode? node, Dictionary<string, List<string>> ids)
    {
        if (node is JsonArray list)
            foreach (var item in list.Take(40)) Learn(item, ids);
        if (node is not JsonObject json) return;
        foreach (var (name, value) in json)
        {
            if (value is JsonValue && (name.EndsWith("Id", StringComparison.Ordinal) || name == "id") && value.GetValueKind() == System.Text.Json.JsonValueKind.String)
            {
                var known = ids.TryGetValue(name == "configurationId" ? "id" : name, out var some) ? some : ids[name] = [];
                if (known.Count < 40 && !known.Contains((string)value!) && name is not ("directoryId" or "tenantId")) known.Add((string)value!);
            }
            else Learn(value, ids);
        }
    }

    static MeterListener Listening(ConcurrentQueue<string> tags)
    {
        var listener = new MeterListener { InstrumentPublished = (instrument, to) => to.EnableMeasurementEvents(instrument) };
        void Note<T>(Instrument instrument, T measured, ReadOnlySpan<KeyValuePair<string, object?>> with, object? state)
        {
            tags.Enqueue($"{instrument.Name} {string.Join(' ', with.ToArray().Select(t => $"{t.Key}={t.Value}"))}");
        }
        listener.SetMeasurementEventCallback<long>(Note);
        listener.SetMeasurementEventCallback<double>(Note);
        listener.SetMeasurementEventCallback<int>(Note);
        listener.Start();
        return listener;
    }
}
