namespace Orgvue.ScimEndpoint.Traffic;

/// <summary>Settings under <c>Inspector:</c>: whether and how much of the identity providers' requests is kept.</summary>
public sealed class InspectorOptions
{
    /// <summary>On in Development, off elsewhere: what is kept holds names and e-mail addresses.</summary>
    public bool Enabled { get; set; }

    /// <summary>Of one directory; the oldest go.</summary>
    public int MaxRequests { get; set; } = 200;

    public TimeSpan MaxAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>Of a request's body, and of an answer's.</summary>
    public int MaxBodyBytes { get; set; } = 64 * 1024;
}
