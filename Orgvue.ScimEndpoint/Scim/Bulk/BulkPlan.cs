namespace Orgvue.ScimEndpoint.Scim.Bulk;

/// <summary>
/// The order in which operations are carried out: the request's, but a POST goes before whatever refers to what it creates. Where references
/// run in a circle, one resource is created without its reference and completed when the other is there (RFC 7644 section 3.7.1).
/// </summary>
public static class BulkPlan
{
    public static IReadOnlyList<BulkStep> Of(IReadOnlyList<BulkOperation> operations)
    {
        var planner = new BulkPlanner(operations);
        foreach (var operation in operations) planner.Take(operation);
        return planner.Steps;
    }
}

sealed class BulkPlanner(IReadOnlyList<BulkOperation> operations)
{
    readonly List<BulkStep> _steps = [];
    readonly Dictionary<string, BulkOperation> _posts =
        operations.Where(o => o.Creates).ToDictionary(o => o.BulkId!, StringComparer.Ordinal);
    readonly HashSet<int> _begun = [];
    readonly HashSet<string> _created = new(StringComparer.Ordinal);
    readonly Dictionary<string, List<Incomplete>> _waiting = new(StringComparer.Ordinal);

    public IReadOnlyList<BulkStep> Steps => _steps;

    // A stack of its own: a chain of references may be as long as the request.
    public void Take(BulkOperation operation)
    {
        var open = new Stack<(BulkOperation Operation, IEnumerator<string> Left)>();
        Begin(operation);
        while (open.TryPeek(out var top))
        {
            if (top.Left.MoveNext())
            {
                if (_posts.TryGetValue(top.Left.Current, out var post)) Begin(post);
                continue;
            }
            open.Pop();
            Send(top.Operation);
        }

        void Begin(BulkOperation next)
        {
            if (_begun.Add(next.Index)) open.Push((next, References(next).GetEnumerator()));
        }
    }

    void Send(BulkOperation operation)
    {
        // What is begun but not created is waiting for this very operation.
        var later = References(operation).Where(r => _posts.ContainsKey(r) && !_created.Contains(r)).ToHashSet(StringComparer.Ordinal);
        _steps.Add(new BulkStep.Send(operation, later));
        if (later.Count > 0)
        {
            var incomplete = new Incomplete((BulkOperation.Sound)operation, later);
            foreach (var bulkId in later)
            {
                if (!_waiting.TryGetValue(bulkId, out var waiting)) _waiting[bulkId] = waiting = [];
                waiting.Add(incomplete);
            }
        }
        if (!operation.Creates) return;
        _created.Add(operation.BulkId!);
        foreach (var incomplete in _waiting.GetValueOrDefault(operation.BulkId!) ?? [])
        {
            if (--incomplete.Missing == 0) _steps.Add(new BulkStep.Complete(incomplete.Operation, incomplete.Later));
        }
    }

    static IReadOnlySet<string> References(BulkOperation operation) =>
        operation is BulkOperation.Sound sound ? sound.References : System.Collections.Immutable.ImmutableHashSet<string>.Empty;

    sealed class Incomplete(BulkOperation.Sound operation, IReadOnlySet<string> later)
    {
        public BulkOperation.Sound Operation => operation;
        public IReadOnlySet<string> Later => later;
        public int Missing { get; set; } = later.Count;
    }
}
