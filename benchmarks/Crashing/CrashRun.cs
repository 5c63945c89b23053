using System.Diagnostics;
using System.Globalization;

namespace Orgvue.ScimEndpoint.Benchmarks.Crashing;

/// <summary>
/// Kills the server under load, again and again, and looks after each restart whether all that it had answered is there, once, and nothing else than what was
/// under way. <c>crash [--rounds 200] [--writes 100000] [--seed n] [--server folder]</c>.
/// </summary>
static class CrashRun
{
    const int Writers = 8;
    static readonly TimeSpan LongestRound = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string[] options, TextWriter output)
    {
        var (rounds, writes) = (Number(options, "--rounds", 200), Number(options, "--writes", 100_000));
        var seed = Number(options, "--seed", Environment.TickCount & 0xffffff);
        var folder = System.IO.Directory.CreateTempSubdirectory("orgvue-crash-");
        var watch = Stopwatch.StartNew();
        await output.WriteLineAsync(Text($"seed {seed}; at least {rounds} rounds and {writes} acknowledged writes, {Writers} writers, SQLite"));
        try
        {
            await using var server = new CrashedServer(Named(options, "--server") ?? AppContext.BaseDirectory, folder.FullName);
            var problems = await RoundsAsync(server, rounds, writes, new Random(seed), output, watch);
            foreach (var problem in problems.Take(20)) await output.WriteLineAsync($"   FAILED  {problem}");
            await output.WriteLineAsync(problems.Count == 0 ? "ok: nothing lost, nothing twice" : Text($"{problems.Count} problems"));
            return problems.Count == 0 ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task<List<string>> RoundsAsync(CrashedServer server, int rounds, int writes, Random random, TextWriter output, Stopwatch watch)
    {
        await server.StartAsync();
        var scim = await server.NewDirectoryAsync();
        var writers = new List<CrashWriter>();
        for (var n = 0; n < Writers; n++) writers.Add(await CrashWriter.NewAsync(scim, n, random.Next()));
        var problems = new List<string>();
        for (var round = 1; problems.Count == 0 && (round <= rounds || writers.Sum(w => w.Acknowledged) < writes); round++)
        {
            // Anywhere in the round, and far enough into it that something is under way.
            using var killed = new CancellationTokenSource(LongestRound);
            var (before, enough) = (writers.Sum(w => w.Acknowledged), random.Next(1, Math.Max(2, 2 * writes / rounds)));
            var working = writers.Select(w => Task.Run(() => w.WorkAsync(killed.Token))).ToList();
            while (writers.Sum(w => w.Acknowledged) - before < enough && !killed.IsCancellationRequested) await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            server.Kill();
            await killed.CancelAsync();
            await Task.WhenAll(working);
            await server.StartAsync();
            foreach (var writer in writers) problems.AddRange(await writer.CheckAsync());
            if (round % 10 == 0 || problems.Count > 0)
                await output.WriteLineAsync(Text($"{watch.Elapsed.TotalSeconds,6:F0} s  round {round}: {writers.Sum(w => w.Acknowledged)} acknowledged, {writers.Sum(w => w.UnderWay)} were under way"));
        }
        if (problems.Count == 0) problems.AddRange(await server.CheckWholeAsync(scim, writers));
        return problems;
    }

    static string? Named(string[] options, string name) => Array.IndexOf(options, name) is >= 0 and var at && at + 1 < options.Length ? options[at + 1] : null;

    static int Number(string[] options, string name, int otherwise) => Named(options, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
