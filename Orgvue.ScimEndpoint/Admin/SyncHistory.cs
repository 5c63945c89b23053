using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>What ran, what failed and what waits. Ids of version 7 follow the time of creation, so the newest have the highest.</summary>
public sealed class SyncHistory(Store store, Onboarded directories, PendingSyncs pending)
{
    public async Task<WindowView?> WindowAsync(string directoryId, CancellationToken ct) =>
        WindowView.Of(await pending.WindowAsync((await directories.FindAsync(directoryId, ct)).Key, ct));

    public async Task<Page<RunView>> RunsAsync(string directoryId, string? status, Paging paging, CancellationToken ct)
    {
        // As the answers spell it.
        SyncRunStatus? shown = status is null ? null : EnumNames.Parse<SyncRunStatus>(status) ?? throw Unknown(string.Join(", ", Enum.GetNames<SyncRunStatus>()));
        var key = (await directories.FindAsync(directoryId, ct)).Key;
        var rows = await store.ReadAsync(db =>
        {
            var all = db.Runs.AsNoTracking().Include(r => r.Tenant).Where(r => r.DirectoryKey == key);
            if (shown is { } wanted) all = all.Where(r => r.Status == wanted);
            if (paging.After is { } before) all = all.Where(r => r.Id.CompareTo(before) < 0);
            return all.OrderByDescending(r => r.Id).Take(paging.Take).ToListAsync(ct);
        });
        return paging.Page(rows, r => r.Id, r => RunView.Of(r, directoryId));
    }

    static RefusalException Unknown(string names) => new(StatusCodes.Status400BadRequest, "InvalidRequest", $"status: Expected one of {names}.", new FieldError("status", "format", $"Expected one of {names}."));

    public async Task<Page<FailureView>> FailuresAsync(string directoryId, string? state, Paging paging, CancellationToken ct)
    {
        var shown = FailureStates.Read(state);
        var key = (await directories.FindAsync(directoryId, ct)).Key;
        var rows = await store.ReadAsync(db =>
        {
            var all = db.Failures.AsNoTracking().Include(f => f.Tenant).Where(f => f.DirectoryKey == key).In(shown);
            if (paging.After is { } before) all = all.Where(f => f.Id.CompareTo(before) < 0);
            return all.OrderByDescending(f => f.Id).Take(paging.Take).ToListAsync(ct);
        });
        return paging.Page(rows, f => f.Id, f => FailureView.Of(f, directoryId));
    }
}

enum FailureState { Open, Resolved, All }

/// <summary>Which failures a caller wants to see.</summary>
static class FailureStates
{
    /// <summary>Open ones, unless said otherwise.</summary>
    public static FailureState Read(string? state) => state is null ? FailureState.Open : EnumNames.Parse<FailureState>(state) ?? throw new RefusalException(
        StatusCodes.Status400BadRequest, "InvalidRequest", $"state: Expected one of {EnumNames.Allowed<FailureState>()}.",
        new FieldError("state", "format", $"Expected one of {EnumNames.Allowed<FailureState>()}."));

    public static IQueryable<SyncFailure> In(this IQueryable<SyncFailure> failures, FailureState state) => state switch
    {
        FailureState.Open => failures.Where(f => f.ResolvedAt == null),
        FailureState.Resolved => failures.Where(f => f.ResolvedAt != null),
        _ => failures,
    };
}
