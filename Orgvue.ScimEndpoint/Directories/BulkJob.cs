using System.Diagnostics;
using Orgvue.ScimEndpoint.Scim;
using Orgvue.ScimEndpoint.Scim.Bulk;
using Orgvue.ScimEndpoint.Scim.Patching;
using Orgvue.ScimEndpoint.Telemetry;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>One bulk request while it is carried out: what was created under which bulkId, and what became of each operation.</summary>
sealed class BulkJob(
    Users users, Groups groups, ScimLimits limits, ILogger log, DirectoryContext directory, BulkRequest request, VersionsOf versions)
{
    readonly SortedDictionary<int, BulkOutcome> _outcomes = [];
    readonly Dictionary<string, string> _created = new(StringComparer.Ordinal);
    readonly Dictionary<int, BulkStep.Send> _incomplete = [];
    readonly HashSet<string> _announced = request.Operations.Where(o => o.Creates).Select(o => o.BulkId!).ToHashSet(StringComparer.Ordinal);

    public int Errors { get; private set; }

    public async Task TakeAsync(BulkStep step, CancellationToken ct)
    {
        if (step is BulkStep.Send send) await SendAsync(send, ct);
        else if (step is BulkStep.Complete complete && _incomplete.Remove(complete.Operation.Index)) await CompleteAsync(complete, ct);
    }

    public IReadOnlyList<BulkOutcome> Outcomes()
    {
        foreach (var (index, send) in _incomplete)
            Keep(Lacking(_outcomes[index], send.Later, new(409, null, "the request ended before it was there")));
        _incomplete.Clear();
        return [.. _outcomes.Values];
    }

    async Task SendAsync(BulkStep.Send send, CancellationToken ct)
    {
        if (send.Operation is not BulkOperation.Sound operation)
        {
            var broken = (BulkOperation.Broken)send.Operation;
            Keep(BulkOutcome.Failed(broken, broken.Path, broken.Refusal));
            return;
        }
        var id = operation.Id;
        var outcome = await TriedAsync(async () =>
        {
            if (id is not null && BulkReferences.Named(id) is { } named) id = IdOf(named);
            return await DoneAsync(operation, id, send.Later, ct);
        }, refusal => BulkOutcome.Failed(operation, id is null ? null : $"{operation.Type.Endpoint}/{id}", refusal));
        Keep(outcome);
        if (outcome.Refusal is not null || !operation.Creates) return;
        _created[operation.BulkId!] = outcome.Path!.Split('/')[^1];
        if (send.Later.Count > 0) _incomplete[operation.Index] = send;
    }

    async Task<BulkOutcome> DoneAsync(BulkOperation.Sound operation, string? id, IReadOnlySet<string> later, CancellationToken ct)
    {
        var data = operation.Data;
        if (data is not null && later.Count > 0) data = BulkCircle.Without(operation.Type, data, later);
        if (data is not null && operation.References.Count > 0) data = BulkReferences.Resolved(data, IdOf)!.AsObject();
        var ifMatch = operation.Version is null ? null : versions(operation.Version);
        var isUser = operation.Type.Members is null;
        switch (operation.Verb)
        {
            case BulkMethod.Post:
                return BulkOutcome.Done(operation, 201, isUser
                    ? await users.CreateAsync(directory, data!, ct)
                    : await groups.CreateAsync(directory, data!, ct));
            case BulkMethod.Put:
                return BulkOutcome.Done(operation, 200, isUser
                    ? await users.ReplaceAsync(directory, id!, data!, ifMatch, ct)
                    : await groups.ReplaceAsync(directory, id!, data!, ifMatch, ct));
            case BulkMethod.Patch:
                var resource = await PatchedAsync(operation, id!, PatchRequest.Read(data!, directory.Tolerance, limits), ifMatch, ct);
                // As alone: a PATCH of a group has no body.
                return BulkOutcome.Done(operation, isUser ? 200 : 204, resource);
            default:
                await (isUser ? users.DeleteAsync(directory, id!, ifMatch, ct) : groups.DeleteAsync(directory, id!, ifMatch, ct));
                return BulkOutcome.Gone(operation, id!);
        }
    }

    // RFC 7644 §3.7.1: where the attempt fails the answer may be 409. The resource is there, so the client must learn where.
    async Task CompleteAsync(BulkStep.Complete step, CancellationToken ct)
    {
        var (operation, created) = (step.Operation, _outcomes[step.Operation.Index]);
        Keep(await TriedAsync(async () =>
        {
            var missing = BulkCircle.Completion(operation.Type, operation.Data!, step.Later);
            if (missing.Count == 0) return created;
            var operations = missing.Select(m => m with { Value = BulkReferences.Resolved(m.Value, IdOf) }).ToList();
            return BulkOutcome.Done(operation, 201, await PatchedAsync(operation, IdOf(operation.BulkId!), operations, null, ct));
        }, refusal => Lacking(created, step.Later, refusal)));
    }

    Task<Resource> PatchedAsync(
        BulkOperation.Sound operation, string id, IReadOnlyList<PatchOperation> operations, IReadOnlyCollection<int>? ifMatch,
        CancellationToken ct) =>
        operation.Type.Members is null
            ? users.PatchAsync(directory, id, operations, ifMatch, ct)
            : groups.PatchAsync(directory, id, operations, ifMatch, withMembers: false, ct);

    // What was done before stays done and must be told, so even an error of the server's own ends one operation and not the answer.
    async Task<BulkOutcome> TriedAsync(Func<Task<BulkOutcome>> work, Func<ScimException, BulkOutcome> failed)
    {
        try
        {
            return await work();
        }
        catch (ScimException refusal)
        {
            return failed(refusal);
        }
        catch (TimeoutException)
        {
            return failed(new(503, null, "The database is busy and this operation changed nothing: send it again."));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            var trace = Activity.Current?.Id ?? "";
            log.RequestFailed(e, trace);
            return failed(new(500, null, $"The server failed; its log has the cause under {trace}."));
        }
    }

    void Keep(BulkOutcome outcome)
    {
        _outcomes[outcome.Operation.Index] = outcome;
        if (outcome.Refusal is not null) Errors++;
    }

    static BulkOutcome Lacking(BulkOutcome created, IReadOnlySet<string> later, ScimException why)
    {
        var refusal = new ScimException(409, null,
            $"The resource was created, but without its reference to {string.Join(", ", later.Select(l => $"bulkId:{l}"))}: {why.Message}");
        return created with { Status = refusal.Status, Refusal = refusal };
    }

    string IdOf(string bulkId)
    {
        if (_created.TryGetValue(bulkId, out var id)) return id;
        throw _announced.Contains(bulkId)
            ? new ScimException(409, null, $"The resource of {Named(bulkId)}, to which this refers, could not be created.")
            : new ScimException(ScimTypes.InvalidValue, $"{Named(bulkId)} is referred to, but no POST of this request has it.");
    }

    static string Named(string bulkId) => $"bulkId:{(bulkId.Length <= 64 ? bulkId : bulkId[..64] + "…")}";
}
