using System.Net;
using System.Net.Http.Json;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Acceptance;

/// <summary>Invariants 3 and 5: environments do not mix, and no directory sees another's data, whatever is asked for in whatever order.</summary>
public sealed class Directories_apart
{
    static readonly string[] Tenants = ["ACME", "BETA", "GAMMA"];

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public Task I3_Share_one_environment_with_their_configurations_and_tenants(StorageProvider provider) => Gen
        .Select(Gen.Bool, Gen.Int[0, 2], Gen.Int[0, 2], Gen.Bool).Array[3, 8]
        .SampleAsync(async steps =>
        {
            await using var host = new Host(provider);
            var made = new List<string>();
            foreach (var (staging, tenant, other, first) in steps)
                if (made.Count == 0 || first)
                {
                    using var answer = await host.Admin.PostAsJsonAsync("/admin/api/directories", new
                    {
                        name = "D", environment = staging ? "staging" : "production",
                        tenants = new[] { new TestTenant(Tenants[tenant], "multiTenant", $"P{made.Count}_") },
                    });
                    if (answer.IsSuccessStatusCode) made.Add((string)(await Answers.ReadAsync(Task.FromResult(answer), HttpStatusCode.Created))["directoryId"]!);
                    else Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
                }
                else
                {
                    using var answer = await host.Admin.PostAsJsonAsync("/admin/api/configurations",
                        new { directoryId = made[tenant % made.Count], tenantId = Tenants[other], mode = "multiTenant", groupPrefix = $"Q{other}_" });
                    Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.Created, HttpStatusCode.Conflict });
                }

            var pairs = await host.Store.ReadAsync(db => (
                from c in db.Configurations
                join d in db.Directories on c.DirectoryKey equals d.Key
                select new { Directory = d.Environment, Tenant = c.Tenant!.Environment }).ToListAsync());
            Assert.NotEmpty(pairs);
            Assert.All(pairs, p => Assert.Equal(p.Directory, p.Tenant));
        }, iter: 3, threads: 1);

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public Task I5_See_nothing_of_each_other(StorageProvider provider) => Gen
        .Select(Gen.Int[0, 1], Gen.Int[0, 5], Gen.Int[0, 99]).Array[10, 25]
        .SampleAsync(async steps =>
        {
            await using var host = new Host(provider);
            TestDirectory[] directories = [await host.NewDirectoryAsync("One"), await host.NewDirectoryAsync("Two", tenants: new TestTenant("BETA"))];
            List<string>[] users = [[await directories[0].UserAsync("one-0")], [await directories[1].UserAsync("two-0")]];
            string[] groups = [await directories[0].RoleAsync("user", users[0][0]), await directories[1].RoleAsync("admin", users[1][0])];
            foreach (var (n, what, which) in steps)
            {
                var (own, foreign) = (directories[n], users[1 - n][which % users[1 - n].Count]);
                if (what == 0)
                {
                    users[n].Add(await own.UserAsync($"{(n == 0 ? "one" : "two")}-{users[n].Count}"));
                    await own.AddAsync(groups[n], users[n][^1]);
                    continue;
                }
                using var answer = await (what switch
                {
                    1 => own.Scim.GetAsync($"Users/{foreign}"),
                    2 => own.Scim.DeleteAsync($"Users/{foreign}"),
                    3 => own.Scim.PatchAsJsonAsync($"Users/{foreign}", Pushes.Patch(new { op = "replace", path = "active", value = false })),
                    4 => own.Scim.GetAsync($"Groups/{groups[1 - n]}"),
                    _ => host.ClientWith(own.Token).GetAsync(new Uri(directories[1 - n].Scim.BaseAddress!, "Users")),
                });
                Assert.Contains(answer.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden });
                Assert.DoesNotContain(n == 0 ? "two-" : "one-", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            }
            // To be a member of a group does not bring a foreign user over either.
            using (await directories[0].Scim.PatchAsJsonAsync($"Groups/{groups[0]}",
                Pushes.Patch(new { op = "add", path = "members", value = new[] { new { value = users[1][0] } } }))) { }
            await host.AfterTheDelayAsync();

            Assert.Equal(users[0].Select((_, n) => $"one-{n}: user").Order(), await host.AccountsAsync());
            Assert.Equal(users[1].Select((_, n) => $"two-{n}: admin").Order(), await host.AccountsAsync("BETA"));
            foreach (var (directory, n) in directories.Select((d, n) => (d, n)))
                Assert.Equal(users[n].Order(), (await directory.Scim.GetAsync("Users?count=200", HttpStatusCode.OK))["Resources"]!.AsArray()
                    .Select(u => (string)u!["id"]!).Order());
        }, iter: 3, threads: 1);
}
