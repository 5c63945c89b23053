using System.Globalization;

namespace Orgvue.ScimEndpoint.Benchmarks.Comparing;

/// <summary>All cells of a run: written as CSV while they come, and at the end shown as tables of ratios and of growth.</summary>
sealed class Sheet(string? file, TextWriter console) : IDisposable
{
    const string Floor = "floor";
    readonly string _run = TimeProvider.System.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
    readonly List<Cell> _cells = [];
    StreamWriter? _csv;

    public void Add(Cell cell)
    {
        _cells.Add(cell);
        console.WriteLine(Text($"{cell.Server,-9} {cell.Workload,-22} users {cell.Users,-7} group {cell.Group,-7} x{cell.Connections,-2} {cell.Rate,9:F1}/s  p50 {cell.P50,8:F3}  p99 {cell.P99,8:F3}  cpu {cell.ServerCpu,7:F3} ms  {cell.Memory,5:F0} MB{(cell.Errors > 0 ? $"  ERRORS {cell.Errors}" : "")} {cell.Note}"));
        if (file is null) return;
        if (_csv is null)
        {
            _csv = new(file) { AutoFlush = true };
            _csv.WriteLine("run,server,workload,users,group,connections,operations,errors,seconds,rps,p50_ms,p99_ms,server_cpu_ms_per_op,client_cpu_ms_per_op,rss_mb,peak_mb,note");
        }
        _csv.WriteLine(Text($"{_run},{cell.Server},{cell.Workload},{cell.Users},{cell.Group},{cell.Connections},{cell.Operations},{cell.Errors},{cell.Seconds:F3},{cell.Rate:F2},{cell.P50:F4},{cell.P99:F4},{cell.ServerCpu:F4},{cell.ClientCpu:F4},{cell.Memory:F1},{cell.Peak:F1},\"{cell.Note}\""));
    }

    public int Errors => _cells.Sum(c => c.Errors);

    public void Summarise()
    {
        string[] servers = [.. _cells.Select(c => c.Server).Distinct()];
        console.WriteLine();
        console.WriteLine("Operations a second (and the ratio to the floor's at the same place)");
        console.WriteLine($"| workload | users | group | conn | {string.Join(" | ", servers)} |");
        console.WriteLine($"|---|---|---|---|{string.Concat(servers.Select(_ => "---|"))}");
        foreach (var place in _cells.Where(c => c.Seconds > 0).GroupBy(c => (c.Workload, c.Users, c.Group, c.Connections)))
        {
            var floor = place.FirstOrDefault(c => c.Server == Floor)?.Rate;
            var shown = servers.Select(s => place.FirstOrDefault(c => c.Server == s) is { } cell ? $"{Text($"{cell.Rate:F0}")}{Ratio(cell, floor)}" : "");
            console.WriteLine($"| {place.Key.Workload} | {place.Key.Users} | {place.Key.Group} | {place.Key.Connections} | {string.Join(" | ", shown)} |");
        }
        console.WriteLine();
        console.WriteLine("Growth: how many times longer an operation takes in the largest than in the smallest");
        console.WriteLine($"| workload | of | conn | {string.Join(" | ", servers)} |");
        console.WriteLine($"|---|---|---|{string.Concat(servers.Select(_ => "---|"))}");
        foreach (var line in _cells.Where(c => c.Seconds > 0 && c.Workload is not ("group-whole" or "group-fill")).GroupBy(c => (c.Workload, OfGroups: c.Group > 0, c.Connections)))
        {
            var shown = servers.Select(s => line.Where(c => c.Server == s).OrderBy(c => line.Key.OfGroups ? c.Group : c.Users).ToList() is { Count: > 1 } cells
                ? Text($"{cells[0].Rate / cells[^1].Rate:F2}") : "");
            if (shown.Any(t => t.Length > 0))
                console.WriteLine($"| {line.Key.Workload} | {(line.Key.OfGroups ? "members" : "users")} | {line.Key.Connections} | {string.Join(" | ", shown)} |");
        }
        console.WriteLine();
        console.WriteLine("Memory in MB, and start to first 200");
        foreach (var cell in _cells.Where(c => c.Seconds == 0))
            console.WriteLine(Text($"{cell.Server,-9} {cell.Workload,-10} users {cell.Users,-7} {cell.Memory,6:F0} MB  {cell.Note}"));
        console.WriteLine(Errors == 0 ? "No answer was wrong." : $"{Errors} answers were wrong.");
    }

    static string Ratio(Cell cell, double? floor) => cell.Server != Floor && floor > 0 ? Text($" ({cell.Rate / floor.Value:F2})") : "";

    static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    public void Dispose() => _csv?.Dispose();
}
