using System.Diagnostics;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Storage;
using Xunit.Abstractions;

namespace Orgvue.ScimEndpoint.Tests.Querying;

/// <summary>Means on the rows of every storage what it means on the representations that clients are shown. SLOW=1 asks far more.</summary>
public sealed class A_filter_on_rows(ITestOutputHelper output)
{
    static readonly int Many = Environment.GetEnvironmentVariable("SLOW") == "1" ? 4_000 : 1_000;

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Finds_what_it_matches_in_memory(StorageProvider provider)
    {
        var seed = Seeds.Next(output);
        await using var population = await Population.SettleAsync(provider, new(seed), users: 40, groups: 15);
        var (watch, comparisons) = (Stopwatch.StartNew(), 0L);

        foreach (var type in new[] { population.Directory.User, population.Directory.Group })
        {
            var filters = new AnyFilter(new(seed), type, population.Of(type));
            for (var i = 0; i < Many; i++)
            {
                var text = filters.Next();
                if (await DifferenceAsync(population, type, text) is not { } difference) continue;
                var smallest = await SmallestAsync(population, type, Parsed(population, type, text));
                Assert.Fail($"{provider}, seed {seed}, filter {i}: {difference}\nsmallest: {await DifferenceAsync(population, type, smallest)}");
            }
            comparisons += (long)Many * population.Of(type).Count;
        }
        output.WriteLine($"{provider}: {comparisons} comparisons in {watch.Elapsed.TotalSeconds:0.0} s");
    }

    static async Task<string?> DifferenceAsync(Population population, ResourceType type, string text)
    {
        var filter = Parsed(population, type, text);
        var expected = population.Of(type).Where(r => FilterMatch.Matches(filter, type, r)).Select(r => (string)r["id"]!).Order().ToList();
        var page = await population.ListAsync(type, new() { Filter = text, Count = 1000, Attributes = "id" });
        var found = page.Resources.Select(r => r.Id.ToString()).ToList();
        if (found.SequenceEqual(expected) && page.TotalResults == expected.Count) return null;
        var (missing, wrong) = (Shown(population, type, expected.Except(found)), Shown(population, type, found.Except(expected)));
        return $"{text}\nmissing: {missing}\ntoo many: {wrong}\ntotal {page.TotalResults} of {expected.Count}";
    }

    // Any part of a filter that goes wrong by itself says more than the whole.
    static async Task<string> SmallestAsync(Population population, ResourceType type, Filter filter)
    {
        Filter[] parts = filter switch
        {
            Filter.And and => [and.Left, and.Right],
            Filter.Or or => [or.Left, or.Right],
            Filter.Not not => [not.Inner],
            _ => [],
        };
        foreach (var part in parts)
            if (await DifferenceAsync(population, type, part.ToString()) is not null) return await SmallestAsync(population, type, part);
        return filter.ToString();
    }

    static Filter Parsed(Population population, ResourceType type, string text) =>
        FilterParser.Parse(text, type, ScimLimits.Default, population.Directory.Tolerance);

    static string Shown(Population population, ResourceType type, IEnumerable<string> ids) =>
        string.Join('\n', population.Of(type).Where(r => ids.Contains((string)r["id"]!)).Take(2).Select(r => r.ToJsonString()));
}

/// <summary>A seed a run, printed; SEED sets it.</summary>
static class Seeds
{
    public static int Next(ITestOutputHelper output)
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"SEED={seed}");
        return seed;
    }
}
