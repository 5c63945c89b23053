using System.Globalization;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using Orgvue.ScimEndpoint.Model;
using Orgvue.ScimEndpoint.Storage;

namespace Orgvue.ScimEndpoint.Security;

/// <summary>Who is signed in to the console, and whether he still may be: his cookie is asked at every request.</summary>
public sealed class SignedIn(Store store, AdminKey first, ApiKeys keys)
{
    /// <summary>By what somebody signed in, as <c>password</c>, <c>key</c>, <c>setting</c> or <c>openIdConnect</c>.</summary>
    public const string By = "by";

    public const string Password = "password", Key = "key", Setting = "setting", OpenIdConnect = "openIdConnect";

    const string Id = "id", Stamp = "stamp";

    public static ClaimsPrincipal As(Administrator administrator) =>
        As(administrator.Name, administrator.Role, Password, (Id, administrator.Id.ToString()), (Stamp, administrator.Stamp.ToString()));

    public static ClaimsPrincipal As(ApiKey key) => As(key.Name, key.Role, Key, (Id, key.Id.ToString()));

    /// <summary>Somebody whom an OpenID Connect provider knows: he stays until the cookie ends, for the provider is not asked again.</summary>
    public static ClaimsPrincipal As(string name, ApiRole role, string subject) => As(name, role, OpenIdConnect, (Id, subject));

    /// <summary>Whoever has this key; null for a key that opens nothing.</summary>
    public async Task<ClaimsPrincipal?> WithKeyAsync(string key, CancellationToken ct)
    {
        if (first.Accepts(key)) return As("admin", ApiRole.Administrator, Setting, (Stamp, first.Mark!));
        return await keys.LiveAsync(key, ct) is { } row ? As(row) : null;
    }

    /// <summary>Whether what he signed in with is still there.</summary>
    public async Task<bool> StillAsync(ClaimsPrincipal who, CancellationToken ct)
    {
        var (id, stamp) = (who.FindFirstValue(Id), who.FindFirstValue(Stamp));
        return who.FindFirstValue(By) switch
        {
            Password => Guid.TryParse(id, out var key) && Guid.TryParse(stamp, out var held)
                && await store.ReadAsync(db => db.Administrators.AnyAsync(a => a.Id == key && a.Stamp == held, ct)),
            Key => Guid.TryParse(id, out var key) && await keys.LiveAsync(key, ct) is not null,
            Setting => first.Mark is { } mark && mark == stamp,
            OpenIdConnect => true,
            _ => false,
        };
    }

    static ClaimsPrincipal As(string name, ApiRole role, string by, params (string Type, string Value)[] more) => new(new ClaimsIdentity(
    [
        new(ClaimTypes.Name, name), new(ApiRoleRequirement.Claim, role.ToString()), new(By, by), .. more.Select(m => new Claim(m.Type, m.Value)),
        // To whom an anti-forgery token is bound.
        new(ClaimTypes.NameIdentifier, string.Create(CultureInfo.InvariantCulture, $"{by}:{string.Join(':', more.Select(m => m.Value))}")),
    ], Schemes.Console));
}
