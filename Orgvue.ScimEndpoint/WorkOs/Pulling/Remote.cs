namespace Orgvue.ScimEndpoint.WorkOs.Pulling;

/// <summary>Where a directory is asked of, and with what key.</summary>
/// <param name="Directory">The key of the directory that is fed: its requests have one pace.</param>
public sealed record Remote(int Directory, string Root, string Key)
{
    // Keys are for nobody's log.
    public override string ToString() => $"{Root} for directory {Directory}";
}
