using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// What is about to be saved → the entries that tell of it, in the same transaction. Taken from the rows themselves, so that no change of
/// what is audited can be made without an entry.
/// </summary>
static class AuditTrail
{
    /// <summary>New rows that have no key yet: their entries have to wait for it.</summary>
    public static IReadOnlyList<object> Keyless(ScimDb db)
    {
        db.ChangeTracker.DetectChanges();
        return [.. db.ChangeTracker.Entries().Where(IsKeyless).Select(r => r.Entity)];
    }

    public static IReadOnlyList<AuditEntry> OfNew(ScimDb db, IReadOnlyList<object> rows, TimeProvider clock) =>
        [.. rows.Select(row => db.Entry(row)).Select(row => Row(row, null, AuditFacts.Of(row.Entity, row.CurrentValues), clock))];

    public static IReadOnlyList<AuditEntry> Of(ScimDb db, TimeProvider clock)
    {
        var rows = db.ChangeTracker.Entries().ToList();
        if (!rows.Exists(IsChanged)) return [];
        // With a directory goes all that it holds; of the accounts that go with it each is told.
        var gone = rows.Where(r => r is { State: EntityState.Deleted, Entity: Directory }).Select(r => ((Directory)r.Entity).Key).ToHashSet();
        return
        [
            .. rows.Where(r => IsChanged(r) && !IsKeyless(r) && AuditFacts.SubjectOf(r.Entity) is not null)
                .Where(r => r.Entity is Directory || !gone.Contains(AuditFacts.DirectoryOf(r.Entity)))
                .Select(r => Single(r, clock)).OfType<AuditEntry>(),
            .. Accounts(rows, clock),
            .. Members(rows, gone, clock),
        ];
    }

    static bool IsChanged(EntityEntry row) => row.State is EntityState.Added or EntityState.Modified or EntityState.Deleted;

    static bool IsKeyless(EntityEntry row) => row is { State: EntityState.Added, Entity: Directory { Key: 0 } or Tenant { Key: 0 } };

    static AuditEntry? Single(EntityEntry row, TimeProvider clock)
    {
        var before = row.State == EntityState.Added ? null : AuditFacts.Of(row.Entity, row.OriginalValues);
        var after = row.State == EntityState.Deleted ? null : AuditFacts.Of(row.Entity, row.CurrentValues);
        if (before is not null && after is not null) (before, after) = Different(before, after);
        return before is { Count: 0 } && after is { Count: 0 } ? null : Row(row, before, after, clock);
    }

    static AuditEntry Row(EntityEntry row, JsonObject? before, JsonObject? after, TimeProvider clock)
    {
        var entry = New(clock, AuditFacts.SubjectOf(row.Entity)!.Value, AuditFacts.IdOf(row.Entity), AuditFacts.NameOf(row.Entity), before, after);
        (entry.DirectoryKey, entry.TenantKey) = (AuditFacts.DirectoryOf(row.Entity), AuditFacts.TenantOf(row.Entity));
        return entry;
    }

    // An account is told whole: who held which role is answered from its entries alone.
    static IEnumerable<AuditEntry> Accounts(List<EntityEntry> all, TimeProvider clock)
    {
        var roles = all.Where(r => r.Entity is RoleAssignment).ToLookup(r => ((RoleAssignment)r.Entity).AccountId);
        foreach (var row in all.Where(r => r.Entity is Account))
        {
            var account = (Account)row.Entity;
            if (!IsChanged(row) && !roles[account.Id].Any(IsChanged)) continue;
            var before = row.State == EntityState.Added ? null : AuditFacts.OfAccount(row.OriginalValues,
                roles[account.Id].Where(r => r.State != EntityState.Added).Select(r => r.OriginalValues));
            var after = row.State == EntityState.Deleted ? null : AuditFacts.OfAccount(row.CurrentValues,
                roles[account.Id].Where(r => r.State != EntityState.Deleted).Select(r => r.CurrentValues));
            if (JsonNode.DeepEquals(before, after)) continue;
            var entry = New(clock, AuditSubject.Account, account.Id.ToString(), account.Email, before, after);
            entry.TenantKey = account.TenantKey;
            yield return entry;
        }
    }

    // Who came and who went, one entry a group and save.
    static IEnumerable<AuditEntry> Members(List<EntityEntry> all, HashSet<int> without, TimeProvider clock)
    {
        var groups = all.Where(r => r.Entity is DirectoryGroup).ToDictionary(r => ((DirectoryGroup)r.Entity).Id);
        var changed = all.Where(r => r.State is EntityState.Added or EntityState.Deleted && r.Entity is GroupMember)
            .Select(r => (r.State, Row: (GroupMember)r.Entity))
            .Where(m => !without.Contains(m.Row.DirectoryKey) && groups.GetValueOrDefault(m.Row.GroupId)?.State != EntityState.Deleted);
        foreach (var group in changed.GroupBy(m => (m.Row.DirectoryKey, m.Row.GroupId)))
        {
            var entry = New(clock, AuditSubject.Members, group.Key.GroupId.ToString(),
                (groups.GetValueOrDefault(group.Key.GroupId)?.Entity as DirectoryGroup)?.DisplayName,
                Ids("removed", group.Where(m => m.State == EntityState.Deleted)), Ids("added", group.Where(m => m.State == EntityState.Added)));
            (entry.DirectoryKey, entry.Action) = (group.Key.DirectoryKey, AuditAction.Changed);
            yield return entry;
        }
    }

    static AuditEntry New(TimeProvider clock, AuditSubject subject, string id, string? name, JsonObject? before, JsonObject? after)
    {
        var actor = Actor.Current;
        return new()
        {
            Id = NewId.At(clock), At = clock.GetUtcNow(), Actor = actor.Name, Source = actor.Source, Request = actor.Request, RunId = actor.RunId,
            Action = before is null ? AuditAction.Created : after is null ? AuditAction.Deleted : AuditAction.Changed,
            Subject = subject, SubjectId = id, Name = name, Before = before?.ToJsonString(), After = after?.ToJsonString(),
        };
    }

    static JsonObject? Ids(string what, IEnumerable<(EntityState State, GroupMember Row)> members)
    {
        var ids = members.Select(m => (JsonNode?)JsonValue.Create(m.Row.MemberId.ToString())).ToArray();
        return ids.Length == 0 ? null : new JsonObject { [what] = new JsonArray(ids) };
    }

    static (JsonObject, JsonObject) Different(JsonObject before, JsonObject after)
    {
        var differ = before.Select(p => p.Key).Union(after.Select(p => p.Key)).Where(key => !JsonNode.DeepEquals(before[key], after[key])).ToList();
        return (Only(before, differ), Only(after, differ));
    }

    static JsonObject Only(JsonObject of, List<string> names) => new(names.Select(name => KeyValuePair.Create(name, of[name]?.DeepClone())));
}
