using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Benchmarks;

/// <summary>
/// A big directory: how fast it is written, how large it is, and what the server as it is shipped, in a process of its own, takes to reconcile
/// all of it for the first time and when nothing has changed: time, memory over idle, and how long others wait meanwhile. Then single changes.
/// </summary>
sealed class BigRun(BigSize size, string? postgres, string folder, TextWriter output, TextWriter? csv)
{
    const string Address = "http://127.0.0.1:5988";
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    static readonly HttpClient Client = new() { BaseAddress = new Uri(Address), Timeout = TimeSpan.FromMinutes(30) };
    Process? _server;

    public static async Task MeasureAsync(string[] args, TextWriter output)
    {
        string? Option(string name) => Array.IndexOf(args, name) is >= 0 and var at ? args[at + 1] : null;
        var users = args.Length > 0 && int.TryParse(args[0], CultureInfo.InvariantCulture, out var given) ? given : 1_000_000;
        var own = Option("--folder") is null;
        var folder = Option("--folder") ?? System.IO.Directory.CreateTempSubdirectory("orgvue-big-").FullName;
        await using var csv = Option("--csv") is { } file ? System.IO.File.CreateText(file) : null;
        if (csv is not null) await csv.WriteLineAsync("storage,users,what,value,unit");
        try
        {
            var run = new BigRun(BigSize.Of(users), Option("--postgres"), folder, output, csv);
            if (args.Contains("--inside")) await run.InsideAsync();
            else await run.MeasureAsync();
        }
        finally
        {
            if (own) System.IO.Directory.Delete(folder, recursive: true);
        }
    }

    async Task MeasureAsync()
    {
        await output.WriteLineAsync(Text(
            $"{Environment.ProcessorCount} processors, .NET {Environment.Version}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC; {size.Users} users, {size.Groups} groups ({size.RoleGroups} of them roles), {size.Memberships} memberships, {Storage}"));
        await FillAsync();
        try
        {
            await StartAsync();
            await FullAsync("first full reconcile");
            await SyncAsync();
            await FullAsync("full reconcile, no change");
            await SyncAsync();
            await FullAsync("full reconcile, no change, again");
        }
        finally
        {
            _server!.Kill(entireProcessTree: true);
            await _server.WaitForExitAsync();
        }
        await SaySizeAsync("size after the first reconcile");
        await WindowsAsync();
    }

    // In this process, for a profiler: the stages of a first run and of one that finds nothing to do.
    async Task InsideAsync()
    {
        await FillAsync();
        await using var directory = new BigDirectory(size, postgres, folder);
        for (var n = 0; n < 2; n++)
        {
            var (watch, before) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
            using var stages = DiagnosticListener.AllListeners.Subscribe(new Stages(stage =>
            {
                if (stage != "applying") output.WriteLine(Text($"  {stage} after {watch.Elapsed.TotalSeconds:F1} s, processor {(Environment.CpuUsage.TotalTime - before).TotalSeconds:F1} s"));
            }));
            var run = (await directory.Runner.RunAsync(BigDirectory.Directory, SyncTrigger.SyncNow, CancellationToken.None))![^1];
            await output.WriteLineAsync(Text($"{run.Status}, full {run.Full}, created {run.Created}, unchanged {run.Unchanged}: {watch.Elapsed.TotalSeconds:F1} s, processor {(Environment.CpuUsage.TotalTime - before).TotalSeconds:F1} s, heap {GC.GetTotalMemory(false) / 1e6:F0} MB"));
        }
        await WindowsAsync();
    }

