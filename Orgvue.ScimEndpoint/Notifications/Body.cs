using System.Text.Json.Nodes;

namespace Orgvue.ScimEndpoint.Notifications;

/// <summary>
/// A notice as the receiver takes it, chosen by the host of its URL. Slack and Google Chat know a text and refuse or ignore the rest; a Teams
/// workflow posts the cards among the attachments; everybody else gets all of it.
/// </summary>
public static class Body
{
    // Slack for everybody, and for the government.
    static readonly string[] SlackHosts = ["hooks.slack.com", "hooks.slack-gov.com"];

    const string GoogleChat = "chat.googleapis.com";

    // The URLs that Power Automate gives out, those from before November 2025, and the connectors that came before workflows.
    static readonly string[] TeamsDomains = [".api.powerplatform.com", ".powerautomate.com", ".logic.azure.com", ".webhook.office.com"];

    public static string Of(string url, Guid eventId, string name, DateTimeOffset at, Notice notice)
    {
        var host = new Uri(url).IdnHost.ToLowerInvariant();
        if (SlackHosts.Contains(host)) return new JsonObject { ["text"] = Slack(notice.Text) }.ToJsonString();
        if (host == GoogleChat) return new JsonObject { ["text"] = notice.Text }.ToJsonString();
        if (TeamsDomains.Any(d => host.EndsWith(d, StringComparison.Ordinal))) return Card(name, notice.Text).ToJsonString();
        return new JsonObject
        {
            ["id"] = eventId, ["event"] = name, ["createdAt"] = at.UtcDateTime, ["text"] = notice.Text, ["data"] = notice.Data.DeepClone(),
        }.ToJsonString();
    }

    // Slack: these three and no others. A user named <!channel> must not wake everybody.
    static string Slack(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    // A TextBlock reads Markdown, where a name could be a link; a TextRun is read as it is.
    static JsonObject Card(string name, string text) => new()
    {
        ["type"] = "message",
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.card.adaptive",
            ["contentUrl"] = null,
            ["content"] = new JsonObject
            {
                ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json", ["type"] = "AdaptiveCard", ["version"] = "1.2",
                ["body"] = new JsonArray(
                [
                    Runs($"SCIM: {name}", bold: true),
                    .. text.Split('\n').Select(line => Runs(line, bold: false)),
                ]),
            },
        }),
    };

    static JsonObject Runs(string text, bool bold) => new()
    {
        ["type"] = "RichTextBlock",
        ["inlines"] = new JsonArray(new JsonObject { ["type"] = "TextRun", ["text"] = text, ["weight"] = bold ? "Bolder" : "Default" }),
    };
}
