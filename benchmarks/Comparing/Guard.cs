using System.Globalization;
using System.Text.Json;

namespace Orgvue.ScimEndpoint.Benchmarks.Comparing;

/// <summary>
/// The short comparison: whether the server, against the floor in the same run, has fallen by more than is tolerated below the ratios that were
/// kept. Both run at once and take turns with each workload, so that whatever else the machine does falls on both alike. What counts is the
/// best of three rounds, and of three more when something seems to have fallen: others only ever make the server slower.
/// </summary>
static class Guard
{
    const int Rounds = 3, Users = 1_000, Group = 1_000, Connections = 8;
    const double Seconds = 0.3, Tolerated = 0.30;
    static readonly string File = Path.Combine(Contestants.Root, "benchmarks", "ratios.json");
    static readonly JsonSerializerOptions Written = new() { WriteIndented = true };

    public static async Task<int> RunAsync(Contestants contestants, ComparisonOptions options, TextWriter console)
    {
        using var sheet = new Sheet(options.Out, console);
        using var floor = await Side.OfAsync(contestants.Of("floor")!);
        using var server = await Side.OfAsync(contestants.Of("sqlite")!);
        var best = new Dictionary<string, double>();
        for (var round = 0; round < Rounds; round++) Measure(floor, server, sheet, best);
        if (options.Keep) await System.IO.File.WriteAllTextAsync(File, JsonSerializer.Serialize(best, Written) + "\n");
        var kept = JsonSerializer.Deserialize<Dictionary<string, double>>(await System.IO.File.ReadAllTextAsync(File))!;
        for (var round = 0; round < Rounds && Fallen(kept, best).Count > 0; round++) Measure(floor, server, sheet, best);

        var fallen = Fallen(kept, best);
        await console.WriteLineAsync("Processor time of the floor by the server's, for one operation");
        await console.WriteLineAsync("| workload | kept | now | |\n|---|---|---|---|");
        foreach (var (workload, before) in kept)
            await console.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"| {workload} | {before:F3} | {best.GetValueOrDefault(workload):F3} | {(fallen.Contains(workload) ? "FALLEN" : "")} |"));
        await console.WriteLineAsync(sheet.Errors == 0 ? $"{kept.Count - fallen.Count} of {kept.Count} workloads held" : $"{sheet.Errors} answers were wrong");
        return fallen.Count == 0 && sheet.Errors == 0 ? 0 : 1;
    }

    // The cells are measured as they are asked for: one of the floor's, then the server's of the same workload.
    static void Measure(Side floor, Side server, Sheet sheet, Dictionary<string, double> best)
    {
        foreach (var (ideal, real) in floor.All(Seconds).Zip(server.All(Seconds)))
        {
            sheet.Add(ideal);
            sheet.Add(real);
            var name = real.Group > 0 ? $"{real.Workload}-of-{real.Group}" : real.Workload;
            // Too few operations for the clock of processes, which ticks a hundred times a second, say nothing.
            if (ideal.ServerCpu > 0 && real.ServerCpu > 0) best[name] = Math.Max(best.GetValueOrDefault(name), Math.Round(ideal.ServerCpu / real.ServerCpu, 3));
        }
    }

    static List<string> Fallen(Dictionary<string, double> kept, Dictionary<string, double> now) =>
        [.. kept.Where(k => now.GetValueOrDefault(k.Key) < k.Value * (1 - Tolerated)).Select(k => k.Key)];

    /// <summary>One server of the two, with its users and its group.</summary>
    sealed class Side : IDisposable
    {
        readonly Running _server;
        readonly UserWorkloads _users;
        readonly GroupWorkloads _groups;
        readonly string _group;

        Side(string name, Running server)
        {
            _server = server;
            var population = new Population(server);
            var load = new Load(server, name);
            (_users, _groups) = (new(load, population), new(server, load, population));
            population.Grow(Users + GroupWorkloads.Spare, 60);
            _group = _groups.Make(100, out _);
            // So that the code is compiled as it stays.
            for (var round = 0; round < 2; round++)
                foreach (var _ in All(Seconds)) { }
        }

        public static async Task<Side> OfAsync(Contestant contestant) => new(contestant.Name, await Running.StartAsync(contestant));

        public IEnumerable<Cell> All(double seconds) => _users.Run(Users, Connections, seconds, _group)
            .Concat(_groups.Run(Users, Group, [Connections], seconds)).Where(c => c.Workload is not "group-fill");

        public void Dispose() => _server.Dispose();
    }
}