    sealed class Stages(Action<string> reached) : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Orgvue.ScimEndpoint.Sync") value.Subscribe(this);
        }

        public void OnNext(KeyValuePair<string, object?> value) => reached(value.Key);

        public void OnCompleted() { }

        public void OnError(Exception error) { }
    }

    string Storage => postgres is null ? "SQLite" : "PostgreSQL";

    async Task FillAsync()
    {
        await using var directory = new BigDirectory(size, postgres, folder);
        await directory.Store.MigrateAsync();
        if (await directory.Store.ReadAsync(db => db.Directories.AnyAsync())) return;
        var filled = await directory.FillAsync();
        await SayAsync("filled", filled.TotalSeconds, "s");
        await SayAsync("filled, users a second", size.Users / filled.TotalSeconds, "1/s");
        await SaySizeAsync("size");
    }

    async Task SaySizeAsync(string what)
    {
        await using var directory = new BigDirectory(size, postgres, folder);
        var bytes = postgres is null
            ? new System.IO.DirectoryInfo(folder).EnumerateFiles("big.db*").Sum(f => f.Length)
            : await directory.Store.ReadAsync(db => db.Database.SqlQuery<long>($"SELECT pg_database_size(current_database()) AS \"Value\"").SingleAsync());
        await SayAsync(what, bytes / 1e6, "MB");
    }

    async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = folder, RedirectStandardOutput = true };
        foreach (var argument in new[] { typeof(Model.Directory).Assembly.Location, "--urls", Address }) start.ArgumentList.Add(argument);
        start.Environment["Admin__Key"] = "benchmark";
        start.Environment["Limits__RequestsPerSecond"] = "0";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Logging__LogLevel__Default"] = "Warning";
        // Runs come when they are asked for.
        start.Environment["Sync__Delay"] = "1000.00:00:00";
        start.Environment["Storage__Provider"] = postgres is null ? "Sqlite" : "PostgreSql";
        start.Environment["Storage__ConnectionString"] = postgres ?? $"Data Source={System.IO.Path.Combine(folder, "big.db")}";
        _server = Process.Start(start)!;
        _server.OutputDataReceived += (_, line) => { if (line.Data is { Length: > 0 }) output.WriteLine(line.Data); };
        _server.BeginOutputReadLine();
        var until = Stopwatch.StartNew();
        while (true)
            try
            {
                using var asked = await Client.SendAsync(Scim(HttpMethod.Get, "/ServiceProviderConfig", null));
                if (asked.IsSuccessStatusCode) break;
                throw new InvalidOperationException($"{(int)asked.StatusCode}: {await asked.Content.ReadAsStringAsync()}");
            }
            catch (HttpRequestException) when (until.Elapsed < TimeSpan.FromMinutes(1))
            {
                await Task.Delay(Pause, TimeProvider.System);
            }
        // Idle: as a server is that has answered a little and waits.
        for (var n = 0; n < 200; n++) await ProbeAsync(n);
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
    }

    async Task FullAsync(string what)
    {
        _server!.Refresh();
        var (idle, busy) = (_server.WorkingSet64 / 1048576d, _server.TotalProcessorTime);
        // Sets the high-water mark back.
        await System.IO.File.WriteAllTextAsync($"/proc/{_server.Id}/clear_refs", "5");
        using var over = new CancellationTokenSource();
        var watch = Stopwatch.StartNew();
        var running = SyncAsync();
        var probing = ProbeUntilAsync(over.Token);
        var run = await running;
        var took = watch.Elapsed;
        await over.CancelAsync();
        var (reads, writes) = await probing;
        _server.Refresh();
        if (!(bool)run["full"]!) throw new InvalidOperationException("Expected that a run with nothing pending looks at everybody.");
        await output.WriteLineAsync(Text($"{what}: {run["status"]}, full {run["full"]}, created {run["created"]}, updated {run["updated"]}, unchanged {run["unchanged"]}, failed {run["failed"]}"));
        await SayAsync(what, took.TotalSeconds, "s");
        await SayAsync($"{what}: processor", (_server.TotalProcessorTime - busy).TotalSeconds, "s");
        await SayAsync($"{what}: memory over idle", Peak() - idle, "MB");
        await SayAsync($"{what}: idle", idle, "MB");
        foreach (var (name, times) in new[] { ("reads", reads), ("writes", writes) })
        {
            times.Sort();
            if (times.Count == 0) continue;
            await SayAsync($"{what}: {name} meanwhile, p50 of {times.Count}", times[times.Count / 2], "ms");
            await SayAsync($"{what}: {name} meanwhile, p99", times[(int)(times.Count * 0.99)], "ms");
            await SayAsync($"{what}: {name} meanwhile, longest", times[^1], "ms");
        }
        await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
    }

    static async Task<JsonNode> SyncAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/admin/api/directories/{BigDirectory.Id}/sync");
        request.Headers.Authorization = new("Bearer", "benchmark");
        using var answer = await Client.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonNode.Parse(text)!["runs"]![0]! : throw new InvalidOperationException(text);
    }

    double Peak() => System.IO.File.ReadLines($"/proc/{_server!.Id}/status").Where(l => l.StartsWith("VmHWM", StringComparison.Ordinal))
        .Select(l => double.Parse(l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024).Single();

    async Task<(List<double> Reads, List<double> Writes)> ProbeUntilAsync(CancellationToken over)
    {
        var (reads, writes) = (new List<double>(), new List<double>());
        // What is written before the run has taken its changes would be a change to follow.
        await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, CancellationToken.None);
        for (var n = 0; !over.IsCancellationRequested; n++)
        {
            (n % 2 == 0 ? reads : writes).Add(await ProbeAsync(n));
            await Task.Delay(Pause, TimeProvider.System, CancellationToken.None);
        }
        return (reads, writes);
    }

    string[]? _users;

    // In turn: a user is read, and a user's title is changed.
    async Task<double> ProbeAsync(int n)
    {
        if (_users is null)
        {
            using var some = await Client.SendAsync(Scim(HttpMethod.Get, "/Users?count=100&attributes=id", null));
            _users = [.. JsonNode.Parse(await some.Content.ReadAsStringAsync())!["Resources"]!.AsArray().Select(u => (string)u!["id"]!)];
        }
        var user = _users[n / 2 % _users.Length];
        var watch = Stopwatch.StartNew();
        using var answer = await Client.SendAsync(n % 2 == 0 ? Scim(HttpMethod.Get, $"/Users/{user}", null) : Scim(HttpMethod.Patch, $"/Users/{user}",
            $$"""{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[{"op":"replace","path":"title","value":"{{watch.GetHashCode()}} {{n}}"}]}"""));
        await answer.Content.ReadAsByteArrayAsync();
        return answer.IsSuccessStatusCode ? watch.Elapsed.TotalMilliseconds : throw new InvalidOperationException($"{(int)answer.StatusCode} of a probe");
    }

    static HttpRequestMessage Scim(HttpMethod method, string path, string? body) => new(method, $"/scim/v2/{BigDirectory.Id}{path}")
    {
        Headers = { Authorization = new AuthenticationHeaderValue("Bearer", BigDirectory.Token) },
        Content = body is null ? null : new StringContent(body, new MediaTypeHeaderValue("application/scim+json")),
    };

    async Task WindowsAsync()
    {
        await using var directory = new BigDirectory(size, postgres, folder);
        foreach (var (what, median) in await BigWindows.MediansAsync(directory)) await SayAsync($"one-change window: {what}", median, "ms");
    }

    async Task SayAsync(string what, double value, string unit)
    {
        await output.WriteLineAsync(Text($"{what}: {value:F1} {unit}"));
        if (csv is not null) await csv.WriteLineAsync(Text($"{Storage},{size.Users},\"{what}\",{value:F3},{unit}"));
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
