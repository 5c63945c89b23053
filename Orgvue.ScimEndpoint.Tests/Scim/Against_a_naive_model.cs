using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Scim.Schemas;
using Orgvue.ScimEndpoint.Tests.Querying;
using Orgvue.ScimEndpoint.Tests.Scim.Naive;
using Xunit.Abstractions;

namespace Orgvue.ScimEndpoint.Tests.Scim;

/// <summary>
/// The PATCH engine does what a second, naive one does, which was written from RFC 7644 §3.5.2 alone: the same document, the same "changed", the same
/// refusal. SEED repeats a run, SLOW=1 asks ten times as much, CASES as much as it says.
/// </summary>
public sealed class Against_a_naive_model(ITestOutputHelper output)
{
    const string Id = "the-id";
    static readonly int Shown = int.Parse(Environment.GetEnvironmentVariable("SHOWN") ?? "3");
    static readonly int Many = int.Parse(Environment.GetEnvironmentVariable("CASES") ?? (Environment.GetEnvironmentVariable("SLOW") == "1" ? "200000" : "20000"));

    public static TheoryData<string> Profiles => new(Profile.Tolerant.Name, Profile.Strict.Name);

    [Theory, MemberData(nameof(Profiles))]
    public void A_patch_of_a_user_does_the_same(string profile)
    {
        var seed = Seeds.Next(output);
        var (done, refused, same) = (0, 0, 0);

        var differences = new List<string>();
        for (var i = 0; i < Many && differences.Count < Shown; i++)
        {
            var any = new AnyPatch(new(unchecked((seed * 31) + i)));
            var user = any.User();
            var operations = Enumerable.Range(0, 1 + (i % 5)).Select(_ => any.Operation()).ToList();
            var outcome = Model(user, operations, profile);
            if (outcome.Refusal is not null) refused++;
            else if (outcome.Changed) done++;
            else same++;
            if (Differs(user, operations, profile)) differences.Add($"case {i}, {Told(user, Smallest(user, operations, profile), profile)}");
        }

        output.WriteLine($"{profile}: {Many} cases, seed {seed}: {done} changed, {same} left as they were, {refused} refused");
        Assert.True(differences.Count == 0, string.Join("\n\n", differences));
        // A generator that only ever meets refusals, or never meets one, would prove nothing.
        Assert.All([done, refused, same], n => Assert.InRange(n, Many / 25, Many));
    }

    [Theory, MemberData(nameof(Profiles))]
    public void A_patch_of_members_does_the_same(string profile)
    {
        var seed = Seeds.Next(output);
        var (changed, same, refused) = (0, 0, 0);

        for (var i = 0; i < Many; i++)
        {
            var any = new AnyMembers(new(unchecked((seed * 31) + i)));
            var group = any.Group();
            var operations = Enumerable.Range(0, 1 + (i % 5)).Select(_ => any.Operation()).ToList();

            var (expected, why) = Refused(() => new NaiveMembers(AnyMembers.Everyone, profile == Profile.Strict.Name).Apply(group, operations));
            var (actual, detail) = Refused(() => MembersAfter(group, operations, profile));

            Assert.True(expected == actual, $"""
                case {i}, {profile}: {string.Join(' ', group)}
                {string.Join('\n', operations.Select(o => o.Text))}
                engine: {actual} ({detail})
                model:  {expected} ({why})
                """);
            if (why is not null) refused++;
            else if (expected == string.Join(' ', group.Order(StringComparer.Ordinal))) same++;
            else changed++;
        }

        output.WriteLine($"{profile}: {Many} cases, seed {seed}: {changed} changed, {same} left as they were, {refused} refused");
        Assert.All([changed, same, refused], n => Assert.InRange(n, Many / 25, Many));
    }

