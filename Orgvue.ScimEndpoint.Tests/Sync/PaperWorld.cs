using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Sync;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.Tests.Sync;

/// <summary>
/// A directory that feeds two tenants, in dictionaries, with the engine's own scope, following, planner and guard: what a run decides, without
/// a database. Fast enough for very many sequences; <see cref="Incremental_and_full"/> does the same on the real store.
/// </summary>
sealed partial class PaperWorld
{
    readonly Dictionary<Guid, SyncUserRow> _users = [];
    readonly Dictionary<Guid, (string Name, HashSet<Guid> Members)> _groups = [];
    readonly List<PaperTenant> _tenants = [new(1, "ACME", ConfigurationMode.SingleTenant), new(2, "MYTENANT", ConfigurationMode.MultiTenant)];
    readonly HashSet<(Guid, string)> _openOfDirectory = [];
    List<Change> _changes = [];
    int _next;

    RoleMapper _mapper = null!;
    List<IamSyncConfiguration> _enabled = null!;

    public PaperWorld()
    {
        Configured();
        foreach (var name in RandomEdits.Names.Take(4)) _groups[NewId()] = (name, []);
        var groups = _groups.Values.ToList();
        for (var n = 0; n < 4; n++)
        {
            var user = NewUser(RandomEdits.Emails[n]);
            groups[n % 3 == 0 ? 0 : 1].Members.Add(user);
            groups[2].Members.Add(user);
        }
        Run(together: true);
    }

    /// <summary>One run of each enabled tenant for all that has changed; fails when it ends otherwise than a look at everybody.</summary>
    /// <param name="together">False: the node dies after the first tenant, and the directory changes before another takes the batch over.</param>
    public void Run(bool together, Action? meanwhile = null)
    {
        var batch = _changes;
        _changes = [];
        foreach (var tenant in _tenants.Where(t => t.Configuration.Enabled).ToList())
        {
            if (tenant.Configuration.Enabled) Run(tenant, batch, alone: _changes.Count == 0);
            if (together) continue;
            meanwhile?.Invoke();
            together = true;
        }
    }

    /// <summary>Somebody decides on what is held.</summary>
    public void Decide(bool release)
    {
        foreach (var tenant in _tenants.Where(t => t.Held && t.Configuration.Enabled))
        {
            tenant.Held = false;
            if (release) CarryOut(tenant, Everybody(tenant), alone: true);
            else _changes.Add(new Change { Kind = ChangeKind.Everybody, TenantKey = tenant.Key, OpensWindow = false });
        }
    }

    /// <summary>With nothing pending, nothing is left to do: a second run changes nothing (rule B5).</summary>
    public void IsDone()
    {
        Assert.Empty(_changes);
        foreach (var tenant in _tenants.Where(t => t is { Held: false, Configuration.Enabled: true })) Assert.Empty(Everybody(tenant).Plan.Steps);
    }

    void Run(PaperTenant tenant, List<Change> batch, bool alone)
    {
        var full = Everybody(tenant);
        var scope = SyncScope.Of(batch);
        var planned = tenant.Held || scope.Everybody ? full : Following(tenant, batch, scope);
        // Rule B4: to follow what changed is to do all that there is to do.
        if (alone) Assert.Equal(Lines(full.Plan), Lines(planned.Plan));
        if (alone) Assert.Equal(LosesLastAdmin(full.Plan), LosesLastAdmin(planned.Plan));
        var active = tenant.Accounts.Values.Count(a => a.Enabled);
        tenant.Held |= Guard.HoldReason(planned.Plan, Target(tenant).Guard, active) is not null;
        if (tenant.Held) return;
        CarryOut(tenant, planned, alone);
        if (alone) Assert.Equal(Failing(full.Plan, ofDirectory: false).Order(), tenant.Open.Order());
        if (alone && Target(tenant).SpeaksForDirectory) Assert.Equal(Failing(full.Plan, ofDirectory: true).Order(), _openOfDirectory.Order());
    }

    void CarryOut(PaperTenant tenant, (SyncSnapshot Snapshot, SyncPlan Plan) planned, bool alone)
    {
        foreach (var step in planned.Plan.Steps) Apply(tenant.Accounts, step);
        var target = Target(tenant);
        Ledger(tenant.Open, planned, ofDirectory: false);
        if (target.SpeaksForDirectory) Ledger(_openOfDirectory, planned, ofDirectory: true);

        // The invariants of section 5: one account an e-mail, nobody protected gone, and nobody enabled without admin or user.
        Assert.Equal(tenant.Accounts.Count, tenant.Accounts.Values.DistinctBy(a => a.EmailKey).Count());
        Assert.DoesNotContain(planned.Plan.Steps, s => s is SyncStep.Remove or SyncStep.Disable && target.ProtectedAccounts.Contains(Fold.Key(s.Email)));
        if (alone && target.OnMissingPlatformRole != MissingPlatformRole.Keep)
            Assert.DoesNotContain(tenant.Accounts.Values, a => a.Enabled && PlatformRole.Of(a.Roles.Select(r => r.Role)) is null
                && !target.ProtectedAccounts.Contains(a.EmailKey));
    }

