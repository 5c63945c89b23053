using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Benchmarks.Comparing;

/// <summary>A contestant's process, on a core of its own where the machine has one to give.</summary>
sealed class Running : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    readonly Contestant _contestant;
    readonly Process _process;

    Running(Contestant contestant, Process process) => (_contestant, _process) = (contestant, process);

    public Uri Base { get; private set; } = null!;
    public string Token { get; private set; } = "";
    public bool IsAlive => !_process.HasExited;

    /// <summary>Starts it and waits for its first answer; a server of ours then gets a directory.</summary>
    public static async Task<Running> StartAsync(Contestant contestant)
    {
        var running = Launch(contestant);
        try
        {
            var began = Stopwatch.StartNew();
            while (running.Asked(contestant.Ready, contestant.Base, contestant.AdminKey ?? contestant.Token) != 200)
            {
                if (began.Elapsed > Patience || !running.IsAlive) throw new InvalidOperationException($"{contestant.Name} does not answer.");
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
            }
            (running.Base, running.Token) = contestant.AdminKey is { } key ? await DirectoryAsync(contestant.Base, key) : (contestant.Base, contestant.Token);
            return running;
        }
        catch
        {
            running.Dispose();
            throw;
        }
    }

    /// <summary>From starting the process to its first 200, in ms; and the processor time it took for that.</summary>
    public static (double Elapsed, double Cpu) FirstAnswer(Contestant contestant, Uri root, string token, string path)
    {
        var began = Stopwatch.StartNew();
        using var running = Launch(contestant);
        while (running.Asked(path, root, token) != 200)
        {
            if (began.Elapsed > Patience || !running.IsAlive) throw new InvalidOperationException($"{contestant.Name} does not answer.");
            Pause();
        }
        return (began.Elapsed.TotalMilliseconds, running.OwnCpu());
    }

    /// <summary>Processor time in ms so far.</summary>
    public double Cpu() => OwnCpu() + _contestant.Besides().Sum(Linux.Cpu);

    public double Memory()
    {
        _process.Refresh();
        return _process.WorkingSet64 / 1024d / 1024d;
    }

    /// <summary>The largest the process has been since it was last asked to forget that.</summary>
    public double Peak() => Linux.Peak(_process.Id) ?? Memory();

    public void ForgetPeak() => Linux.ForgetPeak(_process.Id);

    double OwnCpu()
    {
        _process.Refresh();
        return _process.TotalProcessorTime.TotalMilliseconds;
    }

    int? Asked(string path, Uri root, string token)
    {
        if (_process.HasExited) return null;
        using var wire = new Wire(root, token);
        try
        {
            return wire.Send("GET", path);
        }
        catch (Exception e) when (e is System.Net.Sockets.SocketException or InvalidOperationException)
        {
            return null;
        }
    }

    static Running Launch(Contestant contestant)
    {
        var start = new ProcessStartInfo { RedirectStandardOutput = true, RedirectStandardError = true };
        string[] command = [.. Linux.OnServerCore, .. contestant.Start];
        start.FileName = command[0];
        foreach (var argument in command[1..]) start.ArgumentList.Add(argument);
        foreach (var (name, value) in contestant.Environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        // What it prints must not wait for a reader.
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(contestant, process);
    }

    static async Task<(Uri, string)> DirectoryAsync(Uri root, string key)
    {
        using var client = new HttpClient { BaseAddress = new Uri(root.GetLeftPart(UriPartial.Authority)) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var answer = await client.PostAsJsonAsync("/admin/api/directories", new
        {
            // Nothing synchronises while it is measured.
            name = "Benchmark", provider = "generic", environment = "staging", syncDelay = "12:00:00",
            tenants = new[] { new { tenantId = "ACME", mode = "singleTenant", groupPrefix = "IAMAPP_Orgvue_SCIM_" } },
        });
        var text = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode) throw new InvalidOperationException($"No directory was made: {text}");
        var made = JsonNode.Parse(text)!;
        return (new((string)made["scimBaseUrl"]!), (string)made["token"]!);
    }

    static void Pause()
    {
        using var never = new ManualResetEventSlim();
        never.Wait(2);
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        _process.WaitForExit();
        _process.Dispose();
    }
}
