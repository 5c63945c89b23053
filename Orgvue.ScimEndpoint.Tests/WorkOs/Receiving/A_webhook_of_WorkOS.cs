using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.Tests.WorkOs.Receiving;

/// <summary>What comes in at <c>/workos/webhooks/{directory}</c>, and what is answered.</summary>
public sealed class A_webhook_of_WorkOS
{
    const int SignatureRefused = 60, WebhookUnreadable = 61;

    static readonly string Created = Samples.Of("dsync.user.created").ToJsonString();

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task Is_stored_as_it_came_and_answered_before_anything_is_done(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.LinkedDirectoryAsync();

        foreach (var body in Samples.Bodies) await host.DeliverAsync(directory, body);

        var rows = await host.ReceivedAsync(directory);
        Assert.Equal(Samples.Bodies, rows.Select(r => r.Body));
        Assert.Equal(
            Samples.Bodies.Select(b => ((string)JsonNode.Parse(b)!["event"]!, ((string)JsonNode.Parse(b)!["event"]!).Contains("token", StringComparison.Ordinal) ? WorkOsReceivedState.Unread : WorkOsReceivedState.Pending)),
            rows.Select(r => (r.Event, r.State)));
        Assert.Equal("directory_01KVN0RGVVE0D1RECT0RY00001", (await host.LinkAsync(directory)).RemoteId);
        Assert.Empty(await host.ShownAsync(directory));
        Assert.Empty(await host.ItemsAsync(directory));
    }

    public static readonly TheoryData<string, string> Refused = new()
    {
        { "none", "missing" }, { "t=1, v1=2", "malformed" }, { "other secret", "not made with the directory's secret over this body" },
        { "other body", "not made with the directory's secret over this body" }, { "old", "too old" }, { "new", "too new" },
    };

    [Theory, MemberData(nameof(Refused))]
    public async Task Is_refused_alike_whatever_is_wrong_with_its_signature_and_the_log_says_what(string wrong, string logged)
    {
        await using var host = new Host();
        var directory = await host.LinkedDirectoryAsync();
        var heard = host.Listen();
        var now = host.Clock.GetUtcNow().ToUnixTimeMilliseconds();

        var header = wrong switch
        {
            "none" => null,
            "other secret" => Linked.Header(Created, now, "whsec_another"),
            "other body" => Linked.Header(Created + " ", now, Linked.Secret),
            "old" => Linked.Header(Created, now - 300_001, Linked.Secret),
            "new" => Linked.Header(Created, now + 300_001, Linked.Secret),
            _ => wrong,
        };
        using var answer = await host.SendAsync(directory, Encoding.UTF8.GetBytes(Created), header);

        await IsErrorAsync(answer, HttpStatusCode.Unauthorized, "unauthorized", "The signature of the webhook is not valid.");
        Assert.Equal([$"A webhook of WorkOS for directory {directory.Key} was refused: its signature is {logged}"], heard.Of(SignatureRefused));
        Assert.Empty(await host.ReceivedAsync(directory));
    }

