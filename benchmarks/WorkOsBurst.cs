using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Benchmarks;

/// <summary>
/// So many signed events in one burst, over HTTP, against the server as it is shipped, in a process of its own on a SQLite file: how long each
/// answer takes, how much the process grows, how soon the directory shows all of it, and how often it is synchronised for that.
/// </summary>
sealed class WorkOsBurst : IAsyncDisposable
{
    const string Secret = "whsec_benchmark_0123456789abcdef";
    const int Connections = 32;
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(30), Window = TimeSpan.FromMinutes(5);

    readonly System.IO.DirectoryInfo _folder = System.IO.Directory.CreateTempSubdirectory("orgvue-burst-");
    readonly HttpClient _client;
    readonly Process _server;

    WorkOsBurst(string address)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true };
        foreach (var argument in new[] { typeof(Model.Directory).Assembly.Location, "--urls", address }) start.ArgumentList.Add(argument);
        start.Environment["Admin__Key"] = "benchmark";
        start.Environment["Limits__RequestsPerSecond"] = "0";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        start.Environment["Storage__ConnectionString"] = $"Data Source={System.IO.Path.Combine(_folder.FullName, "burst.db")}";
        _server = Process.Start(start)!;
        // Nobody waits for what it says; it only must not wait for a reader.
        _server.OutputDataReceived += (_, _) => { };
        _server.BeginOutputReadLine();
        _client = new(new SocketsHttpHandler { MaxConnectionsPerServer = Connections + 1 }) { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(2) };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "benchmark");
    }

    public static async Task MeasureAsync(int events, TextWriter output)
    {
        await output.WriteLineAsync(Text(
            $"{Environment.ProcessorCount} processors, .NET {Environment.Version}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC; {events} events, {Connections} connections, SQLite"));
        await using var burst = new WorkOsBurst("http://127.0.0.1:5987");
        var directory = await burst.ReadyAsync();
        var all = SampleEvents.Of(events);
        // As a server is that has been up for a while: its code is compiled.
        await burst.SendAsync(directory, SampleEvents.WarmUp(2_000));
        await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
        await burst.MeasureAsync(directory, all, output);
    }

    async Task MeasureAsync(string directory, IReadOnlyList<string> events, TextWriter output)
    {
        var (before, peak) = (Megabytes(), 0d);
        using var measured = new CancellationTokenSource();
        var watching = WatchAsync(grown => peak = Math.Max(peak, grown), measured.Token);
        _server.Refresh();
        var busyBefore = _server.TotalProcessorTime;
        var watch = Stopwatch.StartNew();
        var answers = await SendAsync(directory, events);
        _server.Refresh();
        var (answered, processor) = (watch.Elapsed, _server.TotalProcessorTime - busyBefore);
        var times = answers.Select(a => a.Milliseconds).Order().ToList();
        var others = answers.Where(a => a.Status != HttpStatusCode.OK).GroupBy(a => a.Status).Select(g => $"{g.Count()} × {(int)g.Key}").ToList();
        await output.WriteLineAsync(Text($"answered in {answered.TotalSeconds:F1} s ({events.Count / answered.TotalSeconds:F0} a second); not 200: {(others.Count == 0 ? "none" : string.Join(", ", others))}"));
        await output.WriteLineAsync(Text($"processor time of the server meanwhile {processor.TotalSeconds:F1} s, {processor.TotalMilliseconds / events.Count:F2} ms an event"));
        await output.WriteLineAsync(Text($"p50 {At(times, 0.5):F1} ms, p99 {At(times, 0.99):F1} ms, longest {times[^1]:F1} ms"));
        var applied = await WhenAppliedAsync(directory, events);
        await measured.CancelAsync();
        await watching;
        await output.WriteLineAsync(Text($"all of it shown {applied.TotalSeconds:F1} s after the last answer"));
        await output.WriteLineAsync(Text($"memory {before:F0} MB before, at most {peak:F0} MB: grown by {peak - before:F0} MB"));
        await output.WriteLineAsync(await RunsAsync(directory));
    }

    async Task<string> ReadyAsync()
    {
        var until = Stopwatch.StartNew();
        while (true)
            try
            {
                using var asked = await _client.GetAsync("/admin/api/directories");
                if (asked.IsSuccessStatusCode) break;
            }
            catch (HttpRequestException) when (until.Elapsed < TimeSpan.FromMinutes(1))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            }
        var made = await JsonAsync(await _client.PostAsJsonAsync("/admin/api/directories", new
        {
            name = "Burst", provider = "workos", environment = "production", syncDelay = "00:05:00",
            tenants = new[] { new { tenantId = "BURST", mode = "singleTenant", groupPrefix = SampleEvents.Prefix } },
        }));
        var directory = (string)made["directoryId"]!;
        await JsonAsync(await _client.PutAsJsonAsync(
            $"/admin/api/directories/{directory}/workos", new { directoryId = SampleEvents.Directory, webhookSecret = Secret }));
        return directory;
    }

    async Task<List<(double Milliseconds, HttpStatusCode Status)>> SendAsync(string directory, IReadOnlyList<string> events)
    {
        var (next, all) = (-1, new List<(double, HttpStatusCode)>[Connections]);
        await Task.WhenAll(Enumerable.Range(0, Connections).Select(n => Task.Run(async () =>
        {
            all[n] = [];
            for (int at; (at = Interlocked.Increment(ref next)) < events.Count;) all[n].Add(await SendAsync(directory, events[at]));
        })));
        return [.. all.SelectMany(a => a)];
    }

    async Task<(double, HttpStatusCode)> SendAsync(string directory, string body)
    {
        using var request = SampleEvents.Signed($"/workos/webhooks/{directory}", body, Secret);
        var watch = Stopwatch.StartNew();
        using var answer = await _client.SendAsync(request);
        return (watch.Elapsed.TotalMilliseconds, answer.StatusCode);
    }

    // The directory has as many users as the events tell of, and every group, and the last that is to come: members.
    async Task<TimeSpan> WhenAppliedAsync(string directory, IReadOnlyList<string> events)
    {
        var watch = Stopwatch.StartNew();
        var users = SampleEvents.Users(events.Count) + SampleEvents.WarmUpUsers;
        for (var still = 0; watch.Elapsed < Patience && still < 3;)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), TimeProvider.System);
            var (now, pending) = ((int)(await JsonAsync(await _client.GetAsync($"/admin/api/directories/{directory}")))["contents"]!["users"]!, await PendingAsync(directory));
            still = now == users && pending == _pending ? still + 1 : 0;
            _pending = pending;
        }
        if (watch.Elapsed >= Patience) throw new InvalidOperationException("The directory does not show all of it.");
        return watch.Elapsed;
    }

    int _pending = -1;

    async Task<int> PendingAsync(string directory)
    {
        using var answer = await _client.GetAsync($"/admin/api/directories/{directory}/window");
        return answer.StatusCode == HttpStatusCode.NoContent ? 0 : (int)(await JsonAsync(answer))["pendingChanges"]!;
    }

    async Task<string> RunsAsync(string directory)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Window + Window)
        {
            await Task.Delay(TimeSpan.FromSeconds(5), TimeProvider.System);
            var runs = (await JsonAsync(await _client.GetAsync($"/admin/api/directories/{directory}/runs")))["items"]!.AsArray();
            // A run that was begun has taken what was pending, and is shown when it is over.
            if (runs.Count == 0 || await PendingAsync(directory) > 0) continue;
            return string.Join('\n', runs.Select(r => $"run of {r!["tenantId"]}: {r["status"]}, created {r["created"]}, updated {r["updated"]}, failed {r["failed"]}").Prepend($"runs: {runs.Count}"));
        }
        throw new InvalidOperationException("No run came.");
    }

    async Task WatchAsync(Action<double> seen, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            seen(Megabytes());
            await Task.Delay(TimeSpan.FromMilliseconds(200), TimeProvider.System, ct).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    double Megabytes()
    {
        _server.Refresh();
        return _server.WorkingSet64 / 1024d / 1024d;
    }

    static double At(List<double> times, double part) => times[Math.Min(times.Count - 1, (int)(times.Count * part))];

    static async Task<JsonNode> JsonAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)! : throw new InvalidOperationException($"{(int)answer.StatusCode}: {text}");
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _server.Kill(entireProcessTree: true);
        await _server.WaitForExitAsync();
        _server.Dispose();
        _folder.Delete(recursive: true);
    }
}
