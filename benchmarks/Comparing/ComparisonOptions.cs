using System.Globalization;

namespace Orgvue.ScimEndpoint.Benchmarks.Comparing;

/// <summary>What of the comparison is wanted.</summary>
sealed record ComparisonOptions
{
    public static readonly string[] Everybody = ["floor", "sqlite", "postgres", "memory", "peer"];

    public bool Short { get; init; }

    /// <summary>With <see cref="Short"/>: the ratios become those that later runs are held to.</summary>
    public bool Keep { get; init; }

    public string? Out { get; init; }

    /// <summary>A folder with the server, built or published; null: it is published first.</summary>
    public string? Server { get; init; }

    /// <summary>Of a PostgreSQL on which databases may be made; null: one is started where one is installed.</summary>
    public string? Postgres { get; init; }

    public string[] Servers { get; init; } = Everybody;
    public int[] Sizes { get; init; } = [1_000, 10_000, 100_000];
    public int[] Groups { get; init; } = [100, 1_000, 10_000, 100_000];
    public int[] Connections { get; init; } = [1, 8];
    public double Seconds { get; init; } = 2;

    /// <summary>How long a server may take to be filled up to the next size; what it reached by then is measured.</summary>
    public double Patience { get; init; } = 240;

    public static ComparisonOptions Of(ReadOnlySpan<string> args)
    {
        var options = new ComparisonOptions();
        for (var n = 0; n < args.Length; n++)
        {
            options = args[n] switch
            {
                "--short" => options with { Short = true },
                "--keep" => options with { Keep = true },
                "--out" => options with { Out = Value(args, ref n) },
                "--server" => options with { Server = Value(args, ref n) },
                "--postgres" => options with { Postgres = Value(args, ref n) },
                "--servers" => options with { Servers = Value(args, ref n).Split(',') },
                "--sizes" => options with { Sizes = Numbers(Value(args, ref n)) },
                "--groups" => options with { Groups = Numbers(Value(args, ref n)) },
                "--connections" => options with { Connections = Numbers(Value(args, ref n)) },
                "--seconds" => options with { Seconds = Number(Value(args, ref n)) },
                "--patience" => options with { Patience = Number(Value(args, ref n)) },
                var unknown => throw new ArgumentException($"There is no option {unknown}: see benchmarks/README.md."),
            };
        }
        var stranger = options.Servers.Except(Everybody).FirstOrDefault();
        return stranger is null ? options : throw new ArgumentException($"There is no server {stranger}: it is one of {string.Join(", ", Everybody)}.");
    }

    static string Value(ReadOnlySpan<string> args, ref int n) =>
        ++n < args.Length ? args[n] : throw new ArgumentException($"{args[n - 1]} needs a value.");

    static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    static int[] Numbers(string text) =>
        text.Length == 0 ? [] : [.. text.Split(',').Select(t => int.Parse(t, CultureInfo.InvariantCulture)).Order()];
}
