using System.Diagnostics;
using System.Globalization;
using System.Text;
using Orgvue.ScimEndpoint.Fuzz;
using Orgvue.ScimEndpoint.Fuzz.Targets;
using SharpFuzz;

// instrument <the server's dll>
// run <corpus> <work folder> <seed> <20s, or a number of executions, of each target> [target…]
// minimise <corpus> <work folder> [target…]
// try <target> <a line of a corpus, or the file under-way>
// afl <target>                          what AFL++ starts
// seeds <corpus> <folder> <target>      the corpus as AFL++ wants it
// learn <work folder> <folder> <target> what AFL++ kept there is kept for the next run
const int NoTarget = 2;
string[] read = ["Scim.", "Http.", "Unicode.", "Directories.", "WorkOs.", "Notifications.", "Rest.", "Model.NewId"];
if (args is ["instrument", var dll])
{
    Fuzzer.Instrument(dll, type => read.Any(r => type.StartsWith($"Orgvue.ScimEndpoint.{r}", StringComparison.Ordinal)), Options.Value);
    return 0;
}

// Before any type of the product is touched: instrumented code writes to the map from its first branch on.
var first = new Coverage();
Target[] all = [new FilterTarget(), new PathTarget(), new PatchTarget(), new BodyTarget(), new TokenTarget(), new WebhookTarget()];
switch (args)
{
    case ["run", var corpus, var work, var seed, var amount, .. var names]:
        return Run(corpus, work, int.Parse(seed, CultureInfo.InvariantCulture), AmountOf(amount), Named(names)) ? 0 : 1;
    case ["minimise", var corpus, var work, .. var names]:
        foreach (var target in Named(names))
        {
            var many = Corpus.Read(corpus, target).Concat(Corpus.Read(work, target)).ToList();
            var few = new Minimal(target, new Coverage()).Of(many);
            Corpus.Write(corpus, target, few);
            Console.WriteLine($"{target.Name}: {many.Count} inputs, {few.Count} kept");
        }
        return 0;
    case ["try", var name, var input]:
        Target(name).Run(File.Exists(input) ? Findings.UnderWay(input) : Corpus.Input(input));
        return 0;
    case ["afl", var name]:
        Afl.Serve(Target(name));
        return 0;
    case ["seeds", var corpus, var folder, var name]:
        Afl.Seeds(Corpus.Read(corpus, Target(name)), folder);
        return 0;
    case ["learn", var work, var folder, var name]:
        var kept = Afl.Kept(folder).ToList();
        Corpus.Write(work, Target(name), Corpus.Read(work, Target(name)).Concat(kept).DistinctBy(Corpus.Line));
        return 0;
    default:
        Console.Error.WriteLine("Expected instrument, run, minimise, try, afl, seeds or learn; see the head of Program.cs.");
        return NoTarget;
}

bool Run(string corpus, string work, int seed, Amount amount, Target[] targets)
{
    Directory.CreateDirectory(work);
    using var findings = new Findings(work);
    foreach (var target in targets)
    {
        var coverage = new Coverage();
        var loop = new Loop(target, coverage, findings, new Random(seed));
        var began = Stopwatch.GetTimestamp();
        loop.Run([.. Corpus.Read(corpus, target), .. Corpus.Read(work, target), .. target.Seeds.Select(Encoding.UTF8.GetBytes)], amount);
        var took = Stopwatch.GetElapsedTime(began);
        Corpus.Write(work, target, loop.Inputs.DistinctBy(Corpus.Line));
        var of = findings.All.Where(f => f.Target == target).ToList();
        var (count, slowest) = (loop.Execution.Count, loop.Execution.Slowest);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"   {(of.Count == 0 ? "ok     " : "FAILED ")} {target.Name}: {count} executions, {count / took.TotalSeconds:F0} a second, "
            + $"slowest {slowest.Time.TotalMilliseconds:F1} ms, {coverage.Known} pairs of branches, {loop.Inputs.Count} inputs, {of.Count} findings"));
        foreach (var finding in of) Show(finding.Kind, Corpus.Line(finding.Input), finding.Details);
        if (slowest.Time > Execution.Limit / 5) Show("slowest", Corpus.Line(slowest.Input));
    }
    Console.WriteLine($"seed {seed}, {findings.All.Count} findings");
    return findings.All.Count == 0;
}

static void Show(string kind, params string[] lines) =>
    Console.WriteLine($"           {kind}\n             {string.Join('\n', lines).ReplaceLineEndings("\n             ")}");

Target[] Named(string[] names) => names.Length == 0 ? all : [.. names.Select(Target)];

Target Target(string name) => all.FirstOrDefault(t => t.Name == name)
    ?? throw new ArgumentException($"There is no target {name}, but {string.Join(", ", all.Select(t => t.Name))}.");

static Amount AmountOf(string text) => text.EndsWith('s')
    ? new(TimeSpan.FromSeconds(double.Parse(text[..^1], CultureInfo.InvariantCulture)), long.MaxValue)
    : new(TimeSpan.MaxValue, long.Parse(text, CultureInfo.InvariantCulture));
