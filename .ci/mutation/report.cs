#:property TreatWarningsAsErrors=false
#:property NoWarn=$(NoWarn);CA1852;CA1305
using System.Text.Json;
using System.Text.RegularExpressions;

// report.json area=files …: the table of the areas, then each mutant that lived.
using var json = JsonDocument.Parse(File.ReadAllText(args[0]));
var files = json.RootElement.GetProperty("files").EnumerateObject().ToList();
Console.WriteLine("\n| area | mutants | killed | timeout | survived | no test | do not compile | crash | score |\n|---|---|---|---|---|---|---|---|---|");
var alive = new List<string>();
foreach (var (area, globs) in args[1..].Select(a => a.Split('=')).Select(a => (a[0], a[1].Split(' '))))
{
    var of = files.Where(f => globs.Any(g => Regex.IsMatch(f.Name, "/" + Regex.Escape(g).Replace(@"\*", "[^/]*") + "$"))).ToList();
    var mutants = of.SelectMany(f => f.Value.GetProperty("mutants").EnumerateArray().Select(m => (File: f, Mutant: m, Status: m.GetProperty("status").GetString()))).ToList();
    int Count(string status) => mutants.Count(m => m.Status == status);
    var (killed, late, lived, untested) = (Count("Killed"), Count("Timeout"), Count("Survived"), Count("NoCoverage"));
    var all = killed + late + lived + untested;
    Console.WriteLine($"| {area} | {all} | {killed} | {late} | {lived} | {untested} | {Count("CompileError")} | {Count("RuntimeError")} | {(all == 0 ? 0 : 100.0 * (killed + late) / all):0.0} % |");
    alive.AddRange(mutants.Where(m => m.Status is "Survived" or "NoCoverage").Select(m => Line(area, m.File, m.Mutant, m.Status!)));
}
Console.WriteLine();
alive.ForEach(Console.WriteLine);

static string Line(string area, JsonProperty file, JsonElement mutant, string status)
{
    var (start, end) = (At(mutant, "start"), At(mutant, "end"));
    var lines = file.Value.GetProperty("source").GetString()!.Split('\n');
    var was = start.Line == end.Line ? lines[start.Line - 1][(start.Column - 1)..(end.Column - 1)] : lines[start.Line - 1].Trim() + " …";
    return $"{area}  {Path.GetFileName(file.Name)}:{start.Line}  {(status == "Survived" ? "" : "(no test) ")}{Short(was)}  =>  {Short(mutant.GetProperty("replacement").GetString()!)}";
}

static (int Line, int Column) At(JsonElement mutant, string end)
{
    var at = mutant.GetProperty("location").GetProperty(end);
    return (at.GetProperty("line").GetInt32(), at.GetProperty("column").GetInt32());
}

static string Short(string code) => Regex.Replace(code, @"\s+", " ") is { Length: > 110 } spaced ? spaced[..110] + "…" : Regex.Replace(code, @"\s+", " ");
