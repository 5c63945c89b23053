using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>
/// How a directory is configured, to be carried from one environment to another: no users, no tokens, no ids, no secrets.
/// </summary>
/// <param name="Kind">Always <c>orgvue-scim-directory</c>.</param>
/// <param name="Version">Of the form of the document.</param>
/// <param name="ExportedFrom">Where it was exported; says nothing about where it may go.</param>
public sealed record PromotionDocument(
    string? Kind, int? Version, OrgvueEnvironment? ExportedFrom, PromotedDirectory? Directory, IReadOnlyList<PromotedSchema?>? Schemas,
    IReadOnlyList<PromotedTenant?>? Tenants)
{
    public const string TheKind = "orgvue-scim-directory";
    public const int TheVersion = 1;

    /// <summary>As the admin API writes it.</summary>
    internal static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new EnumNames() }, PropertyNameCaseInsensitive = false, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        NumberHandling = JsonNumberHandling.Strict,
    };

    internal static PromotionDocument Of(Directory directory, IEnumerable<DirectorySchema> schemas, IEnumerable<IamSyncConfiguration> configurations) => new(
        TheKind, TheVersion, directory.Environment, PromotedDirectory.Of(directory),
        [.. schemas.OrderBy(s => s.IdKey, StringComparer.Ordinal).Select(PromotedSchema.Of)],
        [.. configurations.OrderBy(c => c.Tenant!.TenantId, StringComparer.Ordinal).Select(PromotedTenant.Of)]);
}

public sealed record PromotedDirectory(string? Name, IdentityProvider? Provider, DirectoryProfile? Profile, string? SyncDelay)
{
    internal static PromotedDirectory Of(Directory d) =>
        new(d.Name, d.Provider, d.Profile, d.SyncDelay?.ToString("c", System.Globalization.CultureInfo.InvariantCulture));
}

/// <summary>An extension schema; its URI is the definition's <c>id</c>.</summary>
public sealed record PromotedSchema(string? ResourceType, JsonObject? Definition)
{
    [JsonIgnore]
    internal string Uri => (string)Definition!["id"]!;

    internal static PromotedSchema Of(DirectorySchema s) => new(s.ResourceType, JsonNode.Parse(s.Definition)!.AsObject());
}

/// <summary>Every setting of the configuration of one tenant.</summary>
public sealed record PromotedTenant(
    string? TenantId, ConfigurationMode? Mode, string? GroupPrefix, IReadOnlyList<string?>? Domains, DomainPolicy? DomainPolicy,
    MissingPlatformRole? OnMissingPlatformRole, InactiveUserHandling? InactiveUserHandling, IReadOnlyList<string?>? ProtectedAccounts,
    int? GuardAccounts, int? GuardPercent, bool? HoldOnLastAdmin, bool? Enabled)
{
    internal static PromotedTenant Of(IamSyncConfiguration c) => new(
        c.Tenant!.TenantId, c.Mode, c.GroupPrefix, c.Domains, c.DomainPolicy, c.OnMissingPlatformRole, c.InactiveUserHandling, c.ProtectedAccounts,
        c.GuardAccounts, c.GuardPercent, c.HoldOnLastAdmin, c.Enabled);

    internal ConfigurationEdit ToEdit() => new()
    {
        Mode = Mode, GroupPrefix = GroupPrefix, Domains = Domains, DomainPolicy = DomainPolicy, OnMissingPlatformRole = OnMissingPlatformRole,
        InactiveUserHandling = InactiveUserHandling, ProtectedAccounts = ProtectedAccounts, GuardAccounts = GuardAccounts,
        GuardPercent = GuardPercent, HoldOnLastAdmin = HoldOnLastAdmin, Enabled = Enabled,
    };

    /// <summary>The configuration that it comes to, in no directory.</summary>
    internal IamSyncConfiguration ToConfiguration()
    {
        var configuration = new IamSyncConfiguration { GroupPrefix = "", Tenant = new() { TenantId = TenantId! } };
        ToEdit().Apply(configuration);
        return configuration;
    }
}
