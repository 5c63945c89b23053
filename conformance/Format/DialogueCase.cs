namespace Orgvue.ScimEndpoint.Conformance.Format;

/// <summary>One conversation with a server, with everything its file says about it.</summary>
public sealed record DialogueCase(
    string Id, string Title, string Suite, string File, string Clause, Level Level, string Source,
    IReadOnlyList<string> Needs, IReadOnlyList<DialogueStep> Steps)
{
    public override string ToString() => Id;
}
