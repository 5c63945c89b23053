using Microsoft.AspNetCore.Mvc;
using Orgvue.ScimEndpoint.WorkOs.Out;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>Which events are asked for. They always come oldest first, whatever order is asked for: some SDKs send one that WorkOS ignores.</summary>
public sealed class EventsWish
{
    const int LongestRangeInDays = 30;

    /// <summary>Names of events, separated by commas; also given several times, and as <c>events[]</c>. Otherwise all.</summary>
    [FromQuery(Name = "events")]
    public string[]? Events { get; set; }

    /// <summary>The id of an event: those after it.</summary>
    [FromQuery(Name = "after")]
    public string? After { get; set; }

    /// <summary>How many to show, 1 to 100; 10 otherwise.</summary>
    [FromQuery(Name = "limit")]
    public string? Limit { get; set; }

    /// <summary>Only from this instant on; not with <c>after</c>.</summary>
    [FromQuery(Name = "range_start")]
    public string? RangeStart { get; set; }

    /// <summary>Only up to this instant; at most 30 days after <c>range_start</c>.</summary>
    [FromQuery(Name = "range_end")]
    public string? RangeEnd { get; set; }

    /// <summary>Only those of this organization's directory.</summary>
    [FromQuery(Name = "organization_id")]
    public string? OrganizationId { get; set; }

    /// <param name="bracketed">The values of <c>events[]</c>, which the framework takes for something else.</param>
    internal EventsAsked Read(IEnumerable<string?> bracketed)
    {
        var checks = new ParameterChecks();
        var names = (Events ?? []).Concat(bracketed).OfType<string>().SelectMany(e => e.Split(','))
            .Select(e => e.Trim()).Where(e => e.Length > 0).Distinct().ToList();
        if (names.Exists(e => !IsName(e))) checks.Add("events", "invalid_event", $"Expected names such as {EventNames.UserUpdated}.");
        var asked = new EventsAsked(
            names, After, ListWish.ReadLimit(Limit, checks), Instant("range_start", RangeStart, checks), Instant("range_end", RangeEnd, checks), OrganizationId);
        if (RangeStart is not null && After is not null) checks.Add("range_start", "range_start_and_after", "range_start and after exclude each other.");
        if (asked is { From: { } from, To: { } to })
        {
            if (to < from) checks.Add("range_end", "range_end_before_range_start", "Lies before range_start.");
            else if (to - from > TimeSpan.FromDays(LongestRangeInDays)) checks.Add("range_end", "range_too_long", $"Lies more than {LongestRangeInDays} days after range_start.");
        }
        checks.Refuse();
        return asked;
    }

    // WorkOS has events of other kinds, which a caller may ask for and which never happen here; one of Directory Sync that there is not is a slip.
    static bool IsName(string name) =>
        EventNames.All.Contains(name)
        || !name.StartsWith("dsync.", StringComparison.Ordinal) && name.Length <= 128 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '.' or '_');

    static DateTimeOffset? Instant(string field, string? text, ParameterChecks checks)
    {
        if (text is null) return null;
        if (WireTime.TryRead(text, out var instant)) return instant;
        checks.Add(field, "invalid_date", $"Expected {WireTime.Expected}.");
        return null;
    }
}

/// <summary>The same, read.</summary>
sealed record EventsAsked(
    IReadOnlyList<string> Names, string? After, int Limit, DateTimeOffset? From, DateTimeOffset? To, string? OrganizationId);
