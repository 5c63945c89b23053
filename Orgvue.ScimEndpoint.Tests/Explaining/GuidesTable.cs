using Orgvue.ScimEndpoint.Tests.Acceptance;

namespace Orgvue.ScimEndpoint.Tests.Explaining;

/// <summary>The table of the SCIM Customer Integration Guide, pushed as an identity provider pushes it.</summary>
static class GuidesTable
{
    /// <summary>The table writes IMAPP_, the guide's text IAMAPP_.</summary>
    public const string Written = "IMAPP_Orgvue_SCIM_";

    public const string Default = "IAMAPP_Orgvue_SCIM_";

    /// <summary>A directory whose configurations have this prefix, with the table's users and groups; the ids of the users, from 1.</summary>
    public static async Task<(TestDirectory Directory, string[] Users)> PushedAsync(Host host, string prefix)
    {
        var directory = await host.NewDirectoryAsync(tenants: [new("ACME", "singleTenant", prefix), new("MYTENANT", "multiTenant", prefix)]);
        var users = new string[7];
        for (var n = 1; n <= 6; n++) users[n] = await directory.UserAsync($"testuser{n}");
        await directory.GroupAsync(Written + "user", users[1], users[3]);
        await directory.GroupAsync(Written + "admin", users[2]);
        await directory.GroupAsync(Written + "Retail", users[3]);
        await directory.GroupAsync(Written + "ManagerRetail", users[3]);
        await directory.GroupAsync(Written + "MyTenant_admin", users[4]);
        await directory.GroupAsync(Written + "training", users[5]);
        await directory.GroupAsync(Written + "Tech", users[5]);
        await directory.GroupAsync(Written + "MyTenant_EuropeFinance", users[6]);
        return (directory, users);
    }
}
