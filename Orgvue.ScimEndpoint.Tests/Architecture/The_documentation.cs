using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Orgvue.ScimEndpoint.Scim;

namespace Orgvue.ScimEndpoint.Tests.Architecture;

/// <summary>What can be checked of the documents without running them; the README's walk is run by <c>.ci/run</c>.</summary>
public sealed class The_documentation
{
    [Fact]
    public void Lists_every_deviation_as_the_code_has_it()
    {
        var text = System.IO.File.ReadAllText(At("docs/scim.md"));

        Assert.All(Deviation.All, d => Assert.Contains($"| `{d.Name}` | {d.RfcSection} | {d.Who} | {d.Why} |", text, StringComparison.Ordinal));
    }

    /// <summary>The clause table says how each clause is tested: by dialogues and tests that are there.</summary>
    [Fact]
    public void Names_dialogues_and_tests_that_exist()
    {
        var named = Regex.Matches(System.IO.File.ReadAllText(At("docs/scim.md")), "`([a-z0-9/-]+\\.json|[A-Z][A-Za-z]*_[A-Za-z_]+)`").Select(m => m.Groups[1].Value).ToList();
        var dialogues = System.IO.Directory.GetFiles(At("conformance/dialogues"), "*.json", System.IO.SearchOption.AllDirectories);
        var tests = typeof(The_documentation).Assembly.GetTypes().Select(t => t.Name).ToHashSet();

        Assert.True(named.Count > 60, $"Only {named.Count} names were found.");
        Assert.Empty(named.Where(n => n.EndsWith(".json", StringComparison.Ordinal)
            ? !dialogues.Any(d => d.Replace('\\', '/').EndsWith("/" + n, StringComparison.Ordinal))
            : !tests.Contains(n)).Distinct());
    }

    [Fact]
    public void Names_every_limit_that_can_be_set()
    {
        var text = System.IO.File.ReadAllText(At("README.md"));

        Assert.All(typeof(ScimLimits).GetProperties().Where(p => p.GetMethod is { IsStatic: false }),
            p => Assert.Contains($"`Limits:{p.Name}`", text, StringComparison.Ordinal));
    }

    [Fact]
    public void Points_to_files_that_exist()
    {
        string[] documents = [.. System.IO.Directory.GetFiles(At("."), "*.md"), .. System.IO.Directory.GetFiles(At("docs"), "*.md", System.IO.SearchOption.AllDirectories)];

        var dangling =
            from document in documents
            from Match link in Regex.Matches(System.IO.File.ReadAllText(document), @"\]\((?!https?:)([^)#]+)(#[^)]*)?\)")
            let target = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(document)!, link.Groups[1].Value)
            where !System.IO.Path.Exists(target)
            select $"{document}: {link.Groups[1].Value}";
        Assert.Empty(dangling);
    }

    static string At(string path, [CallerFilePath] string thisFile = "") =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(thisFile)!, "..", "..", path));
}
