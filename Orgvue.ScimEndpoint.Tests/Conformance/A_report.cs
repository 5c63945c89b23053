using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Orgvue.ScimEndpoint.Conformance.Format;
using Orgvue.ScimEndpoint.Conformance.Reports;
using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Tests.Conformance;

public sealed class A_report
{
    const string Nasty = "<script>alert(\"1\")</script>&\u0001";

    static readonly RunSummary Run = Made();

    static RunSummary Made()
    {
        Verdict[] verdicts = [Verdict.Passed, Verdict.Failed, Verdict.Skipped, Verdict.Passed];
        (string Clause, Level Level)[] about =
            [("RFC 7644 §3.5.2.10", Level.Must), ("RFC 7644 §3.5.2.2", Level.Must), ("RFC 7644 §3.5.2.2", Level.Should), ("Okta", Level.Idp)];
        return new RunSummary(
            $"http://scim.example/{Nasty}", new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero), TimeSpan.FromSeconds(1.25),
            new Advertised(200, System.Text.Json.Nodes.JsonNode.Parse("""{ "patch": { "supported": true }, "documentationUri": "<b>" }""")!.AsObject()),
            [.. verdicts.Zip(about, (verdict, a) => Result(verdict, a.Clause, a.Level))]);
    }

    static CaseResult Result(Verdict verdict, string clause, Level level)
    {
        var step = Dialogues.Load("rfc7644/x.json", ScriptedServer.File("""{ "method": "GET", "path": "/x", "expect": { "status": [200] } }"""))[0].Steps;
        return new CaseResult(
            new DialogueCase($"case-{level}-{verdict}", $"Title {Nasty}", "rfc7644", "rfc7644/x.json", clause, level, "the RFC", [], step),
            verdict,
            verdict == Verdict.Failed ? [new Problem("step 1", $"GET /x?filter=a eq {Nasty} {{\"body\":1}}", "status 200", $"404 {Nasty}")] : [],
            verdict == Verdict.Skipped ? [] : [new Exchange("GET", "/x", "", 404, $$"""{"detail":"{{Nasty}}"}""", TimeSpan.FromMilliseconds(3))],
            verdict == Verdict.Skipped ? "the server does not advertise sort" : null, TimeSpan.FromMilliseconds(4));
    }

    [Fact]
    public void For_people_names_the_clause_the_level_and_what_was_said()
    {
        var page = Report.Of("html", Run, verbose: false);

        Assert.Contains("1 of 3 cases failed", page, StringComparison.Ordinal);
        Assert.Matches(new Regex("<article id=\"case-[^>]*>.*case-Must-Failed.*</article>", RegexOptions.Singleline), page);
        Assert.Contains("<span class=\"level must\">MUST</span>", page, StringComparison.Ordinal);
        Assert.Contains("23 November 2026, 09:00 UTC", page, StringComparison.Ordinal);
        Assert.Matches("<code>GET /x\\?filter=a eq &lt;script[^{]*</code>", page);
        Assert.Contains("<dt>Expected</dt><dd>status 200</dd>", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">patch</th><td>yes</td>", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">sort</th><td>not said</td>", page, StringComparison.Ordinal);
        Assert.Contains("the server does not advertise sort", page, StringComparison.Ordinal);
        Assert.Contains("<span class=\"heading\">Remove operation</span>", page, StringComparison.Ordinal);
        Assert.Contains("href=\"https://www.rfc-editor.org/rfc/rfc7644#section-3.5.2.2\"", page, StringComparison.Ordinal);
        Assert.Matches("What failed</h2><details open><summary><span class=\"level must\">MUST</span> 1 failed</summary>", page);
        Assert.True(page.IndexOf("3.5.2.2</a>", StringComparison.Ordinal) is > 0 and var two && two < page.IndexOf("3.5.2.10</a>", StringComparison.Ordinal));
    }

    [Fact]
    public void For_people_encodes_all_that_came_from_outside_and_fetches_nothing()
    {
        var page = Report.Of("html", Run, verbose: true);

        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"(src=|<link|@import|url\()", page);
    }

    [Fact]
    public void For_people_is_well_formed_and_every_link_leads_somewhere()
    {
        var page = Report.Of("html", Run, verbose: true);
        var body = Regex.Replace(page, "<meta[^>]*>|<!DOCTYPE html>|<br>", "").Replace("details open", "details open=\"\"", StringComparison.Ordinal);

        var document = XDocument.Parse(Regex.Replace(body, "&#x?1;|\u0001", ""));

        var ids = document.Descendants().Attributes("id").Select(a => a.Value).ToList();
        Assert.Equal(ids.Distinct(), ids);
        var links = document.Descendants("a").Attributes("href").Select(a => a.Value).Where(to => to[0] == '#').Select(to => to[1..]).ToList();
        Assert.Equal(4, links.Count);
        Assert.Subset(ids.ToHashSet(), links.ToHashSet());
    }

    [Fact]
    public void For_people_says_when_there_is_no_config_or_nothing_failed()
    {
        var run = Run with { Server = new Advertised(404, null), Results = [Run.Results[0]] };

        var page = Report.Of("html", run, verbose: false);

        Assert.Contains("No ServiceProviderConfig: 404.", page, StringComparison.Ordinal);
        Assert.Contains("All 1 cases passed", page, StringComparison.Ordinal);
        Assert.DoesNotContain("What failed", page, StringComparison.Ordinal);
    }

    [Fact]
    public void For_build_servers_is_a_suite_a_clause_with_failures_and_skips()
    {
        var root = XDocument.Parse(Report.Of("junit", Run, verbose: false)).Root!;

        Assert.Equal(("testsuites", "4", "1", "1"), (root.Name.LocalName, Of(root, "tests"), Of(root, "failures"), Of(root, "skipped")));
        Assert.Equal(["Okta", "RFC 7644 §3.5.2.2", "RFC 7644 §3.5.2.10"], root.Elements("testsuite").Select(s => Of(s, "name")));
        Assert.Equal("2", Of(root.Elements("testsuite").ElementAt(1), "tests"));
        var failed = root.Descendants("testcase").Single(c => c.Element("failure") is not null);
        Assert.StartsWith("step 1: expected status 200, got 404 <script>", Of(failed.Element("failure")!, "message"), StringComparison.Ordinal);
        Assert.Equal(
            ["level MUST", "clause RFC 7644 §3.5.2.2"],
            failed.Descendants("property").Select(p => $"{Of(p, "name")} {Of(p, "value")}"));
        Assert.Equal("0.004", Of(failed, "time"));
        Assert.Equal("the server does not advertise sort", Of(root.Descendants("skipped").Single(), "message"));

        static string? Of(XElement element, string name) => element.Attribute(name)?.Value;
    }

    [Fact]
    public void For_machines_counts_by_level_and_clause_and_keeps_what_was_said_of_failures()
    {
        using var report = JsonDocument.Parse(Report.Of("json", Run, verbose: false));
        var root = report.RootElement;

        Assert.Equal(1, root.GetProperty("version").GetInt32());
        Assert.Equal((2, 1, 1), (Count(root, "passed"), Count(root, "failed"), Count(root, "skipped")));
        var must = root.GetProperty("byLevel")[0];
        Assert.Equal(("MUST", 1, 1), (must.GetProperty("name").GetString(), Count(must, "passed"), Count(must, "failed")));
        Assert.Equal("RFC 7644 §3.5.2.2", root.GetProperty("byClause")[1].GetProperty("name").GetString());
        Assert.True(root.GetProperty("serviceProviderConfig").GetProperty("body").GetProperty("patch").GetProperty("supported").GetBoolean());
        var failed = root.GetProperty("results").EnumerateArray().Single(r => r.GetProperty("verdict").GetString() == "failed");
        Assert.Equal(404, failed.GetProperty("exchanges")[0].GetProperty("status").GetInt32());
        Assert.Equal("status 200", failed.GetProperty("problems")[0].GetProperty("expected").GetString());
        Assert.False(root.GetProperty("results")[0].TryGetProperty("exchanges", out _));

        static int Count(JsonElement element, string name) => element.GetProperty(name).GetInt32();
    }

    [Fact]
    public void For_the_console_says_at_each_clause_how_many_failed()
    {
        var text = Report.Of("text", Run, verbose: false);

        Assert.Contains("RFC 7644 §3.5.2.2 (1 of 2 failed)", text, StringComparison.Ordinal);
        Assert.Contains("MUST       1 passed    1 failed    0 skipped", text, StringComparison.Ordinal);
        Assert.EndsWith("2 passed, 1 failed, 1 skipped", text.TrimEnd(), StringComparison.Ordinal);
    }
}
