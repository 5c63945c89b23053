using Orgvue.ScimEndpoint.Model;

namespace Orgvue.ScimEndpoint.WorkOs.Pulling;

/// <summary>One request of a pull, and what is done with what comes of it.</summary>
/// <param name="Query">Path and query that are asked.</param>
/// <param name="TakeAsync">
/// Folds the answer and notes how far the pull has come, both or neither; null when it did, else why the answer is of no use.
/// </param>
/// <param name="UnknownAsync">
/// What is done where the cursor, or whose list it is, is not known there any more; null where that is the end.
/// </param>
/// <param name="HasCursor">
/// Whether it may be the cursor that is not known: it is then read from the beginning, which is not done for ever.
/// </param>
sealed record Step(
    string Query, Func<Answer.Told, CancellationToken, Task<Answer?>> TakeAsync, Func<CancellationToken, Task>? UnknownAsync = null,
    bool HasCursor = false)
{
    public bool IsUnknown(Answer.Refused refused) =>
        UnknownAsync is not null && (refused.Status is 404 or 410 || HasCursor && refused.Status is 400 or 422);

    public static readonly Answer Unreadable = new Answer.Later("The answer is not what WorkOS answers to this request.", null);
}

/// <summary>A pull as this node holds it.</summary>
/// <param name="Session">What is remembered until it stops.</param>
sealed record Held(WorkOsLink Link, WorkOsPull Pull, Session Session)
{
    public int Directory => Pull.DirectoryKey;
    public string RemoteId => Link.RemoteId!;
    public DateTimeOffset RemoteStart => Pull.RemoteStart!.Value;
}

sealed class Session
{
    /// <summary>Whether the events were read to their end.</summary>
    public bool CaughtUp { get; set; }

    /// <summary>How often something had to be read again from its beginning.</summary>
    public int Restarts { get; set; }
}
