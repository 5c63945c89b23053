using System.Diagnostics;
using System.Globalization;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Benchmarks;

/// <summary>What the run of a window with one change costs, in directories of several sizes (rule B4: its cost follows the changes).</summary>
static class AWindow
{
    const int WarmUp = 10, Times = 41;

    static readonly (string Name, Func<SampleDirectory, int, Task> Change)[] Changes =
    [
        ("a user joins or leaves a team", (d, n) => d.ToggleAsync(d.Groups[2 + n % 7], d.Users[Ordinary(n)])),
        ("a user is turned off or on", (d, n) => d.TurnAsync(d.Users[Ordinary(n / 2)])),
        ("an admin joins or leaves the group of all users", (d, n) => d.ToggleAsync(d.Groups[1], d.Users[n % 50 * 20])),
        ("an admin joins or leaves a team", (d, n) => d.ToggleAsync(d.Groups[2 + n % 7], d.Users[n % 50 * 20])),
        ("an admin is turned off or on", (d, n) => d.TurnAsync(d.Users[n / 2 * 20])),
        ("an account was disabled by hand", (d, n) => d.EditByHandAsync(d.Users[Ordinary(n + 200)])),
    ];

    public static async Task CompareAsync(int[] sizes, TextWriter output)
    {
        await output.WriteLineAsync(
            $"{Environment.ProcessorCount} processors, .NET {Environment.Version}, {TimeProvider.System.GetUtcNow():yyyy-MM-dd HH:mm} UTC; medians of {Times} runs on SQLite, in ms");
        var directories = new List<SampleDirectory>();
        foreach (var size in sizes) directories.Add(await FilledAsync(size, output));
        await output.WriteLineAsync();
        await output.WriteLineAsync($"| one change in a window | {string.Join(" | ", sizes.Select(s => Text($"{s} users")))} | ratio |");
        await output.WriteLineAsync($"|---|{string.Concat(sizes.Select(_ => "---|"))}---|");
        foreach (var (name, change) in Changes)
        {
            var medians = await MediansAsync(directories, change);
            await output.WriteLineAsync($"| {name} | {string.Join(" | ", medians.Select(m => Text($"{m:F1}")))} | {Text($"{medians[^1] / medians[0]:F2}")} |");
        }
        foreach (var directory in directories) await directory.DisposeAsync();
    }

    static async Task<SampleDirectory> FilledAsync(int size, TextWriter output)
    {
        var watch = Stopwatch.StartNew();
        var directory = await SampleDirectory.OfAsync(size);
        var filled = watch.Elapsed;
        watch.Restart();
        var first = await directory.RunAsync();
        Expect(first.Full && first.Created == size - first.Failed && first.Failed > 0, "the first run makes all accounts");
        await output.WriteLineAsync(Text($"{size} users: filled in {filled.TotalSeconds:F1} s, the first run made all accounts in {watch.Elapsed.TotalSeconds:F1} s"));
        return directory;
    }

    // The directories take turns, so that whatever else the machine does falls on all alike.
    static async Task<List<double>> MediansAsync(List<SampleDirectory> directories, Func<SampleDirectory, int, Task> change)
    {
        var times = directories.Select(_ => new List<double>()).ToList();
        for (var n = 0; n < WarmUp + Times; n++)
            foreach (var (directory, its) in directories.Zip(times))
            {
                await change(directory, n);
                var watch = Stopwatch.StartNew();
                var run = await directory.RunAsync();
                if (n >= WarmUp) its.Add(watch.Elapsed.TotalMilliseconds);
                Expect(run is { Full: false, Failed: 0, Status: SyncRunStatus.Completed } && run.Updated + run.Disabled == 1, "a run follows its one change");
            }
        return [.. times.Select(its => its.Order().ElementAt(its.Count / 2))];
    }

    // Not an admin, and nobody who fails; another one each time.
    static readonly int[] Others = [.. Enumerable.Range(0, 1_000).Where(n => !SampleDirectory.IsAdmin(n) && !SampleDirectory.Fails(n))];

    static int Ordinary(int n) => Others[n * 17 % Others.Length];

    static void Expect(bool held, string what)
    {
        if (!held) throw new InvalidOperationException($"Expected that {what}.");
    }

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
