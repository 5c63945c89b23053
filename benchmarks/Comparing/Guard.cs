using System.Globalization;
using System.Text.Json;

namespace Orgvue.ScimEndpoint.Benchmarks.Comparing;

/// <summary>
/// The short comparison: whether the server, against the floor in the same run, has fallen by more than is tolerated below the ratios that were
/// kept. Both run at once and take turns, and of each the best of three rounds counts, as others on the machine only ever make things slower.
/// </summary>
static class Guard
{
    const int Rounds = 3, Users = 1_000, Group = 1_000;
    const double Seconds = 0.6, Tolerated = 0.30;
    static readonly string File = Path.Combine(Contestants.Root, "benchmarks", "ratios.json");
    static readonly JsonSerializerOptions Written = new() { WriteIndented = true };

    public static async Task<int> RunAsync(Contestants contestants, ComparisonOptions options, TextWriter console)
    {
        string[] names = ["floor", "sqlite"];
        var sides = new List<Side>();
        using var sheet = new Sheet(options.Out, console);
        try
        {
            foreach (var name in names) sides.Add(await Side.OfAsync(contestants.Of(name)!));
            for (var round = 0; round < Rounds; round++)
                foreach (var side in sides) side.Round(sheet);
        }
        finally
        {
            foreach (var side in sides) side.Dispose();
        }
        // The floor's processor time for one operation by the server's: what does not wait for the disk is disturbed least.
        var ratios = sides[0].Best.ToDictionary(b => b.Key, b => Math.Round(b.Value / sides[1].Best[b.Key], 3));
        if (options.Keep) await System.IO.File.WriteAllTextAsync(File, JsonSerializer.Serialize(ratios, Written) + "\n");
        var kept = JsonSerializer.Deserialize<Dictionary<string, double>>(await System.IO.File.ReadAllTextAsync(File))!;
        var fallen = kept.Where(k => ratios.GetValueOrDefault(k.Key) < k.Value * (1 - Tolerated)).ToList();
        await console.WriteLineAsync("Processor time of the floor by the server's, for one operation");
        await console.WriteLineAsync("| workload | kept | now | |\n|---|---|---|---|");
        foreach (var (workload, before) in kept)
            await console.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"| {workload} | {before:F3} | {ratios.GetValueOrDefault(workload):F3} | {(fallen.Exists(f => f.Key == workload) ? "FALLEN" : "")} |"));
        await console.WriteLineAsync(sheet.Errors == 0 ? $"{kept.Count - fallen.Count} of {kept.Count} workloads held" : $"{sheet.Errors} answers were wrong");
        return fallen.Count == 0 && sheet.Errors == 0 ? 0 : 1;
    }

    /// <summary>One server of the two, and the least processor time that each workload took on it.</summary>
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
            foreach (var _ in All(Seconds / 2)) { }
        }

        public Dictionary<string, double> Best { get; } = [];

        public static async Task<Side> OfAsync(Contestant contestant) => new(contestant.Name, await Running.StartAsync(contestant));

        public void Round(Sheet sheet)
        {
            foreach (var cell in All(Seconds))
            {
                sheet.Add(cell);
                var name = cell.Group > 0 ? $"{cell.Workload}-of-{cell.Group}" : cell.Workload;
                Best[name] = Math.Min(Best.GetValueOrDefault(name, double.MaxValue), cell.ServerCpu);
            }
        }

        IEnumerable<Cell> All(double seconds) => _users.Run(Users, 1, seconds, _group).Concat(_groups.Run(Users, Group, [1], seconds))
            .Where(c => c.Workload is not "group-fill");

        public void Dispose() => _server.Dispose();
    }
}
