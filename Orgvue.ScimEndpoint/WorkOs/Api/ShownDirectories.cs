using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Unicode;
using Orgvue.ScimEndpoint.WorkOs.Out;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.WorkOs.Api;

/// <summary>The directories that this server speaks for as WorkOS would.</summary>
public sealed class ShownDirectories(Store store, TimeProvider clock)
{
    /// <summary>Those that are shown, as <see cref="Owner.IsShown"/> says.</summary>
    internal static IQueryable<Directory> In(ScimDb db) =>
        db.Directories.AsNoTracking().Where(d => d.Provider != IdentityProvider.WorkOs && d.State != DirectoryState.Deleting);

    public Task<IActionResult> ListAsync(ListWish wish, string? organization, string? search, CancellationToken ct)
    {
        var checks = new ParameterChecks();
        var window = wish.Read(checks);
        checks.Refuse();
        return store.SnapshotAsync<IActionResult>(async db =>
        {
            int? cursor = window.Cursor is { } id ? await KeyOfAsync(db, id, ct) ?? throw Refuse.UnknownCursor(window.Field, id) : null;
            var directories = In(db);
            if (organization is not null)
            {
                var named = WireId.DirectoryOf(organization);
                directories = directories.Where(d => d.Id == named);
            }
            var slice = await Slice<int>.ReadAsync(search is null ? Reading(directories, ct) : await SearchingAsync(directories, search, ct), window, cursor);
            var rows = await directories.Where(d => slice.Keys.Contains(d.Key)).ToDictionaryAsync(d => d.Key, ct);
            var domains = await DomainsAsync(db, slice.Keys, ct);
            return slice.List(window, [.. slice.Keys.Select(key => Views.Directory(rows[key], [.. domains[key]]))]);
        }, ct);
    }

    public Task<IActionResult> GetAsync(string id, CancellationToken ct) => store.ReadAsync<IActionResult>(async db =>
    {
        var directory = await FindAsync(db, id, ct);
        return new WireJson(Views.Directory(directory, [.. (await DomainsAsync(db, [directory.Key], ct))[directory.Key]]));
    });

    /// <summary>
    /// For whoever reads here the directory is gone, as at WorkOS: its SCIM endpoint is closed and <c>dsync.deleted</c> is told. Nothing is lost:
    /// what it holds, and the accounts, stay until an administrator removes the directory, or takes it back by linking it again.
    /// </summary>
    public Task TearDownAsync(string id, CancellationToken ct) => store.WriteAsync(async db =>
    {
        var directory = await In(db).AsTracking().SingleOrDefaultAsync(d => d.Id == id, ct) ?? throw Refuse.NotFound("Directory", id);
        directory.State = DirectoryState.Deleting;
        directory.UpdatedAt = clock.GetUtcNow();
        directory.Version++;
    }, ct);

    internal static async Task<Directory> FindAsync(ScimDb db, string id, CancellationToken ct) =>
        await In(db).SingleOrDefaultAsync(d => d.Id == id, ct) ?? throw Refuse.NotFound("Directory", id);

    /// <summary>The key of a directory that is here or was: the audit trail knows those that are gone.</summary>
    internal static async Task<int?> KeyOfAsync(ScimDb db, string directoryId, CancellationToken ct) =>
        await db.Directories.Where(d => d.Id == directoryId).Select(d => (int?)d.Key).SingleOrDefaultAsync(ct)
        ?? await db.Audit.Where(a => a.TenantKey == 0 && a.Subject == AuditSubject.Directory && a.SubjectId == directoryId)
            .OrderBy(a => a.Id).Select(a => (int?)a.DirectoryKey).FirstOrDefaultAsync(ct);

    /// <summary>The directory in which something is found: one search in its rows' key for each directory, and there are not many.</summary>
    internal static async Task<Owner?> OwnerAsync(ScimDb db, Func<int[], IQueryable<int?>> found, CancellationToken ct)
    {
        var shown = await In(db).Select(d => new { d.Key, d.Id }).ToListAsync(ct);
        foreach (var chunk in shown.Chunk(500))
            if (await found([.. chunk.Select(d => d.Key)]).FirstOrDefaultAsync(ct) is { } key) return new(key, chunk.First(d => d.Key == key).Id);
        return null;
    }

    static KeyReading<int> Reading(IQueryable<Directory> directories, CancellationToken ct) => (rising, beyond, take) =>
    {
        var keys = directories.Select(d => d.Key);
        if (beyond is { } from) keys = rising ? keys.Where(key => key > from) : keys.Where(key => key < from);
        return (rising ? keys.Order() : keys.OrderDescending()).Take(take).ToListAsync(ct);
    };

    // Names are compared as everywhere, ignoring case, which no database does alike; and there are not many directories.
    static async Task<KeyReading<int>> SearchingAsync(IQueryable<Directory> directories, string search, CancellationToken ct)
    {
        var sought = Fold.Key(search);
        var keys = new List<int>();
        await foreach (var directory in directories.OrderBy(d => d.Key).Select(d => new { d.Key, d.Name }).AsAsyncEnumerable().WithCancellation(ct))
            if (Fold.Key(directory.Name).Contains(sought, StringComparison.Ordinal)) keys.Add(directory.Key);
        return (rising, beyond, take) => Task.FromResult((rising ? keys : Enumerable.Reverse(keys))
            .Where(key => beyond is not { } from || (rising ? key > from : key < from)).Take(take).ToList());
    }

    static async Task<ILookup<int, string>> DomainsAsync(ScimDb db, IReadOnlyList<int> directories, CancellationToken ct) =>
        (await db.Configurations.AsNoTracking().Where(c => directories.Contains(c.DirectoryKey)).OrderBy(c => c.DirectoryKey).ThenBy(c => c.Id)
            .Select(c => new { c.DirectoryKey, c.Domains }).ToListAsync(ct))
        .SelectMany(c => c.Domains.Select(domain => (c.DirectoryKey, Domain: domain))).Distinct().ToLookup(c => c.DirectoryKey, c => c.Domain);
}
