using System.Net;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.WorkOs.Out;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.Tests.WorkOs;

/// <summary>Events oldest first, to be read to the end and from there on.</summary>
public sealed class The_events_api
{
    public static TheoryData<StorageProvider> Providers => Host.Providers;

    [Theory, MemberData(nameof(Providers))]
    public async Task Is_read_to_the_end_byte_for_byte(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        var directory = await host.NewDirectoryAsync();
        for (var n = 0; n < 5; n++) await directory.UserAsync($"Zoë{n}");
        await directory.RoleAsync("user", await directory.WholeUserAsync());
        var client = host.ClientWith(Emulated.Key);

        var (read, after) = ("", "");
        for (; ; )
        {
            // Whatever order is asked for.
            var text = await client.GetStringAsync($"/events?limit=2&order=desc{after}");
            Assert.StartsWith("""{"object":"list","data":[""", text, StringComparison.Ordinal);
            var page = JsonNode.Parse(text)!;
            Assert.Equal(["after"], page["list_metadata"]!.AsObject().Select(p => p.Key));
            Assert.Equal(text, ExactJson.Text(page));
            read += string.Concat(page["data"]!.AsArray().Select(e => ExactJson.Text(e) + "\n"));
            if ((string?)page["list_metadata"]!["after"] is not { } next) break;
            Assert.Equal((string)page["data"]![1]!["id"]!, next);
            after = $"&after={next}";
        }

        Assert.Equal(string.Concat((await host.PayloadsAsync()).Select(p => p + "\n")), read);
    }

    [Theory]
    [InlineData("events=dsync.activated%2Cdsync.user.created")]
    [InlineData("events[]=dsync.activated&events[]=dsync.user.created")]
    [InlineData("events%5B%5D=dsync.activated&events%5B%5D=dsync.user.created")]
    [InlineData("events=dsync.activated&events=dsync.user.created")]
    [InlineData("events=dsync.activated,%20dsync.user.created,user.created,")]
    [InlineData("events=dsync.user.created&events[]=dsync.activated")]
    public async Task Is_asked_for_some_as_every_SDK_does(string query)
    {
        await using var host = Emulated.On();
        var directory = await host.NewDirectoryAsync();
        await directory.RoleAsync("user", await directory.UserAsync("ada"));

        Assert.Equal(["dsync.activated", "dsync.user.created"], await NamesAsync(host, query));
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Is_asked_for_an_organization_and_a_range(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        var directory = await host.NewDirectoryAsync();
        var other = await host.NewDirectoryAsync("Fabrikam", tenants: new TestTenant("FABRIKAM"));
        foreach (var name in new[] { "one", "two", "three" })
        {
            host.Clock.Advance(TimeSpan.FromHours(10));
            await directory.UserAsync(name);
        }
        host.Clock.Advance(TimeSpan.FromHours(10));
        await other.UserAsync("stranger");

        Assert.Equal(["dsync.activated", "dsync.token.created", "dsync.user.created"], await NamesAsync(host, $"organization_id={WireId.OrganizationOf(other.Id)}"));
        Assert.Empty(await NamesAsync(host, "organization_id=org_01KVN0RGVVE0RGAN1ZAT10N001"));
        Assert.Empty(await NamesAsync(host, "organization_id=nonsense"));
        Assert.Equal(["two", "three", "stranger"], await PeopleAsync("range_start=2026-11-24T05:00:00Z"));
        Assert.Equal(["two"], await PeopleAsync("range_start=2026-11-24T05:00:00.000Z&range_end=2026-11-24T05:00:00.000Z"));
        Assert.Equal(["one", "two"], await PeopleAsync("range_end=2026-11-24%2006:00:00"));
        Assert.Empty(await PeopleAsync("range_start=2027-01-01"));
        Assert.Empty(await PeopleAsync("range_end=0001-01-01"));
        Assert.Empty(await PeopleAsync("range_start=9999-12-31T23:59:59Z"));

        async Task<IEnumerable<string>> PeopleAsync(string query) =>
            (await DataAsync(host, query)).Where(e => (string)e!["event"]! == "dsync.user.created").Select(e => ((string)e!["data"]!["username"]!).Split('@')[0]);
    }

    [Theory, MemberData(nameof(Providers))]
    public async Task Keeps_events_for_ninety_days_and_says_so_to_whom_missed_some(StorageProvider provider)
    {
        await using var host = Emulated.On(provider);
        var directory = await host.NewDirectoryAsync();
        var old = (string)(await DataAsync(host, ""))[^1]!["id"]!;
        host.Clock.Advance(TimeSpan.FromDays(89));
        await directory.UserAsync("young");
        await TidyAsync();
        Assert.Equal(3, (await host.PayloadsAsync()).Count);

        host.Clock.Advance(TimeSpan.FromDays(2));
        await TidyAsync();

        Assert.Equal(["dsync.user.created"], await NamesAsync(host, ""));
        await host.ClientWith(Emulated.Key).GetAsync($"/events?after={old}", HttpStatusCode.BadRequest);

        Task TidyAsync() => host.Services.GetRequiredService<EventRetention>().TidyAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Lets_go_of_more_than_one_part()
    {
        await using var host = Emulated.On(StorageProvider.Sqlite);
        var directory = await host.NewDirectoryAsync();
        await host.Store.WriteAsync(db =>
        {
            for (var n = 0; n < 11_000; n++)
                db.Add(new Model.WorkOsEvent { DirectoryKey = directory.Key, Id = AscendingIds.Next(host.Clock), Event = "dsync.user.created", Payload = "{}", CreatedAt = host.Clock.GetUtcNow() });
            return Task.CompletedTask;
        }, CancellationToken.None);
        host.Clock.Advance(TimeSpan.FromDays(91));

        await host.Services.GetRequiredService<EventRetention>().TidyAsync(CancellationToken.None);

        Assert.Equal(0, await host.Store.ReadAsync(db => db.WorkOsEvents.CountAsync()));
    }

    static async Task<JsonArray> DataAsync(Host host, string query) =>
        (await host.ClientWith(Emulated.Key).GetAsync($"/events?limit=100&{query}", HttpStatusCode.OK))["data"]!.AsArray();

    static async Task<IEnumerable<string>> NamesAsync(Host host, string query) => Emulated.Names((await DataAsync(host, query)).OfType<JsonNode>());
}
