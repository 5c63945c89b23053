using CsCheck;
using Orgvue.ScimEndpoint.Roles;

namespace Orgvue.ScimEndpoint.Tests.Roles;

public sealed class The_roles_of_tenants
{
    static readonly RoleSource Acme = new("ACME", TenantMode.SingleTenant, "P_");
    static readonly RoleSource East = new("EAST", TenantMode.MultiTenant, "P_");

    [Fact]
    public void Are_the_platform_roles_where_no_group_gives_one() =>
        Assert.Equal(["ACME admin", "ACME user", "EAST admin", "EAST user"], Names([East, Acme]));

    [Fact]
    public void Follow_the_groups() =>
        Assert.Equal(
            ["ACME admin", "ACME user 1", "ACME Finance 2", "ACME HR 1", "EAST admin 1", "EAST user", "EAST HR 1"],
            Names([Acme, East], "P_user", "P_HR", "P_Finance", "P_ Finance ", "P_EAST_ADMIN", "P_EAST_HR"));

    [Theory]
    [InlineData("Finance")]
    [InlineData("P_")]
    [InlineData("P-HR")]
    [InlineData("PP_HR")]
    [InlineData("P_EAST")]
    [InlineData("P_EAST_")]
    [InlineData("P_a,admin")]
    public void Come_from_no_group_that_only_looks_like_one(string group) =>
        Assert.Equal(["ACME admin", "ACME user", "EAST admin", "EAST user"], Names([Acme, East], group));

    [Fact]
    public void Are_one_in_all_spellings_under_one_key_and_the_smallest_spelling()
    {
        var role = Assert.Single(TenantRoles.Of([Acme], Groups(["P_finance", "P_ Finance", "P_FINANCE "])), r => !r.IsPlatform);

        Assert.Equal(("FINANCE", "FINANCE", 3), (role.Key, role.Role, role.Groups.Count));
        Assert.Equal("FINANCE", Assert.Single(TenantRoles.Of([Acme], Groups(["P_finance"])), r => !r.IsPlatform).Key);
    }

    [Fact]
    public void Hold_every_group_that_the_mapper_maps_once_and_no_other()
    {
        string[] parts = ["P_", "EAST", "_", "admin", "ADMIN", "hr", "HR", " ", "x"];
        var sources = new[] { Acme, East };
        var mapper = new RoleMapper(sources);
        Gen.OneOf(parts).Array[1, 5].Select(string.Concat).Array[0, 6].Sample(names =>
        {
            var groups = Groups(names);
            var roles = TenantRoles.Of(sources, groups);

            var mapped = groups.Where(g => mapper.MeaningOf(g.DisplayName) is GroupMeaning.Mapped).Select(g => g.Id);
            Assert.Equal(mapped.Order(), roles.SelectMany(r => r.Groups).Order());
            Assert.Equal(roles.Count, roles.DistinctBy(r => (r.Tenant, r.Key)).Count());
            Assert.All(roles, r => Assert.All(r.Groups, id =>
                Assert.Equal(r.Tenant, ((GroupMeaning.Mapped)mapper.MeaningOf(groups.Single(g => g.Id == id).DisplayName)).Tenant)));
        }, iter: 5_000);
    }

    static IEnumerable<string> Names(RoleSource[] sources, params string[] groups) => TenantRoles.Of(sources, Groups(groups))
        .Select(r => $"{r.Tenant} {r.Role}{(r.Groups.Count > 0 ? $" {r.Groups.Count}" : "")}");

    static List<(Guid Id, string DisplayName)> Groups(string[] names) => [.. names.Select((name, n) => (new Guid(n + 1, 0, 0, new byte[8]), name))];
}
