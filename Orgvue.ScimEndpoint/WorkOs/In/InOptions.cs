namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>Settings under <c>WorkOs:</c> for what comes from WorkOS.</summary>
public sealed class InOptions
{
    /// <summary>How far the time of a webhook's signature may be from ours, either way.</summary>
    public TimeSpan SignatureTolerance { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>How often a node looks for events that are not applied yet, besides being told of those that it received itself.</summary>
    public TimeSpan ApplyEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long an event that was received is known by its id, so that a repetition is not taken for news.</summary>
    public TimeSpan KeepReceived { get; set; } = TimeSpan.FromDays(30);
}
