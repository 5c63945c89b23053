namespace Orgvue.ScimEndpoint.Model;

/// <summary>
/// How much a directory holds, so that a list need not be counted. The database's own triggers write it, whoever writes users and groups; the
/// in-memory storage has none and counts.
/// </summary>
public sealed class DirectorySize
{
    public int DirectoryKey { get; set; }
    public int Users { get; set; }
    public int Groups { get; set; }

    /// <summary>Grows when a user goes, or comes with an id that is not the last: the users behind it have then moved in the order of ids.</summary>
    public long UsersMoved { get; set; }

    public long GroupsMoved { get; set; }

    /// <summary>The greatest id that a user ever had.</summary>
    public Guid LastUser { get; set; }

    public Guid LastGroup { get; set; }
}
