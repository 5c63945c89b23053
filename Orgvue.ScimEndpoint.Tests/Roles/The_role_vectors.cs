using Orgvue.ScimEndpoint.Roles;

namespace Orgvue.ScimEndpoint.Tests.Roles;

public sealed class The_role_vectors
{
    public static TheoryData<int, string> Groups { get; } = Numbered(RoleVectors.Groups, vector => $"{vector.Config}: {vector.Group}");
    public static TheoryData<int, string> Users { get; } = Numbered(RoleVectors.Users, vector => vector.Id);

    [Fact]
    public void Are_all_there() => Assert.Equal((31, 18), (RoleVectors.Groups.Count, RoleVectors.Users.Count));

    [Theory, MemberData(nameof(Groups))]
    public void Map_each_group_as_written(int index, string name)
    {
        var vector = RoleVectors.Groups[index];

        var meaning = new RoleMapper(RoleVectors.Sources(vector.Config)).MeaningOf(vector.Group);

        var (tenant, role) = meaning switch
        {
            GroupMeaning.Mapped mapped => (mapped.Tenant, mapped.Role),
            GroupMeaning.EmptyRole empty => (empty.Tenant, null),
            GroupMeaning.InvalidRoleName invalid => (invalid.Tenant, null),
            _ => ((string?)null, (string?)null),
        };
        Assert.True((vector.Status, vector.Tenant, vector.Role) == (meaning.GetType().Name, tenant, role), $"{name} gave {meaning}");
    }

    [Theory, MemberData(nameof(Users))]
    public void Judge_each_user_as_written(int index, string id)
    {
        var vector = RoleVectors.Users[index];

        var verdicts = VerdictsOn(vector.Groups, RoleVectors.Sources(vector.Config));

        Assert.True(vector.Expect.Count == verdicts.Count, id);
        foreach (var (tenant, expected) in vector.Expect)
        {
            Assert.Equal((expected.Ok, expected.Failure), (verdicts[tenant].Ok, verdicts[tenant].Failure));
            Assert.Equal(expected.Roles, verdicts[tenant].Roles);
        }
    }

    /// <summary>Rule A4 for one user, as the reconciler will apply it; "*" stands for the directory.</summary>
    static Dictionary<string, Expectation> VerdictsOn(IReadOnlyList<string> groups, IReadOnlyList<RoleSource> sources)
    {
        var mapper = new RoleMapper(sources);
        var verdicts = groups.Select(mapper.MeaningOf).OfType<GroupMeaning.Mapped>()
            .GroupBy(mapped => mapped.Tenant, mapped => mapped.Role)
            .ToDictionary(tenant => tenant.Key, VerdictOn);
        if (verdicts.Count > 0) return verdicts;
        return sources is [var only]
            ? new() { [only.Tenant] = new(false, [], "MissingPlatformRole") }
            : new() { ["*"] = new(false, [], "NoTenantGroup") };
    }

    static Expectation VerdictOn(IEnumerable<string> roles)
    {
        var merged = RoleSet.Merge(roles).Roles;
        var holdsOne = PlatformRole.Of(merged) is not null;
        return new(holdsOne, merged, holdsOne ? null : "MissingPlatformRole");
    }

    static TheoryData<int, string> Numbered<T>(IReadOnlyList<T> vectors, Func<T, string> name)
    {
        var data = new TheoryData<int, string>();
        for (var i = 0; i < vectors.Count; i++) data.Add(i, name(vectors[i]));
        return data;
    }
}