    [Fact]
    public async Task Is_accepted_with_both_secrets_while_they_are_being_rotated()
    {
        await using var host = new Host();
        var directory = await host.LinkedDirectoryAsync(secret: "whsec_new", oldSecret: "whsec_old");

        using var withNew = await host.SendAsync(directory, Created, "whsec_new");
        using var withOld = await host.SendAsync(directory, Created, "whsec_old");
        await host.Store.WriteAsync(async db => (await db.WorkOsLinks.SingleAsync()).OldSecret = null, default);
        using var withOldAfter = await host.SendAsync(directory, Created, "whsec_old");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.Unauthorized], new[] { withNew, withOld, withOldAfter }.Select(a => a.StatusCode));
    }

    [Theory]
    [InlineData("directory_01AAAAAAAAAAAAAAAAAAAAAAAA", false)]
    [InlineData(null, false)]
    [InlineData(null, true)]
    public async Task Finds_nobody_where_there_is_no_directory_no_link_or_one_that_is_off(string? id, bool linked)
    {
        await using var host = new Host();
        var directory = linked ? await host.LinkedDirectoryAsync(edit: l => l.Enabled = false) : await host.NewDirectoryAsync();

        using var answer = await host.SendAsync(directory with { Id = id ?? directory.Id }, Created);

        await IsErrorAsync(answer, HttpStatusCode.NotFound, "entity_not_found", "There is no such directory, or it takes no webhooks.");
    }

    [Fact]
    public async Task Finds_nobody_while_the_link_has_no_secret()
    {
        await using var host = new Host();
        var directory = await host.LinkedDirectoryAsync(secret: null);

        using var answer = await host.SendAsync(directory, Created);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    /// <summary>Only a real server has a wire to read on from, so this one listens on a port.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Over_a_megabyte_is_refused_whether_or_not_its_length_is_told(bool chunked)
    {
        await using var host = new Host();
        host.UseKestrel(0);
        host.StartServer();
        var directory = await host.LinkedDirectoryAsync();
        var body = $"{Created}{new string(' ', 1024 * 1024)}";
        using var request = new HttpRequestMessage(HttpMethod.Post, directory.Address()) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.TryAddWithoutValidation("WorkOS-Signature", Linked.Header(body, host.Clock.GetUtcNow().ToUnixTimeMilliseconds(), Linked.Secret));
        request.Headers.ExpectContinue = !chunked;
        request.Headers.TransferEncodingChunked = chunked;

        using var answer = await host.ClientWith(null).SendAsync(request);

        await IsErrorAsync(answer, HttpStatusCode.RequestEntityTooLarge, "payload_too_large", "The body is larger than 1048576 bytes.");
        Assert.Empty(await host.ReceivedAsync(directory));
    }

    [Fact]
    public async Task Of_a_megabyte_less_nothing_is_taken()
    {
        await using var host = new Host();
        var directory = await host.LinkedDirectoryAsync();

        await host.DeliverAsync(directory, Created + new string(' ', 1024 * 1024 - Encoding.UTF8.GetByteCount(Created)));

        Assert.Single(await host.ReceivedAsync(directory));
    }

    public static readonly TheoryData<string, string> Unreadable = new()
    {
        { "", "" }, { "{", "" }, { "[]", "" }, { "null", "" }, { "\"text\"", "" }, { "{}", "id" }, { """{"id":1,"event":"x"}""", "id" },
        { """{"id":"","event":"x"}""", "id" }, { """{"id":"event_1"}""", "event" }, { """{"id":"event_1","event":["x"]}""", "event" },
        { """{"id":"event_1","event":"dsync.user.created","created_at":"2026-11-23T20:00:00.000Z"}""", "data" },
        { """{"id":"event_1","event":"dsync.user.created","data":[],"created_at":"2026-11-23T20:00:00.000Z"}""", "data" },
        { """{"id":"event_1","event":"dsync.user.created","data":{"id":"u"}}""", "created_at" },
        { """{"id":"event_1","event":"dsync.user.created","data":{"id":"u"},"created_at":"yesterday"}""", "created_at" },
        { """{"id":"event_1","event":"dsync.user.created","data":{},"created_at":"2026-11-23T20:00:00.000Z"}""", "data.id" },
        { """{"id":"event_1","event":"dsync.user.created","data":{"id":"u","email":{}},"created_at":"2026-11-23T20:00:00.000Z"}""", "data.email" },
        { """{"id":"event_1","event":"dsync.user.updated","data":{"id":"u","state":true},"created_at":"2026-11-23T20:00:00.000Z"}""", "data.state" },
        { """{"id":"event_1","event":"dsync.user.updated","data":{"id":"u","emails":"x"},"created_at":"2026-11-23T20:00:00.000Z"}""", "data.emails" },
        { """{"id":"event_1","event":"dsync.user.updated","data":{"id":"u","custom_attributes":[]},"created_at":"2026-11-23T20:00:00.000Z"}""", "data.custom_attributes" },
        { """{"id":"event_1","event":"dsync.user.deleted","data":{"id":"u","updated_at":5},"created_at":"2026-11-23T20:00:00.000Z"}""", "data.updated_at" },
        { """{"id":"event_1","event":"dsync.user.created","data":{"id":"u","name":"\ud800"},"created_at":"2026-11-23T20:00:00.000Z"}""", "" },
        { """{"id":"event_1","event":"dsync.group.created","data":{"id":"g","name":7},"created_at":"2026-11-23T20:00:00.000Z"}""", "data.name" },
        { """{"id":"event_1","event":"dsync.group.user_added","data":{"user":{"id":"u"}},"created_at":"2026-11-23T20:00:00.000Z"}""", "data.group" },
        { """{"id":"event_1","event":"dsync.group.user_added","data":{"user":{},"group":{"id":"g"}},"created_at":"2026-11-23T20:00:00.000Z"}""", "data.user.id" },
        { """{"id":"event_1","event":"dsync.deleted","data":{"name":"x"},"created_at":"2026-11-23T20:00:00.000Z"}""", "data.id" },
    };

    [Theory, MemberData(nameof(Unreadable))]
    public async Task That_is_no_event_is_refused_with_the_field_and_changes_nothing(string body, string field)
    {
        await using var host = new Host();
        var directory = await host.LinkedDirectoryAsync();
        var heard = host.Listen();

        using var answer = await host.SendAsync(directory, body);
        await host.ApplyAsync();

        var error = await IsErrorAsync(answer, HttpStatusCode.BadRequest, "invalid_request_parameters", null);
        Assert.Equal(field, (string?)Assert.Single(error["errors"]!.AsArray())!["field"]);
        Assert.Single(heard.Of(WebhookUnreadable));
        Assert.Empty(await host.ReceivedAsync(directory));
        Assert.Empty(await host.ItemsAsync(directory));
        Assert.Null((await host.LinkAsync(directory)).RemoteId);
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe, 0x7b })]
    [InlineData(new byte[] { 0x7b, 0x22, 0x69, 0x64, 0x22, 0x3a, 0x22, 0xc3, 0x28, 0x22, 0x7d })]
    public async Task That_is_no_text_is_refused(byte[] body)
    {
        await using var host = new Host();
        var directory = await host.LinkedDirectoryAsync();
        var time = host.Clock.GetUtcNow().ToUnixTimeMilliseconds();
        var digest = System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(Linked.Secret), Encoding.UTF8.GetBytes($"{time}.").Concat(body).ToArray());

        using var answer = await host.SendAsync(directory, body, $"t={time}, v1={Convert.ToHexStringLower(digest)}");

        await IsErrorAsync(answer, HttpStatusCode.BadRequest, "invalid_request_parameters", null);
    }

    [Fact]
    public async Task Of_an_unknown_type_or_another_directory_is_kept_and_counted_and_not_applied()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        // Counters are the process's: this directory's key is nobody else's.
        await host.Store.WriteAsync(db =>
        {
            db.Add(new Orgvue.ScimEndpoint.Model.Directory { Key = 7_000_000, Id = "directory_1", ExternalKey = "one", Name = "One" });
            return Task.CompletedTask;
        }, default);
        var directory = await host.LinkedDirectoryAsync();
        var counted = Count(directory.Key, out var listener);
        using var _ = listener;
        var foreign = JsonNode.Parse(Created.Replace("directory_01KVN0RGVVE0D1RECT0RY00001", "directory_another", StringComparison.Ordinal))!;
        foreign["id"] = "event_foreign";

        await host.DeliverAsync(directory, """{"id":"event_x","event":"user.created","data":{"id":"user_1"},"created_at":"2026-11-23T20:00:00.000Z"}""");
        await host.DeliverAsync(directory, """{"id":"event_y","event":"dsync.user.teleported"}""");
        await host.DeliverAsync(directory, Created);
        await host.DeliverAsync(directory, foreign.ToJsonString());
        await host.DeliverAsync(directory, Created);
        await host.ApplyAsync();

        Assert.Equal(
            [("event_01KVN0RGVVE0EVENT0000000008", WorkOsReceivedState.Merged), ("event_foreign", WorkOsReceivedState.Foreign), ("event_x", WorkOsReceivedState.Unknown), ("event_y", WorkOsReceivedState.Unknown)],
            (await host.ReceivedAsync(directory)).Select(r => (r.EventId, r.State)));
        Assert.Equal(["unknown", "unknown", "stored", "foreign", "duplicate"], counted);
        Assert.Single(await host.ShownAsync(directory));
    }

    [Theory, MemberData(nameof(Host.Providers), MemberType = typeof(Host))]
    public async Task That_is_sent_again_and_again_at_once_is_stored_once(StorageProvider provider)
    {
        await using var host = new Host(provider);
        var directory = await host.LinkedDirectoryAsync();

        await Task.WhenAll(Enumerable.Range(0, 60).Select(n => Task.Run(() => host.DeliverAsync(directory, Samples.Bodies[n % 12]))));

        Assert.Equal(12, (await host.ReceivedAsync(directory)).Count);
    }

    [Fact]
    public async Task That_cannot_be_stored_is_to_be_sent_again()
    {
        await using var host = new Host(StorageProvider.Sqlite);
        var directory = await host.LinkedDirectoryAsync();
        await host.Store.WriteAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE WorkOsReceived RENAME TO Elsewhere"), default);

        using var answer = await host.SendAsync(directory, Created);
        await host.Store.WriteAsync(db => db.Database.ExecuteSqlRawAsync("ALTER TABLE Elsewhere RENAME TO WorkOsReceived"), default);

        await IsErrorAsync(answer, HttpStatusCode.ServiceUnavailable, "unavailable", "The event could not be stored: send it again.");
        Assert.Equal("5", answer.Headers.GetValues("Retry-After").Single());
        await host.DeliverAsync(directory, Created);
        Assert.Single(await host.ReceivedAsync(directory));
    }

    [Fact]
    public async Task Is_forgotten_after_thirty_days_unless_it_waits()
    {
        await using var host = new Host();
        var directory = await host.LinkedDirectoryAsync();
        var worker = host.Services.GetService(typeof(Orgvue.ScimEndpoint.WorkOs.In.InWorker)) as Orgvue.ScimEndpoint.WorkOs.In.InWorker;
        await host.DeliverAsync(directory, Created);
        await host.ApplyAsync();
        await host.DeliverAsync(directory, Samples.Of("dsync.user.updated").ToJsonString());

        host.Clock.Advance(TimeSpan.FromDays(30));
        await worker!.TidyAsync(default);
        Assert.Equal(2, (await host.ReceivedAsync(directory)).Count);
        host.Clock.Advance(TimeSpan.FromHours(2));
        await worker.TidyAsync(default);

        Assert.Equal(WorkOsReceivedState.Pending, Assert.Single(await host.ReceivedAsync(directory)).State);
    }

    static async Task<JsonNode> IsErrorAsync(HttpResponseMessage answer, HttpStatusCode status, string code, string? message)
    {
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
        Assert.Equal((status, code), (answer.StatusCode, (string?)error["code"]));
        Assert.Equal(new MediaTypeHeaderValue("application/json").MediaType, answer.Content.Headers.ContentType!.MediaType);
        if (message is not null) Assert.Equal(message, (string?)error["message"]);
        Assert.NotEmpty((string)error["message"]!);
        Assert.NotNull(error["errors"]!.AsArray());
        return error;
    }

    static List<string> Count(int directory, out MeterListener listener)
    {
        var outcomes = new List<string>();
        listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                if (instrument.Meter.Name == Metrics.Name && instrument.Name == "orgvue.workos.webhooks") l.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((_, _, tags, _) =>
        {
            if (tags[0].Value is int key && key == directory) outcomes.Add((string)tags[1].Value!);
        });
        listener.Start();
        return outcomes;
    }
}
