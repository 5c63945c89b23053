using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Notifications;

namespace Orgvue.ScimEndpoint.Tests.Notifications;

/// <summary>What is posted, by whom it is posted to.</summary>
public sealed class A_body
{
    static readonly DateTimeOffset At = new(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
    static readonly Guid Event = new("019abcde-1111-7000-8000-000000000001");
    static readonly Guid Run = new("019abcde-2222-7000-8000-000000000002");
    static readonly Place Place = new("directory_1", "Contoso", OrgvueEnvironment.Staging, "ACME");

    [Fact]
    public void Has_a_sentence_for_people_and_the_same_in_json_for_programs()
    {
        var body = Posted("https://receiver.example/hook", Notices.FailuresOpened(Place, Run, [Failure("ann"), Failure("bob")]));

        Assert.Equal((Event.ToString(), "failure.opened", "2026-11-23T09:00:00Z"), ((string)body["id"]!, (string)body["event"]!, (string)body["createdAt"]!));
        Assert.StartsWith("2 users cannot be synced to tenant ACME (directory Contoso, staging).\n• MissingPlatformRole, 2 users: ann@acme.example, bob@acme.example. "
            + "User is not part of either User group or Admin group. What to do: Add ann to a group.", (string)body["text"]!, StringComparison.Ordinal);
        var data = body["data"]!;
        Assert.Equal(("directory_1", "ACME", "staging", 2, 2), ((string)data["directoryId"]!, (string)data["tenantId"]!, (string)data["environment"]!,
            (int)data["count"]!, (int)data["byCode"]!["MissingPlatformRole"]!));
        Assert.Equal(("bob", "Add bob to a group."), ((string)data["users"]![1]!["userName"]!, (string)data["users"]![1]!["remedy"]!));
    }

    [Fact]
    public void Stays_small_whoever_and_however_many_fail()
    {
        var many = Enumerable.Range(0, 10_000).Select(i =>
        {
            var failure = Failure($"{new string('n', 200)}\n{i}");
            failure.Groups = [.. Enumerable.Range(0, 500).Select(g => $"group {g}")];
            return failure;
        }).ToList();

        var notice = Notices.FailuresOpened(Place, Run, many);

        Assert.Equal((10_000, Notices.MostUsers, 10_000 - Notices.MostUsers),
            ((int)notice.Data["count"]!, notice.Data["users"]!.AsArray().Count, (int)notice.Data["notListed"]!));
        Assert.Contains("and 9990 more", notice.Text, StringComparison.Ordinal);
        Assert.InRange(notice.Text.Length, 100, 3000);
        // A Teams message holds some 28 KB.
        Assert.InRange(Body.Of("https://x.environment.api.powerplatform.com/w", Event, "failure.opened", At, notice).Length, 100, 20_000);
    }

    [Theory]
    [InlineData("https://hooks.slack.com/services/T0/B0/X")]
    [InlineData("https://HOOKS.slack.com/services/T0/B0/X")]
    [InlineData("https://hooks.slack-gov.com/services/T0/B0/X")]
    public void For_slack_is_a_text_in_which_no_name_is_a_command(string url)
    {
        var body = Posted(url, Notices.FailuresOpened(Place, Run, [Failure("<!channel> & <https://evil.example|x>")]));

        Assert.Equal("text", Assert.Single(body.AsObject()).Key);
        Assert.Contains("&lt;!channel&gt; &amp; &lt;https://evil.example|x&gt;", (string)body["text"]!, StringComparison.Ordinal);
        Assert.DoesNotContain('<', (string)body["text"]!);
    }

    [Fact]
    public void For_google_chat_is_a_text() =>
        Assert.Equal("text", Assert.Single(Posted("https://chat.googleapis.com/v1/spaces/A/messages?key=k", Notices.Test(Event)).AsObject()).Key);

    [Theory]
    [InlineData("https://default0123.04.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/1/triggers/manual/paths/invoke?sig=x")]
    [InlineData("https://prod-05.westeurope.logic.azure.com:443/workflows/1/triggers/manual/paths/invoke?sig=x")]
    [InlineData("https://contoso.webhook.office.com/webhookb2/1")]
    public void For_teams_is_a_card_whose_text_is_no_markup(string url)
    {
        var body = Posted(url, Notices.FailuresOpened(Place, Run, [Failure("[click](https://evil.example)")]));

        Assert.Equal("message", (string)body["type"]!);
        var attachment = Assert.Single(body["attachments"]!.AsArray())!;
        Assert.Equal("application/vnd.microsoft.card.adaptive", (string)attachment["contentType"]!);
        Assert.Equal("AdaptiveCard", (string)attachment["content"]!["type"]!);
        var blocks = attachment["content"]!["body"]!.AsArray();
        Assert.All(blocks, b => Assert.Equal(("RichTextBlock", "TextRun"), ((string)b!["type"]!, (string)b["inlines"]![0]!["type"]!)));
        Assert.Equal("SCIM: failure.opened", (string)blocks[0]!["inlines"]![0]!["text"]!);
        Assert.Contains("[click](https://evil.example)", (string)blocks[2]!["inlines"]![0]!["text"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evilhooks.slack.com.example/x")]
    [InlineData("https://logic.azure.com.example/x")]
    public void Is_not_fooled_by_a_host_that_looks_like_one(string url) => Assert.NotNull(Posted(url, Notices.Test(Event))["data"]);

    static JsonNode Posted(string url, Notice notice) => JsonNode.Parse(Body.Of(url, Event, "failure.opened", At, notice))!;

    static SyncFailure Failure(string name) => new()
    {
        Id = Event, UserId = new Guid(name.GetHashCode(StringComparison.Ordinal), 0, 0, new byte[8]), UserName = name,
        Email = name.Length < 9 ? $"{name}@acme.example" : null, TenantKey = 1,
        Code = "MissingPlatformRole", Reason = "User is not part of either User group or Admin group", Remedy = $"Add {name} to a group.", FirstSeenAt = At,
    };
}
