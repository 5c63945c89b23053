using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Http;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Clients;
using Orgvue.ScimEndpoint.Security;

namespace Orgvue.ScimEndpoint.Traffic;

/// <summary>Looks at every SCIM request of a signed-in client when it is done: who, with which deviations, and, where wanted, the whole of it.</summary>
sealed class TrafficMiddleware
{
    const string Under = "/scim";
    const int LongestAgent = 256;
    const int MostRedacted = 256;
    readonly ConcurrentDictionary<string, string> _redacted = new(StringComparer.Ordinal);
    readonly RequestDelegate _next;
    readonly Sightings _sightings;
    readonly Recorder _recorder;
    readonly TimeProvider _clock;
    readonly ScimLimits _limits;

    public TrafficMiddleware(
        RequestDelegate next, Sightings sightings, Recorder recorder, TimeProvider clock, ScimLimits limits, ScimPipeline pipeline)
    {
        (_next, _sightings, _recorder, _clock, _limits) = (next, sightings, recorder, clock, limits);
        pipeline.Serve = next;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(Under, StringComparison.OrdinalIgnoreCase))
        {
            await _next(context);
            return;
        }
        var began = _clock.GetTimestamp();
        using var tape = _recorder.IsOn ? Tape.On(context, _recorder.MaxBodyBytes) : null;
        await _next(context);
        if (tape is not null) await tape.OffAsync();
        // Who did not sign in belongs to no directory, and what he sent is nobody's to see.
        if (context.User.DirectoryIfAny() is { } directory) Note(context, directory, _clock.GetElapsedTime(began), tape);
    }

    void Note(HttpContext context, int directory, TimeSpan duration, Tape? tape)
    {
        var (request, status, now) = (context.Request, context.Response.StatusCode, _clock.GetUtcNow());
        var path = PathBelow(request.Path);
        var client = Fingerprint.Of(new(
            request.Method, path, Uri.UnescapeDataString(request.QueryString.Value?.TrimStart('?').Replace('+', ' ') ?? ""),
            name => request.Headers.TryGetValue(name, out var value) ? value.ToString() : null, Sound(context.Features.Get<ReceivedBody>()?.Json)));
        var met = context.Features.Get<DirectoryContext>()?.Tolerance.Met ?? [];
        var agent = request.Headers.UserAgent.ToString();
        _sightings.Note(
            directory, client with { Evidence = Redacted(client.Evidence) },
            agent.Length == 0 ? null : Redacted(Redaction.Start(agent, LongestAgent)), status < 400 ? met : [], now);
        if (tape is null) return;
        _recorder.Keep(new(
            directory, NewId.At(_clock), now, duration, request.Method, path, request.QueryString.Value ?? "", Exchange.HeadersOf(request),
            tape.Request, tape.RequestCut, status, tape.Response, tape.ResponseCut, client.Name, [.. met.Select(d => d.Name)]));
    }

    // A client says the same of itself with every request.
    string Redacted(string text)
    {
        if (_redacted.TryGetValue(text, out var known)) return known;
        if (_redacted.Count >= MostRedacted) _redacted.Clear();
        return _redacted[text] = Redaction.Text(text);
    }

    // What no reader of the body would touch: text that is none, depth beyond the limit.
    JsonObject? Sound(JsonObject? body)
    {
        try
        {
            JsonShape.Check(body, _limits);
            return body;
        }
        catch (ScimException)
        {
            return null;
        }
    }

    // /scim/v2/{directory}/Users → /Users
    static string PathBelow(string path) =>
        path.Split('/', 5) is [_, _, _, _, var below] ? "/" + below : "/";
}

/// <summary>The way that a SCIM request takes from routing on, for requests that do not come over the wire.</summary>
public sealed class ScimPipeline
{
    public RequestDelegate? Serve { get; set; }
}
