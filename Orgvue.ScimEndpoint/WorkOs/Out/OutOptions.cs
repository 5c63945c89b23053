namespace Orgvue.ScimEndpoint.WorkOs.Out;

/// <summary>Settings under <c>WorkOs:</c> for what this server tells as WorkOS.</summary>
public sealed class OutOptions
{
    /// <summary>For how long events can be read again; WorkOS keeps them for 90 days.</summary>
    public TimeSpan KeepEvents { get; set; } = TimeSpan.FromDays(90);
}
