using System.Globalization;
using Orgvue.ScimEndpoint.Benchmarks;

// dotnet run --project benchmarks -c Release [-- users …]: what a window costs, by default with 1000 and 100000 users.
// dotnet run --project benchmarks -c Release -- workos-burst [events]: webhooks of WorkOS in one burst, by default 100000.
// dotnet run --project benchmarks -c Release -- big-directory [users] [--postgres connection] [--folder folder] [--csv file]: by default 1000000 users on SQLite.
if (args is ["big-directory", ..])
{
    await BigRun.MeasureAsync(args[1..], Console.Out);
    return;
}
if (args is ["workos-burst", ..])
{
    await WorkOsBurst.MeasureAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000, Console.Out);
    return;
}
var sizes = args.Length == 0 ? [1_000, 100_000] : args.Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
await AWindow.CompareAsync(sizes, Console.Out);
