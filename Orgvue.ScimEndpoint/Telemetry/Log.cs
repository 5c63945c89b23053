namespace Orgvue.ScimEndpoint.Telemetry;

/// <summary>Every line that the server logs, with its event id. Ids of things, never names of people; one line a run, not one a user.</summary>
public static partial class Log
{
    [LoggerMessage(1, LogLevel.Information,
        "Run {Run} of directory {Directory}, tenant {Tenant} ({Trigger}, {Scope}): {Status}; created {Created}, updated {Updated}, disabled {Disabled}, removed {Removed}, unchanged {Unchanged}, failed {Failed}")]
    public static partial void Ran(this ILogger logger, Guid run, int directory, string tenant, string trigger, string scope, string status,
        int created, int updated, int disabled, int removed, int unchanged, int failed);

    [LoggerMessage(2, LogLevel.Error, "A run of directory {Directory} failed; its changes stay pending and it is tried again")]
    public static partial void RunFailed(this ILogger logger, Exception error, int directory);

    [LoggerMessage(3, LogLevel.Warning, "The run of directory {Directory} was taken over by another node")]
    public static partial void LeaseLost(this ILogger logger, int directory);

    [LoggerMessage(4, LogLevel.Error, "One account of directory {Directory}, tenant {Tenant} could not be written (user {User}); the others were")]
    public static partial void AccountFailed(this ILogger logger, Exception error, int directory, string tenant, Guid? user);

    [LoggerMessage(5, LogLevel.Error, "Looking for due runs failed; it is tried again")]
    public static partial void PollFailed(this ILogger logger, Exception error);

    [LoggerMessage(6, LogLevel.Error, "A request failed with an error of the server's own (trace {Trace})")]
    public static partial void RequestFailed(this ILogger logger, Exception error, string trace);

    [LoggerMessage(7, LogLevel.Warning, "Steps for directory {Directory}, tenant {Tenant} are applied one by one because all at once failed")]
    public static partial void OneByOne(this ILogger logger, Exception error, int directory, string tenant);

    [LoggerMessage(8, LogLevel.Warning, "What was seen of the traffic could not be written; counts are kept and tried again")]
    public static partial void TrafficNotWritten(this ILogger logger, Exception error);

    [LoggerMessage(9, LogLevel.Error,
        "A full look at directory {Directory}, tenant {Tenant} found {Accounts} accounts otherwise than following the changes would leave them; they are put right. This is a defect: {Steps}")]
    public static partial void ReconcileDiffers(this ILogger logger, int directory, string tenant, int accounts, string steps);

    [LoggerMessage(10, LogLevel.Warning, "Run {Run} of directory {Directory}, tenant {Tenant} is held: {Reason}")]
    public static partial void Held(this ILogger logger, Guid run, int directory, string tenant, string reason);

    [LoggerMessage(11, LogLevel.Error, "The run of directory {Directory}, tenant {Tenant} failed")]
    public static partial void TenantFailed(this ILogger logger, Exception error, int directory, string tenant);

    [LoggerMessage(12, LogLevel.Error, "The run of directory {Directory} failed {Attempts} times; its changes are let go and the next window looks at everybody")]
    public static partial void GivenUp(this ILogger logger, int directory, int attempts);

    [LoggerMessage(40, LogLevel.Warning, "Event {Event} ({EventId}) could not be delivered to webhook {Webhook} ({Status}); it is tried again")]
    public static partial void NotificationFailed(this ILogger logger, string @event, Guid eventId, Guid webhook, string status);

    [LoggerMessage(41, LogLevel.Error, "Event {Event} ({EventId}) was not delivered to webhook {Webhook} in {Attempts} attempts ({Status}) and is given up")]
    public static partial void NotificationGivenUp(this ILogger logger, string @event, Guid eventId, Guid webhook, int attempts, string status);

    [LoggerMessage(42, LogLevel.Error, "Looking for notifications to send failed; it is tried again")]
    public static partial void NotificationsLookFailed(this ILogger logger, Exception error);

    [LoggerMessage(43, LogLevel.Error, "Sending to webhook {Webhook} failed; it is tried again")]
    public static partial void NotificationsOfEndpointFailed(this ILogger logger, Exception error, Guid webhook);

    [LoggerMessage(59, LogLevel.Error, "Old WorkOS events could not be let go; it is tried again")]
    public static partial void EventsNotTidied(this ILogger logger, Exception error);

    [LoggerMessage(60, LogLevel.Warning, "A webhook of WorkOS for directory {Directory} was refused: its signature is {Check}")]
    public static partial void WorkOsSignatureRefused(this ILogger logger, int directory, string check);

