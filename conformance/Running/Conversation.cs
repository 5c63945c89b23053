using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Conformance.Format;

namespace Orgvue.ScimEndpoint.Conformance.Running;

/// <summary>One case under way: its variables, what was said, what went wrong and what is still to be deleted.</summary>
sealed class Conversation(HttpClient scim, HttpClient? admin, RunnerOptions options, Secrets secrets)
{
    readonly Variables _variables = new(options.Random, options.Directory ?? LastSegment(Root(scim)), Root(scim).AbsoluteUri);
    readonly List<Problem> _problems = [];
    readonly List<Exchange> _exchanges = [];
    readonly Leftovers _leftovers = new();

    public IReadOnlyList<Problem> Problems => _problems;
    public IReadOnlyList<Exchange> Exchanges => _exchanges;

    /// <summary>Sends a step and checks its answer; false when the case cannot go on.</summary>
    public async Task<bool> Say(DialogueStep step, string where, CancellationToken ct)
    {
        var before = _problems.Count;
        var wire = Wire.From(step, _variables);
        if (await Send(wire, step.On, where, ct) is not { } answer) return false;
        _leftovers.Note(step.On, wire, answer);
        foreach (var (expected, got) in Checks.Failures(Filled(step.Expect), step.On, answer)) Report(where, wire, expected, got);
        if (_problems.Count > before) return false;
        foreach (var (name, source) in step.Capture)
        {
            if (Captured(source, answer) is { } value) _variables.Set(name, value);
            else Report(where, wire, $"something to remember as {{{{{name}}}}} at {source}", answer.Body);
        }
        return _problems.Count == before;
    }

    /// <summary>A plain GET beside the dialogue; only a failing server is a problem.</summary>
    public async Task<JsonNode?> Ask(string path, string where, CancellationToken ct)
    {
        var wire = new Wire("GET", path, new Dictionary<string, string?>(), null);
        var answer = await Send(wire, Target.Scim, where, ct);
        if (answer?.Status >= 500) Report(where, wire, "an answer below 500", $"{answer.Status} {answer.Body}");
        return answer?.Json;
    }

    /// <summary>Deletes what the case created, last first; what is gone already is fine.</summary>
    public async Task CleanUp()
    {
        foreach (var (on, path) in _leftovers.LastFirst)
        {
            var wire = Wire.Delete(path);
            // Not the case's token: what a cancelled case created goes too.
            if (await Send(wire, on, "clean-up", CancellationToken.None) is not { } answer) continue;
            var gone = answer.Status is 404 or 410 or (>= 200 and < 300);
            if (!gone && (on == Target.Scim || answer.Status >= 500)) Report("clean-up", wire, "status 204", $"{answer.Status} {answer.Body}");
        }
    }

    async Task<Answer?> Send(Wire wire, Target on, string where, CancellationToken ct)
    {
        var client = on == Target.Admin ? admin! : wire.IsAnonymous ? options.Anonymous! : scim;
        if (wire.AddressUnder(on == Target.Admin ? Root(admin!) : Root(scim)) is null)
        {
            Report(where, wire, "a URL on the server under test", wire.Path);
            return null;
        }
        var began = options.Clock.GetTimestamp();
        try
        {
            using var message = wire.ToMessage(on == Target.Admin ? Root(admin!) : Root(scim), on);
            using var response = await client.SendAsync(message, ct);
            var answer = await Answer.From(response, ct);
            Remember(wire, answer.Status, answer.Body, began);
            return answer;
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            Remember(wire, 0, e.Message, began);
            Report(where, wire, "an answer", $"none: {e.Message}");
            return null;
        }
    }

    void Remember(Wire wire, int status, string body, long began) => _exchanges.Add(new Exchange(
        wire.Method, secrets.Hide(wire.Path), secrets.Hide(wire.Body ?? ""), status, secrets.Hide(body), options.Clock.GetElapsedTime(began)));

    void Report(string where, Wire wire, string expected, string got) => _problems.Add(secrets.Hide(new Problem(where, wire.Shown, expected, got)));

    Expectation Filled(Expectation expect) => expect with
    {
        ScimType = Filled(expect.ScimType),
        Headers = [.. expect.Headers.Select(h => h with { EqualTo = Filled(h.EqualTo), Contains = Filled(h.Contains), Matches = Filled(h.Matches) })],
        Json = [.. expect.Json.Select(j => j with
        {
            Path = _variables.In(j.Path),
            EqualTo = _variables.In(j.EqualTo),
            NotEqualTo = _variables.In(j.NotEqualTo),
            Contains = _variables.In(j.Contains),
            NotContains = _variables.In(j.NotContains),
            Matches = Filled(j.Matches),
        })],
    };

    string? Filled(string? text) => text is null ? null : _variables.In(text);

    JsonNode? Captured(string source, Answer answer)
    {
        if (!source.StartsWith("header:", StringComparison.Ordinal))
            return JsonPath.Parse(_variables.In(source)).In(answer.Json) is [var first, ..] ? first : null;
        return answer.Headers.TryGetValue(source["header:".Length..], out var value) ? JsonValue.Create(value) : null;
    }

    static Uri Root(HttpClient client) => client.BaseAddress ?? throw new ArgumentException("The client needs a base address.", nameof(client));

    static string LastSegment(Uri root) => root.AbsolutePath.TrimEnd('/').Split('/')[^1];
}
