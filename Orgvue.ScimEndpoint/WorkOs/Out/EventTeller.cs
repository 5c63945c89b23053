using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.WorkOs.Out;

/// <summary>
/// What is about to be saved → WorkOS's events of it, in the same transaction. Taken from the rows themselves, whoever changed them. What is
/// made comes before what refers to it, what goes comes last; within a kind the order is that of the ids.
/// </summary>
/// <param name="isOn">Whether the emulated API is on: without it nobody could ever read an event.</param>
public sealed class EventTeller(TimeProvider clock, Func<bool> isOn) : IRowTeller
{
    public async Task TellAsync(ScimDb db, CancellationToken ct)
    {
        if (!isOn()) return;
        var saved = new Saved(db);
        if (saved.IsEmpty) return;
        var owners = await saved.OwnersAsync(ct);
        var events = new List<WorkOsEvent>();
        foreach (var row in saved.Of<Directory>()) await DirectoryAsync(db, row, events, ct);
        events.AddRange(Groups(saved, owners, gone: false));
        events.AddRange(Users(saved, owners, gone: false));
        events.AddRange(await MembershipEvents.OfAsync(db, saved, owners, clock, ct));
        events.AddRange(Users(saved, owners, gone: true));
        events.AddRange(Groups(saved, owners, gone: true));
        events.AddRange(Tokens(saved, owners));
        if (events.Count > 0) await db.AboutToWriteEventsAsync(ct);
        db.AddRange(events);
        AmendDomains(db, saved);
    }

    public async Task TellNewAsync(ScimDb db, IReadOnlyList<object> rows, CancellationToken ct)
    {
        if (!isOn()) return;
        var shown = rows.OfType<Directory>().Where(d => Owner.IsShown(d.Provider, d.State)).Select(d => Activated(d, [])).ToList();
        if (shown.Count > 0) await db.AboutToWriteEventsAsync(ct);
        db.AddRange(shown);
    }

    // A directory without a key is told of when it has one.
    async Task DirectoryAsync(ScimDb db, EntityEntry row, List<WorkOsEvent> events, CancellationToken ct)
    {
        // The row itself, for its values hold a key for the time being.
        if (((Directory)row.Entity).Key == 0) return;
        var (before, after) = (Saved.Before<Directory>(row), Saved.After<Directory>(row));
        var (was, isNow) = (before is not null && Owner.IsShown(before.Provider, before.State), after is not null && Owner.IsShown(after.Provider, after.State));
        if (was && !isNow) events.Add(Envelope.Of(clock, before!.Key, EventNames.Deleted, Views.DirectoryOfEvent(before)));
        // Unlinking tells nothing, and what was there stays there; linked again, the directory is active again.
        else if (isNow && after!.State == DirectoryState.Linked && (!was || before!.State != DirectoryState.Linked))
            events.Add(Activated(after, await DomainsAsync(db, after.Key, ct)));
    }

    WorkOsEvent Activated(Directory directory, IEnumerable<string> domains) =>
        Envelope.Of(clock, directory.Key, EventNames.Activated, Views.DirectoryOfEvent(directory, domains));

    IEnumerable<WorkOsEvent> Users(Saved saved, IReadOnlyDictionary<int, Owner> owners, bool gone)
    {
        foreach (var row in saved.Of<DirectoryUser>(gone).OrderBy(r => ((DirectoryUser)r.Entity).Id))
        {
            var (before, after) = (Saved.Before<DirectoryUser>(row), Saved.After<DirectoryUser>(row));
            if (!owners.TryGetValue((before ?? after)!.DirectoryKey, out var owner)) continue;
            if (after is null) yield return Envelope.Of(clock, owner.Key, EventNames.UserDeleted, UserView.Gone(owner, before!, Instant.Now(clock)));
            else if (before is null) yield return Envelope.Of(clock, owner.Key, EventNames.UserCreated, UserView.Of(owner, after));
            else
            {
                var view = UserView.Of(owner, after);
                if (PreviousAttributes.Of(UserView.Of(owner, before), view) is not { } previous) continue;
                view["previous_attributes"] = previous;
                yield return Envelope.Of(clock, owner.Key, EventNames.UserUpdated, view);
            }
        }
    }

    IEnumerable<WorkOsEvent> Groups(Saved saved, IReadOnlyDictionary<int, Owner> owners, bool gone)
    {
        foreach (var row in saved.Of<DirectoryGroup>(gone).OrderBy(r => ((DirectoryGroup)r.Entity).Id))
        {
            var (before, after) = (Saved.Before<DirectoryGroup>(row), Saved.After<DirectoryGroup>(row));
            if (!owners.TryGetValue((before ?? after)!.DirectoryKey, out var owner)) continue;
            if (after is null)
            {
                before!.UpdatedAt = Instant.Now(clock);
                yield return Envelope.Of(clock, owner.Key, EventNames.GroupDeleted, Views.Group(owner, before));
            }
            else if (before is null) yield return Envelope.Of(clock, owner.Key, EventNames.GroupCreated, Views.Group(owner, after));
            else
            {
                var view = Views.Group(owner, after);
                if (PreviousAttributes.Of(Views.Group(owner, before), view) is not { } previous) continue;
                view["previous_attributes"] = previous;
                yield return Envelope.Of(clock, owner.Key, EventNames.GroupUpdated, view);
            }
        }
    }

    IEnumerable<WorkOsEvent> Tokens(Saved saved, IReadOnlyDictionary<int, Owner> owners)
    {
        foreach (var row in saved.Of<DirectoryToken>().OrderBy(r => ((DirectoryToken)r.Entity).Id))
        {
            var (before, after) = (Saved.Before<DirectoryToken>(row), Saved.After<DirectoryToken>(row));
            if (after is null || !owners.TryGetValue(after.DirectoryKey, out var owner)) continue;
            if (before is null) yield return Envelope.Of(clock, owner.Key, EventNames.TokenCreated, Views.Token(owner, after));
            else if (before.RevokedAt is null && after.RevokedAt is not null)
                yield return Envelope.Of(clock, owner.Key, EventNames.TokenRevoked, Views.Token(owner, after));
        }
    }

    static async Task<IReadOnlyList<string>> DomainsAsync(ScimDb db, int directory, CancellationToken ct) => Domains(
        await db.Configurations.AsNoTracking().Where(c => c.DirectoryKey == directory).OrderBy(c => c.Id).Select(c => c.Domains).ToListAsync(ct));

    // A new directory's configurations come later in its transaction, and with them the domains of an event that nobody has read yet.
    static void AmendDomains(ScimDb db, Saved saved)
    {
        foreach (var directory in saved.Of<IamSyncConfiguration>().Select(r => ((IamSyncConfiguration)r.Entity).DirectoryKey).Distinct().ToList())
        {
            var activated = db.ChangeTracker.Entries<WorkOsEvent>()
                .FirstOrDefault(e => e.State == EntityState.Unchanged && e.Entity.DirectoryKey == directory && e.Entity.Event == EventNames.Activated);
            if (activated is null) continue;
            var domains = Domains(db.ChangeTracker.Entries<IamSyncConfiguration>()
                .Where(c => c.State != EntityState.Deleted && c.Entity.DirectoryKey == directory).OrderBy(c => c.Entity.Id).Select(c => c.Entity.Domains));
            activated.Property(e => e.Payload).CurrentValue = Envelope.WithDomains(activated.Entity.Payload, domains);
        }
    }

    static List<string> Domains(IEnumerable<List<string>> ofConfigurations) => [.. ofConfigurations.SelectMany(d => d).Distinct(StringComparer.Ordinal)];
}
