namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>What can be told of.</summary>
public static class EventName
{
    public const string FailureOpened = "failure.opened";
    public const string FailureResolved = "failure.resolved";
    public const string RunHeld = "run.held";
    public const string RunReleased = "run.released";
    public const string RunDiscarded = "run.discarded";
    public const string RunFailed = "run.failed";
    public const string TokenExpiring = "token.expiring";
    public const string ReconcileDiffers = "reconcile.differs";

    /// <summary>Sent when somebody asks for a test; nobody subscribes to it.</summary>
    public const string Test = "webhook.test";

    /// <summary>Those that an endpoint can choose from.</summary>
    public static readonly IReadOnlyList<string> All =
        [FailureOpened, FailureResolved, RunHeld, RunReleased, RunDiscarded, RunFailed, TokenExpiring, ReconcileDiffers];
}
