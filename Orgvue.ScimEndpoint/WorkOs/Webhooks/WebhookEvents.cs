using System.Text.RegularExpressions;
using Orgvue.ScimEndpoint.WorkOs.Out;

namespace Orgvue.ScimEndpoint.WorkOs.Webhooks;

/// <summary>Events as an endpoint of WorkOS's kind names them.</summary>
public static partial class WebhookEvents
{
    const string Ours = "dsync.";

    /// <summary>Those that are sent.</summary>
    public static readonly IReadOnlyList<string> Sent = [.. EventNames.All.Where(EventNames.IsSentToWebhooks)];

    /// <summary>
    /// Whether an endpoint may ask for it. WorkOS sends much that is none of a directory's, and who asks for that too must not fail here; a
    /// directory event that does not exist is a slip.
    /// </summary>
    public static bool IsKnown(string? name) =>
        name is { Length: <= 100 } && (name.StartsWith(Ours, StringComparison.Ordinal) ? Sent.Contains(name) : Spelling().IsMatch(name));

    /// <summary>What a webhook is told when somebody tries it; nobody subscribes to it.</summary>
    public const string Test = "webhook.test";

    [GeneratedRegex(@"^[a-z]+(_[a-z]+)*(\.[a-z]+(_[a-z]+)*)+\z", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Spelling();
}
