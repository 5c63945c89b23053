using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Npgsql;

namespace Orgvue.ScimEndpoint.Nodes;

/// <summary>The server as it is shipped, in a process of its own, with a wire of its own to PostgreSQL.</summary>
sealed class Node : IAsyncDisposable
{
    const string Key = "nodes-admin-key";
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    readonly Process _process;
    readonly List<string> _log = [];

    Node(string server, string name, string database, string delay, Wire wire)
    {
        (Name, Wire) = (name, wire);
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var settings = new NpgsqlConnectionStringBuilder(database) { Host = "127.0.0.1", Port = wire.Port, MaxPoolSize = 30 };
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { server, "--contentRoot", System.IO.Path.GetDirectoryName(server)!, "--urls", address.ToString() })
            start.ArgumentList.Add(argument);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["Admin__Key"] = Key;
        start.Environment["Limits__RequestsPerSecond"] = "0";
        start.Environment["Storage__Provider"] = "PostgreSql";
        start.Environment["Storage__ConnectionString"] = settings.ToString();
        start.Environment["Sync__Delay"] = delay;
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Client = new(new SocketsHttpHandler { MaxConnectionsPerServer = 100 }) { BaseAddress = address, Timeout = Patience };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key);
    }

    public string Name { get; }
    public Wire Wire { get; }
    public int Pid => _process.Id;

    /// <summary>Speaks as the administrator.</summary>
    public HttpClient Client { get; }

    /// <summary>Returns when the node answers.</summary>
    public static async Task<Node> StartAsync(string server, string name, string database, string delay = "01:00:00")
    {
        var to = new NpgsqlConnectionStringBuilder(database);
        var node = new Node(server, name, database, delay, new Wire(new IPEndPoint(IPAddress.Parse(to.Host!), to.Port)));
        for (var watch = Stopwatch.StartNew(); watch.Elapsed < Patience; await Wait.AMoment())
            try
            {
                using var answer = await node.Client.GetAsync("/admin/api/directories?limit=1");
                if (answer.IsSuccessStatusCode) return node;
            }
            catch (HttpRequestException) when (!node._process.HasExited) { }
        await node.DisposeAsync();
        throw new InvalidOperationException($"Node {name} does not answer: {string.Join('\n', node._log.TakeLast(20))}");
    }

    /// <summary>How many lines of the log say this.</summary>
    public int Said(string text)
    {
        lock (_log) return _log.Count(line => line.Contains(text, StringComparison.Ordinal));
    }

    public IReadOnlyList<string> Log
    {
        get
        {
            lock (_log) return [.. _log];
        }
    }

    public void Kill() => _process.Kill();

    public Task StopAsync() => SignalAsync("STOP");

    public Task ContinueAsync() => SignalAsync("CONT");

    async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{Pid}"]);
        await kill.WaitForExitAsync();
    }

    void Keep(string? line)
    {
        if (line is null) return;
        lock (_log) _log.Add(line);
    }

    static int FreePort()
    {
        using var any = new TcpListener(IPAddress.Loopback, 0);
        any.Start();
        return ((IPEndPoint)any.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited) _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        await Wire.DisposeAsync();
    }
}
