using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>Role drift: accounts that hands have made other than the directory says, and what the next run will do about it (rule B2).</summary>
public sealed class DriftDesk(Store store, Onboarded directories)
{
    public async Task<Page<DriftView>> OfAsync(string directoryId, Paging paging, CancellationToken ct)
    {
        var key = (await directories.FindAsync(directoryId, ct)).Key;
        var drift = await store.SnapshotAsync(async db =>
        {
            var all = new List<DriftView>();
            foreach (var configuration in await Planning.ConfigurationsAsync(db, key, ct))
                if (await Planning.OfEverybodyAsync(db, key, configuration.TenantKey, Supposition.Nothing, ct) is { } planned)
                    all.AddRange(await OfTenantAsync(planned, new(db, configuration.TenantKey, ct)));
            return all;
        }, ct);
        var rows = drift.Select(d => (Key: Guid.Parse(d.AccountId), Drift: d)).OrderBy(d => d.Key)
            .Where(d => paging.After is not { } after || d.Key.CompareTo(after) > 0).Take(paging.Take).ToList();
        return paging.Page(rows, d => d.Key, d => d.Drift);
    }

    static async Task<List<DriftView>> OfTenantAsync(Planned planned, HandEdits hands)
    {
        var (tenant, drift) = (planned.Target.Tenant, new List<DriftView>());
        var edits = await hands.OfAsync(planned.Plan.Steps.Select(SyncApply.AccountOf).OfType<SyncAccount>().Select(a => a.Id.ToString()));
        foreach (var step in planned.Plan.Steps)
            if (SyncApply.AccountOf(step) is { } account && edits.TryGetValue(account.Id.ToString(), out var made)
                && Drift.Of(made, End(step)) is { } drifted)
                drift.Add(DriftView.Of(drifted, tenant, Will(step, account), step.Why));
        var removed = await hands.RemovalsAsync(planned.Plan.Steps.OfType<SyncStep.Create>(), c => c.Email, c => c.UserId, _ => null);
        drift.AddRange(removed.Select(r => DriftView.Of(Drift.Of(r.Value, End(r.Key))!, tenant, "restored", "was removed by hand and is in the directory")));
        return drift;
    }

    static AccountPast? End(SyncStep step) => step switch
    {
        SyncStep.Create create => new(create.Email, true, AccountSource.Scim, create.UserId, null, create.Roles),
        SyncStep.Update update => new(update.Email, true, AccountSource.Scim, update.UserId, null, update.Roles),
        SyncStep.Disable disable => new(disable.Account.Email, false, AccountSource.Scim, disable.Account.UserId, null, disable.Roles),
        SyncStep.Keep keep => new(keep.Account.Email, keep.Account.Enabled, AccountSource.Scim, keep.Account.UserId, null, keep.Roles),
        _ => null,
    };

    static string Will(SyncStep step, SyncAccount account) => step switch
    {
        SyncStep.Remove => "removed",
        SyncStep.Disable => "disabled",
        _ => account.UserId is null ? "adopted" : "updated",
    };
}
