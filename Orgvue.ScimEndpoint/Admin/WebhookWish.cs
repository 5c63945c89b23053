using System.Net;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Rest;

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
        if (Events is not null) endpoint.Events = WebhookChecks.Events(checks, Events);
        endpoint.Enabled = Enabled ?? endpoint.Enabled;
        checks.Refuse();
        return before != (endpoint.Url, string.Join(' ', endpoint.Events), endpoint.Enabled);
    }
}

static class WebhookChecks
{
    const int MaxUrl = 2048;

    public static string Url(Checks checks, string? value, bool privateToo, string field = "url")
    {
        var text = checks.Text(field, value, MaxUrl);
        if (text.Length is 0 or > MaxUrl) return text;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https") || HostOf(url) is not { Length: > 0 } host)
            checks.Add(field, "format", "Expected an absolute URL with http or https.");
        else if (url.UserInfo.Length > 0 || url.Fragment.Length > 0) checks.Add(field, "format", "A user, password or fragment in the URL is not sent; leave it out.");
        // A name is judged when it is connected to: only then is it known what it resolves to.
        else if (IPAddress.TryParse(host, out var address) ? !Addresses.IsAllowed(address, privateToo) : IsLocal(host) && !privateToo)
            checks.Add(field, "network", privateToo ? "No receiver can be at this address."
                : "This is no public address; private ones are allowed with the setting Notifications:AllowPrivateNetworks.");
        return text;
    }

    public static List<string> Events(Checks checks, IReadOnlyList<string?>? events)
    {
        if (events is null) return [];
        if (events.Count > 100) checks.Add("events", "length", $"Has {events.Count} names; there are {EventName.All.Count} events.");
        for (var i = 0; i < Math.Min(events.Count, 100); i++)
            if (!EventName.All.Contains(events[i])) checks.Add($"events[{i}]", "format", $"Expected one of {string.Join(", ", EventName.All)}.");
        return [.. events.OfType<string>().Distinct()];
    }

    // Null for letters that no name may have.
    static string? HostOf(Uri url)
    {
        try
        {
            return url.IdnHost;
        }
        catch (UriFormatException)
        {
            return null;
        }
    }

    static bool IsLocal(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);
}
