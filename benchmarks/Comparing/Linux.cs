using System.Diagnostics;
using System.Globalization;

namespace Orgvue.ScimEndpoint.Benchmarks.Comparing;

/// <summary>What Linux says and does about processes; on other systems nothing is pinned and peaks are not known.</summary>
static class Linux
{
    static readonly string? TaskSet = Environment.ProcessorCount > 1 ? Array.Find(["/usr/bin/taskset", "/bin/taskset"], File.Exists) : null;

    /// <summary>The beginning of a command line that runs on the server's core.</summary>
    public static string[] OnServerCore => TaskSet is null ? [] : [TaskSet, "-c", "0"];

    /// <summary>Moves this process to the client's core.</summary>
    public static void TakeClientCore()
    {
        if (TaskSet is null) return;
        using var moved = Process.Start(new ProcessStartInfo(TaskSet, ["-a", "-p", "-c", "1", $"{Environment.ProcessId}"]) { RedirectStandardOutput = true })!;
        moved.WaitForExit();
    }

    /// <summary>Processor time of a process in ms; what is gone has none.</summary>
    public static double Cpu(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            // utime and stime, in hundredths of a second; its children have files of their own.
            return 10 * (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return 0;
        }
    }

    public static IEnumerable<int> Children(int parent)
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
            if (int.TryParse(Path.GetFileName(folder), out var id) && ParentOf(id) == parent) yield return id;
    }

    /// <summary>The largest a process has been, in MB.</summary>
    public static double? Peak(int process)
    {
        if (!OperatingSystem.IsLinux()) return null;
        var line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1024d;
    }

    public static void ForgetPeak(int process)
    {
        if (OperatingSystem.IsLinux()) File.WriteAllText($"/proc/{process}/clear_refs", "5");
    }

    static int ParentOf(int process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }
}
