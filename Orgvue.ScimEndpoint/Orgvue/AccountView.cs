using System.Text.Json;
using System.Text.Json.Serialization;
using Orgvue.ScimEndpoint.Model;
using Platform = Orgvue.ScimEndpoint.Roles.PlatformRole;

namespace Orgvue.ScimEndpoint.OrgvueSide;

/// <summary>An account as Orgvue shows it. Status and source are written as Orgvue writes them.</summary>
public sealed record AccountView(
    string AccountId, string Email, bool Enabled, string Status, string? PlatformRole, IReadOnlyList<string> Roles,
    IReadOnlyList<string> UserGroups, [property: JsonConverter(typeof(JsonStringEnumConverter<AccountSource>))] AccountSource Source,
    DateTimeOffset? LastSyncedAt, string? DirectoryUserId, DateTimeOffset? ExpiryDate, bool TokenAccess, IReadOnlyList<string> HiddenFeatures,
    JsonElement AdditionalProperties, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static AccountView Of(Account a)
    {
        var roles = a.Roles.Select(r => r.Role).Order(StringComparer.Ordinal).ToList();
        return new(
            a.Id.ToString(), a.Email, a.Enabled, a.Enabled ? "Active" : "Inactive", Platform.Of(roles), roles,
            [.. roles.Where(r => !Platform.Is(r))], a.Source, a.LastSyncedAt, a.DirectoryUserId?.ToString(), a.ExpiryDate,
            a.TokenAccess, a.HiddenFeatures, JsonElement.Parse(a.AdditionalProperties), a.CreatedAt, a.UpdatedAt);
    }
}
