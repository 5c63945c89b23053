using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Conformance.Format;
using Orgvue.ScimEndpoint.Conformance.Running;

namespace Orgvue.ScimEndpoint.Conformance.Simulating;

/// <summary>The way to the server: no faster than allowed, patient when the server asks for it, and everything written down.</summary>
sealed class Line(HttpClient scim, TokenBucket? pace, TimeProvider clock, Traffic traffic)
{
    const int Tries = 10;
    const int Excerpt = 600;

    internal static readonly JsonSerializerOptions AsClientsWrite = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    static readonly Answer None = new(0, new Dictionary<string, string>(), "");

    readonly Secrets _secrets = new(scim);

    /// <summary>
    /// Sends a request; an answer of another status than those that are fine is written down as a surprise. Status 0 is no answer.
    /// </summary>
    public async Task<Answer> Send(Letter letter, CancellationToken ct)
    {
        var wire = new Wire(letter.Method, letter.Path, letter.Headers, letter.Body?.ToJsonString(AsClientsWrite));
        var answer = await Once(wire, letter.Kind, ct);
        for (var attempt = 1; answer.Status == 429 && attempt < Tries; attempt++)
        {
            await Task.Delay(letter.Patience(answer, attempt), clock, ct);
            answer = await Once(wire, letter.Kind, ct);
        }
        if (!letter.Fine.Contains(answer.Status)) Complain(letter, answer, string.Join(" or ", letter.Fine));
        return answer;
    }

    public void Complain(Letter letter, Answer answer, string expected) => traffic.Note(new Surprise(
        letter.Kind, Short($"{letter.Method} {letter.Path} {letter.Body?.ToJsonString(AsClientsWrite)}"),
        answer.Status, Short(answer.Body), expected));

    /// <summary>What most clients do: wait as long as they are told, else a second, two, four.</summary>
    public static TimeSpan AsTold(Answer answer, int attempt) =>
        int.TryParse(answer.Headers.GetValueOrDefault("Retry-After"), CultureInfo.InvariantCulture, out var seconds) && seconds >= 0
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.FromSeconds(Math.Pow(2, attempt - 1));

    async Task<Answer> Once(Wire wire, string kind, CancellationToken ct)
    {
        if (pace?.Take() is { } wait && wait > TimeSpan.Zero) await Task.Delay(wait, clock, ct);
        var began = clock.GetTimestamp();
        var answer = await Answered(wire, ct);
        traffic.Note(kind, answer.Status, clock.GetElapsedTime(began));
        return answer;
    }

    async Task<Answer> Answered(Wire wire, CancellationToken ct)
    {
        try
        {
            using var message = wire.ToMessage(scim.BaseAddress!, Target.Scim);
            using var response = await scim.SendAsync(message, ct);
            return await Answer.From(response, ct);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !ct.IsCancellationRequested))
        {
            return None with { Body = e.Message };
        }
    }

    string Short(string text)
    {
        var shown = _secrets.Hide(text);
        return shown.Length <= Excerpt ? shown : string.Concat(shown.AsSpan(0, Excerpt - 1), "…");
    }
}

/// <summary>A request to send, what it is about, and how its sender takes a 429.</summary>
sealed record Letter(
    string Kind, string Method, string Path, IReadOnlyDictionary<string, string?> Headers, JsonNode? Body, IReadOnlyList<int> Fine,
    Func<Answer, int, TimeSpan> Patience);