    static SortedSet<string> MembersAfter(IReadOnlyList<string> group, IReadOnlyList<NaiveOperation> operations, string profile)
    {
        var tolerance = new Tolerance(Profile.Named(profile));
        var split = Given.Split(string.Join(',', operations.Select(o => o.Text)), tolerance);
        var everyone = AnyMembers.Everyone;
        var net = MemberChanges.Net(split.Members)
            ?? MemberChanges.Net(PickedMembers.ById(split.Members, group.Select(id => everyone[id]), everyone.Values))!;
        var after = new SortedSet<string>(net.ReplaceAll ? [] : group, StringComparer.Ordinal);
        after.ExceptWith(net.Remove);
        after.UnionWith(net.Add.Select(m => m.Value));
        return after;
    }

    static (string Outcome, string? Why) Refused(Func<SortedSet<string>> act)
    {
        try
        {
            return (string.Join(' ', act()), null);
        }
        catch (NaiveRefusal refusal)
        {
            return ($"400 {refusal.ScimType}", refusal.Message);
        }
        catch (ScimException refusal)
        {
            return ($"{refusal.Status} {refusal.ScimType}", refusal.Message);
        }
    }

    static Outcome Engine(JsonObject user, IReadOnlyList<NaiveOperation> operations, string profile)
    {
        try
        {
            var tolerance = new Tolerance(Profile.Named(profile));
            var request = Given.Operations(string.Join(',', operations.Select(o => o.Text)), tolerance);
            var result = Patch.Apply(AnyPatch.Type, user, Id, request, tolerance, Given.Limits);
            return new(NaiveDocument.Of(AnyPatch.Type, result.Document), NaiveDocument.Schemas(result.Document), result.Changed, null);
        }
        catch (ScimException refusal)
        {
            return new(null, null, false, $"{refusal.Status} {refusal.ScimType}") { Detail = refusal.Message };
        }
    }

    static Outcome Model(JsonObject user, IReadOnlyList<NaiveOperation> operations, string profile)
    {
        var before = NaiveDocument.Of(AnyPatch.Type, user);
        try
        {
            var after = new NaivePatch(AnyPatch.Type, Id, profile == Profile.Strict.Name).Apply(before, operations);
            return new(after, NaiveDocument.Schemas(after), !NaiveDocument.Same(before, after), null);
        }
        catch (NaiveRefusal refusal)
        {
            return new(null, null, false, $"400 {refusal.ScimType}") { Detail = refusal.Message };
        }
    }

    static bool Differs(JsonObject user, IReadOnlyList<NaiveOperation> operations, string profile)
    {
        var (engine, model) = (Engine(user, operations, profile), Model(user, operations, profile));
        if (engine.Refusal != model.Refusal) return true;
        if (engine.Document is null) return false;
        return engine.Changed != model.Changed || engine.Schemas != model.Schemas || !NaiveDocument.Same(engine.Document, model.Document!);
    }

    // Fewer operations and fewer attributes tell more.
    static IReadOnlyList<NaiveOperation> Smallest(JsonObject user, IReadOnlyList<NaiveOperation> operations, string profile)
    {
        for (var i = 0; i < operations.Count; i++)
        {
            IReadOnlyList<NaiveOperation> fewer = [.. operations.Where((_, at) => at != i)];
            if (fewer.Count > 0 && Differs(user, fewer, profile)) return Smallest(user, fewer, profile);
        }
        foreach (var name in user.Select(p => p.Key).Where(k => k is not ("schemas" or "userName")).ToList())
        {
            var kept = user[name]!;
            user.Remove(name);
            if (!Differs(user, operations, profile)) user[name] = kept;
        }
        return operations;
    }

    static string Told(JsonObject user, IReadOnlyList<NaiveOperation> operations, string profile) =>
        $"""
        {profile}: {user.ToJsonString()}
        {string.Join('\n', operations.Select(o => o.Text))}
        engine: {Engine(user, operations, profile)}
        model:  {Model(user, operations, profile)}
        """;

    sealed record Outcome(Dictionary<string, JsonNode>? Document, string? Schemas, bool Changed, string? Refusal)
    {
        public string? Detail { get; init; }

        public override string ToString() => Document is null
            ? $"{Refusal} ({Detail})"
            : $"{(Changed ? "changed" : "as it was")} {Schemas} {string.Join(", ", Document.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}: {p.Value.ToJsonString()}"))}";
    }
}
