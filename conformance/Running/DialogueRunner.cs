using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Conformance.Format;

namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>
/// Holds dialogues with a server. The SCIM client's base address is the SCIM base URL, the admin client's the server's root; both carry
/// their own Authorization. Keeps nothing between cases, so cases may run side by side.
/// </summary>
public sealed class DialogueRunner(HttpClient scim, HttpClient? admin = null, RunnerOptions? options = null)
{
    readonly RunnerOptions _options = options ?? new RunnerOptions();
    readonly Secrets _secrets = new(scim, admin);

    public async Task<CaseResult> RunAsync(DialogueCase dialogue, CancellationToken ct = default)
    {
        var began = _options.Clock.GetTimestamp();
        var talk = new Conversation(scim, admin, _options, _secrets);
        var reason = await WhyNot(dialogue, talk, ct);
        if (reason is null) await Hold(dialogue, talk, ct);
        var verdict = talk.Problems.Count > 0 ? Verdict.Failed : reason is null ? Verdict.Passed : Verdict.Skipped;
        var took = _options.Clock.GetElapsedTime(began);
        return new CaseResult(dialogue, verdict, talk.Problems, talk.Exchanges, verdict == Verdict.Skipped ? reason : null, took);
    }

    static async Task Hold(DialogueCase dialogue, Conversation talk, CancellationToken ct)
    {
        try
        {
            foreach (var (index, step) in dialogue.Steps.Index())
                if (!await talk.Say(step, $"step {index + 1}", ct)) break;
        }
        finally
        {
            await talk.CleanUp();
        }
    }

    async Task<string?> WhyNot(DialogueCase dialogue, Conversation talk, CancellationToken ct)
    {
        if (admin is null && dialogue.Needs.Contains(Need.Admin)) return "needs the admin API (--admin-url and --admin-key)";
        if (_options.Anonymous is null && dialogue.Steps.Any(AsksForNoAuthorization)) return "needs a client without Authorization";
        var features = dialogue.Needs.Where(n => n != Need.Admin).ToList();
        if (features.Count == 0) return null;
        var answer = await talk.Ask("ServiceProviderConfig", "needs", ct);
        if (answer is not { Status: 200, Json: JsonObject advertised })
            return $"the ServiceProviderConfig is unknown ({Advertised.Why(answer?.Status)}), "
                + $"so nobody knows of {string.Join(", ", features)}";
        var missing = features
            .Where(f => JsonPath.Parse(Need.PathOf(f)).In(advertised).All(said => said.ToJsonString() != "true")).ToList();
        return missing.Count == 0 ? null : $"the server does not advertise {string.Join(", ", missing)}";
    }

    static bool AsksForNoAuthorization(DialogueStep step) =>
        step.Headers.Any(h => h.Value is null && h.Key.Equals("Authorization", StringComparison.OrdinalIgnoreCase));
}
