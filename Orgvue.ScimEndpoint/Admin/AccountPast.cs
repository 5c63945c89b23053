using System.Text.Json;
using System.Text.Json.Nodes;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Sync;

namespace Orgvue.ScimEndpoint.Admin;

/// <summary>An account as an audit entry tells it.</summary>
sealed record AccountPast(
    string Email, bool Enabled, AccountSource Source, Guid? DirectoryUserId, DateTimeOffset? ExpiryDate, IReadOnlyList<PlannedRole> Roles)
{
    public static AccountPast? Of(string? told)
    {
        if (told is null) return null;
        var account = JsonNode.Parse(told)!;
        return new(
            (string)account["email"]!, (bool)account["enabled"]!, Enum.Parse<AccountSource>((string)account["source"]!),
            (string?)account["directoryUserId"] is { } user ? Guid.Parse(user) : null, account["expiryDate"].Deserialize<DateTimeOffset?>(),
            [.. account["roles"]!.AsArray().Select(r => new PlannedRole((string)r!["role"]!, [.. r["groups"]!.AsArray().Select(g => (string)g!)]))]);
    }

    public string? Platform => PlatformRole.Of(Roles.Select(r => r.Role));

    public bool Has(string roleKey) => Roles.Any(r => Standings.RoleKey(r.Role) == roleKey);

    /// <summary>What runs own (rule A9) and differs from one to the other; either may be no account at all.</summary>
    public static IReadOnlyList<FieldChange> Differences(AccountPast? from, AccountPast? to)
    {
        var changes = new List<FieldChange>();
        Compare("email", from?.Email, to?.Email);
        Compare("enabled", from?.Enabled, to?.Enabled);
        Compare("roles", Names(from), Names(to));
        return changes;

        void Compare(string field, JsonNode? before, JsonNode? after)
        {
            if (!JsonNode.DeepEquals(before, after)) changes.Add(new(field, before, after));
        }
    }

    /// <summary>Of what a hand has changed, what does not stay so in the end.</summary>
    public static IReadOnlyList<FieldChange> Undone(AccountPast? before, AccountPast? byHand, AccountPast? inTheEnd)
    {
        var undone = Differences(byHand, inTheEnd).Where(u => Differences(before, byHand).Any(d => d.Field == u.Field)).ToList();
        // Of roles, one that the hand has not touched may change for reasons of its own.
        if (byHand is not null && inTheEnd is not null && undone.Find(u => u.Field == "roles") is { } roles
            && !Keys(before).SymmetricDifference(Keys(byHand)).Overlaps(Keys(byHand).SymmetricDifference(Keys(inTheEnd)))) undone.Remove(roles);
        return undone;
    }

    static JsonArray? Names(AccountPast? account) =>
        account is null ? null : new([.. account.Roles.Select(r => r.Role).Order(StringComparer.Ordinal).Select(r => JsonValue.Create(r))]);

    static HashSet<string> Keys(AccountPast? account) => account?.Roles.Select(r => Standings.RoleKey(r.Role)).ToHashSet(StringComparer.Ordinal) ?? [];
}

/// <summary>One field of an account before and after; null where there is no account.</summary>
public sealed record FieldChange(string Field, JsonNode? From, JsonNode? To);

static class Sets
{
    public static HashSet<string> SymmetricDifference(this HashSet<string> left, HashSet<string> right)
    {
        var differ = left.ToHashSet(StringComparer.Ordinal);
        differ.SymmetricExceptWith(right);
        return differ;
    }
}
