using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.Directories;

/// <summary>What became of an extension schema that was put.</summary>
public abstract record ExtensionOutcome
{
    public sealed record Saved(DirectorySchema Schema, bool Created) : ExtensionOutcome;

    public sealed record Invalid(IReadOnlyList<ExtensionProblem> Problems) : ExtensionOutcome;

    public sealed record Conflict(string Code, string Field, string Message) : ExtensionOutcome;
}

/// <summary>What is wrong with a place of a definition, and by which rule: a section of RFC 7643, or a plain <c>required</c>, <c>length</c>.</summary>
public sealed record ExtensionProblem(string Field, string Rule, string Message);
