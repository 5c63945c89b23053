using System.Globalization;
using System.Text.Json.Nodes;
using BenchmarkDotNet.Attributes;
using Orgvue.ScimEndpoint.Benchmarks.Comparing;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Filters;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Benchmarks.Micro;

/// <summary>The pure functions that every request or every run goes through: how long one takes, and how much it allocates.</summary>
[MemoryDiagnoser]
public class PureFunctions
{
    const string Prefix = "IAMAPP_Orgvue_SCIM_", Root = "https://scim.acme.example/scim/v2/directory_1";
    const string OneUser = "userName eq \"ann@acme.example\"";
    const string Long = "active eq true and (emails[type eq \"work\" and value ew \"@acme.example\"] or not (title pr)) and name.familyName sw \"O'\"";

    static readonly JsonObject Ann = JsonNode.Parse(Bodies.User(1))!.AsObject();
    static readonly Resource Stored = new(BuiltIn.User, Guid.Parse("01936b2e-0000-7000-8000-000000000001"), new DocumentText(DocumentText.Of(Ann)), 3,
        DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, []);
    static readonly JsonObject Shown = Representation.Of(Stored, Root);
    static readonly Projection Some = Projection.Parse(BuiltIn.User, "userName,emails.value,active", null);
    static readonly Filter Condition = FilterParser.Parse(Long, BuiltIn.User, ScimLimits.Default, new Tolerance());
    static readonly JsonObject TurnOff = JsonNode.Parse(Bodies.Active(false))!.AsObject();
    static readonly RoleMapper Mapper = new([new("ACME", TenantMode.SingleTenant, Prefix), new("MYTENANT", TenantMode.MultiTenant, Prefix)]);
    static readonly SyncTarget Target = new("ACME", 1, true, [], default, default, default, Prefix);

    SyncSnapshot _nobodyHasAnAccount = null!, _nothingToDo = null!;

    /// <summary>A thousand users, each in the group of all users and in a team.</summary>
    [GlobalSetup]
    public void Users()
    {
        var mapper = new RoleMapper([new("ACME", TenantMode.SingleTenant, Prefix)]);
        SyncGroup group(string name) => new(Prefix + name, mapper.MeaningOf(Prefix + name));
        SyncGroup[] groups = [group("user"), .. Enumerable.Range(0, 50).Select(n => group($"team{n}"))];
        var users = Enumerable.Range(0, 1_000).Select(n => new SyncUser(
            Guid.Parse(string.Create(CultureInfo.InvariantCulture, $"01936b2e-0000-7000-8000-{n:D12}")), Bodies.UserName(n), Bodies.UserName(n), true,
            DateTimeOffset.UnixEpoch.AddSeconds(n), [groups[0], groups[1 + n % 50]])).ToList();
        _nobodyHasAnAccount = new(users, [], null, [], []);
        var accounts = Reconciler.Plan(_nobodyHasAnAccount, Target).Steps.OfType<SyncStep.Create>()
            .Select(s => new SyncAccount(s.UserId, s.Email, true, AccountSource.Scim, s.UserId, s.Roles, 1)).ToList();
        _nothingToDo = _nobodyHasAnAccount with { Accounts = accounts };
        if (Reconciler.Plan(_nothingToDo, Target) is not { Steps.Count: 0, Unchanged: 1_000 }) throw new InvalidOperationException("The plan is not what it should be.");
    }

    [Benchmark] public Filter Parse_a_filter_on_userName() => FilterParser.Parse(OneUser, BuiltIn.User, ScimLimits.Default, new Tolerance());

    [Benchmark] public Filter Parse_a_long_filter() => FilterParser.Parse(Long, BuiltIn.User, ScimLimits.Default, new Tolerance());

    [Benchmark] public bool Match_a_long_filter() => FilterMatch.Matches(Condition, BuiltIn.User, Shown);

    [Benchmark]
    public PatchResult Patch_active()
    {
        var tolerance = new Tolerance();
        var operations = PatchRequest.Read(TurnOff, tolerance, ScimLimits.Default);
        return Patch.Apply(BuiltIn.User, Ann, "1", operations, tolerance, ScimLimits.Default);
    }

    [Benchmark] public JsonObject Represent_a_user() => Representation.Of(Stored, Root);

    [Benchmark] public JsonObject Project_three_attributes() => Some.Apply(Shown);

    [Benchmark] public GroupMeaning Map_a_group_to_a_role() => Mapper.MeaningOf(Prefix + "MYTENANT_EuropeFinance");

    [Benchmark] public SyncPlan Plan_1000_new_accounts() => Reconciler.Plan(_nobodyHasAnAccount, Target);

    [Benchmark] public SyncPlan Plan_1000_unchanged_accounts() => Reconciler.Plan(_nothingToDo, Target);
}
