namespace Orgvue.ScimEndpoint.Storage;

/// <summary>Adds to what is about to be saved the rows that tell others of it, so that neither is there without the other.</summary>
public interface IRowTeller
{
    /// <summary>Looks at what is about to be saved and adds what tells of it. What a dry run writes is not told.</summary>
    Task TellAsync(ScimDb db, CancellationToken ct);

    /// <summary>The same for new directories and tenants, whose keys the database gave with the save before.</summary>
    Task TellNewAsync(ScimDb db, IReadOnlyList<object> rows, CancellationToken ct);
}