    [LoggerMessage(61, LogLevel.Warning, "A webhook of WorkOS for directory {Directory} could not be read: {Code} {Field}")]
    public static partial void WorkOsWebhookUnreadable(this ILogger logger, int directory, string code, string field);

    [LoggerMessage(62, LogLevel.Error, "{Events} events of WorkOS could not be stored; their senders are told to send them again")]
    public static partial void WorkOsNotStored(this ILogger logger, Exception error, int events);

    [LoggerMessage(63, LogLevel.Error, "The webhook secret of directory {Directory} cannot be opened: the keys are not those it was encrypted with")]
    public static partial void WorkOsSecretClosed(this ILogger logger, Exception error, int directory);

    [LoggerMessage(64, LogLevel.Error, "Looking for what came from WorkOS failed; it is tried again")]
    public static partial void WorkOsLookFailed(this ILogger logger, Exception error);

    [LoggerMessage(65, LogLevel.Error, "What came from WorkOS for directory {Directory} could not be applied; it is tried again")]
    public static partial void WorkOsDirectoryFailed(this ILogger logger, Exception error, int directory);

    [LoggerMessage(66, LogLevel.Warning, "What came from WorkOS for directory {Directory} is applied one by one because all at once failed")]
    public static partial void WorkOsStepFailed(this ILogger logger, Exception error, int directory);

    [LoggerMessage(67, LogLevel.Error, "{Item} of WorkOS could not be applied to directory {Directory}; it is tried again later")]
    public static partial void WorkOsItemFailed(this ILogger logger, Exception error, int directory, string item);

    [LoggerMessage(68, LogLevel.Warning, "Directory {Directory} refused members of {Group} of WorkOS ({Status}); it is tried again later")]
    public static partial void WorkOsMembersRefused(this ILogger logger, int directory, string group, int status);

    [LoggerMessage(69, LogLevel.Error, "Event {EventId} of WorkOS, received for directory {Directory}, can be read no more and is passed over")]
    public static partial void WorkOsUnreadable(this ILogger logger, Exception error, int directory, string eventId);

    [LoggerMessage(80, LogLevel.Information,
        "Pull {Number} of directory {Directory} from WorkOS is complete: users {Users}, groups {Groups}, memberships {Memberships}, events {Events}, requests {Requests}, swept {Swept}")]
    public static partial void Pulled(
        this ILogger logger, int directory, int number, int users, int groups, int memberships, int events, int requests, bool swept);

    [LoggerMessage(81, LogLevel.Warning, "Directory {Directory} could not be read from WorkOS ({Phase}); it is tried again: {Error}")]
    public static partial void PullFailed(this ILogger logger, int directory, string phase, string error);

    [LoggerMessage(82, LogLevel.Information, "The pull of directory {Directory} went to another node, was begun anew, or its link was closed")]
    public static partial void PullLost(this ILogger logger, int directory);

    [LoggerMessage(83, LogLevel.Error, "Reading directory {Directory} from WorkOS failed; it is tried again")]
    public static partial void PullBroke(this ILogger logger, Exception error, int directory);

    [LoggerMessage(84, LogLevel.Error, "Looking for directories to read from WorkOS failed; it is tried again")]
    public static partial void PullLookFailed(this ILogger logger, Exception error);

    [LoggerMessage(85, LogLevel.Warning, "Event {EventId} of directory {Directory} is not what WorkOS writes, and is passed over: {Error}")]
    public static partial void EventUnreadable(this ILogger logger, int directory, string eventId, string error);

    [LoggerMessage(90, LogLevel.Warning, "Faults are injected from now on: seed {Seed}, {Deliveries} kinds for deliveries, {Requests} for requests. This is asked for, not a defect")]
    public static partial void FaultsSet(this ILogger logger, long seed, int deliveries, int requests);

    [LoggerMessage(91, LogLevel.Warning, "No more faults are injected")]
    public static partial void FaultsCleared(this ILogger logger);

    [LoggerMessage(92, LogLevel.Warning, "Injected fault, not a defect: {Fault} of event {Event} ({EventId}) to webhook {Webhook}")]
    public static partial void DeliveryFault(this ILogger logger, string fault, string @event, Guid eventId, Guid webhook);

    [LoggerMessage(93, LogLevel.Warning, "Injected fault, not a defect: a request was answered with {Status} (rule {Rule})")]
    public static partial void RequestFault(this ILogger logger, int status, string rule);
}