    void Apply(Dictionary<Guid, SyncAccount> accounts, SyncStep step)
    {
        switch (step)
        {
            case SyncStep.Create s:
                var id = NewId();
                accounts[id] = new(id, s.Email, true, AccountSource.Scim, s.UserId, s.Roles, 1);
                break;
            case SyncStep.Update s:
                accounts[s.Account.Id] = new(s.Account.Id, s.Email, true, AccountSource.Scim, s.UserId, s.Roles, s.Account.Version + 1);
                break;
            case SyncStep.Disable s:
                accounts[s.Account.Id] = s.Account with { Enabled = false, Source = AccountSource.Scim, Roles = s.Roles, Version = s.Account.Version + 1 };
                break;
            case SyncStep.Keep s:
                accounts[s.Account.Id] = s.Account with { Source = AccountSource.Scim, Roles = s.Roles, Version = s.Account.Version + 1 };
                break;
            case SyncStep.Remove s:
                accounts.Remove(s.Account.Id);
                break;
        }
    }

    static void Ledger(HashSet<(Guid User, string)> open, (SyncSnapshot Snapshot, SyncPlan Plan) planned, bool ofDirectory)
    {
        open.RemoveWhere(f => planned.Snapshot.Examined?.Contains(f.User) ?? true);
        open.UnionWith(Failing(planned.Plan, ofDirectory));
    }

    static IEnumerable<(Guid, string)> Failing(SyncPlan plan, bool ofDirectory) =>
        plan.Failures.Where(f => f.OfDirectory == ofDirectory).Select(f => (f.User.Id, f.Code));

    (SyncSnapshot Snapshot, SyncPlan Plan) Everybody(PaperTenant tenant) => Planned(tenant, new(
        [.. _users.Values.Select(ToUser)], [.. tenant.Accounts.Values], Examined: null, [], []));

    (SyncSnapshot Snapshot, SyncPlan Plan) Following(PaperTenant tenant, List<Change> batch, SyncScope scope)
    {
        var members = SyncScope.RenamedGroups(batch).Where(_groups.ContainsKey).SelectMany(g => _groups[g].Members);
        var touched = Touched.FollowAsync(scope, members, new(
            ids => Task.FromResult(_users.Values.Where(u => ids.Contains(u.Id)).ToList()),
            keys => Task.FromResult(_users.Values.Where(u => u.EmailKey is not null && keys.Contains(u.EmailKey)).ToList()),
            ids => Task.FromResult(tenant.Accounts.Values.Where(a => a.UserId is { } id && ids.Contains(id)).ToList()),
            keys => Task.FromResult(tenant.Accounts.Values.Where(a => keys.Contains(a.EmailKey)).ToList()),
            ids => Task.FromResult(tenant.Accounts.Values.Where(a => ids.Contains(a.Id)).ToList()))).GetAwaiter().GetResult();
        var others = tenant.Accounts.Values.Any(a => IsAdmin(a) && touched.Accounts.All(t => t.Id != a.Id));
        return Planned(tenant, new(
            [.. touched.Users.Select(ToUser)], [.. touched.Accounts], touched.Examined, [], [], touched.Accounts.Any(IsAdmin) && others ? 1 : 0));
    }

    (SyncSnapshot, SyncPlan) Planned(PaperTenant tenant, SyncSnapshot snapshot) => (snapshot, Reconciler.Plan(snapshot, Target(tenant)));

    SyncTarget Target(PaperTenant tenant) => Planning.Target(tenant.Configuration, _enabled);

    SyncUser ToUser(SyncUserRow u) => new(u.Id, u.UserName, u.Email, u.Active, u.CreatedAt,
        [.. _groups.Values.Where(g => g.Members.Contains(u.Id)).OrderBy(g => g.Name, StringComparer.Ordinal).Select(g => new SyncGroup(g.Name, Meaning(g.Name)))]);

    readonly Dictionary<string, GroupMeaning> _meanings = new(StringComparer.Ordinal);

    GroupMeaning Meaning(string name) => _meanings.TryGetValue(name, out var known) ? known : _meanings[name] = _mapper.MeaningOf(name);

    void Configured()
    {
        _enabled = [.. _tenants.Select(t => t.Configuration).Where(c => c.Enabled)];
        _mapper = new(Planning.Sources(_enabled));
        _meanings.Clear();
    }

    static bool IsAdmin(SyncAccount account) => account.Enabled && PlatformRole.Of(account.Roles.Select(r => r.Role)) == PlatformRole.Admin;

    static bool LosesLastAdmin(SyncPlan plan) => plan.Warnings.Any(w => w.Code == Guard.NoActiveAdmin);

    static IEnumerable<string> Lines(SyncPlan plan) => plan.Steps.Select(s => s switch
    {
        SyncStep.Create c => $"create {c.UserId} {c.Email} {Roles(c.Roles)}",
        SyncStep.Update u => $"update {u.Account.Id} {u.UserId} {u.Email} {Roles(u.Roles)}",
        SyncStep.Disable d => $"disable {d.Account.Id} {Roles(d.Roles)}",
        SyncStep.Keep k => $"keep {k.Account.Id} {Roles(k.Roles)}",
        _ => $"remove {((SyncStep.Remove)s).Account.Id}",
    }).Order(StringComparer.Ordinal);

    static string Roles(IEnumerable<PlannedRole> roles) => string.Join(' ', roles.Select(r => $"{r.Role}<{string.Join(',', r.SourceGroups)}>"));

    Guid NewId() => Given.Id(++_next);

    /// <summary>A tenant with its accounts and open failures.</summary>
    sealed class PaperTenant(int key, string id, ConfigurationMode mode)
    {
        public int Key { get; } = key;
        public bool Held { get; set; }
        public Dictionary<Guid, SyncAccount> Accounts { get; } = [];
        public HashSet<(Guid User, string Code)> Open { get; } = [];

        public IamSyncConfiguration Configuration { get; } = new()
        {
            Id = Given.Id(key), TenantKey = key, Tenant = new() { Key = key, TenantId = id }, Mode = mode, GroupPrefix = Given.Prefix,
        };
    }
}
