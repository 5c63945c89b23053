using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Traffic;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>A client that called, by the shape of its requests.</summary>
public sealed record ClientView(string Client, string Evidence, string? UserAgent, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, long Requests)
{
    public static ClientView Of(ClientSeen c) => new(c.Client, c.Evidence, c.UserAgent, c.FirstSeenAt, c.LastSeenAt, c.Requests);
}

/// <summary>A way in which a client left the RFC and was served nevertheless.</summary>
/// <param name="Who">The providers of whom it is known; <paramref name="Client"/> is the one that did it here.</param>
public sealed record DeviationView(
    string Name, string? RfcSection, string? Who, string? Why, string Client, DateTimeOffset FirstSeenAt, DateTimeOffset LastSeenAt, long Count)
{
    public static DeviationView Of(DeviationSeen seen)
    {
        // One that was counted by another version of the server may have no words in this one.
        var known = Deviation.All.FirstOrDefault(d => d.Name == seen.Name);
        return new(seen.Name, known?.RfcSection, known?.Who, known?.Why, seen.Client, seen.FirstSeenAt, seen.LastSeenAt, seen.Count);
    }
}

/// <summary>Which requests are wanted: a status (404) or a class of them (4xx), a method, a part of the client's name.</summary>
public sealed class RequestFilter
{
    readonly string? _method, _client;
    readonly (int From, int To)? _status;

    public RequestFilter(string? status, string? method, string? client)
    {
        _method = method?.ToUpperInvariant();
        _client = client;
        if (status is null) return;
        var text = status.ToUpperInvariant().Replace("XX", "00", StringComparison.Ordinal);
        if (text.Length != 3 || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var from) || from is < 100 or > 599)
            throw new RefusalException(StatusCodes.Status400BadRequest, "InvalidRequest", "status: Expected a status such as 404, or a class such as 4xx.",
                new FieldError("status", "format", "Expected a status such as 404, or a class such as 4xx."));
        _status = (from, text == status ? from : from + 99);
    }

    public IQueryable<RecordedRequest> Of(ScimDb db, IQueryable<RecordedRequest> requests)
    {
        if (_status is var (from, to)) requests = requests.Where(r => r.Status >= from && r.Status <= to);
        if (_method is not null) requests = requests.Where(r => r.Method == _method);
        if (_client is not null) requests = db.WhereContains(requests, r => r.Client, _client);
        return requests;
    }
}

/// <summary>A page of requests, newest first, and whether they are being recorded at all.</summary>
/// <param name="Dropped">Requests that were not kept because too many came at once, since this node started.</param>
public sealed record RequestPage(IReadOnlyList<RequestSummary> Items, string? NextCursor, bool Recording, long Dropped);

/// <summary>A request in a list.</summary>
public sealed record RequestSummary(
    string RequestId, DateTimeOffset At, string Method, string Path, string Query, int Status, int DurationMs, string Client,
    IReadOnlyList<string> Deviations)
{
    public static RequestSummary Of(RecordedRequest r) =>
        new(r.Id.ToString(), r.At, r.Method, r.Path, r.Query, r.Status, r.DurationMs, r.Client, DeviationsOf(r));

    internal static IReadOnlyList<string> DeviationsOf(RecordedRequest r) => r.Deviations.Length == 0 ? [] : r.Deviations.Split(',');
}

/// <summary>A request as it was recorded: passwords and tokens are replaced by ***.</summary>
/// <param name="RequestBody">JSON; or the beginning of a text that is not.</param>
public sealed record RequestView(
    string RequestId, DateTimeOffset At, string Method, string Path, string Query, JsonNode? Headers, JsonNode? RequestBody, bool Truncated, int Status,
    JsonNode? ResponseBody, int DurationMs, string Client, IReadOnlyList<string> Deviations)
{
    public static RequestView Of(RecordedRequest r) => new(
        r.Id.ToString(), r.At, r.Method, r.Path, r.Query, JsonNode.Parse(r.Headers), Body(r.RequestBody), r.Truncated, r.Status, Body(r.ResponseBody),
        r.DurationMs, r.Client, RequestSummary.DeviationsOf(r));

    internal static List<(string, string)> HeadersOf(RecordedRequest r) =>
        [.. JsonNode.Parse(r.Headers)!.AsObject().Select(h => (h.Key, h.Value!.GetValue<string>()))];

    static JsonNode? Body(string? text)
    {
        if (text is null) return null;
        try
        {
            var json = JsonNode.Parse(text);
            // What can be parsed cannot always be written: a lone surrogate.
            json?.ToJsonString();
            return json;
        }
        catch (Exception e) when (e is System.Text.Json.JsonException or InvalidOperationException or ArgumentException)
        {
            return JsonValue.Create(text);
        }
    }
}

/// <summary>How a recorded request is to be sent again.</summary>
public sealed record SendRequest
{
    /// <summary>Must be true: only dry runs are offered.</summary>
    public bool? DryRun { get; init; }

    /// <summary>Another path below the directory's base URL, with its query: <c>/Users?filter=…</c>.</summary>
    public string? Path { get; init; }

    /// <summary>Another body.</summary>
    [ValidateNever]
    public JsonObject? Body { get; init; }

    internal (string Path, string Query)? Address => Path?.IndexOf('?', StringComparison.Ordinal) switch
    {
        null => null,
        < 0 => (Uri.UnescapeDataString(Path), ""),
        { } at => (Uri.UnescapeDataString(Path[..at]), Path[at..]),
    };

    internal void Check()
    {
        var checks = new Checks();
        if (DryRun != true) checks.Add("dryRun", "dryRun",
            "Must be true: a request can be tried, not sent again for good; the identity provider does that.");
        if (Path is not null && (Path.Length > 8192 || !Path.StartsWith('/') || Path.Any(char.IsControl)))
            checks.Add("path", "format", "Expected a path below the directory's base URL, such as /Users.");
        if (Body is not null && !IsText(Body)) checks.Add("body", "format", "Holds text that is not valid Unicode (a lone surrogate).");
        checks.Refuse();
    }

    /// <summary>Whether it can be written again. JSON can hold a lone surrogate, of which .NET makes no text.</summary>
    internal static bool IsText(JsonObject body)
    {
        try
        {
            body.ToJsonString();
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>What a dry run came to. <c>Written</c> is always false: nothing was changed, counted or recorded.</summary>
public sealed record TrialView(
    bool DryRun, bool Written, string Method, string Path, JsonNode? Body, TrialAnswer Answer, IReadOnlyList<WouldChange> Changes, int TotalChanges,
    bool OpensWindow);

/// <summary>What the identity provider would have got.</summary>
public sealed record TrialAnswer(int Status, JsonNode? Body, IReadOnlyList<string> Deviations);
