using System.Globalization;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>What a new secret is for, and until when it is to be valid; with neither end, until it is revoked.</summary>
public sealed record TokenWish
{
    static readonly TimeSpan Least = TimeSpan.FromMinutes(1);
    static readonly TimeSpan Most = TimeSpan.FromDays(3660);

    /// <summary>A bearer token unless said otherwise.</summary>
    public TokenKind? Kind { get; init; }

    /// <summary>When it ends.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How long it is valid, days.hh:mm:ss: 90.00:00:00 is ninety days.</summary>
    public string? ValidFor { get; init; }

    internal DateTimeOffset? Expires(DateTimeOffset now)
    {
        var checks = new Checks();
        var expires = ExpiresAt;
        if (ValidFor is not null && ExpiresAt is not null) checks.Add("validFor", "exclusive", "Give either expiresAt or validFor.");
        else if (ValidFor is not null)
        {
            if (!TimeSpan.TryParseExact(ValidFor, "c", CultureInfo.InvariantCulture, out var span))
                checks.Add("validFor", "format", "Expected a duration days.hh:mm:ss such as 90.00:00:00 (90 days).");
            else if (span < Least || span > Most) checks.Add("validFor", "range", "Expected a duration from 00:01:00 (a minute) to 3660.00:00:00 (ten years).");
            else expires = now + span;
        }
        else if (ExpiresAt is { } end && (end <= now || end > now + Most))
            checks.Add("expiresAt", "range", "Expected an instant that is to come, within ten years.");
        checks.Refuse();
        return expires;
    }
}
