using System.Globalization;
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
    public Task<bool> Say(DialogueStep step, string where, CancellationToken ct) =>
        step.Parallel is { } times ? SayAtOnce(step, times, where, ct) : SayOnce(step, where, ct);

    async Task<bool> SayOnce(DialogueStep step, string where, CancellationToken ct)
    {
        var before = _problems.Count;
        var wire = Wire.From(step, _variables);
        if (await Whole(wire, step.On, where, ct) is not { } answer) return false;
        _leftovers.Note(step.On, wire, answer);
        foreach (var (expected, got) in Checks.Failures(Filled(step.Expect, _variables), step.On, answer))
            Report(where, wire, expected, got);
        if (_problems.Count == before) Capture(step, where, wire, answer);
        return _problems.Count == before;
    }

    async Task<bool> SayAtOnce(DialogueStep step, int times, string where, CancellationToken ct)
    {
        var before = _problems.Count;
        var each = Enumerable.Range(1, times).Select(_variables.Numbered).ToList();
        var wires = each.ConvertAll(v => Wire.From(step, v));
        var turns = await Task.WhenAll(wires.Select(w => Send(w, step.On, ct)));
        foreach (var turn in turns)
            if (Noted(turn, where) is { } answer) _leftovers.Note(step.On, turn.Wire, answer);
        if (_problems.Count > before) return false;

        foreach (var (expected, got) in ChecksAtOnce.OfAll(step.Expect, [.. turns.Select(t => t.Answer!)]))
            Report(where, wires[0], expected, got);
        foreach (var (index, turn) in turns.Index())
        {
            var expect = ChecksAtOnce.OfEach(Filled(step.Expect, each[index]), turn.Answer!.Status);
            foreach (var (expected, got) in Checks.Failures(expect, step.On, turn.Answer))
                Report($"{where}, request {index + 1} of {times}", turn.Wire, expected, got);
        }
        if (_problems.Count > before || step.Capture.Count == 0) return _problems.Count == before;
        // What is worth remembering is what the one that got through was told.
        var told = turns.FirstOrDefault(t => t.Answer!.Status < 400) ?? turns[0];
        Capture(step, where, told.Wire, told.Answer!);
        return _problems.Count == before;
    }

    void Capture(DialogueStep step, string where, Wire wire, Answer answer)
    {
        foreach (var (name, source) in step.Capture)
        {
            if (Captured(source, answer) is { } value) _variables.Set(name, value);
            else Report(where, wire, $"something to remember as {{{{{name}}}}} at {source}", answer.Body);
        }
    }

    /// <summary>A plain GET beside the dialogue; only a failing server is a problem.</summary>
    public async Task<Answer?> Ask(string path, string where, CancellationToken ct)
    {
        var wire = new Wire("GET", path, new Dictionary<string, string?>(), null);
        var answer = Noted(await Send(wire, Target.Scim, ct), where);
        if (answer is not null && Checks.ServerFault(answer.Status, [501]))
            Report(where, wire, "an answer below 500", $"{answer.Status} {answer.Body}");
        return answer;
    }

    /// <summary>Deletes what the case created, last first; what is gone already is fine.</summary>
    public async Task CleanUp()
    {
        foreach (var (on, path) in _leftovers.LastFirst)
        {
            var wire = Wire.Delete(path);
            // Not the case's token: what a cancelled case created goes too.
            if (Noted(await Send(wire, on, CancellationToken.None), "clean-up") is not { } answer) continue;
            var gone = answer.Status is 404 or 410 or (>= 200 and < 300);
            if (gone || (on == Target.Admin && answer.Status < 500)) continue;
            Report("clean-up", wire, "status 204", $"{answer.Status} {answer.Body}");
        }
    }

    /// <summary>The answer, and of a list on the admin surface all its pages as one.</summary>
    async Task<Answer?> Whole(Wire wire, Target on, string where, CancellationToken ct)
    {
        var pages = new List<Answer>();
        for (var next = wire; next is not null; next = on == Target.Admin ? AdminPages.After(wire, pages[^1]) : null)
        {
            if (Noted(await Send(next, on, ct), where) is not { } page) return null;
            pages.Add(page);
            if (page.Status != 200) return page;
        }
        return AdminPages.Joined(pages);
    }

    /// <summary>Of a request that is told to come later.</summary>
    const int Attempts = 5;

    /// <summary>Seconds; whoever asks for more is not waited for.</summary>
    const int LongestWait = 60;

    async Task<Turn> Send(Wire wire, Target on, CancellationToken ct)
    {
        var known = on == Target.Admin ? admin! : scim;
        var client = wire.IsAnonymous ? options.Anonymous! : known;
        if (wire.AddressUnder(Root(known)) is null)
            return new Turn(wire, on, null, ("a URL on the server under test", wire.Path), default) { WasKeptBack = true };
        var began = options.Clock.GetTimestamp();
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                using var message = wire.ToMessage(Root(known), on);
                using var response = await client.SendAsync(message, ct);
                var answer = await Answer.From(response, ct);
                // How fast a server may be asked is not what is tried here.
                if (answer.Status != 429 || attempt == Attempts || !int.TryParse(answer.Headers.GetValueOrDefault("Retry-After"), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
                    || seconds > LongestWait)
                    return new Turn(wire, on, answer, default, options.Clock.GetElapsedTime(began));
                await Task.Delay(TimeSpan.FromSeconds(seconds), options.Clock, ct);
            }
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return new Turn(wire, on, null, ("an answer", $"none: {e.Message}"), options.Clock.GetElapsedTime(began));
        }
    }

    /// <summary>Writes a turn down; its answer, or null when there is none, which is a problem.</summary>
    Answer? Noted(Turn turn, string where)
    {
        var (wire, answer) = (turn.Wire, turn.Answer);
        if (!turn.WasKeptBack)
            _exchanges.Add(new Exchange(
                wire.Method, secrets.Hide(wire.Path), secrets.Hide(wire.Body ?? ""), answer?.Status ?? 0,
                secrets.Hide(answer?.Body ?? turn.Trouble.Got), turn.Took));
        if (answer is null) Report(where, wire, turn.Trouble.Expected, turn.Trouble.Got);
        return answer;
    }

    void Report(string where, Wire wire, string expected, string got) =>
        _problems.Add(secrets.Hide(new Problem(where, wire.Shown, expected, got)));

    static Expectation Filled(Expectation expect, Variables variables)
    {
        return expect with
        {
            ScimType = Text(expect.ScimType),
            Headers = [.. expect.Headers.Select(h => h with
            {
                EqualTo = Text(h.EqualTo), Contains = Text(h.Contains), Matches = Text(h.Matches),
            })],
            Json = [.. expect.Json.Select(j => j with
            {
                Path = variables.In(j.Path),
                EqualTo = variables.In(j.EqualTo),
                NotEqualTo = variables.In(j.NotEqualTo),
                Contains = variables.In(j.Contains),
                NotContains = variables.In(j.NotContains),
                Matches = Text(j.Matches),
            })],
        };

        string? Text(string? text) => text is null ? null : variables.In(text);
    }

    JsonNode? Captured(string source, Answer answer)
    {
        if (!source.StartsWith("header:", StringComparison.Ordinal))
            return JsonPath.Parse(_variables.In(source)).In(answer.Json) is [var first, ..] ? first : null;
        return answer.Headers.TryGetValue(source["header:".Length..], out var value) ? JsonValue.Create(value) : null;
    }

    static Uri Root(HttpClient client) =>
        client.BaseAddress ?? throw new ArgumentException("The client needs a base address.", nameof(client));

    static string LastSegment(Uri root) => root.AbsolutePath.TrimEnd('/').Split('/')[^1];
}
