using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>docs/sync-rules.md lists every rule with its tests: each has at least one that carries its number, and the list tells the truth.</summary>
public sealed partial class The_rules
{
    static readonly string[] Numbers =
    [
        .. Enumerable.Range(1, 12).Select(n => $"M{n}"), .. Enumerable.Range(1, 10).Select(n => $"A{n}"), .. Enumerable.Range(1, 10).Select(n => $"B{n}"),
        .. Enumerable.Range(1, 7).Select(n => $"I{n}"), .. Enumerable.Range(1, 15).Select(n => $"T{n}"),
    ];

    static readonly ILookup<string, string> Tests = typeof(The_rules).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods().Where(m => m.GetCustomAttribute<FactAttribute>() is not null)
            .SelectMany(m => Carried().Match(m.Name).Value.Split('_', StringSplitOptions.RemoveEmptyEntries)).Distinct().Select(rule => (rule, type.Name)))
        .ToLookup(t => t.rule, t => t.Name);

    static readonly Dictionary<string, string[]> Document = System.IO.File.ReadLines(Path()).Select(line => Row().Match(line)).Where(m => m.Success)
        .ToDictionary(m => m.Groups[1].Value, m => Quoted().Matches(m.Groups[2].Value).Select(q => q.Groups[1].Value).ToArray());

    public static TheoryData<string> All => [.. Numbers];

    [Theory, MemberData(nameof(All))]
    public void Have_tests_that_carry_their_number_and_are_named_in_the_document(string rule)
    {
        Assert.NotEmpty(Tests[rule]);
        Assert.Equal(Tests[rule].Order(StringComparer.Ordinal), Document[rule]);
    }

    [Fact]
    public void Are_all_that_tests_and_document_number()
    {
        Assert.Empty(Tests.Select(t => t.Key).Except(Numbers));
        Assert.Equal(Numbers, Document.Keys);
    }

    [GeneratedRegex(@"^(?:[MABIT]\d+_)+")]
    internal static partial Regex Carried();

    [GeneratedRegex(@"^\| ([MABIT]\d+) \|[^|]*\|([^|]*)\|$")]
    internal static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    internal static partial Regex Quoted();

    static string Path([CallerFilePath] string thisFile = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(thisFile)!, "..", "..", "docs", "sync-rules.md"));
}
