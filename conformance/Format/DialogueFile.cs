namespace Orgvue.ScimEndpoint.Conformance.Format;

/// <summary>A dialogue file as it is written; a case may have its own clause, level, source and needs.</summary>
public sealed record DialogueFile
{
    public required string Title { get; init; }
    public required string Clause { get; init; }
    public required Level Level { get; init; }
    public required string Source { get; init; }
    public IReadOnlyList<string> Needs { get; init; } = [];
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
            [.. Needs.Union(entry.Needs).Union(entry.Steps.Where(s => s.On == Target.Admin).Select(_ => Need.Admin))], entry.Steps);
}
