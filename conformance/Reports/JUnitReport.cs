using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Conformance.Reports;

/// <summary>For build servers: JUnit's XML, a testsuite for each clause.</summary>
public static class JUnitReport
{
    public static string Of(RunSummary run, bool verbose)
    {
        var suites = new XElement(
            "testsuites", new XAttribute("name", Clean($"SCIM conformance of {run.Url}")), Counts(run.Results), Time(run.Took),
            RunSummary.InOrder(run.Results).Select(clause => Suite(clause.Key, [.. clause], run, verbose)));
        return $"""<?xml version="1.0" encoding="UTF-8"?>{"\n"}{suites}{"\n"}""";
    }

    static XElement Suite(string clause, IReadOnlyList<CaseResult> results, RunSummary run, bool verbose) => new(
        "testsuite",
        new XAttribute("name", Clean(clause)), Counts(results), Time(results.Aggregate(TimeSpan.Zero, (sum, r) => sum + r.Took)),
        new XAttribute("timestamp", run.StartedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture)),
        new XElement("properties", Property("clause", clause), Property("url", run.Url)),
        results.Select(r => Case(r, verbose)));

    static XElement Case(CaseResult result, bool verbose) => new(
        "testcase",
        new XAttribute("classname", Clean(Path.ChangeExtension(result.Case.File, null).Replace('/', '.'))),
        new XAttribute("name", Clean($"{result.Case.Id}: {result.Case.Title}")),
        Time(result.Took),
        new XElement("properties", Property("level", TextReport.NameOf(result.Case.Level)), Property("clause", result.Case.Clause)),
        result.Verdict switch
        {
            Verdict.Failed => new XElement("failure",
                new XAttribute("message", Clean(Sentence(result.Problems[0]))),
                new XAttribute("type", TextReport.NameOf(result.Case.Level)),
                Clean(string.Join('\n', result.Problems.Select(Sentence).Concat(Talk(result))))),
            Verdict.Skipped => new XElement("skipped", new XAttribute("message", Clean(result.SkippedBecause ?? ""))),
            _ => verbose ? new XElement("system-out", Clean(string.Join('\n', Talk(result)))) : null,
        });

    static string Sentence(Problem p) => $"{p.Where}: expected {TextReport.Short(p.Expected)}, got {TextReport.Short(p.Got)}";

    static IEnumerable<string> Talk(CaseResult result) => result.Exchanges.Select(e => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"> {e.Method} {e.Path} {e.RequestBody}\n")
        .Append(CultureInfo.InvariantCulture, $"< {e.Status} {e.AnswerBody}")
        .ToString());

    static XAttribute[] Counts(IReadOnlyList<CaseResult> results)
    {
        var tally = Tally.Of("", results);
        return
        [
            new("tests", results.Count), new("failures", tally.Failed), new("errors", 0), new("skipped", tally.Skipped),
        ];
    }

    static XAttribute Time(TimeSpan took) => new("time", took.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));

    static XElement Property(string name, string value) =>
        new("property", new XAttribute("name", name), new XAttribute("value", Clean(value)));

    // XML 1.0 has no way to write most control characters; a server may answer with them.
    static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            clean.Append(rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString());
        return clean.ToString();
    }
}
