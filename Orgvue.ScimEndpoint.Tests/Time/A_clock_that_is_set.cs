using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Tests.Acceptance;
using Orgvue.ScimEndpoint.Tests.Notifications;
using Orgvue.ScimEndpoint.Tests.WorkOs;
using Orgvue.ScimEndpoint.Tests.WorkOs.Receiving;
using Orgvue.ScimEndpoint.WorkOs.In;
using Orgvue.ScimEndpoint.WorkOs.Pulling;

namespace Orgvue.ScimEndpoint.Tests.Time;

/// <summary>A step of the clock does no harm: what was true before it is true after it, and what waits does not wait for as long as the clock was wrong.</summary>
public sealed class A_clock_that_is_set
{
    static readonly TimeSpan Hours = TimeSpan.FromHours(3);

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Back_leaves_every_user_in_every_list_once_and_every_version_new(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var users = new List<string>();
        for (var n = 0; n < 9; n++)
        {
            users.Add(await directory.UserAsync($"u{n}"));
            if (n % 3 == 2) host.Clock.Step(-Hours);
        }

        Assert.Equal(users.Order(), (await WalkAsync(directory, "Users?count=2&cursor=")).Order());
        var pages = new List<string>();
        for (var from = 1; from <= 9; from += 2) pages.AddRange(Ids(await directory.Scim.GetAsync($"Users?startIndex={from}&count=2", HttpStatusCode.OK)));
        Assert.Equal(users.Order(), pages.Order());
        var sorted = await WalkAsync(directory, "Users?sortBy=meta.lastModified&count=2&cursor=");
        Assert.Equal(users.Order(), sorted.Order());

        // Changed by a clock that is behind the one of its creation.
        using var first = await directory.Scim.GetAsync($"Users/{users[0]}");
        using var patch = new HttpRequestMessage(HttpMethod.Patch, $"Users/{users[0]}")
        {
            Content = JsonContent.Create(Pushes.Patch(new { op = "replace", path = "active", value = false })),
        };
        patch.Headers.TryAddWithoutValidation("If-Match", first.Headers.ETag!.ToString());
        using var changed = await directory.Scim.SendAsync(patch);
        Assert.Equal(HttpStatusCode.OK, changed.StatusCode);
        Assert.NotEqual(first.Headers.ETag, changed.Headers.ETag);
    }

    [Fact]
    public async Task Back_does_not_end_a_walk_that_was_begun()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        var directory = await host.NewDirectoryAsync();
        for (var n = 0; n < 3; n++) await directory.UserAsync($"u{n}");
        var page = await directory.Scim.GetAsync("Users?count=2&cursor=", HttpStatusCode.OK);

        host.Clock.Step(TimeSpan.FromDays(-30));

        Assert.Single(Ids(await directory.Scim.GetAsync($"Users?count=2&cursor={page["nextCursor"]}", HttpStatusCode.OK)));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Forward_opens_nothing_and_back_again_opens_what_was_open(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.NewDirectoryAsync();
        var made = await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/tokens", new { validFor = "1.00:00:00" }, HttpStatusCode.Created);
        using var client = host.ClientWith((string)made["token"]!);

        var answers = new List<HttpStatusCode>();
        foreach (var days in new[] { 2, -2, -700 })
        {
            host.Clock.Step(TimeSpan.FromDays(days));
            answers.Add((await client.GetAsync($"/scim/v2/{directory.Id}/Users")).StatusCode);
        }

        Assert.Equal([HttpStatusCode.Unauthorized, HttpStatusCode.OK, HttpStatusCode.OK], answers);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Back_does_not_lock_an_administrator_for_longer_than_wrong_passwords_do(StorageProvider provider)
    {
        const string password = "correct horse battery";
        await using var host = new Host(provider);
        await host.Admin.PostAsync("/admin/api/administrators", new { name = "Anna", role = "reader", password }, HttpStatusCode.Created);
        using var browser = host.ClientWith(null);
        for (var n = 0; n < 5; n++) Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync($"a wrong guess {n}"));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(password));

        host.Clock.Step(TimeSpan.FromMinutes(-10));
        Assert.Equal(HttpStatusCode.Unauthorized, await SignInAsync(password));
        host.Clock.Step(-Hours);

        Assert.Equal(HttpStatusCode.OK, await SignInAsync(password));

        async Task<HttpStatusCode> SignInAsync(string with) => (await browser.PostAsJsonAsync("/admin/api/sign-in", new { name = "Anna", password = with })).StatusCode;
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Back_does_not_put_off_a_notification_for_longer_than_a_failure_does(StorageProvider provider)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = Hooks.Server(provider);
        var directory = await host.NewDirectoryAsync();
        var (hook, _) = await host.HookAsync(receiver.Url);
        await Seed.UserAsync(host, directory, "ann@contoso.example", "hr");
        await host.AfterTheDelayAsync();
        receiver.Answer = Receiver.With(HttpStatusCode.BadGateway, "");
        await host.SendDueAsync();
        await receiver.NextAsync();

        host.Clock.Step(-Hours);
        receiver.Answer = Receiver.With(HttpStatusCode.Accepted);
        await host.SendDueAsync();

        await receiver.NextAsync();
        Assert.Single(await host.ShownAsync(hook, "?state=delivered"));
    }

    [Fact]
    public async Task Forward_by_a_mistake_deletes_nothing_for_its_age()
    {
        await using var host = new Host();
        var directory = await host.LinkedDirectoryAsync();
        var worker = host.Services.GetRequiredService<InWorker>();
        await worker.TidyAsync(default);
        await host.DeliverAsync(directory, Samples.Of("dsync.user.created").ToJsonString());
        await host.ApplyAsync();

        host.Clock.Step(TimeSpan.FromDays(365));
        await LaterAsync(20);
        Assert.Single(await host.ReceivedAsync(directory));
        host.Clock.Step(TimeSpan.FromDays(-365));
        await LaterAsync(20);
        Assert.Single(await host.ReceivedAsync(directory));

        // Nobody set it right: then it is right.
        host.Clock.Step(TimeSpan.FromDays(365));
        await LaterAsync(26);
        Assert.Empty(await host.ReceivedAsync(directory));

        async Task LaterAsync(int hours)
        {
            for (var hour = 0; hour < hours; hour++)
            {
                host.Clock.Advance(TimeSpan.FromHours(1));
                await worker.TidyAsync(default);
            }
        }
    }

    [Fact]
    public async Task Back_does_not_have_WorkOS_asked_later()
    {
        var clock = new SettableClock(new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero));
        var pace = new Pace(clock, perSecond: 10);
        await pace.TurnAsync(1, default);

        clock.Step(-Hours);
        var turn = pace.TurnAsync(1, default);
        Assert.False(turn.IsCompleted);
        clock.Advance(TimeSpan.FromMilliseconds(100));

        await turn.WaitAsync(TimeSpan.FromSeconds(10), TimeProvider.System);
    }

    static async Task<List<string>> WalkAsync(TestDirectory directory, string url)
    {
        var ids = new List<string>();
        for (string? cursor = ""; cursor is not null;)
        {
            var page = await directory.Scim.GetAsync(url + Uri.EscapeDataString(cursor), HttpStatusCode.OK);
            ids.AddRange(Ids(page));
            cursor = (string?)page["nextCursor"];
        }
        return ids;
    }

    static IEnumerable<string> Ids(JsonNode page) => page["Resources"]!.AsArray().Select(r => (string)r!["id"]!);
}
