using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Storage;

/// <summary>
/// What is about to be saved → the entries that tell of it, in the same transaction. Taken from the rows themselves, so that no change of
/// what is audited can be made without an entry. One for each context, so that all entries of a transaction bear one instant: at any other,
/// either all of it has happened or none.
/// </summary>
sealed class AuditTrail(TimeProvider clock)
{
    readonly Dictionary<object, JsonObject> _gone = new(ReferenceEqualityComparer.Instance);
    DateTimeOffset? _at;

    /// <summary>Nothing that was told is taken back or told otherwise.</summary>
    public static void RefuseRewriting(ScimDb db)
    {
        if (db.ChangeTracker.Entries<AuditEntry>().Any(e => e.State is EntityState.Modified or EntityState.Deleted))
            throw new InvalidOperationException("An audit entry is never changed and never deleted.");
    }

    /// <summary>What goes with a row that is deleted without being loaded, to be told with it.</summary>
    public void TellGone(object row, string what, JsonNode value)
    {
        if (!_gone.TryGetValue(row, out var facts)) _gone[row] = facts = [];
        facts[what] = value;
    }

    /// <summary>Adds the entries of all that is about to be saved, but of new rows that have no key yet: those are returned.</summary>
    public async Task<IReadOnlyList<object>> TellAsync(ScimDb db, CancellationToken ct)
    {
        var rows = db.ChangeTracker.Entries().ToList();
        if (!rows.Exists(IsChanged)) return [];
        if (await LoadRolesAsync(rows, ct)) rows = [.. db.ChangeTracker.Entries()];
        db.AddRange(Of(rows));
        return [.. rows.Where(IsKeyless).Select(r => r.Entity)];
    }

    public void TellNew(ScimDb db, IReadOnlyList<object> rows) =>
        db.AddRange(rows.Select(row => db.Entry(row)).Select(row => Row(row, null, AuditFacts.Of(row.Entity, row.CurrentValues).ToJsonString())).ToList());

    IReadOnlyList<AuditEntry> Of(List<EntityEntry> rows)
    {
        // With a directory go its users and groups, which it tells the number of.
        var gone = rows.Where(r => r is { State: EntityState.Deleted, Entity: Directory }).Select(r => ((Directory)r.Entity).Key).ToHashSet();
        return
        [
            .. rows.Where(r => IsChanged(r) && !IsKeyless(r) && AuditFacts.SubjectOf(r.Entity) is not null)
                .Where(r => r.Entity is not (DirectoryUser or DirectoryGroup or SyncRun) || !gone.Contains(AuditFacts.DirectoryOf(r.Entity)))
                .Select(Single).OfType<AuditEntry>(),
            .. Accounts(rows),
            .. Members(rows, gone),
        ];
    }

    static bool IsChanged(EntityEntry row) => row.State is EntityState.Added or EntityState.Modified or EntityState.Deleted;

    static bool IsKeyless(EntityEntry row) => row is { State: EntityState.Added, Entity: Directory { Key: 0 } or Tenant { Key: 0 } };

    // An account is told with its roles, whether or not whoever changed it had read them.
    static async Task<bool> LoadRolesAsync(List<EntityEntry> rows, CancellationToken ct)
    {
        var loaded = false;
        var changed = rows.Where(r => r.Entity is RoleAssignment && IsChanged(r)).Select(r => ((RoleAssignment)r.Entity).AccountId).ToHashSet();
        foreach (var row in rows.Where(r => r.Entity is Account account && r.State != EntityState.Added && (IsChanged(r) || changed.Contains(account.Id))))
        {
            var roles = row.Collection(nameof(Account.Roles));
            if (roles.IsLoaded) continue;
            await roles.LoadAsync(ct);
            loaded = true;
            if (row.State != EntityState.Deleted) continue;
            foreach (var role in ((Account)row.Entity).Roles.ToList()) row.Context.Remove(role);
        }
        return loaded;
    }

    AuditEntry? Single(EntityEntry row)
    {
        // The document of a user or a group that comes or goes alone is told as it is stored.
        if (row.Entity is DirectoryUser or DirectoryGroup && row.State != EntityState.Modified && !_gone.ContainsKey(row.Entity)) return Whole(row);
        var before = row.State == EntityState.Added ? null : AuditFacts.Of(row.Entity, row.OriginalValues);
        var after = row.State == EntityState.Deleted ? null : AuditFacts.Of(row.Entity, row.CurrentValues);
        if (before is not null && after is not null) (before, after) = Different(before, after);
        if (before is { Count: 0 } && after is { Count: 0 }) return null;
        if (after is null && _gone.Remove(row.Entity, out var more))
            foreach (var (name, value) in more) before![name] = value?.DeepClone();
        return Row(row, before?.ToJsonString(), after?.ToJsonString());
    }

