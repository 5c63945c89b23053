using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>Tells once of each token that expires soon.</summary>
public sealed class TokenExpiry(Store store, TimeProvider clock, IOptions<NotificationOptions> options)
{
    /// <summary>A server that was down still tells of what expired meanwhile.</summary>
    static readonly TimeSpan After = TimeSpan.FromDays(7);

    /// <summary>A token that was not made to live so long is told of when half of its time is over.</summary>
    public static bool IsDue(DateTimeOffset created, DateTimeOffset expires, TimeSpan notice, DateTimeOffset now)
    {
        var half = (expires - created) / 2;
        return now >= expires - (half < notice ? half : notice);
    }

    public async Task TellAsync(CancellationToken ct)
    {
        var notice = options.Value.TokenExpiryNotice;
        if (notice == TimeSpan.Zero) return;
        var now = clock.GetUtcNow();
        foreach (var token in (await SoonAsync(now, notice, ct)).Where(t => IsDue(t.CreatedAt, t.ExpiresAt!.Value, notice, now)))
            await store.WriteAsync(async db =>
            {
                var row = await db.Tokens.FindAsync([token.DirectoryKey, token.Id], ct);
                if (row is not { ExpiryToldAt: null, RevokedAt: null }) return;
                // While nobody listens it is not told: whoever comes to listen in time shall hear it.
                if (await Outbox.AddAsync(db, clock, EventName.TokenExpiring, row.DirectoryKey, null, p => Notices.TokenExpiring(p, row, now), ct) > 0)
                    row.ExpiryToldAt = now;
            }, ct);
    }

    Task<List<DirectoryToken>> SoonAsync(DateTimeOffset now, TimeSpan notice, CancellationToken ct) => store.ReadAsync(async db =>
    {
        var (from, until) = (now - After, now + notice);
        return await db.WebhookEndpoints.AnyAsync(e => e.Kind == WebhookKind.Notification && e.Enabled, ct)
            ? await db.Tokens.AsNoTracking()
                .Where(t => t.ExpiresAt != null && t.ExpiresAt > from && t.ExpiresAt <= until && t.ExpiryToldAt == null && t.RevokedAt == null)
                .Where(t => db.Directories.Any(d => d.Key == t.DirectoryKey && d.State == DirectoryState.Linked))
                .ToListAsync(ct)
            : [];
    });
}
