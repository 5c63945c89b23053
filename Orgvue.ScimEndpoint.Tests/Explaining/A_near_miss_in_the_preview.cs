using System.Net;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Explaining;

/// <summary>M8: what nearly matches is told with what was meant and whom it costs, and grants nothing.</summary>
public sealed class A_near_miss_in_the_preview
{
    /// <summary>A wrong, a missing and a doubled letter, stray and look-alike characters, separators, a prefix within; tenants nearly spelt.</summary>
    public static readonly TheoryData<string, string> Names = new()
    {
        { "IMAPP_Orgvue_SCIM_user", "IAMAPP_Orgvue_SCIM_user" },
        { "IAMAPPP_Orgvue_SCIM_user", "IAMAPP_Orgvue_SCIM_user" },
        { "IAMAPP_Orgveu_SCIM_user", "IAMAPP_Orgvue_SCIM_user" },
        { "\u200BIAMAPP_Orgvue_SCIM_user", "IAMAPP_Orgvue_SCIM_user" },
        { "xIAMAPP_Orgvue_SCIM_user", "IAMAPP_Orgvue_SCIM_user" },
        { "IAMAPP_\u041Ergvue_SCIM_user", "IAMAPP_Orgvue_SCIM_user" },
        { "IAMAPP-Orgvue-SCIM-user", "IAMAPP_Orgvue_SCIM_user" },
        { "IAMAPP_Orgvue_SCIMuser", "IAMAPP_Orgvue_SCIM_user" },
        { "AAD_IAMAPP_Orgvue_SCIM_user", "IAMAPP_Orgvue_SCIM_user" },
        { "IAMAPP_Orgvue_SCIM_MYTENAT_user", "IAMAPP_Orgvue_SCIM_MYTENANT_user" },
        { "IAMAPP_Orgvue_SCIM_MYTENANTuser", "IAMAPP_Orgvue_SCIM_MYTENANT_user" },
        { "IMAPP_Orgvue_SCIM_MYTENANT_user", "IAMAPP_Orgvue_SCIM_MYTENANT_user" },
    };

    [Theory, MemberData(nameof(Names))]
    public async Task Says_what_was_meant_whom_it_costs_and_grants_nothing(string name, string meant)
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync(tenants: [new(), new("MYTENANT", "multiTenant")]);
        var users = new List<string>();
        for (var i = 0; i < 7; i++) users.Add(await directory.UserAsync($"user{i}"));
        await directory.GroupAsync(name, [.. users]);

        var preview = await host.Admin.GetAsync($"/admin/api/directories/{directory.Id}/preview", HttpStatusCode.OK);
        var explained = await host.Admin.GetAsync($"/admin/api/directories/{directory.Id}/explain?user={users[3]}", HttpStatusCode.OK);

        Assert.All(preview["tenants"]!.AsArray(), t => Assert.Equal(0, (int)t!["counts"]!["create"]!));
        var warnings = preview["tenants"]!.AsArray().SelectMany(t => t!["warnings"]!.AsArray()).Where(w => (string)w!["code"]! == "PrefixNearMiss").ToList();
        Assert.NotEmpty(warnings);
        Assert.All(warnings, w =>
        {
            var message = (string)w!["message"]!;
            Assert.Contains($"Did you mean \"{meant}\"?", message, StringComparison.Ordinal);
            Assert.Contains("It costs 7 users a role: user0@contoso.example, user1@contoso.example, user2@contoso.example, user3@contoso.example, "
                + "user4@contoso.example and 2 more.", message, StringComparison.Ordinal);
        });
        var group = Assert.Single(explained["groups"]!.AsArray())!;
        Assert.Equal(meant, (string)group["didYouMean"]!);
        Assert.NotEqual($"{PlatformOf(meant)}", (string?)group["role"]);
        Assert.Contains($"Did you mean \"{meant}\"?", string.Join(' ', explained["whatToDo"]!.AsArray()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_tenant_that_nobody_configured_names_the_tenants_groups_and_whom_it_costs()
    {
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync(tenants: [new("EU", "multiTenant")]);
        await directory.RoleAsync("MARS_user", await directory.UserAsync("ada"));

        var preview = await host.Admin.GetAsync($"/admin/api/directories/{directory.Id}/preview", HttpStatusCode.OK);

        var warning = Assert.Single(preview["tenants"]![0]!["warnings"]!.AsArray())!;
        Assert.Equal("UnknownTenant", (string)warning["code"]!);
        Assert.EndsWith("The groups of EU begin with \"IAMAPP_Orgvue_SCIM_EU_\". It costs 1 user a role: ada@contoso.example.", (string)warning["message"]!, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Of_a_whole_directory_is_one_advice(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var (directory, _) = await GuidesTable.PushedAsync(host, GuidesTable.Default);

        var preview = await host.Admin.GetAsync($"/admin/api/directories/{directory.Id}/preview", HttpStatusCode.OK);

        var advice = Assert.Single(preview["advice"]!.AsArray())!;
        Assert.Equal((GuidesTable.Written, GuidesTable.Default, 8, 6),
            ((string)advice["seen"]!, (string)advice["configured"]!, (int)advice["groups"]!, (int)advice["users"]!));
        Assert.Equal(["ACME", "MYTENANT"], advice["tenants"]!.AsArray().Select(t => (string)t!));
        Assert.Equal(6, preview["tenants"]!.AsArray().Sum(t => (int)t!["counts"]!["fail"]!));
    }

    static string PlatformOf(string name) => name[(name.LastIndexOf('_') + 1)..];
}
