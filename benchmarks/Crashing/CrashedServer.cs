using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Benchmarks.Crashing;

/// <summary>The server in a process of its own that can be killed, on one SQLite file.</summary>
sealed class CrashedServer : IAsyncDisposable
{
    const string Key = "crash-admin-key", Tenant = "CRASH";
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly string _server;
    readonly string _folder;
    readonly string _address;
    readonly HttpClient _admin;
    Process? _process;
    string _directory = "";

    /// <param name="server">The folder of the server's build.</param>
    public CrashedServer(string server, string folder)
    {
        (_server, _folder, _address) = (System.IO.Path.GetFullPath(server), folder, $"http://127.0.0.1:{FreePort()}");
        _admin = Client(_address, Key);
    }

    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = _folder, RedirectStandardOutput = true };
        foreach (var argument in new[] { System.IO.Path.Combine(_server, "Orgvue.ScimEndpoint.dll"), "--contentRoot", _server, "--urls", _address }) start.ArgumentList.Add(argument);
        foreach (var (name, value) in new[]
        {
            ("ASPNETCORE_ENVIRONMENT", "Production"), ("Admin__Key", Key), ("Limits__RequestsPerSecond", "0"), ("Logging__LogLevel__Default", "Warning"),
            ("Sync__Delay", "00:00:02"), ("Storage__ConnectionString", $"Data Source={System.IO.Path.Combine(_folder, "crash.db")}"),
        })
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        for (var watch = Stopwatch.StartNew(); ;)
            try
            {
                using var answer = await _admin.GetAsync("/health/ready");
                if (answer.IsSuccessStatusCode) return;
            }
            catch (HttpRequestException) when (watch.Elapsed < Patience && !_process.HasExited)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }
    }

    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
        _process.Dispose();
        _process = null;
    }

    public async Task<HttpClient> NewDirectoryAsync()
    {
        var made = await CrashWriter.SentAsync(_admin, HttpMethod.Post, "/admin/api/directories", JsonNode.Parse($$"""
            {"name":"Crash","environment":"staging","tenants":[{"tenantId":"{{Tenant}}","mode":"singleTenant","groupPrefix":"IMAPP_Orgvue_SCIM_"}]}
            """)!.AsObject(), default);
        _directory = (string)made!["directoryId"]!;
        // Half of the accounts come and go: nobody shall have to release a run.
        foreach (var configuration in await AllAsync($"/admin/api/configurations?directoryId={_directory}"))
            await CrashWriter.SentAsync(_admin, HttpMethod.Patch, $"/admin/api/configurations/{configuration["configurationId"]}",
                new JsonObject { ["guardAccounts"] = 1_000_000, ["guardPercent"] = 100 }, default);
        return Client((string)made["scimBaseUrl"]! + "/", (string)made["token"]!);
    }

    /// <summary>Nothing is there that nobody wrote, and windows ran once: every account that a run made is there or was removed, once each.</summary>
    public async Task<List<string>> CheckWholeAsync(HttpClient scim, IReadOnlyList<CrashWriter> writers)
    {
        var problems = new List<string>();
        var expected = writers.SelectMany(w => w.Users.Select(u => u.Key)).Order(StringComparer.Ordinal).ToList();
        var seen = new List<string>();
        for (var start = 1; ; start += 100)
        {
            var page = (await CrashWriter.SentAsync(scim, HttpMethod.Get, $"Users?startIndex={start}&count=100&attributes=userName", null, default))!["Resources"]?.AsArray();
            if (page is null or { Count: 0 }) break;
            seen.AddRange(page.Select(u => (string)u!["userName"]!));
        }
        seen.Sort(StringComparer.Ordinal);
        if (!seen.SequenceEqual(expected)) problems.Add($"{seen.Count} users are there, {expected.Count} were written; of one only: {string.Join(", ", seen.Except(expected).Concat(expected.Except(seen)).Take(5))}");

        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience; await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System))
        {
            using var window = await _admin.GetAsync($"/admin/api/directories/{_directory}/window");
            if (window.StatusCode == HttpStatusCode.NoContent) break;
        }
        var runs = await AllAsync($"/admin/api/directories/{_directory}/runs");
        var made = runs.Sum(r => (int)r["created"]!) - runs.Sum(r => (int)r["removed"]!);
        var accounts = (await AllAsync($"/api/v1/{Tenant}/accounts")).Count;
        if (made != accounts) problems.Add($"the runs made {made} accounts more than they removed, and {accounts} are there");
        if (runs.Select(r => (string)r["runId"]!).Distinct().Count() != runs.Count) problems.Add("a run is told twice");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seen.Count} users, {runs.Count} runs, {accounts} accounts, seen after the last start"));
        return problems;
    }

    async Task<List<JsonNode>> AllAsync(string path)
    {
        var all = new List<JsonNode>();
        for (string? cursor = null; ;)
        {
            var page = (await CrashWriter.SentAsync(_admin, HttpMethod.Get, path + (cursor is null ? "" : $"{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={Uri.EscapeDataString(cursor)}"), null, default))!;
            all.AddRange(page["items"]!.AsArray().Select(i => i!));
            if ((cursor = (string?)page["nextCursor"]) is null) return all;
        }
    }

    static HttpClient Client(string address, string bearer)
    {
        var client = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromSeconds(30) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", bearer);
        return client;
    }

    static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        if (_process is null) return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
