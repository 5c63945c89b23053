using System.Text.Json;
using Microsoft.AspNetCore.Mvc.ModelBinding.Validation;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Rest;
using Orgvue.ScimEndpoint.Roles;
using Orgvue.ScimEndpoint.Sync;
using Orgvue.ScimEndpoint.Unicode;

namespace Orgvue.ScimEndpoint.OrgvueSide;

/// <summary>An account to be added by hand, or what is to change of one; what is not given stays. An expiry date of null is taken away.</summary>
public sealed class AccountEdit
{
    const int MostRoles = 500;
    const int MaxRole = 400;
    const int MostFeatures = 200;
    const int MaxProperties = 32_768;
    const int MaxDepth = 16;
    bool _expiryGiven;

    public string? Email { get; set; }
    public bool? Enabled { get; set; }
    public IReadOnlyList<string?>? Roles { get; set; }

    public DateTimeOffset? ExpiryDate
    {
        get;
        set { field = value; _expiryGiven = true; }
    }

    public bool? TokenAccess { get; set; }
    public IReadOnlyList<string?>? HiddenFeatures { get; set; }

    /// <summary>A JSON object; it replaces the one that is there.</summary>
    [ValidateNever]
    public JsonElement? AdditionalProperties { get; set; }

    /// <summary>Writes what is given; refuses with all that is wrong, and the account must not be saved then.</summary>
    internal void Apply(Account account, bool isNew)
    {
        var checks = new Checks();
        if (Email is not null || isNew) account.Email = checks.Email("email", Email);
        account.EmailKey = Fold.Key(account.Email);
        account.Enabled = Enabled ?? account.Enabled;
        if (Roles is not null) Assign(account, CheckedRoles(checks));
        // Invariant: whoever can sign in is an admin or a user. An account that a configuration keeps without (A5) may still be edited otherwise.
        if (account.Enabled && (isNew || Enabled is true || Roles is not null) && PlatformRole.Of(account.Roles.Select(r => r.Role)) is null)
            checks.Add("roles", "platformRole", "An enabled account holds the role admin or user.");
        if (_expiryGiven) account.ExpiryDate = ExpiryDate;
        account.TokenAccess = TokenAccess ?? account.TokenAccess;
        if (HiddenFeatures is not null) account.HiddenFeatures = CheckedFeatures(checks);
        if (AdditionalProperties is { } properties) account.AdditionalProperties = CheckedProperties(checks, properties);
        checks.Refuse();
    }

    IReadOnlyList<string> CheckedRoles(Checks checks)
    {
        if (Roles!.Count > MostRoles) checks.Add("roles", "length", $"Has {Roles.Count} roles; {MostRoles} are allowed.");
        var roles = Roles.Take(MostRoles).Select((role, i) => checks.Text($"roles[{i}]", role, MaxRole)).ToList();
        for (var i = 0; i < roles.Count; i++)
            if (roles[i].AsSpan().IndexOfAny(',', ';', ':') is >= 0 and var at)
                checks.Add($"roles[{i}]", "M7", $"Holds \"{roles[i][at]}\", which Orgvue separates roles with.");
        return RoleSet.Merge(roles).Roles;
    }

    List<string> CheckedFeatures(Checks checks)
    {
        if (HiddenFeatures!.Count > MostFeatures) checks.Add("hiddenFeatures", "length", $"Has {HiddenFeatures.Count} names; {MostFeatures} are allowed.");
        return [.. HiddenFeatures.Take(MostFeatures).Select((name, i) => checks.Text($"hiddenFeatures[{i}]", name, MaxRole)).Distinct()];
    }

    static string CheckedProperties(Checks checks, JsonElement properties)
    {
        const string field = "additionalProperties";
        if (properties.ValueKind != JsonValueKind.Object)
            checks.Add(field, "format", "Expected a JSON object.");
        else if (properties.GetRawText().Length > MaxProperties)
            checks.Add(field, "length", $"Has more than {MaxProperties} characters.");
        else if (Depth(properties) > MaxDepth)
            checks.Add(field, "length", $"Is nested deeper than {MaxDepth}.");
        else if (Written(properties) is { } text)
            return text;
        else
            checks.Add(field, "format", "Holds half of a character (an unpaired surrogate).");
        return "{}";
    }

    static string? Written(JsonElement properties)
    {
        try
        {
            return JsonSerializer.Serialize(properties, JsonSerializerOptions.Default);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // Bounded by the depth that the reader of the body allows.
    static int Depth(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => 1 + value.EnumerateObject().Select(p => Depth(p.Value)).DefaultIfEmpty().Max(),
        JsonValueKind.Array => 1 + value.EnumerateArray().Select(Depth).DefaultIfEmpty().Max(),
        _ => 0,
    };

    // A role that stays keeps its row; only one given by hand has no groups behind it.
    static void Assign(Account account, IReadOnlyList<string> roles)
    {
        var wanted = roles.ToDictionary(Standings.RoleKey);
        account.Roles.RemoveAll(held => !wanted.ContainsKey(held.RoleKey));
        foreach (var (key, role) in wanted)
            if (account.Roles.Find(r => r.RoleKey == key) is { } held) held.Role = role;
            else account.Roles.Add(new() { TenantKey = account.TenantKey, AccountId = account.Id, RoleKey = key, Role = role });
    }
}
