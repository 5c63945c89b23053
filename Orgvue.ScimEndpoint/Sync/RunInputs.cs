using System.IO.Compression;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>What runs saw, kept for the last of them, so that a run can be planned again under the rules of today.</summary>
static class RunInputs
{
    /// <summary>A run that saw more than this is not kept: replaying is for looking closely.</summary>
    const int MostBytes = 64 * 1024 * 1024;

    /// <summary>Keeps the input of a run and lets go of those that are too old.</summary>
    public static async Task KeepAsync(ScimDb db, SyncRun run, SyncSnapshot snapshot, int kept, CancellationToken ct)
    {
        if (kept == 0) return;
        var data = Packed(snapshot);
        if (data.Length > MostBytes) return;
        var old = await db.RunInputs.Where(i => i.DirectoryKey == run.DirectoryKey).OrderByDescending(i => i.RunId).Skip(kept - 1)
            .Select(i => new { i.RunId, i.At }).ToListAsync(ct);
        foreach (var input in old)
        {
            var row = new SyncRunInput { DirectoryKey = run.DirectoryKey, RunId = input.RunId, At = input.At, Data = [] };
            db.Remove(db.RunInputs.Local.FirstOrDefault(i => i.RunId == input.RunId) ?? row);
        }
        var known = old.Exists(i => i.RunId == run.Id) ? null : await db.RunInputs.FindAsync([run.DirectoryKey, run.Id], ct);
        if (known is not null) (known.Data, known.At) = (data, run.FinishedAt);
        else db.Add(new SyncRunInput { DirectoryKey = run.DirectoryKey, RunId = run.Id, At = run.FinishedAt, Data = data });
    }

    public static byte[] Packed(SyncSnapshot snapshot)
    {
        using var bytes = new System.IO.MemoryStream();
        using (var packing = new BrotliStream(bytes, CompressionLevel.Fastest))
            JsonSerializer.Serialize(packing, Saved.Of(snapshot), JsonSerializerOptions.Default);
        return bytes.ToArray();
    }

    /// <summary>What a run saw, its groups read by these sources.</summary>
    public static SyncSnapshot Unpacked(byte[] data, RoleMapper mapper)
    {
        using var unpacking = new BrotliStream(new System.IO.MemoryStream(data), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<Saved>(unpacking, JsonSerializerOptions.Default)!.ToSnapshot(mapper);
    }

    sealed record Saved(
        IReadOnlyList<SavedUser> Users, IReadOnlyList<SavedAccount> Accounts, IReadOnlyList<Guid>? Examined, IReadOnlyList<string> NestedIn,
        IReadOnlyList<string> OtherGroups, int OtherAdmins)
    {
        public static Saved Of(SyncSnapshot s) => new(
            [.. s.Users.Select(u => new SavedUser(u.Id, u.UserName, u.Email, u.Active, u.CreatedAt, [.. u.Groups.Select(g => g.Name)]))],
            [.. s.Accounts.Select(a => new SavedAccount(a.Id, a.Email, a.Enabled, a.Source, a.UserId, a.Roles, a.Version))],
            s.Examined is null ? null : [.. s.Examined], s.NestedIn, [.. s.OtherGroups.Select(g => g.Name)], s.OtherAdmins);

        public SyncSnapshot ToSnapshot(RoleMapper mapper)
        {
            var groups = new Dictionary<string, SyncGroup>(StringComparer.Ordinal);
            return new(
                [.. Users.Select(u => new SyncUser(u.Id, u.UserName, u.Email, u.Active, u.CreatedAt, [.. u.Groups.Select(Group)]))],
                [.. Accounts.Select(a => new SyncAccount(a.Id, a.Email, a.Enabled, a.Source, a.UserId, a.Roles, a.Version))],
                Examined?.ToHashSet(), NestedIn, [.. OtherGroups.Select(Group)], OtherAdmins);

            SyncGroup Group(string name) =>
                groups.TryGetValue(name, out var known) ? known : groups[name] = new(name, mapper.MeaningOf(name));
        }
    }

    sealed record SavedUser(Guid Id, string UserName, string? Email, bool Active, DateTimeOffset CreatedAt, IReadOnlyList<string> Groups);

    sealed record SavedAccount(
        Guid Id, string Email, bool Enabled, AccountSource Source, Guid? UserId, IReadOnlyList<PlannedRole> Roles, int Version);
}
