using System.Globalization;
using Orgvue.ScimEndpoint.Benchmarks;

// dotnet run --project benchmarks -c Release [-- users …]: by default 1000 and 100000.
var sizes = args.Length == 0 ? [1_000, 100_000] : args.Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
await AWindow.CompareAsync(sizes, Console.Out);
