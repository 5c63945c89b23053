using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.WorkOs.In;

/// <summary>
/// What came and is not shown yet: events that wait to be folded, registers that wait to be shown. All of it can be done twice, by several
/// nodes, and left off anywhere.
/// </summary>
public sealed class Arrivals(
    Store store, Registers registers, DirectoryContexts contexts, Users users, Groups groups, ScimLimits limits, TimeProvider clock,
    IOptions<InOptions> options, ILoggerFactory logs)
{
    const int Events = 200, TidiedAtOnce = 1_000, FoldsInARow = 20;

    readonly Shown[] _resources = [new ShownUsers(users), new ShownGroups(groups)];
    readonly Mirror _mirror = new(store, contexts, clock, logs.CreateLogger<Mirror>());
    readonly MirrorOfMembers _members = new(store, contexts, groups, limits, clock, logs.CreateLogger<MirrorOfMembers>());
    readonly ILogger _log = logs.CreateLogger<Arrivals>();

    /// <summary>Until nothing is left that can be done now.</summary>
    /// <param name="turn">Waited for before each step, so that others have theirs.</param>
    public async Task ApplyAsync(Func<CancellationToken, Task>? turn, CancellationToken ct)
    {
        bool more;
        do
        {
            more = false;
            for (var n = 0; n < FoldsInARow && await FoldAsync(turn, ct); n++) more = true;
            foreach (var directory in await DirtyAsync(ct)) more |= await ShowAsync(directory, turn, ct);
        }
        while (more);
    }

    /// <summary>Forgets events that were received long ago.</summary>
    public async Task TidyAsync(CancellationToken ct)
    {
        var before = clock.GetUtcNow() - options.Value.KeepReceived;
        for (var gone = TidiedAtOnce; gone == TidiedAtOnce;)
            gone = await store.WriteAsync(async db =>
            {
                var old = db.WorkOsReceived.Where(r => r.ReceivedAt < before && r.State != WorkOsReceivedState.Pending)
                    .OrderBy(r => r.ReceivedAt).Take(TidiedAtOnce);
                var count = await old.CountAsync(ct);
                if (count > 0) await db.DeleteAsync(old, ct);
                return count;
            }, ct);
    }

    // Some events of one directory; false when none wait.
    async Task<bool> FoldAsync(Func<CancellationToken, Task>? turn, CancellationToken ct)
    {
        if (turn is not null) await turn(ct);
        var rows = await store.ReadAsync(async db =>
        {
            var pending = db.WorkOsReceived.AsNoTracking().Where(r => r.State == WorkOsReceivedState.Pending);
            var first = await pending.OrderBy(r => r.DirectoryKey).Select(r => (int?)r.DirectoryKey).FirstOrDefaultAsync(ct);
            if (first is not { } directory) return [];
            return await pending.Where(r => r.DirectoryKey == directory).OrderBy(r => r.EventId).Take(Events).ToListAsync(ct);
        });
        if (rows.Count == 0) return false;
        var (key, ids) = (rows[0].DirectoryKey, rows.Select(r => r.EventId).ToArray());
        await registers.FoldAsync(key, [.. rows.SelectMany(StatementsOf)], null, ct);
        // After the fold: left off in between, they are folded again, which changes nothing.
        await store.WriteAsync(async db =>
        {
            foreach (var row in await db.WorkOsReceived.Where(r => r.DirectoryKey == key && ids.Contains(r.EventId)).ToListAsync(ct))
                row.State = WorkOsReceivedState.Merged;
        }, ct);
        return true;
    }

    IReadOnlyList<Statement> StatementsOf(WorkOsReceived row)
    {
        try
        {
            return Event.Read(Encoding.UTF8.GetBytes(row.Body)).Statements;
        }
        catch (UnreadableException e)
        {
            // It was readable when it was received: by another version of the server.
            _log.WorkOsUnreadable(e, row.DirectoryKey, row.EventId);
            return [];
        }
    }

    Task<List<int>> DirtyAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return store.ReadAsync(db => db.WorkOsItems.DueAt(now)
            .Select(i => i.DirectoryKey).Distinct().OrderBy(key => key).ToListAsync(ct));
    }

    // One directory's trouble is not another's; it is tried again with the next look.
    async Task<bool> ShowAsync(int directory, Func<CancellationToken, Task>? turn, CancellationToken ct)
    {
        try
        {
            return await WalkAsync(directory, turn, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            _log.WorkOsDirectoryFailed(e, directory);
            return false;
        }
    }

    // One walk through what is marked: other writers have their turn between the steps. False when there was nothing.
    async Task<bool> WalkAsync(int directory, Func<CancellationToken, Task>? turn, CancellationToken ct)
    {
        var any = false;
        foreach (var shown in _resources) any |= await StepsAsync(after => _mirror.StepAsync(directory, shown, after, ct));
        return any | await StepsAsync(after => _members.StepAsync(directory, after, ct));

        async Task<bool> StepsAsync(Func<string, Task<string?>> step)
        {
            var steps = 0;
            for (var after = ""; after is not null; steps++)
            {
                if (turn is not null) await turn(ct);
                after = await step(after);
            }
            return steps > 1;
        }
    }
}
