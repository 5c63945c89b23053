namespace Orgvue.ScimEndpoint.Benchmarks.Comparing;

/// <summary>What one workload measured: on which server, how large the directory and the group were, with how many connections.</summary>
sealed record Cell(string Server, string Workload, int Users, int Group, int Connections)
{
    public int Operations { get; init; }

    /// <summary>Answers that were not what was asked for; they count as operations too.</summary>
    public int Errors { get; init; }

    public double Seconds { get; init; }

    /// <summary>Medians and so on, in ms.</summary>
    public double P50 { get; init; }

    public double P99 { get; init; }

    /// <summary>Processor time for each operation, in ms; the server's includes its database's.</summary>
    public double ServerCpu { get; init; }

    public double ClientCpu { get; init; }

    /// <summary>Of the server alone, in MB, when it was over; and the most while it lasted, where that was looked at.</summary>
    public double Memory { get; init; }

    public double Peak { get; init; }

    public string Note { get; init; } = "";

    public double Rate => Seconds > 0 ? Operations / Seconds : 0;
}
