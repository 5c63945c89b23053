using System.Net;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Orgvue.ScimEndpoint.Notifications;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Tests.Notifications;

/// <summary>How an event is sent, and sent again.</summary>
public sealed class A_delivery
{
    /// <summary>How often it is looked whether something has come about that another task does.</summary>
    const int Patience = 300;

    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task That_fails_is_tried_at_its_time_until_it_arrives(StorageProvider provider)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = Hooks.Server(provider);
        var (hook, secret) = await WaitingAsync(host, receiver.Url);
        receiver.Answer = Receiver.With(HttpStatusCode.BadGateway, "come back\nlater");

        await host.SendDueAsync();
        var first = await receiver.NextAsync();
        var shown = Assert.Single(await host.ShownAsync(hook, "?state=pending"))!;
        Assert.Equal((1, 502, "502: come back later", "2026-11-23T09:00:10Z", "pending"), ((int)shown["attempts"]!, (int)shown["lastStatus"]!,
            (string)shown["lastError"]!, (string)shown["dueAt"]!, (string)shown["state"]!));

        host.Clock.Advance(TimeSpan.FromSeconds(9));
        await host.SendDueAsync();
        Assert.Equal(0, receiver.Waiting);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        await host.SendDueAsync();
        var second = await receiver.NextAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(20));
        receiver.Answer = Receiver.With(HttpStatusCode.Accepted);
        await host.SendDueAsync();
        var third = await receiver.NextAsync();
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.SendDueAsync();

        Assert.Equal(0, receiver.Waiting);
        // The same event, the same bytes, signed anew each time.
        Assert.Single(new[] { first, second, third }.DistinctBy(r => r.Headers["Orgvue-Event-Id"]));
        Assert.Equal(first.Body, third.Body);
        Assert.NotEqual(first.Headers["Orgvue-Signature"], third.Headers["Orgvue-Signature"]);
        Assert.True(third.IsSignedWith(secret, host.Clock.GetUtcNow() - TimeSpan.FromDays(1)));
        shown = Assert.Single(await host.ShownAsync(hook, "?state=delivered"))!;
        Assert.Equal((3, 202, null, null, "2026-11-23T09:00:30Z"), ((int)shown["attempts"]!, (int)shown["lastStatus"]!, (string?)shown["lastError"],
            (string?)shown["dueAt"], (string)shown["deliveredAt"]!));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task That_never_arrives_is_given_up_after_three_days_and_can_be_tried_by_hand(StorageProvider provider)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = Hooks.Server(provider);
        var (hook, _) = await WaitingAsync(host, receiver.Url);
        receiver.Answer = Receiver.With(HttpStatusCode.InternalServerError);

        for (var hours = 0; hours <= 72; hours++)
        {
            await host.SendDueAsync();
            host.Clock.Advance(TimeSpan.FromHours(1));
        }
        await host.SendDueAsync();
        var given = Assert.Single(await host.ShownAsync(hook, "?state=givenUp"))!;
        Assert.Equal((73, 500, null), ((int)given["attempts"]!, (int)given["lastStatus"]!, (string?)given["dueAt"]));
        Assert.Equal("2026-11-26T09:00:00Z", (string)given["givenUpAt"]!);
        host.Clock.Advance(TimeSpan.FromDays(1));
        await host.SendDueAsync();
        Assert.Equal(73, (await host.DeliveriesAsync())[0].Attempts);

        receiver.Answer = Receiver.With(HttpStatusCode.OK);
        var retry = $"{Hooks.Api}/{hook}/deliveries/{given["deliveryId"]}/retry";
        Assert.Equal("pending", (string)(await host.Admin.PostAsync(retry, null, HttpStatusCode.OK))["state"]!);
        await host.SendDueAsync();
        Assert.Equal("delivered", (string)Assert.Single(await host.ShownAsync(hook))!["state"]!);
        Assert.Equal("AlreadyDelivered", (string)(await host.Admin.PostAsync(retry, null, HttpStatusCode.Conflict))["code"]!);

        host.Clock.Advance(TimeSpan.FromDays(31));
        await host.SendDueAsync();
        Assert.Empty(await host.DeliveriesAsync());
    }

    [Fact]
    public async Task Is_put_off_as_long_as_the_receiver_asks()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = Hooks.Server();
        await WaitingAsync(host, receiver.Url);
        receiver.Answer = context =>
        {
            context.Response.Headers.RetryAfter = "120";
            return Receiver.With(HttpStatusCode.TooManyRequests)(context);
        };

        await host.SendDueAsync();

        Assert.Equal(host.Clock.GetUtcNow().AddSeconds(120), Assert.Single(await host.DeliveriesAsync()).DueAt);
    }

    [Fact]
    public async Task Follows_no_redirect()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var elsewhere = await Receiver.StartAsync();
        await using var host = Hooks.Server();
        await WaitingAsync(host, receiver.Url);
        receiver.Answer = context =>
        {
            context.Response.Headers.Location = elsewhere.Url;
            return Receiver.With(HttpStatusCode.TemporaryRedirect)(context);
        };

        await host.SendDueAsync();

        Assert.Equal((307, "307: redirects are not followed."), (await host.DeliveriesAsync()).Select(d => (d.LastStatus, d.LastError)).Single());
        Assert.Equal((1, 0), (receiver.Waiting, elsewhere.Waiting));
    }

    [Theory]
    [InlineData("https", "localhost has no address that notifications may be sent to")]
    [InlineData("http", "localhost is not asked by plain http")]
    public async Task Goes_to_no_private_address_unless_that_is_set_not_even_by_a_name_or_after_the_setting_is_gone(string scheme, string why)
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = new Host();
        var directory = await host.NewDirectoryAsync();
        var refused = await host.Admin.PostAsync(Hooks.Api, new { url = receiver.Url }, HttpStatusCode.BadRequest);
        Assert.Equal(("url", "network"), ((string)refused["errors"]![0]!["field"]!, (string)refused["errors"]![0]!["rule"]!));
        var (hook, _) = await host.HookAsync("https://receiver.example/hook");
        // As it would be if the name resolved to this machine by now.
        await host.Store.WriteAsync(async db =>
        {
            var row = (await db.WebhookEndpoints.FindAsync(Guid.Parse(hook)))!;
            row.Url = receiver.Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal).Replace("http:", scheme + ":", StringComparison.Ordinal);
        }, default);
        await FailAsync(host, directory);

        await host.SendDueAsync();
        var test = await host.Admin.PostAsync($"{Hooks.Api}/{hook}/test", null, HttpStatusCode.OK);

        Assert.Equal(0, receiver.Waiting);
        Assert.StartsWith(why, Assert.Single(await host.DeliveriesAsync()).LastError, StringComparison.Ordinal);
        Assert.Equal((false, null), ((bool)test["delivered"]!, (int?)test["status"]));
    }

    [Fact]
    public async Task To_a_receiver_that_does_not_answer_keeps_no_other_and_no_run_waiting()
    {
        await using var dead = await Receiver.StartAsync();
        await using var alive = await Receiver.StartAsync();
        await using var host = Hooks.Server();
        dead.Answer = Receiver.Never;
        var directory = await host.NewDirectoryAsync();
        await host.HookAsync(dead.Url);
        var (hook, _) = await host.HookAsync(alive.Url);
        await FailAsync(host, directory);

        var stuck = host.SendDueAsync();
        await dead.NextAsync();
        await alive.NextAsync();
        for (var i = 0; i < 3; i++)
        {
            await FailAsync(host, directory, $"u{i}");
            // Look after look, as the worker does: one that finds the task of before about to end leaves it to the next.
            for (var looks = 0; alive.Waiting == 0 && looks < Patience; looks++)
            {
                _ = host.SendDueAsync();
                await Task.Delay(Pause, TimeProvider.System);
            }
            Assert.Equal("failure.opened", (string)(await alive.NextAsync()).Json()["event"]!);
        }
        Assert.False(stuck.IsCompleted);
        Assert.Equal(0, dead.Waiting);

        host.Clock.Advance(TimeSpan.FromSeconds(10));
        await stuck;
        var failed = (await host.DeliveriesAsync()).Where(d => d.EndpointId != Guid.Parse(hook)).ToList();
        Assert.Equal(4, failed.Count);
        Assert.Equal("No answer within 10 seconds.", Assert.Single(failed, d => d.Attempts > 0).LastError);
    }

    [Fact]
    public async Task Has_arrived_when_the_status_says_so_though_the_answer_does_not_end()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = Hooks.Server();
        await WaitingAsync(host, receiver.Url);
        receiver.Answer = async context =>
        {
            await context.Response.WriteAsync(new string('x', 5000));
            await Receiver.Never(context);
        };

        await host.SendDueAsync();

        Assert.Equal((1, 200, true), (await host.DeliveriesAsync()).Select(d => (d.Attempts, d.LastStatus, d.DeliveredAt is not null)).Single());
    }

    [Fact]
    public async Task To_nobody_who_listens_is_an_attempt_too()
    {
        var gone = await Receiver.StartAsync();
        await using var host = Hooks.Server();
        await WaitingAsync(host, gone.Url);
        await gone.DisposeAsync();

        await host.SendDueAsync();

        var row = Assert.Single(await host.DeliveriesAsync());
        Assert.Equal((1, null, false), (row.Attempts, row.LastStatus, string.IsNullOrEmpty(row.LastError)));
        Assert.NotNull(row.DueAt);
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_one_nodes_at_a_time_and_the_next_ones_when_that_dies(StorageProvider provider)
    {
        await using var host = Hooks.Server(provider);
        var (hook, _) = await WaitingAsync(host, "http://127.0.0.1:9/");
        var deliveries = host.Services.GetRequiredService<Deliveries>();

        var claims = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => deliveries.ClaimAsync(Guid.Parse(hook), default))));
        var first = Assert.Single(claims.OfType<Claimed>());
        host.Clock.Advance(TimeSpan.FromSeconds(39));
        Assert.Null(await deliveries.ClaimAsync(Guid.Parse(hook), default));
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var second = (await deliveries.ClaimAsync(Guid.Parse(hook), default))!;

        // It was not dead after all: what it says now is not heard.
        await deliveries.NoteAsync(first, new Attempt.Refused(500, "", null), default);
        Assert.Equal((2, null), (await host.DeliveriesAsync()).Select(d => (d.Attempts, d.LastStatus)).Single());
        await deliveries.NoteAsync(second, new Attempt.Delivered(200, ""), default);
        Assert.NotNull((await host.DeliveriesAsync())[0].DeliveredAt);
    }

    [Fact]
    public async Task Is_sent_by_a_worker_that_runs_by_itself()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var host = Hooks.Server();
        var directory = await host.NewDirectoryAsync();
        await host.HookAsync(receiver.Url);
        var worker = host.Services.GetRequiredService<DeliveryWorker>();
        await worker.StartAsync(default);

        await FailAsync(host, directory);
        using var ticking = new CancellationTokenSource();
        var ticks = Task.Run(async () =>
        {
            while (!ticking.IsCancellationRequested)
            {
                host.Clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(Pause, TimeProvider.System);
            }
        });

        Assert.Equal("failure.opened", (string)(await receiver.NextAsync()).Json()["event"]!);
        // A server that stops in between sends it again; here it is to be seen that it takes note.
        for (var looks = 0; (await host.DeliveriesAsync())[0].DeliveredAt is null && looks < Patience; looks++) await Task.Delay(Pause, TimeProvider.System);
        await ticking.CancelAsync();
        await ticks;
        await worker.StopAsync(default);
        Assert.NotNull(Assert.Single(await host.DeliveriesAsync()).DeliveredAt);
    }

    static async Task<(string Id, string Secret)> WaitingAsync(Host host, string url)
    {
        var directory = await host.NewDirectoryAsync();
        var hook = await host.HookAsync(url);
        await FailAsync(host, directory);
        return hook;
    }

    static async Task FailAsync(Host host, TestDirectory directory, string name = "ann")
    {
        await Seed.UserAsync(host, directory, $"{name}@contoso.example", "hr");
        await host.Admin.PostAsync($"/admin/api/directories/{directory.Id}/sync", null, HttpStatusCode.OK);
    }
}
