using System.Diagnostics;
using System.Globalization;
using System.IO.MemoryMappedFiles;

namespace Orgvue.ScimEndpoint.Fuzz;

/// <summary>What was found, of each kind the shortest input; and the input under way, for what no exception tells of: a full stack, no end.</summary>
sealed class Findings : IDisposable
{
    static readonly TimeSpan NoEnd = TimeSpan.FromSeconds(20);

    readonly string _underWay;
    readonly MemoryMappedFile _file;
    readonly MemoryMappedViewAccessor _view;
    readonly Timer _watch;
    readonly Dictionary<string, Finding> _found = [];
    long _began;

    public Findings(string folder)
    {
        _underWay = Path.Combine(folder, "under-way");
        _file = MemoryMappedFile.CreateFromFile(_underWay, FileMode.Create, null, 1 << 20);
        _view = _file.CreateViewAccessor();
        _watch = new(_ => Watch(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
    }

    public IReadOnlyCollection<Finding> All => _found.Values;

    public void Begin(Target target, byte[] input)
    {
        _view.Write(0, input.Length);
        _view.WriteArray(sizeof(int), input, 0, input.Length);
        Interlocked.Exchange(ref _began, Stopwatch.GetTimestamp());
    }

    public void End() => Interlocked.Exchange(ref _began, 0);

    public void Crash(Target target, byte[] input, Exception e) => Add(new(target, input, KindOf(e), e.ToString()));

    public void Slow(Target target, byte[] input, TimeSpan took) => Add(new(target, input, "slow", string.Create(
        CultureInfo.InvariantCulture, $"Took {took.TotalMilliseconds:F1} ms at its fastest; at most {Execution.Limit.TotalMilliseconds} are allowed.")));

    public void Dispose()
    {
        _watch.Dispose();
        _view.Dispose();
        _file.Dispose();
        File.Delete(_underWay);
    }

    /// <summary>The input that a process which broke off was at.</summary>
    public static byte[] UnderWay(string file)
    {
        var bytes = File.ReadAllBytes(file);
        return bytes[sizeof(int)..(sizeof(int) + BitConverter.ToInt32(bytes))];
    }

    void Add(Finding finding)
    {
        var key = $"{finding.Target.Name} {finding.Kind}";
        if (_found.TryGetValue(key, out var known) && known.Input.Length <= finding.Input.Length) return;
        _found[key] = finding;
    }

    void Watch()
    {
        if (Interlocked.Read(ref _began) is var began && (began == 0 || Stopwatch.GetElapsedTime(began) < NoEnd)) return;
        Console.WriteLine($"   FAILED  an input that comes to no end: {_underWay}");
        Environment.Exit(3);
    }

    // The exception and where in the product it came from: a thousand inputs are one bug.
    static string KindOf(Exception e)
    {
        var place = e.StackTrace?.Split('\n').FirstOrDefault(line => line.Contains("Orgvue.ScimEndpoint.", StringComparison.Ordinal)) ?? "";
        return e is BrokenPromiseException ? $"{e.Message.Split(':')[0]}" : $"{e.GetType().Name} {place.Trim()}";
    }
}

sealed record Finding(Target Target, byte[] Input, string Kind, string Details);
