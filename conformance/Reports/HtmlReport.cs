using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Conformance.Reports;

/// <summary>
/// For whoever runs the server: one file that needs nothing else, to read, print or send on. Whatever came from outside is encoded.
/// </summary>
public static class HtmlReport
{
    const int ShownAtOnce = 3;

    const int ListedAtOnce = 20;

    static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    static readonly (Verdict Verdict, string Mark, string Word)[] Verdicts =
        [(Verdict.Failed, "✗", "failed"), (Verdict.Passed, "✓", "passed"), (Verdict.Skipped, "–", "skipped")];

    public static string Of(RunSummary run, bool verbose)
    {
        var failed = run.Results.Where(r => r.Verdict == Verdict.Failed).ToList();
        var page = new StringBuilder($"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark"><title>SCIM conformance of {E(run.Url)}</title>
            <style>{HtmlStyle.Sheet}</style></head>
            <body><main>
            <header><h1>SCIM 2.0 conformance</h1><p class="url">{E(run.Url)}</p>
            <p class="about"><time datetime="{run.StartedAt:O}">{Stamp(run.StartedAt)}</time>
            · {run.Results.Count} cases in {Seconds(run.Took)}</p></header>
            """).AppendLine();
        page.AppendLine(Outcome(run)).AppendLine("<div class=\"columns\">");
        page.AppendLine(Table("By level", "Level", run.ByLevel, t => E(t.Name))).AppendLine(Config(run.Server)).AppendLine("</div>");
        page.AppendLine(Index(failed));
        page.AppendLine(Table(
            "By clause", "Clause", run.ByClause, t => $"<a href=\"#{Anchor(t)}\">{E(t.Name)}</a>{About(t.Name)}"));
        if (failed.Count > 0) page.AppendLine("<section><h2>Failures in full</h2>");
        foreach (var clause in RunSummary.InOrder(failed))
        {
            page.AppendLine(Inv($"<h3 id=\"{Anchor("failed", clause.Key)}\">{E(clause.Key)}{About(clause.Key)}{Link(clause.Key)}</h3>"));
            foreach (var result in clause) page.AppendLine(Failure(result));
        }
        if (failed.Count > 0) page.AppendLine("</section>");
        page.AppendLine(Folded(run, Verdict.Skipped, "Skipped", verbose)).AppendLine(Folded(run, Verdict.Passed, "Passed", verbose));
        page.AppendLine("<footer>Written by the <code>conformance</code> console. Tokens are never part of it.</footer>");
        return page.AppendLine("</main></body></html>").ToString();
    }

    static string Outcome(RunSummary run)
    {
        var (failed, tried) = (run.Count(Verdict.Failed), run.Count(Verdict.Failed) + run.Count(Verdict.Passed));
        var words = tried == 0 ? "Nothing could be tried" : failed == 0 ? $"All {tried} cases passed" : $"{failed} of {tried} cases failed";
        var bar = string.Concat(Verdicts.Where(v => run.Count(v.Verdict) > 0)
            .Select(v => (v.Mark, v.Word, Count: run.Count(v.Verdict)))
            .Select(v => $"<span class=\"{v.Word}\" style=\"flex-grow:{v.Count}\">{v.Mark} {v.Count} {v.Word}</span>"));
        return $"<section class=\"outcome {(failed > 0 ? "bad" : "good")}\"><h2>{words}</h2><div class=\"bar\">{bar}</div></section>";
    }

    // What to mend first stands first: the levels in order, a line a case.
    static string Index(List<CaseResult> failed)
    {
        if (failed.Count == 0) return "";
        var lists = string.Concat(failed.GroupBy(r => r.Case.Level).OrderBy(level => level.Key).Select(level =>
        {
            var (name, count) = (TextReport.NameOf(level.Key), level.Count());
            var lines = string.Concat(RunSummary.InOrder([.. level]).SelectMany(clause => clause).Select(r =>
                $"<li><a href=\"#{Anchor("case", r.Case.Id)}\">{E(r.Case.Title)}</a> <small>{E(r.Case.Clause)}</small></li>\n"));
            var open = count <= ListedAtOnce || level.Key == failed.Min(r => r.Case.Level) ? " open" : "";
            return $"<details{open}><summary><span class=\"level {name.ToLowerInvariant()}\">{name}</span> {count} failed</summary>"
                + $"<ul class=\"index\">{lines}</ul></details>";
        }));
        return $"<section><h2>What failed</h2>{lists}</section>";
    }

    static string About(string clause) => ClauseText.Heading(clause) is { } heading ? $" <span class=\"heading\">{E(heading)}</span>" : "";

    static string Link(string clause) =>
        ClauseText.Address(clause) is { } address ? $" <a class=\"read\" href=\"{E(address)}\" rel=\"noreferrer\">read it</a>" : "";

    static string Table(string title, string what, IEnumerable<Tally> tallies, Func<Tally, string> name)
    {
        var rows = string.Concat(tallies.Select(t =>
            $"<tr><th scope=\"row\">{name(t)}</th>"
            + $"{Cell(t.Passed, "passed")}{Cell(t.Failed, "failed")}{Cell(t.Skipped, "skipped")}</tr>\n"));
        return $"""
            <section><h2>{title}</h2><table><thead><tr><th>{what}</th><th>Passed</th><th>Failed</th><th>Skipped</th></tr></thead>
            <tbody>{rows}</tbody></table></section>
            """;
    }

    static string Cell(int count, string kind) =>
        $"<td class=\"{(count == 0 ? "none" : kind)}\">{(count == 0 ? "·" : Inv($"{count}"))}</td>";

    static string Config(Advertised server)
    {
        const string Title = "<h2>What the server advertises</h2>";
        if (server.Config is null) return $"<section>{Title}<p>No ServiceProviderConfig: {E(Advertised.Why(server.Status))}.</p></section>";
        var rows = string.Concat(server.Lines.Select(l => $"<tr><th scope=\"row\">{E(l.Name)}</th><td>{E(l.Value)}</td></tr>\n"));
        return $"<section>{Title}<table class=\"facts\"><tbody>{rows}</tbody></table></section>";
    }

    static string Failure(CaseResult result)
    {
        var about = result.Case;
        var level = TextReport.NameOf(about.Level);
        var problems = string.Concat(result.Problems.Select(p => $"""
            <div class="problem"><p>{E(Place(p.Where))}, <code>{E(TextReport.Short(WithoutBody(p.Request)))}</code>:</p>
            <dl><dt>Expected</dt><dd>{E(TextReport.Short(p.Expected))}</dd><dt>Got</dt><dd>{E(TextReport.Short(p.Got))}</dd></dl></div>
            """));
        return $"""
            <article id="{Anchor("case", about.Id)}"><h4>{E(about.Title)}</h4>
            <p class="about"><span class="level {level.ToLowerInvariant()}">{level}</span>
            {E(about.Clause)} · <code>{E(about.Id)}</code> · {E(about.Source)}</p>
            {problems}{Talk(result)}</article>
            """;
    }

    static string Talk(CaseResult result)
    {
        if (result.Exchanges.Count == 0) return "";
        var said = string.Concat(result.Exchanges.Select(e => $"""
            <div class="exchange"><pre class="request">{E($"{e.Method} {e.Path}")}{Body(e.RequestBody)}</pre>
            <pre class="answer">{(e.Status == 0 ? "no answer" : Inv($"{e.Status}"))} <i>{Inv($"{e.Took.TotalMilliseconds:0}")} ms</i>
            {Body(e.AnswerBody).TrimStart('\n')}</pre></div>
            """));
        var count = result.Exchanges.Count;
        var open = result.Verdict == Verdict.Failed && count <= ShownAtOnce ? " open" : "";
        return $"<details{open}><summary>The conversation, {count} request{(count == 1 ? "" : "s")}</summary>{said}</details>";
    }

    static string Folded(RunSummary run, Verdict verdict, string title, bool verbose)
    {
        var results = run.Results.Where(r => r.Verdict == verdict).ToList();
        if (results.Count == 0) return "";
        var list = new StringBuilder();
        foreach (var clause in RunSummary.InOrder(results))
        {
            list.Append(Inv($"<h3 id=\"{Anchor(title.ToLowerInvariant(), clause.Key)}\">{E(clause.Key)}</h3><ul>"));
            foreach (var r in clause)
            {
                var why = r.SkippedBecause is { } reason ? $"<br><i>{E(reason)}</i>" : "";
                var level = TextReport.NameOf(r.Case.Level);
                list.Append(Inv($"<li>{E(r.Case.Title)} <code>{E(r.Case.Id)}</code> <small>{level}</small>{why}"));
                list.Append(verbose ? Talk(r) : "").AppendLine("</li>");
            }
            list.AppendLine("</ul>");
        }
        var head = $"<summary><h2>{title} <span>{results.Count}</span></h2></summary>";
        return $"<section><details class=\"list\">{head}{list}</details></section>";
    }

    static string Body(string text)
    {
        if (text.Length == 0) return "";
        try
        {
            return "\n" + E(JsonNode.Parse(text)?.ToJsonString(Indented) ?? text);
        }
        catch (JsonException)
        {
            return "\n" + E(text);
        }
    }

    // The body is shown below; a path may have blanks of its own.
    static string WithoutBody(string request) => request.Split(" {", 2)[0];

    static string Place(string where) => string.Concat(where[..1].ToUpperInvariant(), where.AsSpan(1));

    // A clause's link goes where it is worth looking: the failures, else what was skipped or passed.
    static string Anchor(Tally t) => Anchor(t.Failed > 0 ? "failed" : t.Passed > 0 ? "passed" : "skipped", t.Name);

    static string Anchor(string kind, string name) => $"{kind}-{Convert.ToHexStringLower(Encoding.UTF8.GetBytes(name))}";

    static string Stamp(DateTimeOffset time) => time.UtcDateTime.ToString("d MMMM yyyy, HH:mm 'UTC'", CultureInfo.InvariantCulture);

    static string Seconds(TimeSpan took) => Inv($"{took.TotalSeconds:0.0} s");

    static string Inv(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    static string E(string text) => WebUtility.HtmlEncode(text);
}
