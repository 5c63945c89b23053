using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Orgvue.ScimEndpoint.Directories;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;
using MemoryStream = System.IO.MemoryStream;

namespace Orgvue.ScimEndpoint.Traffic;

/// <summary>A request to be tried.</summary>
/// <param name="Directory">As whose client; the URL names it as the identity provider does.</param>
/// <param name="Path">Below the directory's base URL.</param>
public sealed record Trial(
    TokenOwner Directory, string Scheme, HostString Host, string Method, string Path, string Query,
    IReadOnlyList<(string Name, string Value)> Headers, string? Body);

/// <summary>What the identity provider would have got, and what would have changed.</summary>
public sealed record TrialResult(
    int Status, JsonNode? Body, IReadOnlyList<string> Deviations, IReadOnlyList<WouldChange> Changes, int TotalChanges, bool OpensWindow);

/// <summary>Sends a request through the real pipeline on a copy of the directory that is thrown away after.</summary>
public sealed class Rehearsal
{
    // Writers wait meanwhile.
    static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    readonly Store _store;
    readonly TimeProvider _clock;
    readonly IServiceScopeFactory _scopes;
    readonly ScimPipeline _pipeline;

    public Rehearsal(Store store, TimeProvider clock, IServiceProvider services)
    {
        (_store, _clock) = (store, clock);
        (_scopes, _pipeline) = (services.GetRequiredService<IServiceScopeFactory>(), services.GetRequiredService<ScimPipeline>());
    }

    /// <exception cref="TimeoutException">It took longer than writers can be kept waiting.</exception>
    public async Task<TrialResult> TryAsync(Trial trial, CancellationToken ct)
    {
        using var longest = new CancellationTokenSource(Longest, _clock);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, longest.Token);
        try
        {
            var result = await _store.DryRunAsync(trial.Directory.Key, run => RunAsync(trial, run, stop.Token), stop.Token);
            stop.Token.ThrowIfCancellationRequested();
            return result;
        }
        catch (OperationCanceledException) when (longest.IsCancellationRequested)
        {
            throw new TimeoutException($"The dry run was given up after {Longest.TotalSeconds} seconds.");
        }
    }

    async Task<TrialResult> RunAsync(Trial trial, DryRun run, CancellationToken ct)
    {
        await using var scope = _scopes.CreateAsyncScope();
        using var answer = new MemoryStream();
        var http = Context(trial, answer, ct);
        http.RequestServices = scope.ServiceProvider;
        var serve = _pipeline.Serve ?? throw new InvalidOperationException("The server takes no requests yet.");
        await serve(http);
        await http.Response.CompleteAsync();

        var met = http.Features.Get<DirectoryContext>()?.Tolerance.Met ?? [];
        var changes = await WouldChange.OfAsync(run, _store, trial.Directory.Key, ct);
        return new(
            http.Response.StatusCode, answer.Length == 0 ? null : JsonNode.Parse(answer.ToArray()), [.. met.Select(d => d.Name)],
            [.. changes.Take(WouldChange.Most)], changes.Count, WouldChange.OpensWindow(run));
    }

    static DefaultHttpContext Context(Trial trial, MemoryStream answer, CancellationToken ct)
    {
        var http = new DefaultHttpContext { RequestAborted = ct };
        http.Features.Set(new DryRunCaller(trial.Directory));
        http.Features.Set<IHttpResponseBodyFeature>(new StreamResponseBodyFeature(answer));
        var request = http.Request;
        (request.Method, request.Scheme, request.Host, request.Protocol) = (trial.Method, trial.Scheme, trial.Host, "HTTP/1.1");
        (request.Path, request.QueryString) = ($"/scim/v2/{trial.Directory.Id}{trial.Path}", new QueryString(trial.Query));
        foreach (var (name, value) in trial.Headers) request.Headers[name] = value;
        if (trial.Body is null)
        {
            request.Headers.Remove("Content-Length");
            return http;
        }
        var body = Encoding.UTF8.GetBytes(trial.Body);
        (request.Body, request.ContentLength) = (new MemoryStream(body), body.Length);
        return http;
    }
}
