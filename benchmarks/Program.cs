using System.Globalization;
using Orgvue.ScimEndpoint.Benchmarks;
using Orgvue.ScimEndpoint.Benchmarks.Comparing;
using Orgvue.ScimEndpoint.Benchmarks.Crashing;
using Orgvue.ScimEndpoint.Benchmarks.Floor;
using Orgvue.ScimEndpoint.Benchmarks.Micro;

// What each of these measures is told in README.md.
switch (args)
{
    case ["compare", .. var options]:
        return await Comparison.RunAsync(ComparisonOptions.Of(options), Console.Out);
    case ["floor", var url, var file]:
        await FloorServer.RunAsync(url, file);
        return 0;
    case ["micro", .. var filter]:
        MicroBenchmarks.Run(filter);
        return 0;
    case ["big-directory", .. var options]:
        await BigRun.MeasureAsync(options, Console.Out);
        return 0;
    case ["crash", .. var options]:
        return await CrashRun.RunAsync(options, Console.Out);
    case ["workos-burst", ..]:
        await WorkOsBurst.MeasureAsync(args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 100_000, Console.Out);
        return 0;
    default:
        var sizes = args.Length == 0 ? [1_000, 100_000] : args.Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        await AWindow.CompareAsync(sizes, Console.Out);
        return 0;
}
