using System.Net;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Admin;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Tests.Sync;

namespace Orgvue.ScimEndpoint.Tests.Admin;

public sealed class Who_held_which_role
{
    static readonly bool Slow = Environment.GetEnvironmentVariable("SLOW") == "1";
    static readonly string[] Names = ["ada", "bob", "cleo"];

    // Kind of edit, whom it is about, and how many milliseconds pass before it: often none.
    static readonly Gen<(int Kind, int Who, int Wait)[]> Edits =
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 2], Gen.OneOf<int>(0, 0, 1, 60_000)).Array[3, 25];

    [Fact]
    public Task Is_what_was_seen_at_each_instant_in_memory() => Edits.SampleAsync(e => HoldsAsync(StorageProvider.InMemory, e), iter: Slow ? 5_000 : 150, threads: 2);

    [Fact]
    public Task Is_what_was_seen_at_each_instant_on_SQLite() => Edits.SampleAsync(e => HoldsAsync(StorageProvider.Sqlite, e), iter: Slow ? 500 : 8, threads: 2);

    static async Task HoldsAsync(StorageProvider provider, (int Kind, int Who, int Wait)[] edits)
    {
        await using var world = await SyncWorld.OnAsync(provider);
        var (user, hr) = (await world.GroupAsync(SyncWorld.Prefix + "user"), await world.GroupAsync(SyncWorld.Prefix + "hr"));
        var seen = new SortedDictionary<DateTimeOffset, string>();
        foreach (var (kind, who, wait) in edits)
        {
            world.Clock.Advance(TimeSpan.FromMilliseconds(wait));
            await EditAsync(world, kind, Names[who], user, hr);
            seen[world.Clock.GetUtcNow()] = Text((await world.AccountsAsync()).Select(a => (a.Id.ToString(), a.Email, a.Enabled, a.Roles.Select(r => r.Role))));
        }
        world.Clock.Advance(TimeSpan.FromSeconds(1));
        foreach (var (at, expected) in seen)
        {
            var desk = new RolesAtDesk(world.Store, world.Clock);
            var query = new RolesAtQuery { At = at.UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture) };
            var found = new List<RoleHolder>();
            for (string? cursor = null; ;)
            {
                var page = await desk.OfAsync("ACME", query, new Paging(2, cursor), default);
                found.AddRange(page.Items);
                if ((cursor = page.NextCursor) is null) break;
            }
            Assert.Equal(expected, Text(found.Select(h => (h.AccountId, h.Email, h.Enabled, h.Roles.Select(r => r.Role)))));
        }
    }

    static string Text(IEnumerable<(string Id, string Email, bool Enabled, IEnumerable<string> Roles)> accounts) =>
        string.Join('\n', accounts.Select(a => $"{a.Id} {a.Email} {a.Enabled} {string.Join(' ', a.Roles.Order(StringComparer.Ordinal))}").Order(StringComparer.Ordinal));

    static async Task EditAsync(SyncWorld world, int kind, string name, Guid user, Guid hr)
    {
        var (email, key) = ($"{name}@acme.example", $"{name}@acme.example".ToUpperInvariant());
        var known = (await world.RowsAsync(db => db.Users.Where(u => u.UserName == name))).SingleOrDefault();
        var account = (await world.RowsAsync(db => db.Accounts.Include(a => a.Roles).Where(a => a.TenantKey == SyncWorld.Acme && a.EmailKey == key))).SingleOrDefault();
        switch (kind)
        {
            case 0 when known is null: await world.UserAsync(name, email, user); break;
            case 1 when known is not null: await world.DeleteUserAsync(known.Id); break;
            case 2 when known is not null: await world.ActiveAsync(known.Id, known.Active == false); break;
            case 3 when known is not null && (await world.RowsAsync(db => db.Members.Where(m => m.GroupId == hr && m.MemberId == known.Id))).Count == 0:
                await world.AddAsync(hr, known.Id);
                break;
            case 4 when known is not null: await world.RemoveAsync(user, known.Id); break;
            case 5 when account is null: await world.AddAccountAsync(email, SyncWorld.Acme, "admin", "byhand"); break;
            case 6 when account is not null:
                await world.EditAccountAsync(email, a =>
                {
                    if (a.Roles.RemoveAll(r => r.Role == "sales") == 0) a.Roles.Add(SyncWorld.ByHand(SyncWorld.Acme, a.Id, "sales"));
                });
                break;
            case 7 when account is not null: await world.RemoveAccountAsync(email); break;
            default: await world.SyncNowAsync(); break;
        }
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_told_for_an_instant_a_day_and_a_role(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var ada = await directory.UserAsync("ada");
        await directory.RoleAsync("user", ada);
        await host.AfterTheDelayAsync();
        host.Clock.Advance(TimeSpan.FromDays(2));
        await directory.RoleAsync("admin", ada);
        await host.AfterTheDelayAsync();
        const string url = "/admin/api/tenants/ACME/roles";

        var early = await host.Admin.GetAsync($"{url}?at=2026-11-23T09:04:59Z", HttpStatusCode.OK);
        var then = await host.Admin.GetAsync($"{url}?at=2026-11-23&timeZone=Europe/Berlin", HttpStatusCode.OK);
        var now = await host.Admin.GetAsync(url, HttpStatusCode.OK);
        var today = await host.Admin.GetAsync($"{url}?at=2026-11-25&role=ADMIN&environment=staging", HttpStatusCode.OK);
        var admins = await host.Admin.GetAsync($"{url}?at=2026-11-23&role=admin", HttpStatusCode.OK);

        Assert.Empty(early["items"]!.AsArray());
        Assert.Equal(("ACME", "staging", "2026-11-23T22:59:59.9999999Z", "Europe/Berlin"),
            ((string)then["tenantId"]!, (string)then["environment"]!, (string)then["at"]!, (string)then["timeZone"]!));
        var was = Assert.Single(then["items"]!.AsArray())!;
        Assert.Equal(("ada@contoso.example", true, "Active", "user", "Scim", ada, "2026-11-23T09:05:00Z", "run"), ((string)was["email"]!, (bool)was["enabled"]!,
            (string)was["status"]!, (string)was["platformRole"]!, (string)was["source"]!, (string)was["userId"]!, (string)was["since"]!, (string)was["changedBy"]!));
        Assert.Equal("""[{"role":"user","groups":["IAMAPP_Orgvue_SCIM_user"]}]""", was["roles"]!.ToJsonString());
        Assert.Equal("2026-11-25T09:10:00Z", (string)now["at"]!);
        Assert.Equal("admin", (string)now["items"]![0]!["platformRole"]!);
        Assert.Equal("2026-11-25T09:10:00Z", (string)today["at"]!);
        Assert.Single(today["items"]!.AsArray());
        Assert.Empty(admins["items"]!.AsArray());
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_known_after_the_directory_and_its_accounts_are_gone(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        await directory.RoleAsync("user", await directory.UserAsync("ada"));
        await host.AfterTheDelayAsync();
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.Admin.DeleteAsync($"/admin/api/directories/{directory.Id}", HttpStatusCode.NoContent);

        Assert.Single((await host.Admin.GetAsync("/admin/api/tenants/ACME/roles?at=2026-11-23", HttpStatusCode.OK))["items"]!.AsArray());
        Assert.Empty((await host.Admin.GetAsync("/admin/api/tenants/ACME/roles", HttpStatusCode.OK))["items"]!.AsArray());
    }

    [Theory]
    [InlineData("at=2026-11-24", "at", "past")]
    [InlineData("at=2026-11-23T09:00:01Z", "at", "past")]
    [InlineData("at=soon", "at", "format")]
    [InlineData("at=2026-11-01&timeZone=Mars/Olympus", "timeZone", "timeZone")]
    [InlineData("environment=test", "environment", "format")]
    [InlineData("cursor=x", "cursor", "paging")]
    public async Task Is_refused_by_field_and_rule(string query, string field, string rule)
    {
        await using var host = new Host();
        await host.NewDirectoryAsync();

        var error = Assert.Single((await host.Admin.GetAsync($"/admin/api/tenants/ACME/roles?{query}", HttpStatusCode.BadRequest))["errors"]!.AsArray())!;

        Assert.Equal((field, rule), ((string)error["field"]!, (string)error["rule"]!));
    }

    [Fact]
    public async Task Is_unknown_of_a_tenant_that_is_not_there()
    {
        await using var host = new Host();

        Assert.Equal("TenantNotFound", (string)(await host.Admin.GetAsync("/admin/api/tenants/NOBODY/roles", HttpStatusCode.NotFound))["code"]!);
    }
}
