using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Orgvue.ScimEndpoint.Conformance.Format;
using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Conformance.Reports;

/// <summary>For people: grouped by suite and clause, a line a case, and the conversation where it went wrong.</summary>
public static class TextReport
{
    const int Width = 400;

    public static string Of(RunSummary run, bool verbose)
    {
        var text = new StringBuilder().AppendLine(CultureInfo.InvariantCulture, $"SCIM conformance of {run.Url}");
        foreach (var suite in run.Results.GroupBy(r => r.Case.Suite))
        {
            text.AppendLine().AppendLine(suite.Key);
            foreach (var clause in RunSummary.InOrder(suite))
            {
                var tally = Tally.Of(clause.Key, clause);
                var failed = tally.Failed > 0 ? $" ({tally.Failed} of {clause.Count()} failed)" : "";
                text.AppendLine(CultureInfo.InvariantCulture, $"  {tally.Name}{failed}");
                foreach (var result in clause) Append(text, result, verbose);
            }
        }
        text.AppendLine();
        foreach (var level in run.ByLevel)
            text.AppendLine(
                CultureInfo.InvariantCulture, $"{level.Name,-7}{level.Passed,5} passed{level.Failed,5} failed{level.Skipped,5} skipped");
        text.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"{run.Took.TotalSeconds:0.0} s");
        return text.AppendLine(Totals(run)).ToString();
    }

    /// <summary>The last line of every run.</summary>
    public static string Totals(RunSummary run) =>
        $"{run.Count(Verdict.Passed)} passed, {run.Count(Verdict.Failed)} failed, {run.Count(Verdict.Skipped)} skipped";

    static void Append(StringBuilder text, CaseResult result, bool verbose)
    {
        var (mark, after) = result.Verdict switch
        {
            Verdict.Passed => ('✓', ""),
            Verdict.Failed => ('✗', ""),
            _ => ('–', $": skipped, {result.SkippedBecause}"),
        };
        var about = result.Case;
        text.AppendLine(CultureInfo.InvariantCulture, $"    {mark} {about.Id} {about.Title} [{NameOf(about.Level)}]{after}");
        foreach (var problem in result.Problems)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"        {problem.Where}: {Short(problem.Request)}");
            text.AppendLine(CultureInfo.InvariantCulture, $"          expected {Short(problem.Expected)}");
            text.AppendLine(CultureInfo.InvariantCulture, $"          got      {Short(problem.Got)}");
        }
        if (!verbose) return;
        foreach (var e in result.Exchanges)
        {
            text.AppendLine(CultureInfo.InvariantCulture, $"        > {e.Method} {Short(e.Path)} {Short(e.RequestBody)}");
            text.AppendLine(CultureInfo.InvariantCulture, $"        < {e.Status} {Short(e.AnswerBody)} ({e.Took.TotalMilliseconds:0} ms)");
        }
    }

    internal static string NameOf(Level level) => level.ToString().ToUpperInvariant();

    internal static string Short(string text)
    {
        var line = Regex.Replace(text, @"\s*[\r\n]+\s*", " ");
        return line.Length <= Width ? line : string.Concat(line.AsSpan(0, Width - 1), "…");
    }
}
