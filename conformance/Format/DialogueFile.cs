namespace Orgvue.ScimEndpoint.Conformance.Format;

/// <summary>A dialogue file as it is written; a case may have its own clause, level, source and needs.</summary>
public sealed record DialogueFile
{
    public required string Title { get; init; }
    public required string Clause { get; init; }
    public required Level Level { get; init; }
    public required string Source { get; init; }
    public IReadOnlyList<string> Needs { get; init; } = [];

    /// <summary>What the client of this file sends with every SCIM request; a step's own header wins, Content-Type goes where a body is.</summary>
    public IReadOnlyDictionary<string, string?> Headers { get; init; } = new Dictionary<string, string?>();

    public required IReadOnlyList<Entry> Cases { get; init; }

    /// <summary>A case as it is written.</summary>
    public sealed record Entry
    {
        public required string Id { get; init; }
        public required string Title { get; init; }
        public string? Clause { get; init; }
        public Level? Level { get; init; }
        public string? Source { get; init; }
        public IReadOnlyList<string> Needs { get; init; } = [];
        public required IReadOnlyList<DialogueStep> Steps { get; init; }
    }

    internal IEnumerable<DialogueCase> CasesOf(string file) =>
        from entry in Cases
        select new DialogueCase(
            entry.Id, entry.Title, file.Split('/')[0], file, entry.Clause ?? Clause, entry.Level ?? Level, entry.Source ?? Source,
            [.. Needs.Union(entry.Needs).Union(entry.Steps.Where(s => s.On == Target.Admin).Select(_ => Need.Admin))],
            [.. entry.Steps.Select(WithHeaders)]);

    DialogueStep WithHeaders(DialogueStep step)
    {
        if (step.On == Target.Admin || Headers.Count == 0) return step;
        var headers = new Dictionary<string, string?>(Headers, StringComparer.OrdinalIgnoreCase);
        if (step.Body is null && step.RawBody is null) headers.Remove("Content-Type");
        foreach (var (name, value) in step.Headers) headers[name] = value;
        return step with { Headers = headers };
    }
}
