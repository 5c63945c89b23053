using System.Globalization;
using Orgvue.ScimEndpoint.Nodes;

// <the server's dll> <connection string of PostgreSQL> <directories with a window> <rounds of one userName> [only]
var (server, postgres) = (args[0], args[1]);
var (directories, rounds) = (int.Parse(args[2], CultureInfo.InvariantCulture), int.Parse(args[3], CultureInfo.InvariantCulture));
var only = args.Length > 4 ? args[4] : "";
var report = new Report(Console.Out);

// Whatever falls silent is waited for side by side.
List<(string Name, Func<Database, Task> Check)> checks =
[
    .. Enum.GetValues<Fall>().Select(fall => (fall.ToString().ToLowerInvariant(), (Func<Database, Task>)(db => new TakeOver(server, db, fall, report).CheckAsync()))),
    ("work", async db =>
    {
        await AtOnce.CheckAsync(server, db, rounds, report);
        await using var windows = await Database.NewAsync(postgres, "nodes_windows");
        await Windows.CheckAsync(server, windows, directories, report);
    }),
];
await Task.WhenAll(checks.Where(c => c.Name.StartsWith(only, StringComparison.Ordinal)).Select(async check =>
{
    await using var database = await Database.NewAsync(postgres, $"nodes_{check.Name}");
    try
    {
        await check.Check(database);
    }
    catch (Exception e)
    {
        report.Failed($"{check.Name}: {e}");
    }
}));
report.End();
return report.AllIsWell ? 0 : 1;
