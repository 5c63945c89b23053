namespace Orgvue.ScimEndpoint.WorkOs.Pulling;

/// <summary>Settings under <c>WorkOs:</c> that say how directories are read from WorkOS.</summary>
public sealed class PullOptions
{
    /// <summary>Root of WorkOS's REST API, for links that name none of their own.</summary>
    public string BaseUrl { get; set; } = "https://api.workos.com";

    /// <summary>How many requests a directory is asked in a second at most; WorkOS allows 4.</summary>
    public double RequestsPerSecond { get; set; } = 4;

    /// <summary>How often a directory is read whole; zero: only when asked for.</summary>
    public TimeSpan PullEvery { get; set; } = TimeSpan.FromDays(1);

    /// <summary>How often the events since the last look are read, so that a lost webhook is mended soon; zero: never.</summary>
    public TimeSpan CatchUpEvery { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a node looks for what is due to be read.</summary>
    public TimeSpan PullPollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long WorkOS may take to answer, the body included.</summary>
    public TimeSpan PullTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Objects a page.</summary>
    public int PullPageSize { get; set; } = 100;

    /// <summary>Bytes of an answer; a longer one is not read.</summary>
    public int PullLargestAnswer { get; set; } = 16 * 1024 * 1024;
}
