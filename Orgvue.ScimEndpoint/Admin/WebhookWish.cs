using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.WorkOs.Webhooks;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Where somebody wants to be told, and of what.</summary>
public sealed record NewWebhook
{
    /// <summary>Where it is posted to: http or https. A URL of Slack, Teams or Google Chat gets what these take.</summary>
    public string? Url { get; init; }

    /// <summary>The only directory that it is told of; without one, all.</summary>
    public string? DirectoryId { get; init; }

    /// <summary>Names of events; none for all.</summary>
    public IReadOnlyList<string?>? Events { get; init; }

    public bool? Enabled { get; init; }
}

/// <summary>What may be changed of a webhook; what is not given stays.</summary>
public sealed record WebhookEdit
{
    /// <summary>What waits to be sent goes there too, in the shape that was chosen for the old URL.</summary>
    public string? Url { get; init; }

    /// <summary>Names of events; an empty list for all.</summary>
    public IReadOnlyList<string?>? Events { get; init; }

    /// <summary>While it is not enabled nothing new waits for it, and what waits is not sent.</summary>
    public bool? Enabled { get; init; }

    internal bool Apply(WebhookEndpoint endpoint, bool privateToo)
    {
        var checks = new Checks();
        var before = (endpoint.Url, string.Join(' ', endpoint.Events), endpoint.Enabled);
        if (Url is not null) endpoint.Url = WebhookChecks.Url(checks, Url, privateToo);
        if (Events is not null) endpoint.Events = WebhookChecks.Events(checks, Events, endpoint.Kind);
        endpoint.Enabled = Enabled ?? endpoint.Enabled;
        checks.Refuse();
        return before != (endpoint.Url, string.Join(' ', endpoint.Events), endpoint.Enabled);
    }
}

static class WebhookChecks
{
    public static string Url(Checks checks, string? value, bool privateToo, string field = "url")
    {
        var text = checks.Text(field, value, EndpointUrl.MaxLength);
        if (text.Length is > 0 and <= EndpointUrl.MaxLength && EndpointUrl.WrongWith(text, privateToo) is (var rule, var message)) checks.Add(field, rule, message);
        return text;
    }

    /// <summary>Names of events that a webhook of this kind can be told of.</summary>
    public static List<string> Events(Checks checks, IReadOnlyList<string?>? events, WebhookKind kind = WebhookKind.Notification)
    {
        if (events is null) return [];
        if (events.Count > 100) checks.Add("events", "length", $"Has {events.Count} names; 100 are allowed.");
        // Without a name WorkOS's webhooks would hear nothing, and all notifications are heard: one list, two meanings.
        if (events.Count == 0 && kind == WebhookKind.WorkOs) checks.Add("events", "required", "Name the events that it is told of.");
        for (var i = 0; i < Math.Min(events.Count, 100); i++)
            if (!IsKnown(events[i], kind)) checks.Add($"events[{i}]", "format", $"Expected one of {string.Join(", ", Choice(kind))}.");
        return [.. events.OfType<string>().Distinct()];
    }

    static bool IsKnown(string? name, WebhookKind kind) => kind == WebhookKind.WorkOs ? WebhookEvents.IsKnown(name) : EventName.All.Contains(name);

    static IReadOnlyList<string> Choice(WebhookKind kind) => kind == WebhookKind.WorkOs ? WebhookEvents.Sent : EventName.All;
}
