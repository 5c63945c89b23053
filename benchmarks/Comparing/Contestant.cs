namespace Orgvue.ScimEndpoint.Benchmarks.Comparing;

/// <summary>A server that is compared: how it is started, and how a client comes in.</summary>
sealed record Contestant(string Name, string[] Start)
{
    public Dictionary<string, string> Environment { get; init; } = [];

    /// <summary>Where SCIM is, when it is known before the start.</summary>
    public required Uri Base { get; init; }

    public string Token { get; init; } = "none";

    /// <summary>The key with which a directory and its token are made after the start, as this project's servers want it.</summary>
    public string? AdminKey { get; init; }

    /// <summary>What it answers with 200 as soon as it can answer anything.</summary>
    public string Ready => AdminKey is null ? "/ServiceProviderConfig" : "/admin/api/directories";

    /// <summary>Process ids whose time is the server's as well, as those of its database.</summary>
    public Func<IEnumerable<int>> Besides { get; init; } = () => [];

    /// <summary>Whether what was written is there after a restart.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Whether it is measured with groups above ten thousand members, which not everybody's arrays endure.</summary>
    public bool LargeGroups { get; init; } = true;
}
