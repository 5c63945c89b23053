using System.Globalization;
using SharpFuzz;

namespace Orgvue.ScimEndpoint.Fuzz;

/// <summary>The same targets for AFL++, which chooses inputs in its own way: a second opinion. What it kept is run, and timed, by our loop as well.</summary>
static class Afl
{
    static readonly string[] Kinds = ["queue", "crashes", "hangs"];

    /// <summary>Runs what AFL++ sends until it ends; whatever the target throws is a crash to it.</summary>
    public static void Serve(Target target) => Fuzzer.OutOfProcess.Run(stream =>
    {
        using var input = new MemoryStream();
        stream.CopyTo(input);
        target.Run(input.GetBuffer().AsSpan(0, (int)input.Length));
    });

    /// <summary>Writes the kept inputs as AFL++ wants them, each in a file.</summary>
    public static void Seeds(IEnumerable<byte[]> inputs, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var (i, input) in inputs.Where(i => i.Length > 0).Index())
            File.WriteAllBytes(Path.Combine(folder, i.ToString("D6", CultureInfo.InvariantCulture)), input);
    }

    /// <summary>What AFL++ kept, crashed on or waited for.</summary>
    public static IEnumerable<byte[]> Kept(string folder) => Kinds
        .Select(kind => Path.Combine(folder, "default", kind)).Where(Directory.Exists)
        .SelectMany(kind => Directory.EnumerateFiles(kind, "id*").Select(File.ReadAllBytes));
}