    AuditEntry Whole(EntityEntry row) => row.State == EntityState.Added
        ? Row(row, null, AuditFacts.DocumentOf(row.CurrentValues))
        : Row(row, AuditFacts.DocumentOf(row.OriginalValues), null);

    AuditEntry Row(EntityEntry row, string? before, string? after)
    {
        var entry = New(AuditFacts.SubjectOf(row.Entity)!.Value, AuditFacts.IdOf(row.Entity), AuditFacts.NameOf(row.Entity), before, after);
        (entry.DirectoryKey, entry.TenantKey) = (AuditFacts.DirectoryOf(row.Entity), AuditFacts.TenantOf(row.Entity));
        return entry;
    }

    // An account is told whole: who held which role is answered from its entries alone.
    IEnumerable<AuditEntry> Accounts(List<EntityEntry> all)
    {
        var roles = all.Where(r => r.Entity is RoleAssignment).ToLookup(r => ((RoleAssignment)r.Entity).AccountId);
        var accounts = all.Where(r => r.Entity is Account).ToList();
        if (roles.SelectMany(r => r).Where(IsChanged).Select(r => ((RoleAssignment)r.Entity).AccountId)
            .Except(accounts.Select(a => ((Account)a.Entity).Id)).Any())
            throw new InvalidOperationException("A role is changed with its account: load the account too.");
        foreach (var row in accounts)
        {
            var account = (Account)row.Entity;
            if (!IsChanged(row) && !roles[account.Id].Any(IsChanged)) continue;
            var before = row.State == EntityState.Added ? null : AuditFacts.OfAccount(row.OriginalValues,
                roles[account.Id].Where(r => r.State != EntityState.Added).Select(r => r.OriginalValues));
            var after = row.State == EntityState.Deleted ? null : AuditFacts.OfAccount(row.CurrentValues,
                roles[account.Id].Where(r => r.State != EntityState.Deleted).Select(r => r.CurrentValues));
            if (JsonNode.DeepEquals(before, after)) continue;
            var entry = New(AuditSubject.Account, account.Id.ToString(), account.Email, before?.ToJsonString(), after?.ToJsonString());
            entry.TenantKey = account.TenantKey;
            yield return entry;
        }
    }

    /// <summary>The entry for an account that is added without being tracked.</summary>
    public AuditEntry OfNew(Account account)
    {
        var entry = New(AuditSubject.Account, account.Id.ToString(), account.Email, null, AuditFacts.OfAccount(account).ToJsonString());
        entry.TenantKey = account.TenantKey;
        return entry;
    }

    // Who came and who went, one entry a group and save.
    IEnumerable<AuditEntry> Members(List<EntityEntry> all, HashSet<int> without)
    {
        var groups = all.Where(r => r.Entity is DirectoryGroup).ToDictionary(r => ((DirectoryGroup)r.Entity).Id);
        var changed = all.Where(r => r.State is EntityState.Added or EntityState.Deleted && r.Entity is GroupMember)
            .Select(r => (r.State, Row: (GroupMember)r.Entity))
            .Where(m => !without.Contains(m.Row.DirectoryKey) && groups.GetValueOrDefault(m.Row.GroupId)?.State != EntityState.Deleted);
        foreach (var group in changed.GroupBy(m => (m.Row.DirectoryKey, m.Row.GroupId)))
        {
            var entry = New(AuditSubject.Members, group.Key.GroupId.ToString(),
                (groups.GetValueOrDefault(group.Key.GroupId)?.Entity as DirectoryGroup)?.DisplayName,
                Ids("removed", group.Where(m => m.State == EntityState.Deleted))?.ToJsonString(),
                Ids("added", group.Where(m => m.State == EntityState.Added))?.ToJsonString());
            (entry.DirectoryKey, entry.Action) = (group.Key.DirectoryKey, AuditAction.Changed);
            yield return entry;
        }
    }

    AuditEntry New(AuditSubject subject, string id, string? name, string? before, string? after)
    {
        var actor = Actor.Current;
        return new()
        {
            Id = AscendingIds.Next(clock), At = _at ??= clock.GetUtcNow(),
            Actor = actor.Name, Source = actor.Source, Request = actor.Request, RunId = actor.RunId,
            Action = before is null ? AuditAction.Created : after is null ? AuditAction.Deleted : AuditAction.Changed,
            Subject = subject, SubjectId = id, Name = name, Before = before, After = after,
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

    static JsonObject Only(JsonObject of, List<string> names) =>
        new(names.Where(of.ContainsKey).Select(name => KeyValuePair.Create(name, of[name]?.DeepClone())));
}
