namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>Settings under <c>Notifications:</c>.</summary>
public sealed class NotificationOptions
{
    /// <summary>How often a node looks for what is due to be sent.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a receiver may take to answer.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a delivery is tried.</summary>
    public TimeSpan GiveUpAfter { get; set; } = TimeSpan.FromDays(3);

    /// <summary>How long what was delivered or given up can be looked at.</summary>
    public TimeSpan Keep { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How long before its end it is told that a token expires; zero: never.</summary>
    public TimeSpan TokenExpiryNotice { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Whether receivers may be on this machine or in a private network; in Development they may, unless set otherwise.</summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>Folder of the keys that encrypt the signing secrets; <c>keys</c> beside the database file unless set.</summary>
    public string? Keys { get; set; }
}
