using Orgvue.ScimEndpoint.Roles;

namespace Orgvue.ScimEndpoint.Sync;

/// <summary>
/// The plan for many, made part by part: what was planned of a part that leaves nothing to do is forgotten, so that memory follows what is to
/// be done and not the size of the directory. Equal to the plan for all at once where no e-mail and no account is shared between parts. Pure.
/// </summary>
public sealed class PlanInParts(SyncTarget target)
{
    readonly List<SyncStep> _steps = [];
    readonly List<PlannedFailure> _failures = [];
    readonly List<SyncAccount> _spared = [];
    readonly Dictionary<string, IReadOnlyList<PlannedRole>> _roles = new(StringComparer.Ordinal);
    readonly Warnings _warnings = new(target);
    int _unchanged, _admins, _adminsLost;
    bool _adminGiven;

    /// <summary>How many of the accounts of all parts are enabled (rule B8).</summary>
    public int ActiveAccounts { get; private set; }

    public void Add(IReadOnlyList<SyncUser> users, IReadOnlyList<SyncAccount> accounts)
    {
        var part = Reconciler.Part(users, accounts, target);
        _steps.AddRange(part.Steps.Select(step => step is SyncStep.Create create ? create with { Roles = Shared(create.Roles) } : step));
        _failures.AddRange(part.Failures);
        _spared.AddRange(part.Spared);
        _unchanged += part.Unchanged;
        _warnings.Add(users);
        ActiveAccounts += accounts.Count(a => a.Enabled);
        CountAdmins(accounts, part.Steps);
    }

    /// <summary>All of it, in the order in which it is done.</summary>
    public SyncPlan Whole(IReadOnlyList<string> nestedIn, IReadOnlyList<SyncGroup> otherGroups, int otherAdmins)
    {
        var losesLastAdmin = otherAdmins == 0 && _admins > 0 && _admins == _adminsLost && !_adminGiven;
        return new(
            [.. _steps.OrderBy(Order).ThenBy(s => s.Email, StringComparer.Ordinal)],
            [.. _failures.OrderBy(f => f.User.UserName, StringComparer.Ordinal)],
            _warnings.All(nestedIn, otherGroups, losesLastAdmin, _spared), _unchanged);
    }

    // A million new accounts have a few hundred sets of roles between them: each is kept once.
    IReadOnlyList<PlannedRole> Shared(IReadOnlyList<PlannedRole> roles)
    {
        var key = string.Join('\u0001', roles.Select(r => $"{r.Role}\u0002{string.Join('\u0003', r.SourceGroups)}"));
        return _roles.TryGetValue(key, out var known) ? known : _roles[key] = roles;
    }

    static int Order(SyncStep step) => step switch
    {
        SyncStep.Remove => 0,
        SyncStep.Disable => 1,
        SyncStep.Keep or SyncStep.Update => 2,
        _ => 3,
    };

    // Whether the plan takes the admin role from somebody active and leaves nobody with it.
    void CountAdmins(IReadOnlyList<SyncAccount> accounts, IReadOnlyList<SyncStep> steps)
    {
        var before = accounts.Where(a => a.Enabled && IsAdmin(a.Roles)).Select(a => a.Id).ToHashSet();
        _admins += before.Count;
        foreach (var step in steps)
        {
            _adminGiven |= step is SyncStep.Create create && IsAdmin(create.Roles) || step is SyncStep.Update update && IsAdmin(update.Roles);
            var losing = step switch
            {
                SyncStep.Remove remove => remove.Account.Id,
                SyncStep.Disable disable => disable.Account.Id,
                SyncStep.Keep keep when !IsAdmin(keep.Roles) => keep.Account.Id,
                SyncStep.Update change when !IsAdmin(change.Roles) => change.Account.Id,
                _ => Guid.Empty,
            };
            if (before.Remove(losing)) _adminsLost++;
        }
    }

    static bool IsAdmin(IReadOnlyList<PlannedRole> roles)
    {
        foreach (var role in roles)
            if (PlatformRole.Canonical(role.Role) == PlatformRole.Admin) return true;
        return false;
    }
}
