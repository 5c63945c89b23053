namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>What a run may be told beyond its two clients.</summary>
public sealed record RunnerOptions
{
    /// <summary>A client that sends no Authorization; cases that ask for none are skipped without it.</summary>
    public HttpClient? Anonymous { get; init; }

    /// <summary>The directory's id on the admin surface; the last segment of the SCIM base URL unless given.</summary>
    public string? Directory { get; init; }

    /// <summary>Where unique values come from; seed it to run the same requests again.</summary>
    public Random Random { get; init; } = Random.Shared;

    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
