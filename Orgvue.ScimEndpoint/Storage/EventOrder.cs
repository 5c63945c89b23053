using Microsoft.EntityFrameworkCore;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// PostgreSQL gives an event its place when it is written and shows it when its transaction commits, so that a later place may be seen before an
/// earlier one. Whoever writes events says so first, and whoever reads them in their order can see who has not come to his end. Where one writes
/// at a time the places are in order.
/// </summary>
static class EventOrder
{
    // Of all advisory locks of a database, ours: "WOEV". Many hold it at once, and nobody waits for it.
    const int Ours = 0x574F4556;

    /// <summary>To be called in the transaction, before the events are saved.</summary>
    public static Task AboutToWriteEventsAsync(this ScimDb db, CancellationToken ct) =>
        db.Database.IsNpgsql() ? db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock_shared({Ours}, 0)", ct) : Task.CompletedTask;

    /// <summary>
    /// The last event that can be seen, and those who were writing after it was looked for: one of them may have an earlier place. Null where one
    /// writes at a time.
    /// </summary>
    public static async Task<EventsSeen?> EventsSeenAsync(this ScimDb db, CancellationToken ct)
    {
        if (!db.Database.IsNpgsql()) return null;
        // One statement: its rows are those of its beginning, the locks are those of the moment in which they are looked at.
        var seen = await db.Database.SqlQuery<Seen>($"""
            SELECT (SELECT coalesce(max("Sequence"), 0) FROM "WorkOsEvents") AS "Last",
                   (SELECT coalesce(string_agg(virtualtransaction, ' '), '') FROM pg_locks
                    WHERE locktype = 'advisory' AND classid = {Ours} AND objsubid = 2 AND granted
                      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS "Writers"
            """).SingleAsync(ct);
        return new(seen.Last, seen.Writers.Split(' ', StringSplitOptions.RemoveEmptyEntries).ToHashSet());
    }

    sealed record Seen(long Last, string Writers);
}

/// <summary>What one look at the events and their writers showed.</summary>
/// <param name="Writers">Transactions, by names that no other will have.</param>
public sealed record EventsSeen(long Last, IReadOnlySet<string> Writers);
