using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Security;
using Orgvue.ScimEndpoint.Storage;
using Orgvue.ScimEndpoint.Traffic;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>What the identity provider of a directory sends: who it is, how it leaves the RFC, its last requests, and one of them tried again.</summary>
public sealed class TrafficDesk(Store store, Onboarded directories, TrafficWriter traffic, Recorder recorder, Rehearsal rehearsal)
{
    const string Excerpted = "The recorded body is not complete, so it cannot be sent again; give one as \"body\".";
    static readonly string[] Bodied = ["POST", "PUT", "PATCH"];

    public async Task<Page<ClientView>> ClientsAsync(string directoryId, CancellationToken ct)
    {
        var directory = await FreshAsync(directoryId, ct);
        var rows = await store.ReadAsync(db => db.ClientsSeen.AsNoTracking().Where(c => c.DirectoryKey == directory.Key).ToListAsync(ct));
        return new([.. rows.OrderByDescending(c => c.LastSeenAt).ThenBy(c => c.Client, StringComparer.Ordinal).Select(ClientView.Of)], null);
    }

    public async Task<Page<DeviationView>> DeviationsAsync(string directoryId, CancellationToken ct)
    {
        var directory = await FreshAsync(directoryId, ct);
        var rows = await store.ReadAsync(db => db.DeviationsSeen.AsNoTracking().Where(d => d.DirectoryKey == directory.Key).ToListAsync(ct));
        return new(
        [
            .. rows.OrderByDescending(d => d.Count).ThenBy(d => d.Name, StringComparer.Ordinal).ThenBy(d => d.Client, StringComparer.Ordinal)
                .Select(DeviationView.Of),
        ], null);
    }

    public async Task<RequestPage> RequestsAsync(string directoryId, RequestFilter filter, Paging paging, CancellationToken ct)
    {
        var directory = await FreshAsync(directoryId, ct);
        var rows = await store.ReadAsync(db =>
        {
            var all = filter.Of(db, db.Requests.AsNoTracking().Where(r => r.DirectoryKey == directory.Key));
            if (paging.After is { } after) all = all.Where(r => r.Id.CompareTo(after) < 0);
            return all.OrderByDescending(r => r.Id).Take(paging.Take).ToListAsync(ct);
        });
        var page = paging.Page(rows, r => r.Id, RequestSummary.Of);
        return new(page.Items, page.NextCursor, recorder.IsOn, recorder.Dropped);
    }

    public async Task<RequestView> RequestAsync(string directoryId, string requestId, CancellationToken ct) =>
        RequestView.Of(await FindAsync(await FreshAsync(directoryId, ct), requestId, ct));

    /// <summary>Tries a recorded request again, as it was or with another body or path; nothing is written.</summary>
    public async Task<TrialView> SendAsync(string directoryId, string requestId, SendRequest wish, string scheme, HostString host, CancellationToken ct)
    {
        wish.Check();
        var directory = await FreshAsync(directoryId, ct);
        var recorded = await FindAsync(directory, requestId, ct);
        var body = wish.Body?.ToJsonString() ?? recorded.RequestBody;
        if (wish.Body is null && Bodied.Contains(recorded.Method) && body is not null && !IsJson(body))
            throw new RefusalException(StatusCodes.Status409Conflict, "BodyNotKept", Excerpted);
        var (path, query) = wish.Address ?? (recorded.Path, recorded.Query);
        var owner = new TokenOwner(directory.Key, directory.Id, directory.ExternalKey, directory.Profile, directory.SchemasVersion);
        try
        {
            var result = await rehearsal.TryAsync(new(owner, scheme, host, recorded.Method, path, query, RequestView.HeadersOf(recorded), body), ct);
            return new(
                true, false, recorded.Method, path + query, body is null ? null : JsonNode.Parse(body),
                new(result.Status, result.Body, result.Deviations), result.Changes, result.TotalChanges, result.OpensWindow);
        }
        catch (TimeoutException e)
        {
            throw new RefusalException(StatusCodes.Status503ServiceUnavailable, "TooLong", e.Message);
        }
    }

    async Task<Directory> FreshAsync(string directoryId, CancellationToken ct)
    {
        var directory = await directories.FindAsync(directoryId, ct);
        await traffic.FlushAsync(ct);
        return directory;
    }

    async Task<RecordedRequest> FindAsync(Directory directory, string requestId, CancellationToken ct) =>
        Guid.TryParse(requestId, out var id)
        && await store.ReadAsync(db => db.Requests.AsNoTracking()
            .SingleOrDefaultAsync(r => r.DirectoryKey == directory.Key && r.Id == id, ct)) is { } found
            ? found
            : throw RefusalException.NotFound("Request", requestId);

    static bool IsJson(string body)
    {
        try
        {
            return JsonNode.Parse(body) is JsonObject json && SendRequest.IsText(json);
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
