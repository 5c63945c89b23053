using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Conformance.Reports;

/// <summary>The report formats by name; a new one is a function and a line here.</summary>
public static class Report
{
    static readonly Dictionary<string, Func<RunSummary, bool, string>> Formats = new()
    {
        ["text"] = TextReport.Of,
        ["html"] = HtmlReport.Of,
        ["json"] = JsonReport.Of,
        ["junit"] = JUnitReport.Of,
    };

    public static string[] Names => [.. Formats.Keys];

    /// <summary>The run as text of the given format; verbose adds every exchange.</summary>
    public static string Of(string format, RunSummary run, bool verbose) => Formats[format](run, verbose);
}
