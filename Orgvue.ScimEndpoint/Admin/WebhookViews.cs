using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>A webhook. Its signing secret is not shown again.</summary>
/// <param name="Kind">notification: what happens on the server. workos: directory events as WorkOS sends them, made through the WorkOS API at the root.</param>
/// <param name="DirectoryId">Null where it is told of all directories.</param>
/// <param name="Events">Empty for all.</param>
/// <param name="Pending">How many events wait to be sent to it.</param>
public sealed record WebhookView(
    string WebhookId, WebhookKind Kind, string Url, string? DirectoryId, IReadOnlyList<string> Events, bool Enabled, int Pending,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static WebhookView Of(WebhookEndpoint e, string? directory, int pending) =>
        new(e.Id.ToString(), e.Kind, e.Url, directory, e.Events, e.Enabled, pending, e.CreatedAt, e.UpdatedAt);
}

/// <summary>A webhook with its new signing secret, shown this once.</summary>
/// <param name="Secret">The key of the signatures: whsec_ and what follows, as a text.</param>
public sealed record WebhookMade(
    string WebhookId, WebhookKind Kind, string Url, string? DirectoryId, IReadOnlyList<string> Events, bool Enabled, string Secret, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    public static WebhookMade Of(WebhookEndpoint e, string? directory, string secret) =>
        new(e.Id.ToString(), e.Kind, e.Url, directory, e.Events, e.Enabled, secret, e.CreatedAt, e.UpdatedAt);
}

/// <summary>What came back from a test.</summary>
/// <param name="Status">The receiver's status; null when it did not answer.</param>
/// <param name="Answer">The beginning of what it answered.</param>
/// <param name="Error">Why it did not arrive; null when it did.</param>
public sealed record WebhookTest(bool Delivered, int? Status, string? Answer, string? Error, int Milliseconds)
{
    public static WebhookTest Of(Attempt attempt, TimeSpan took) => new(
        attempt is Attempt.Delivered, attempt.StatusOrNull,
        attempt switch { Attempt.Delivered d => d.Answer, Attempt.Refused r => r.Answer, _ => null }, attempt.Error, (int)took.TotalMilliseconds);
}

/// <summary>One event on its way to one webhook.</summary>
/// <param name="EventId">The same for all webhooks that are told of the event, and for every attempt; as the receiver reads it.</param>
/// <param name="DueAt">When it is tried next; null when it is not.</param>
/// <param name="LastError">What came of the last attempt that failed, or what an injected fault did to it.</param>
public sealed record DeliveryView(
    string DeliveryId, string EventId, string Event, string? DirectoryId, DeliveryState State, int Attempts, DateTimeOffset CreatedAt,
    DateTimeOffset? DueAt, int? LastStatus, string? LastError, DateTimeOffset? DeliveredAt, DateTimeOffset? GivenUpAt)
{
    public static DeliveryView Of(WebhookDelivery d, WebhookKind kind, string? directory) => new(
        d.Id.ToString(), kind == WebhookKind.WorkOs ? WireId.Of(WireId.Event, d.EventId) : d.EventId.ToString(), d.Event, directory,
        d.DeliveredAt is not null ? DeliveryState.Delivered : d.GivenUpAt is not null ? DeliveryState.GivenUp : DeliveryState.Pending,
        d.Attempts, d.CreatedAt, d.DueAt, d.LastStatus, d.LastError, d.DeliveredAt, d.GivenUpAt);
}

public enum DeliveryState { Pending, Delivered, GivenUp }
