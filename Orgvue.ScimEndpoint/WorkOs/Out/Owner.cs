using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.WorkOs.Wire;

namespace Orgvue.ScimEndpoint.WorkOs.Out;

/// <summary>The directory that something belongs to, by its names.</summary>
public sealed record Owner(int Key, string DirectoryId)
{
    public string OrganizationId { get; } = WireId.OrganizationOf(DirectoryId);

    public static Owner Of(Directory directory) => new(directory.Key, directory.Id);

    /// <summary>
    /// Whether this server speaks for the directory as WorkOS would. Of one that is fed by WorkOS, WorkOS itself tells; and one that was torn
    /// down is gone for whoever reads here, though an administrator can still take it back.
    /// </summary>
    public static bool IsShown(IdentityProvider provider, DirectoryState state) =>
        provider != IdentityProvider.WorkOs && state != DirectoryState.Deleting;
}
