using System.Text.Json;
using System.Text.Json.Serialization;
using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Conformance.Reports;

/// <summary>
/// For machines: the same run, with exchanges where a case failed or all were asked for. Its shape is promised in the README.
/// </summary>
public static class JsonReport
{
    /// <summary>Grows when a property goes or changes its meaning; a new property does not count.</summary>
    public const int Version = 1;

    static readonly JsonSerializerOptions Style = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(RunSummary run, bool verbose) => JsonSerializer.Serialize(
        new
        {
            Version,
            run.Url,
            run.StartedAt,
            Milliseconds = Whole(run.Took),
            Passed = run.Count(Verdict.Passed),
            Failed = run.Count(Verdict.Failed),
            Skipped = run.Count(Verdict.Skipped),
            run.ByLevel,
            run.ByClause,
            ServiceProviderConfig = new { run.Server.Status, Body = run.Server.Config },
            Results = run.Results.Select(r => Row(r, verbose || r.Verdict == Verdict.Failed)),
        },
        Style);

    static object Row(CaseResult result, bool withExchanges) => new
    {
        result.Case.Id,
        result.Case.Title,
        result.Case.Suite,
        result.Case.File,
        result.Case.Clause,
        Level = TextReport.NameOf(result.Case.Level),
        result.Case.Source,
        Verdict = result.Verdict.ToString().ToLowerInvariant(),
        result.SkippedBecause,
        Milliseconds = Whole(result.Took),
        result.Problems,
        Exchanges = withExchanges
            ? result.Exchanges.Select(e => new { e.Method, e.Path, e.RequestBody, e.Status, e.AnswerBody, Milliseconds = Whole(e.Took) })
            : null,
    };

    static long Whole(TimeSpan time) => (long)time.TotalMilliseconds;
}
