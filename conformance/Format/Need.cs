namespace Orgvue.ScimEndpoint.Conformance.Format;

/// <summary>What a case asks of its surroundings: the admin surface, or a feature that the ServiceProviderConfig advertises.</summary>
public static class Need
{
    public const string Admin = "admin";

    static readonly Dictionary<string, string> Advertised = new()
    {
        ["patch"] = "$.patch.supported",
        ["bulk"] = "$.bulk.supported",
        ["filter"] = "$.filter.supported",
        ["changePassword"] = "$.changePassword.supported",
        ["sort"] = "$.sort.supported",
        ["etag"] = "$.etag.supported",
        ["cursor"] = "$.pagination.cursor",
        ["roles"] = "$.RolesAndEntitlements.roles.supported",
        ["entitlements"] = "$.RolesAndEntitlements.entitlements.supported",
    };

    public static IEnumerable<string> Features => Advertised.Keys;

    public static IEnumerable<string> All => Features.Prepend(Admin);

    /// <summary>Where the ServiceProviderConfig says whether the feature is there.</summary>
    public static string PathOf(string need) => Advertised[need];
}
