using System.Globalization;
using System.Text;

namespace Orgvue.ScimEndpoint.Conformance.Simulating;

/// <summary>How a simulation went, for people.</summary>
public static class SimulationReport
{
    const int Shown = 10;

    public static string Of(Outcome outcome)
    {
        var (script, traffic) = (outcome.Script, outcome.Traffic);
        var text = new StringBuilder();
        Add($"{script.Idp}: {script.Users} users and {script.Groups} groups at {outcome.Url}, seed {script.Seed}");
        text.AppendLine();
        foreach (var (kind, answers) in traffic.ByKind)
        {
            var came = string.Join(", ", answers.Select(a => $"{NameOf(a.Status)} × {a.Count}"));
            Add($"  {kind,-20} {answers.Sum(a => a.Count),7}   {came}");
        }
        text.AppendLine();
        var perSecond = outcome.Took > TimeSpan.Zero ? traffic.Requests / outcome.Took.TotalSeconds : 0;
        var (seconds, latency) = (outcome.Took.TotalSeconds, (Func<double, double>)traffic.Percentile);
        Add($"Requests     {traffic.Requests} in {seconds:0.0} s, {perSecond:0.0} a second; {traffic.Refusals} were answered 429");
        Add($"Latency      p50 {latency(50):0.0} ms, p95 {latency(95):0.0} ms, p99 {latency(99):0.0} ms, max {latency(100):0.0} ms");
        Add($"Now there    {outcome.Users} users ({outcome.Active} active), {outcome.Groups} groups, {outcome.Memberships} memberships");
        Add($"Read back    {outcome.Compared} compared, {outcome.Mismatches.Count} not as they should be");
        foreach (var mismatch in outcome.Mismatches.Take(Shown)) Add($"  ✗ {mismatch}");
        if (outcome.Mismatches.Count > Shown) Add($"  … and {outcome.Mismatches.Count - Shown} more");
        Add($"Unexpected   {traffic.Surprises.Count}");
        var alike = traffic.Surprises.GroupBy(s => (s.Kind, s.Status, s.Answer)).OrderByDescending(g => g.Count()).ToList();
        foreach (var (times, s) in alike.Take(Shown).Select(g => (g.Count(), g.First())))
        {
            Add($"  ✗ {s.Kind}{(times > 1 ? $", {times} times alike" : "")}: {s.Request}");
            Add($"      expected {s.Expected}, got {NameOf(s.Status)} {s.Answer}");
        }
        if (alike.Count > Shown) Add($"  … and {alike.Count - Shown} other kinds");
        if (outcome.CleanedUp is { } cleaned) Add($"Cleaned up   {cleaned} users and groups deleted");
        return text.ToString().TrimEnd();

        static string NameOf(int status) => status == 0 ? "no answer" : status.ToString(CultureInfo.InvariantCulture);

        void Add(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }
}
